"""What each kind of listening weighs, from when on, and who said so."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from ambassadors.influence import rules
from ambassadors.influence.models import Weighing
from ambassadors.influence.registry import listenings
from kernel import audit, clock, db
from kernel.errors import Invalid, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

MOST_WEIGHT = 100.0
MOST_DAYS = 3650.0
MOST_A_DAY = 10_000


@dataclass(frozen=True)
class Weight:
    """As it counts at a moment; `from_at` is None while the kind weighs what it came with."""

    kind: str
    label: str
    weight: float
    half_life: float
    pair_cap: float
    day_cap: int
    from_at: datetime | None = None
    by: str = ""


@dataclass(frozen=True)
class Set:
    """What is asked for."""

    weight: float
    half_life: float
    pair_cap: float
    day_cap: int


async def at(moment: datetime | None = None) -> dict[str, Weight]:
    """Every registered kind as it weighs at a moment, now without one."""
    rows = await db.rows(
        "SELECT w.kind, w.weight, w.half_life, w.pair_cap, w.day_cap, w.from_at, p.name FROM influence_weighing w "
        "LEFT JOIN person p ON p.id = w.by_id WHERE w.id IN (SELECT MAX(v.id) FROM influence_weighing v "
        "WHERE v.from_at <= ? GROUP BY v.kind)",
        moment or clock.now(),
    )
    said = {row["kind"]: row for row in rows}
    return {one.kind: _weight(one.kind, one.label, said.get(one.kind, vars(one))) for one in listenings()}


def _weight(kind: str, label: str, row: Any) -> Weight:
    return Weight(
        kind=kind,
        label=label,
        weight=float(row["weight"]),
        half_life=float(row["half_life"]),
        pair_cap=float(row["pair_cap"]),
        day_cap=int(row["day_cap"]),
        from_at=row.get("from_at"),
        by=row.get("name") or "",
    )


async def history(limit: int = 50) -> list[db.Row]:
    """What was set, the newest first, with who did."""
    return await db.rows(
        "SELECT w.id, w.kind, w.weight, w.half_life, w.pair_cap, w.day_cap, w.from_at, p.name FROM influence_weighing w "
        "LEFT JOIN person p ON p.id = w.by_id ORDER BY w.id DESC LIMIT ?",
        limit,
    )


def fault(wanted: Set) -> str:
    """What is wrong with weights, as a sentence; empty where nothing is. A negative weight is refused."""
    numbers = (wanted.weight, wanted.half_life, wanted.pair_cap)
    if not all(math.isfinite(number) for number in numbers):
        return _("These have to be plain numbers.")
    if wanted.weight < 0 or wanted.pair_cap < 0:
        return _("Nobody is made to weigh less than nothing: 0 is the least.")
    if wanted.weight > MOST_WEIGHT or wanted.pair_cap > MOST_WEIGHT:
        return _("A weight goes up to 100.")
    if not 1 <= wanted.half_life <= MOST_DAYS:
        return _("A half-life is between one day and ten years (3650 days).")
    if not 1 <= wanted.day_cap <= MOST_A_DAY:
        return _("Between 1 and 10,000 a day count.")
    return ""


async def set_(viewer: Viewer, kind: str, wanted: Set, *, reason: str) -> bool:
    """From now on a kind weighs this; False where it did already. The next reckoning uses it, and says so."""
    require(rules.may_weigh(viewer), _("Weights are set by the product team."))
    if wrong := fault(wanted):
        raise Invalid(wrong)
    async with db.transaction():
        before = (await at()).get(kind)
        if before is None:
            raise Missing()
        if asdict(wanted) == {name: getattr(before, name) for name in asdict(wanted)}:
            return False
        await Weighing.create(kind=kind, from_at=clock.now(), by_id=viewer.id, **asdict(wanted))
        was = {name: getattr(before, name) for name in asdict(wanted)}
        await audit.note(
            viewer,
            "influence.weighed",
            subject=("listening", None),
            reason=reason,
            kind=kind,
            was=was,
            now=asdict(wanted),
        )
        await record("influence.weighed", actor=viewer.id, subject=("listening", 0), listening=kind)
    return True
