"""Boards as every list needs them: read once until something changes, with their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from community.people import queries as people
from community.people.queries import PersonCard
from ideas.board import rules
from ideas.board.states import Approval, Counting, Status
from kernel import cache, db
from kernel.errors import Missing
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import EVERYONE, MEMBERS, STAFF, Viewer

WALLS = ("fog", "moss", "straw", "plaster", "heather", "lake")
SHOWN = (Status.OPEN, Status.UNDER_REVIEW, Status.PLANNED, Status.IN_PROGRESS, Status.SHIPPED, Status.DECLINED)


@dataclass(frozen=True)
class BoardCard:
    """A board with how many listed ideas it holds, by state."""

    id: int
    slug: str
    name: str
    description: str
    colour: str
    see: str
    propose: str
    comment: str
    support: str
    is_open: bool
    position: int
    ideas: int
    is_one_way: bool = False
    owner_id: int | None = None
    approval: str = Approval.NOBODY
    approval_days: int = 2
    unanswered_days: int = 0
    counting: str = Counting.SITE
    club_id: int | None = None
    club: str = ""
    by_status: dict[str, int] = field(default_factory=dict, hash=False, compare=False)

    @property
    def says_more(self) -> bool:
        """Is there something to know about it before one writes?"""
        return self.is_one_way or self.owner_id is not None or self.approval != Approval.NOBODY

    @property
    def url(self) -> str:
        return f"/clubs/{self.club}/ideas" if self.club else f"/ideas?board={self.slug}"


_kept: cache.Store[list[BoardCard]] = cache.Store(1, steady=True)


async def every() -> list[BoardCard]:
    """All boards in their order, whoever may see them."""
    return await (_read() if db.inside() else _kept.through("boards", _read))


async def _read() -> list[BoardCard]:
    found = await db.rows(
        "SELECT b.id, b.slug, coalesce(k.name, b.name) AS name, b.description, b.colour, b.see, b.propose, b.comment, "
        "b.support, (b.is_open AND k.archived_at IS NULL) AS is_open, b.position, b.ideas, b.club_id, "
        "b.is_one_way, b.owner_id, b.approval, b.approval_days, b.unanswered_days, b.counting, "
        "coalesce(k.slug, '') AS club, c.status, c.ideas AS count "
        "FROM board b LEFT JOIN board_count c ON c.board_id = b.id LEFT JOIN club k ON k.id = b.club_id "
        "ORDER BY b.position, b.id"
    )
    counts: dict[int, dict[str, int]] = {}
    for row in found:
        status, count = row.pop("status"), row.pop("count")
        counts.setdefault(row["id"], {}).update({status: count} if status else {})
    return [BoardCard(**row, by_status=counts[row["id"]]) for row in {row["id"]: row for row in found}.values()]


async def general() -> list[BoardCard]:
    """The boards that the brand keeps; a club's own is its members' affair."""
    return [board for board in await every() if board.club_id is None]


async def visible_to(viewer: Viewer) -> list[BoardCard]:
    """The boards on which the viewer reads everything, those of their clubs among them: what lists are made from."""
    return [board for board in await every() if rules.may_read_all(viewer, board)]


async def within_reach(viewer: Viewer) -> list[BoardCard]:
    """The boards that the viewer may come to: those, and one-way boards, on which they find their own ideas alone."""
    return [board for board in await every() if rules.may_see(viewer, board)]


async def known(viewer: Viewer) -> Viewer:
    """The viewer as belonging to those clubs alone that the doors of some board name: what pages of ideas are made for."""
    named = (name for board in await every() for name in (board.see, board.propose, board.comment, board.support))
    return viewer.among(frozenset(named))


async def open_to(viewer: Viewer) -> list[BoardCard]:
    """The brand's boards on which the viewer may propose."""
    return [board for board in await general() if rules.may_propose(viewer, board)]


async def by_slug(viewer: Viewer, slug: str) -> BoardCard:
    """A board by its name in addresses; Missing for whom it is not shown to."""
    for board in await within_reach(viewer):
        if board.slug == slug:
            return board
    raise Missing()


async def by_id(board_id: int) -> BoardCard:
    """One of the brand's boards."""
    for board in await general():
        if board.id == board_id:
            return board
    raise Missing()


async def owner(board: BoardCard | None) -> PersonCard | None:
    """Who of the team looks after a board; whoever has left the team does so no more."""
    if board is None or board.owner_id is None:
        return None
    found = await people.card(board.owner_id)
    return found if found and found.is_staff else None


def totals(boards: Iterable[BoardCard]) -> dict[str, int]:
    """Listed ideas by state over some boards, in the order of the states."""
    summed: Counter[str] = Counter()
    for board in boards:
        summed.update(board.by_status)
    return {status.value: summed[status.value] for status in SHOWN}


async def audience_choices() -> list[tuple[str, str]]:
    """The groups that a board's doors may name, with what to call them."""
    found = [(EVERYONE, _("Everyone")), (MEMBERS, _("Members")), (STAFF, _("The team"))]
    for audience in the_house().all("audiences"):
        found += await audience.choices()
    return found


async def counted(changes: Counter[tuple[int, str]]) -> None:
    """Add to the counts of (board, status); inside the transaction of the ideas that come, go or change."""
    by_board: Counter[int] = Counter()
    for (board_id, status), change in sorted(changes.items()):
        by_board[board_id] += change
        await db.execute(
            "INSERT INTO board_count (board_id, status, ideas) VALUES (?, ?, ?) "
            "ON CONFLICT (board_id, status) DO UPDATE SET ideas = board_count.ideas + excluded.ideas",
            board_id,
            status,
            change,
        )
    for board_id, change in sorted(by_board.items()):
        if change:
            await db.execute("UPDATE board SET ideas = ideas + ? WHERE id = ?", change, board_id)


async def moved(board_id: int, before: str | None, after: str | None) -> None:
    """One idea of a board enters a state, leaves one, or both."""
    changes: Counter[tuple[int, str]] = Counter()
    if before:
        changes[(board_id, before)] -= 1
    if after:
        changes[(board_id, after)] += 1
    await counted(changes)
