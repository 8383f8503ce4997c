"""A ballot opens, closes, is called off: each once, with the ballot's row held, by the database's clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kernel import db
from kernel.events import enqueue, record
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import CLUB
from voting.ballots import casting, electorate, proxies, receipts
from voting.ballots.marks import KINDS
from voting.ballots.models import BallotState
from voting.ballots.plans import CASTING, OPENING

NOBODY, NO_OPTION, ARCHIVED = ":nobody", ":no option", ":archived"
_REASONS = {
    NOBODY: mark("Nobody belonged to those who may vote."),
    NO_OPTION: mark("Every option was withdrawn."),
    ARCHIVED: mark("The club is archived."),
}


def reason_of(kept: str) -> str:
    """Why a ballot was called off: what somebody wrote, or in the reader's language what happened by itself."""
    return _(_REASONS[kept]) if kept in _REASONS else kept


async def held(ballot_id: int) -> db.Row | None:
    """A ballot's row, which nobody else changes until this transaction has ended."""
    lock = "" if db.on_sqlite() else " FOR NO KEY UPDATE"
    return await db.row(f"SELECT * FROM ballot WHERE id = ?{lock}", ballot_id)


async def open_at_its_minute(ballot_id: int) -> bool:
    """Let a ballot take answers; who may answer is written down now where it is frozen now."""
    async with db.transaction():
        ballot, now = await held(ballot_id), await db.now()
        if ballot is None or ballot["state"] != BallotState.ANNOUNCED or now < ballot["opens_at"]:
            return False
        electors = await _enrol(ballot) if ballot["frozen"] == OPENING else 0
        if ballot["frozen"] == OPENING and not electors:
            return await call_off(ballot_id, NOBODY, actor=None)
        await db.execute(
            "UPDATE ballot SET state = ?, opened_at = ?, electors = ?, salt = ? WHERE id = ?",
            BallotState.OPEN.value,
            now,
            electors,
            receipts.salt() if ballot["is_secret"] else "",
            ballot_id,
        )
        await record("ballot.opened", actor=None, subject=("ballot", ballot_id), **told(ballot))
    return True


async def close(ballot_id: int) -> bool:
    """Take no more answers, cast what is voted by proxy, and have it counted."""
    async with db.transaction():
        ballot, now = await held(ballot_id), await db.now()
        if ballot is None or ballot["state"] != BallotState.OPEN or now < ballot["closes_at"]:
            return False
        if ballot["takes_proxies"] and ballot["club_id"] and KINDS[ballot["method"]] != "picks":
            await _through_proxies(ballot, now)
        await db.execute(
            "UPDATE ballot SET state = ?, closed_at = ? WHERE id = ?", BallotState.CLOSED.value, now, ballot_id
        )
        if ballot["frozen"] == CASTING:
            await _count_electors(ballot)
        await enqueue("ballot.count", key=f"ballot.count:{ballot_id}", ballot=ballot_id)
    return True


async def call_off(ballot_id: int, reason: str, *, actor: int | None) -> bool:
    """End a ballot without a result; what was answered is gone. To be called inside a transaction."""
    ballot = await held(ballot_id)
    if ballot is None or ballot["state"] not in (BallotState.ANNOUNCED, BallotState.OPEN):
        return False
    await db.execute("DELETE FROM ballot_answer WHERE ballot_id = ?", ballot_id)
    await db.execute("DELETE FROM ballot_pick WHERE ballot_id = ?", ballot_id)
    await db.execute(
        "UPDATE ballot SET state = ?, closed_at = ?, reason = ?, salt = '' WHERE id = ?",
        BallotState.CANCELLED.value,
        await db.now(),
        reason[:300],
        ballot_id,
    )
    await proxies.closed(ballot_id, {}, unused={})
    data = {**told(ballot), "reason": reason[:300]}
    await record("ballot.cancelled", actor=actor, subject=("ballot", ballot_id), **data)
    return True


async def withdraw(ballot_id: int, option_id: int, *, actor: int | None) -> bool:
    """Take an option out of a ballot that has not closed; untrue where it is not there. Inside a transaction."""
    ballot = await held(ballot_id)
    if ballot is None or ballot["state"] not in (BallotState.ANNOUNCED, BallotState.OPEN):
        return False
    changed = await db.execute(
        "UPDATE ballot_option SET withdrawn_at = ? WHERE id = ? AND ballot_id = ? AND withdrawn_at IS NULL",
        await db.now(),
        option_id,
        ballot_id,
    )
    left = await db.value(
        "SELECT count(*) AS n FROM ballot_option WHERE ballot_id = ? AND withdrawn_at IS NULL", ballot_id
    )
    if changed and not left:
        await call_off(ballot_id, NO_OPTION, actor=actor)
    return changed > 0


async def with_club(club_id: int, into: int | None = None) -> None:
    """The ballots of a club that ends: called off where it is archived; where it becomes part of another they go along,
    and whoever was an elector stays one.
    """
    if into is None:
        for row in await db.rows("SELECT id FROM ballot WHERE club_id = ? AND state IN ('announced', 'open')", club_id):
            await call_off(row["id"], ARCHIVED, actor=None)
        return
    before, after = f"{CLUB}{club_id}", f"{CLUB}{into}"
    await db.execute("UPDATE ballot SET audience = ? WHERE club_id = ? AND audience = ?", after, club_id, before)
    await db.execute("UPDATE ballot SET club_id = ? WHERE club_id = ?", into, club_id)


def told(ballot: db.Row) -> dict[str, Any]:
    """What events say of a ballot."""
    return {"title": ballot["title"], "url": f"/ballots/{ballot['id']}", "club": ballot["club_id"]}


async def _enrol(ballot: db.Row) -> int:
    """Write down who may answer; says how many."""
    sql, values = await electorate.people(ballot["audience"], ballot["meeting_id"])
    number = "CAST(? AS INTEGER)"
    await db.execute(
        f"INSERT INTO elector (ballot_id, person_id) SELECT DISTINCT {number}, q.id FROM ({sql}) q ORDER BY q.id",
        ballot["id"],
        *values,
    )
    return int(await db.value("SELECT count(*) AS n FROM elector WHERE ballot_id = ?", ballot["id"]))


async def _count_electors(ballot: db.Row) -> None:
    """Where one is an elector by casting, as many might have voted as there are now, and those who did."""
    sql, values = await electorate.people(ballot["audience"], ballot["meeting_id"])
    many = await db.value(
        f"SELECT count(*) AS n FROM (SELECT q.id FROM ({sql}) q UNION SELECT e.person_id FROM elector e "
        "WHERE e.ballot_id = ?) u",
        *values,
        ballot["id"],
    )
    await db.execute("UPDATE ballot SET electors = ? WHERE id = ?", many, ballot["id"])


async def _through_proxies(ballot: db.Row, at: datetime) -> None:
    """Whoever did not vote and gave a proxy says what their holder said, where the holder voted."""
    given = await proxies.standing_for(ballot["club_id"], ballot["id"])
    used, unused = await casting.cast_through(ballot, given, at)
    await proxies.closed(ballot["id"], used, unused=unused)
