"""What becomes of somebody's support and ballots when their account is erased."""

from __future__ import annotations

from community.privacy import leaving
from community.privacy.leaving import Obligation
from kernel import clock, db
from kernel.events import record_all
from kernel.i18n import gettext as _
from voting.ballots import evidence, scores, standing
from voting.ballots.models import Kind

_RUNNING = "SELECT id FROM ballot WHERE state IN ('announced', 'open')"


async def erased(person_id: int) -> None:
    """Who has not voted in a running ballot is no elector of it any more; what was answered stays, and names nobody.

    Inside the transaction of the erasure; a secret ballot names nobody anyhow.
    """
    rows = await db.rows(
        f"DELETE FROM elector WHERE person_id = ? AND cast_at IS NULL AND ballot_id IN ({_RUNNING}) RETURNING ballot_id",
        person_id,
    )
    await db.execute_many(
        "UPDATE ballot SET electors = electors - 1 WHERE id = ?", sorted((row["ballot_id"],) for row in rows)
    )
    for table in ("ballot_answer", "ballot_pick"):
        await db.execute(f"UPDATE {table} SET holder = NULL WHERE holder = ?", str(person_id))


async def withdrawn(person_id: int) -> None:
    """What they support is taken back, with a line each, so that counts fall today and every past day stays as it was.

    Inside the transaction of the erasure. The lines keep the number of the account, which names nobody any more; what
    staff had noted as evidence of their wishes is emptied.
    """
    if await leaving.wanted(person_id, "votes") == "withdraw":
        await standing.settled(lambda: _withdrawn(person_id))
        await scores.all_back(person_id)
    await db.execute("DELETE FROM showing WHERE person_id = ?", person_id)
    await db.execute(
        "UPDATE proxy SET stands = NULL, until_at = ? WHERE (giver_id = ? OR holder_id = ?) AND stands IS TRUE",
        *(clock.now(), person_id, person_id),
    )
    rows = await db.rows(
        "SELECT b.event_id FROM support_behalf b JOIN support_event e ON e.id = b.event_id WHERE e.person_id = ?",
        person_id,
    )
    await evidence.forget([row["event_id"] for row in rows])


async def _withdrawn(person_id: int) -> None:
    gone = await standing.remove_of(person_id)
    ideas, now = [idea for idea, _person in gone], clock.now()
    if ideas:
        roots = await standing.joined(ideas)
        await standing.write([(idea, person_id, Kind.WITHDRAWN, None, now, now) for idea in ideas])
        await record_all("support.withdrawn", [(None, ("idea", idea)) for idea in ideas])
        await standing.count(gone, -1, roots)


async def running(person_id: int) -> list[Obligation]:
    """Of the registry "person.leaving": ballots that somebody answers for and that are not over."""
    rows = await db.rows(
        "SELECT id, slug, title FROM ballot WHERE by_id = ? AND state IN ('announced', 'open') ORDER BY id LIMIT 20",
        person_id,
    )
    words = _("You answer for the ballot “%(title)s”, which is not over: voters would have nobody to ask.")
    return [Obligation(words % {"title": row["title"]}, f"/ballots/{row['id']}") for row in rows]
