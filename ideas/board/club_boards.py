"""Ideas of a club: its own board, where what is kept in the club stands, and what becomes of both when the club ends."""

from __future__ import annotations

from collections import Counter

from community.clubs.queries import ClubCard
from ideas.board import boards
from ideas.board.boards import BoardCard
from kernel import clock, db
from kernel.errors import Missing
from kernel.i18n import gettext as _

LAST = 30_000
"""Boards of clubs come behind those of the brand."""


def slug_of(club_id: int) -> str:
    """A name that no board of the brand can have."""
    return f"club:{club_id}"


def offered(club: ClubCard) -> BoardCard:
    """The club's own board as a choice, made already or not."""
    return BoardCard(
        id=0,
        slug=slug_of(club.id),
        name=_("Only the members of %(club)s") % {"club": club.name},
        description="",
        colour=club.wall,
        see=club.named,
        propose=club.named,
        comment=club.named,
        support=club.named,
        is_open=True,
        position=LAST,
        ideas=0,
        club_id=club.id,
        club=club.slug,
    )


async def opened(club: ClubCard) -> BoardCard:
    """The club's own board, made when the first idea is kept in the club."""
    if found := await of_club(club.id):
        return found
    async with db.transaction():
        await db.execute(
            "INSERT INTO board (slug, name, description, colour, club_id, see, propose, comment, support, is_open, "
            "position, ideas, created_at) VALUES (?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT (slug) DO NOTHING",
            *(slug_of(club.id), club.name, club.wall, club.id, *[club.named] * 4, True, LAST, clock.now()),
        )
    if made := await of_club(club.id):
        return made
    raise Missing()


async def of_club(club_id: int) -> BoardCard | None:
    return next((board for board in await boards.every() if board.club_id == club_id), None)


async def closing(club_id: int, into: int | None) -> None:
    """A club becomes a part of another: its ideas go along; inside the club's own transaction.

    One that is put away keeps its board, which takes nothing new as long as it is.
    """
    if into is None:
        return
    held = await of_club(club_id)
    await db.execute("UPDATE idea SET club_id = ? WHERE club_id = ?", into, club_id)
    if held is None:
        return
    if target := await of_club(into):
        await _emptied(held.id, target.id)
    else:
        name = slug_of(into)
        await db.execute(
            "UPDATE board SET slug = ?, club_id = ?, see = ?, propose = ?, comment = ?, support = ? WHERE id = ?",
            *(name, into, *[name] * 4, held.id),
        )


async def _emptied(board_id: int, into: int) -> None:
    """All ideas of one board stand on another."""
    changes: Counter[tuple[int, str]] = Counter()
    for row in await db.rows(
        "SELECT status, count(*) AS n FROM idea WHERE board_id = ? AND is_listed = ? GROUP BY status", board_id, True
    ):
        changes[(board_id, row["status"])] -= row["n"]
        changes[(into, row["status"])] += row["n"]
    await db.execute("UPDATE idea SET board_id = ? WHERE board_id = ?", into, board_id)
    await db.execute("UPDATE board SET is_open = ? WHERE id = ?", False, board_id)
    await boards.counted(changes)
