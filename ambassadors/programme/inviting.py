"""The rule: members over its bars without a break for so many days are asked to join, and told what it went by."""

from __future__ import annotations

from datetime import timedelta

from ambassadors.influence import standing
from ambassadors.influence.queries import Run
from ambassadors.influence.standing import Standing
from ambassadors.programme import rules
from ambassadors.programme.models import Candidate, Nomination
from ambassadors.programme.settings import ProgrammeSettings
from kernel import clock, db
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

OPEN_FOR = timedelta(days=60)
NOT_AGAIN = timedelta(days=365)
AT_ONCE = 1000


async def ask(run: Run) -> int:
    """Keep who is over the bars since when, and ask those whose time has come; says how many."""
    over = await _over(run)
    async with db.transaction():
        known = {row["person_id"] for row in await db.rows("SELECT person_id FROM programme_candidate")}
        gone = [(person,) for person in known if person not in over]
        await db.execute_many("DELETE FROM programme_candidate WHERE person_id = ?", gone)
        fresh = [(person, clock.now()) for person in over if person not in known]
        await db.execute_many(_ONE_MORE, fresh)
    rows = await db.rows(
        _DUE, clock.now() - timedelta(days=ProgrammeSettings().ambassador_days), clock.now() - NOT_AGAIN
    )
    for row in rows:
        await _invite(run, row, *over[row["person_id"]])
    return len(rows)


async def _over(run: Run) -> dict[int, tuple[float, Standing]]:
    """Members whose reach and standing are over the bars, who are neither of the team nor ambassadors."""
    wanted = ProgrammeSettings()
    rows = await db.rows(_REACH, run.id, wanted.ambassador_bar, True)
    found = {}
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        stood = await standing.of([row["id"] for row in part])
        for row in part:
            has = stood.get(row["id"], Standing())
            if has.is_good and has.accepted + has.upheld >= wanted.ambassador_accepted:
                found[row["id"]] = (row["percentile"], has)
    return found


_REACH = (
    "SELECT p.id, s.percentile FROM influence_score s JOIN person p ON p.id = s.person_id "
    "WHERE s.run_id = ? AND s.percentile >= ? AND p.is_claimed = ? AND p.role = 'member' "
    "AND NOT EXISTS (SELECT 1 FROM programme_enrolment e WHERE e.current_for = p.id) "
    "AND NOT EXISTS (SELECT 1 FROM influence_choice c WHERE c.person_id = p.id AND c.left_at IS NOT NULL)"
)
_ONE_MORE = "INSERT INTO programme_candidate (person_id, since_at) VALUES (?, ?) ON CONFLICT (person_id) DO NOTHING"
_DUE = (
    "SELECT c.person_id, c.since_at FROM programme_candidate c WHERE c.since_at <= ? "
    "AND NOT EXISTS (SELECT 1 FROM programme_nomination n WHERE n.person_id = c.person_id AND n.at > ?) "
    "AND NOT EXISTS (SELECT 1 FROM programme_application a WHERE a.open_for = c.person_id) "
    "AND NOT EXISTS (SELECT 1 FROM programme_enrolment e WHERE e.person_id = c.person_id) ORDER BY c.person_id"
)


async def _invite(run: Run, row: db.Row, percentile: float, has: Standing) -> None:
    now, person = clock.now(), row["person_id"]
    async with db.transaction():
        await Candidate.select_for_update().get_or_none(person_id=person)  # two workers may ask at once
        if await Nomination.exists(person_id=person, at__gt=now - NOT_AGAIN):
            return
        await Nomination.create(
            person_id=person,
            run_id=run.id,
            percentile=percentile,
            bar=ProgrammeSettings().ambassador_bar,
            accepted=has.accepted,
            upheld=has.upheld,
            since_at=row["since_at"],
            at=now,
            until_at=now + OPEN_FOR,
        )
        await record("ambassador.invited", actor=None, subject=("person", person))


async def open_for(person_id: int) -> Nomination | None:
    """The invitation that waits for somebody's answer."""
    return await Nomination.filter(person_id=person_id, answer="", until_at__gt=clock.now()).order_by("-id").first()


async def decline(viewer: Viewer) -> None:
    """Say no to the rule; it does not ask again for a year."""
    require(rules.may_apply(viewer))
    async with db.transaction():
        changed = await Nomination.filter(person_id=viewer.id, answer="").update(answer="no", answered_at=clock.now())
        if not changed:
            raise Conflict(_("No invitation waits for your answer."))
