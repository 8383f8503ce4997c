"""Casting: every ballot that comes in at the same time is written in one transaction, by the database's own clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel import db
from kernel.together import Together
from voting.ballots import electorate, receipts, traces
from voting.ballots.marks import KINDS, Marks, as_text
from voting.ballots.models import BallotState
from voting.ballots.plans import CASTING, PRESENT
from voting.ballots.traces import Trace


class Fate(StrEnum):
    """What became of a ballot that was handed in."""

    IN = "in"
    EARLY = "early"
    LATE = "late"
    STRANGER = "stranger"


@dataclass(frozen=True)
class Vote:
    """Who answers which ballot, what, and where from."""

    ballot: int
    person: int
    marks: Marks
    trace: Trace | None = None


@dataclass(frozen=True)
class Done:
    """What became of it, when by the database's clock, and the receipt."""

    fate: Fate
    at: datetime
    code: str = ""


async def _write(votes: Sequence[Vote]) -> list[Done]:
    ballots = await _held({vote.ballot for vote in votes})
    at = await db.now()
    done = [Done(_fate(ballots.get(vote.ballot), at), at) for vote in votes]
    for ballot in ballots.values():
        waiting = [n for n, vote in enumerate(votes) if vote.ballot == ballot["id"] and done[n].fate == Fate.IN]
        while waiting:  # whoever is there twice, such as with two pairs, is written twice
            now = {votes[n].person: n for n in reversed(waiting)}
            codes = await _answered(ballot, {person: votes[n].marks for person, n in now.items()}, at)
            for person, n in now.items():
                done[n] = Done(Fate.IN, at, codes[person]) if person in codes else Done(Fate.STRANGER, at)
            waiting = [n for n in waiting if n not in now.values()]
    await traces.write([vote.trace for vote, one in zip(votes, done, strict=True) if _leaves_trace(vote, one, ballots)])
    return done


def _leaves_trace(vote: Vote, done: Done, ballots: Mapping[int, db.Row]) -> bool:
    """Those who came to a meeting were seen there: where they vote from tells nothing."""
    return done.fate == Fate.IN and ballots[vote.ballot]["audience"] != PRESENT


async def _held(ids: set[int]) -> dict[int, db.Row]:
    """The ballots, kept from closing until this transaction ends."""
    lock = "" if db.on_sqlite() else " FOR NO KEY UPDATE"
    rows = await db.rows(
        "SELECT id, state, method, salt, frozen, audience, meeting_id, opens_at, closes_at FROM ballot "
        f"WHERE id IN ({db.marks(sorted(ids))}) ORDER BY id{lock}",
        *sorted(ids),
    )
    return {row["id"]: row for row in rows}


def _fate(ballot: db.Row | None, at: datetime) -> Fate:
    if ballot is None or ballot["state"] == BallotState.CANCELLED or at >= ballot["closes_at"]:
        return Fate.LATE
    if ballot["state"] == BallotState.OPEN:
        return Fate.IN
    return Fate.LATE if ballot["state"] == BallotState.CLOSED else Fate.EARLY


async def _answered(ballot: db.Row, votes: Mapping[int, Marks], at: datetime) -> dict[int, str]:
    """Write one answer for each elector among those who vote; gives back the receipts."""
    held = await _electors(ballot, sorted(votes))
    if not held:
        return {}
    holders = {receipts.holder(ballot["id"], person, ballot["salt"]): person for person in held}
    codes = await _write_answers(ballot, {holder: votes[person] for holder, person in holders.items()})
    await db.execute(
        f"UPDATE elector SET cast_at = ?, through_id = NULL WHERE ballot_id = ? AND person_id IN ({db.marks(sorted(held))})",
        at,
        ballot["id"],
        *sorted(held),
    )
    fresh = sum(1 for person in held if held[person] is None)
    if fresh:
        await db.execute('UPDATE ballot SET "cast" = "cast" + ? WHERE id = ?', fresh, ballot["id"])
    return {person: codes[holder] for holder, person in holders.items()}


async def _electors(ballot: db.Row, persons: Sequence[int]) -> dict[int, datetime | None]:
    """Those of some people who may vote now, each with when they last did."""
    if ballot["frozen"] == CASTING:
        persons = sorted(await electorate.among(ballot["audience"], ballot["meeting_id"], persons))
        await _enrol(ballot["id"], persons)
    rows = await db.rows(
        f"SELECT person_id, cast_at FROM elector WHERE ballot_id = ? AND person_id IN ({db.marks(persons)})",
        ballot["id"],
        *persons,
    )
    return {row["person_id"]: row["cast_at"] for row in rows}


async def _enrol(ballot: int, persons: Sequence[int]) -> None:
    """Where one is an elector by casting, one becomes it now."""
    if not persons:
        return
    new = await db.rows(
        f"INSERT INTO elector (ballot_id, person_id) VALUES {', '.join(['(?, ?)'] * len(persons))} "
        "ON CONFLICT (ballot_id, person_id) DO NOTHING RETURNING id",
        *(number for person in persons for number in (ballot, person)),
    )
    if new:
        await db.execute("UPDATE ballot SET electors = electors + ? WHERE id = ?", len(new), ballot)


async def _write_answers(ballot: db.Row, answers: Mapping[str, Marks]) -> dict[str, str]:
    """One answer for each holder, in the place of an earlier one; says the receipts, which stay."""
    is_pairs = KINDS[ballot["method"]] == "picks"
    values = []
    for holder, marks in sorted(answers.items()):
        values += [ballot["id"], holder, receipts.new(), "{}" if is_pairs else as_text(marks), False]
    rows = await db.rows(
        "INSERT INTO ballot_answer (ballot_id, holder, receipt, marks, is_by_proxy) VALUES "
        f"{', '.join(['(?, ?, ?, ?, ?)'] * len(answers))} ON CONFLICT (ballot_id, holder) DO UPDATE SET "
        "marks = excluded.marks, is_by_proxy = excluded.is_by_proxy RETURNING holder, receipt",
        *values,
    )
    codes = {row["holder"]: row["receipt"] for row in rows}
    if is_pairs:
        await _write_picks(ballot["id"], answers, codes)
    return codes


async def _write_picks(ballot: int, answers: Mapping[str, Marks], codes: Mapping[str, str]) -> None:
    """A pair of which neither was picked was shown all the same: `picked` is 0."""
    lines = []
    for holder, marks in sorted(answers.items()):
        if marks:
            low, high = sorted(marks)
            picked = next((option for option, value in marks.items() if value), 0)
            lines.append((ballot, holder, codes[holder], low, high, picked))
    await db.execute_many(
        "INSERT INTO ballot_pick (ballot_id, holder, receipt, low, high, picked) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (ballot_id, holder, low, high) DO UPDATE SET picked = excluded.picked",
        lines,
    )


hand_in = Together(_write)
"""Ballots that come in together are written together."""


async def forget_pick(ballot_id: int, person: int, low: int, high: int) -> None:
    """Take back one pair of an open ballot."""
    async with db.transaction(light=True):
        ballot = (await _held({ballot_id})).get(ballot_id)
        if _fate(ballot, await db.now()) == Fate.IN and ballot is not None:
            await db.execute(
                "DELETE FROM ballot_pick WHERE ballot_id = ? AND holder = ? AND low = ? AND high = ?",
                ballot_id,
                receipts.holder(ballot_id, person, ballot["salt"]),
                low,
                high,
            )


async def cast_through(ballot: db.Row, given: Mapping[int, int], at: datetime) -> tuple[dict[int, int], dict[int, int]]:
    """The answers of holders once more for the givers who may vote and did not; the ballot's row is held.

    Says giver and holder of those who voted so, and of those whose holder did not vote either.
    """
    number, salt = ballot["id"], ballot["salt"]
    waiting = await _electors_who_did_not(ballot, sorted(given))
    wanted = {receipts.holder(number, given[giver], salt): given[giver] for giver in waiting}
    rows = await db.rows(
        f"SELECT holder, marks FROM ballot_answer WHERE ballot_id = ? AND is_by_proxy IS NOT TRUE "
        f"AND holder IN ({db.marks(list(wanted))})",
        number,
        *wanted,
    )
    said = {wanted[row["holder"]]: row["marks"] for row in rows}
    done = [(giver, given[giver]) for giver in waiting if given[giver] in said]
    await db.execute_many(
        "INSERT INTO ballot_answer (ballot_id, holder, receipt, marks, is_by_proxy) VALUES (?, ?, ?, ?, ?)",
        [(number, receipts.holder(number, giver, salt), receipts.new(), said[holder], True) for giver, holder in done],
    )
    await db.execute_many(
        "UPDATE elector SET cast_at = ?, through_id = ? WHERE ballot_id = ? AND person_id = ?",
        [(at, holder, number, giver) for giver, holder in done],
    )
    await db.execute('UPDATE ballot SET "cast" = "cast" + ? WHERE id = ?', len(done), number)
    return dict(done), {giver: given[giver] for giver in waiting if given[giver] not in said}


async def _electors_who_did_not(ballot: db.Row, persons: Sequence[int]) -> list[int]:
    if ballot["frozen"] == CASTING:
        persons = sorted(await electorate.among(ballot["audience"], ballot["meeting_id"], persons))
        await _enrol(ballot["id"], persons)
    rows = await db.rows(
        f"SELECT person_id FROM elector WHERE ballot_id = ? AND cast_at IS NULL AND person_id IN ({db.marks(persons)}) "
        "ORDER BY person_id",
        ballot["id"],
        *persons,
    )
    return [row["person_id"] for row in rows]
