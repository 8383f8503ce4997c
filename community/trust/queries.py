"""All reads of measures, steps and paces, for the person they are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from community.trust import gathering, ladder, paces, settings
from community.trust.ladder import Need
from community.trust.models import Measure, MeasureKind, Standing, Step
from community.trust.paces import BRAKED, Most
from kernel import clock, db
from kernel.viewer import Viewer

PAST = timedelta(days=365)


async def in_force(person_id: int) -> list[Measure]:
    """What is in force against somebody, the newest first; warnings stand until they are a year old."""
    now = clock.now()
    found = await Measure.filter(person_id=person_id, ended_at=None).order_by("-id")
    return [
        m for m in found if (m.until is None or m.until > now) and (m.kind != MeasureKind.WARN or now - m.since < PAST)
    ]


async def past(person_id: int) -> list[Measure]:
    """What was in force within a year, and is no more."""
    now = clock.now()
    found = await Measure.filter(person_id=person_id, since__gt=now - PAST).order_by("-id").limit(50)
    return [measure for measure in found if measure.ended_at or (measure.until and measure.until <= now)]


@dataclass(frozen=True)
class Place:
    """Where somebody stands: their step, since when, the one above, and what that still needs."""

    step: Step
    since: datetime | None
    above: Step | None
    needs: list[Need]
    given: dict[str, int]


async def place_of(viewer: Viewer) -> Place | None:
    """The place of a member by the facts of this moment; none for staff."""
    number = int(viewer.id or 0)
    facts = (await gathering.facts([number])).get(number)
    if facts is None:
        return None
    rungs, kept = await settings.current(), await Standing.get_or_none(person_id=number)
    step = ladder.step_of(facts, rungs)
    above = ladder.following(step)
    given = (await gathering.given_by([number])).get(number, {})
    since = kept.since if kept and kept.step == step else None
    return Place(step, since, above, ladder.needs(facts, rungs[above]) if above else [], given)


@dataclass(frozen=True)
class Line:
    """How much of a kind one may send, and how much of it was sent within the present day."""

    kind: str
    most: Most
    above: Most | None
    sent: int


async def lines(person_id: int, step: Step, *, braked: bool) -> list[Line]:
    """What a step lets somebody do, kind by kind, beside what the next one would."""
    sent = await _sent(person_id)
    above = None if braked else ladder.following(step)
    return [
        Line(kind, row[BRAKED if braked else step], row[above] if above else None, sent.get(kind, 0))
        for kind, row in paces.TABLE.items()
    ]


async def _sent(person_id: int) -> dict[str, int]:
    rows = await db.rows(
        "SELECT kind, day_n FROM pace WHERE person_id = ? AND day_at > ?", person_id, clock.now() - paces.DAY
    )
    return {row["kind"]: row["day_n"] for row in rows}


async def step_of(person_id: int) -> Step:
    """The step that the worker kept; where it has not come by yet, the first."""
    found = await db.value("SELECT step FROM standing WHERE person_id = ?", person_id)
    return Step(found) if found else Step.NEWCOMER


async def people_on() -> dict[Step, int]:
    """How many stand on each step, for whoever sets the ladder: a number each, and nobody's name."""
    rows = await db.rows("SELECT step, count(*) AS n FROM standing GROUP BY step")
    counted = {row["step"]: row["n"] for row in rows}
    return {step: counted.get(step, 0) for step in Step}
