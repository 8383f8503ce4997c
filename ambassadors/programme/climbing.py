"""After each reckoning of influence: who goes up, who is told that a tier no longer fits, and who leaves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ambassadors.influence import queries as influence
from ambassadors.influence import standing
from ambassadors.influence.standing import Standing
from ambassadors.programme import inviting, queries
from ambassadors.programme.ladder import Place, Stands, Step, step
from ambassadors.programme.models import Enrolment, TierMove
from ambassadors.programme.queries import Tier
from ambassadors.programme.settings import ProgrammeSettings
from kernel import clock, db
from kernel.events import record
from kernel.features import Job
from kernel.i18n import mark

KIND = "programme.climb"
AT_ONCE = 500


@dataclass(frozen=True)
class Seen:
    """What a step goes by."""

    run_id: int | None
    place: Place | None
    standing: Standing


async def climb() -> None:
    """Every ambassador takes the step that follows; then the rule asks those who have been over its bars for long enough."""
    tiers, after = await queries.tiers(), 0
    run = await influence.newest()
    while enrolled := await Enrolment.filter(current_for__not_isnull=True, id__gt=after).order_by("id").limit(AT_ONCE):
        seen = await _seen([one.person_id for one in enrolled], run.id if run else None)
        for one in enrolled:
            if one.person_id in seen:
                await _take(one, tiers, seen[one.person_id])
        after = enrolled[-1].id
    if run:
        await inviting.ask(run)


async def _seen(people: Sequence[int], run_id: int | None) -> dict[int, Seen]:
    """Reach and standing of some people, without those who are not scored by their own wish: their tier waits for them."""
    scores, standings = await influence.scores(people), await standing.of(people)
    rows = await db.rows(
        f"SELECT person_id FROM influence_choice WHERE left_at IS NOT NULL AND person_id IN ({db.marks(people)})",
        *people,
    )
    left = {row["person_id"] for row in rows}
    found = {}
    for person in people:
        score, stood = scores.get(person), standings.get(person, Standing())
        if (person in left and stood.is_good) or run_id is None:
            continue
        found[person] = Seen(run_id, Place(score.percentile, score.high) if score else None, stood)
    return found


async def _take(one: Enrolment, tiers: Sequence[Tier], seen: Seen) -> None:
    stands = Stands(one.tier, one.falls_to, one.falls_at)
    grace = timedelta(days=ProgrammeSettings().ambassador_grace_days)
    rungs = [tier.rung for tier in tiers]
    taken = step(rungs, stands, seen.place, is_good=seen.standing.is_good, now=clock.now(), grace=grace)
    if taken.stands != stands:
        await _write(one, taken, seen)


async def _write(one: Enrolment, taken: Step, seen: Seen) -> None:
    """The step, as long as nothing else has moved the same person meanwhile."""
    now, stands = clock.now(), taken.stands
    changes = {"tier": stands.tier, "falls_to": stands.falls_to, "falls_at": stands.falls_at}
    if stands.tier != one.tier:
        changes["tier_since_at"] = now
    async with db.transaction():
        same = Enrolment.filter(id=one.id, current_for=one.person_id, tier=one.tier, falls_to=one.falls_to)
        if not await same.update(**changes):
            return
        if taken.how == "stay":
            return
        await TierMove.create(
            enrolment_id=one.id,
            how=taken.how,
            before=one.tier,
            after=stands.falls_to or stands.tier,
            percentile=seen.place.percentile if seen.place else None,
            is_good=seen.standing.is_good,
            run_id=seen.run_id,
            at=now,
        )
        now_so, day = EVENTS[taken.how], stands.falls_at.isoformat() if stands.falls_at else ""
        await record(f"ambassador.{now_so}", actor=None, subject=("person", one.person_id), now=now_so, day=day)


EVENTS = {"up": "rose", "warn": "warned", "spare": "spared", "down": "fell"}
jobs = [Job(KIND, climb, every=86_400, label=mark("Tiers of ambassadors and invitations to the programme"))]
