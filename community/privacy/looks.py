"""Who of the team looked at whose data: written by each page that shows it, read by whom it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from kernel import clock, db, lists, text
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.lists import Listing
from kernel.viewer import Viewer

SAME = timedelta(minutes=30)
"""One page turned over and over is one look."""
PER_PAGE = 25
LONGEST = 200
WHAT: Mapping[str, str] = {
    "address": mark("your e-mail address"),
    "customer": mark("what you bought and what that is worth"),
    "evidence": mark("what was written down as said by you"),
    "case": mark("something of yours that was reported"),
    "contest": mark("what you contested"),
    "club": mark("a private club that you belong to"),
    "perk": mark("a perk that you took"),
    "signals": mark("the signs by which a vote of yours is doubted"),
    "referrals": mark("whom you invited and who invited you"),
    "application": mark("your application to the ambassadors"),
    "royalties": mark("what your designs earned, and what you are owed"),
}
ROLES = {
    "manager": mark("somebody of the community team"),
    "editor": mark("somebody of the product team"),
    "admin": mark("an administrator"),
}


async def saw(viewer: Viewer, person_ids: Sequence[int], what: str, *, reason: str = "") -> None:
    """Write that somebody of the team saw what is personal of these people; what is one's own is no look.

    The same look at the same person within half an hour is written once, unless it says why.
    """
    wanted = sorted({number for number in person_ids if number and number != viewer.id})
    if not wanted or viewer.id is None or not viewer.is_staff:
        return
    reason, now = text.one_line(reason)[:LONGEST], clock.now()
    if not reason:
        wanted = await _unseen(viewer, wanted, what)
    if wanted:
        async with db.transaction(quiet=True):
            await db.execute_many(
                "INSERT INTO look (at, by_id, role, person_id, what, reason) VALUES (?, ?, ?, ?, ?, ?)",
                [(now, viewer.id, viewer.role, number, what, reason) for number in wanted],
            )


async def _unseen(viewer: Viewer, wanted: list[int], what: str) -> list[int]:
    rows = await db.rows(
        f"SELECT person_id FROM look WHERE by_id = ? AND what = ? AND at > ? AND person_id IN ({db.marks(wanted)})",
        viewer.id,
        what,
        clock.now() - SAME,
        *wanted,
    )
    seen = {row["person_id"] for row in rows}
    return [number for number in wanted if number not in seen]


async def at(person_id: int, after: str | None = None, *, size: int = PER_PAGE) -> Listing[db.Row]:
    """Who looked, by what they do here and not by name, newest first."""
    place = lists.place(after, int)
    rows = await db.rows(
        "SELECT id, at, role, what, reason FROM look WHERE person_id = ? AND id < ? ORDER BY id DESC LIMIT ?",
        person_id,
        place[0] if place else 2**31 - 1,
        size + 1,
    )
    return lists.page_of([_said(row) for row in rows], size, lambda row: (row["id"],))


def _said(row: db.Row) -> db.Row:
    return {
        **row,
        "who": _(ROLES.get(row["role"], mark("somebody of the team"))),
        "saw": thing(row["what"]),
    }


def thing(what: str) -> str:
    """What was looked at, as whoever it is about reads it."""
    return _(WHAT[what]) if what in WHAT else what
