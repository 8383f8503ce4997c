"""What this wing keeps about a person, for the file they may take away."""

from __future__ import annotations

from community.people.owndata import OBSERVED, OwnData
from kernel import db
from kernel.i18n import mark


async def _lines(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT e.at, e.act, e.kind, e.cause_kind, e.cause_id, e.reason, p.account, p.amount FROM point_entry e "
        "JOIN point_posting p ON p.entry_id = e.id WHERE e.person_id = ? AND p.account IN "
        "('free', 'held', 'spent', 'expired', 'owed') ORDER BY e.at, e.id, p.id",
        person_id,
    )


async def _awards(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT at, kind, cause_kind, cause_id, due, amount, short, ends_at, reversed_at FROM point_award "
        "WHERE person_id = ? ORDER BY id",
        person_id,
    )


async def _lots(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT ends_at, amount, remains FROM point_lot WHERE person_id = ? ORDER BY ends_at", person_id
    )


async def _purse(person_id: int) -> db.Row | None:
    return await db.row("SELECT free, held, spent, expired, owed FROM point_purse WHERE person_id = ?", person_id)


async def _holds(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT at, amount, cause_kind, cause_id, state, ended_at FROM point_hold WHERE person_id = ? ORDER BY id",
        person_id,
    )


async def _thanks(person_id: int) -> list[db.Row]:
    """What the team gave by hand, without who."""
    return await db.rows("SELECT at, amount, words FROM point_thanks WHERE person_id = ? ORDER BY id", person_id)


parts = [
    OwnData("points", _lines, OBSERVED, mark("Points: each line"), mark("To prove your balance."), mend="/points"),
    OwnData(
        "points_awarded",
        _awards,
        OBSERVED,
        mark("Points: what for"),
        mark("To tell you why you were thanked."),
        mend="/points",
    ),
    OwnData(
        "points_ending",
        _lots,
        OBSERVED,
        mark("Points: when they end"),
        mark("To tell you before they do."),
        mend="/points",
    ),
    OwnData(
        "points_in_sum",
        _purse,
        OBSERVED,
        mark("Points: in sum"),
        mark("To show your balance without adding it up each time."),
        mend="/points",
    ),
    OwnData(
        "points_put_aside",
        _holds,
        OBSERVED,
        mark("Points put aside"),
        mark("For something you asked for and have not got yet."),
        mend="/points",
    ),
    OwnData(
        "points_thanks",
        _thanks,
        OBSERVED,
        mark("Thanks in points"),
        mark("Who of the team thanked you, in which words."),
        mend="/points",
    ),
]
