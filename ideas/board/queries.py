"""All reads of ideas in lists: what a viewer may see, in three stored orders, each served by an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from community.people.queries import signed
from ideas.board import boards, trending
from ideas.board.boards import BoardCard
from ideas.board.sight import ANY
from ideas.board.sight import LARGEST_ID as LARGEST_ID
from ideas.board.sight import Where as Where
from ideas.board.sight import find as find
from ideas.board.sight import impersonal as impersonal
from ideas.board.sight import of_any_board as of_any_board
from ideas.board.sight import own as own
from ideas.board.sight import unseen as unseen
from ideas.board.sight import visible_to as visible_to
from ideas.board.states import Status
from ideas.board.tags import slug_of
from kernel import db, lists, text
from kernel.i18n import gettext as _
from kernel.lists import Listing
from kernel.search import looking
from kernel.viewer import Viewer

SORTS = {"trending": "trending", "top": "supporters", "new": "created_at"}
PAGE = 20
EXCERPT = 400
WHOLE = 40_000

trending_score = trending.score


@dataclass(frozen=True)
class IdeaFilter:
    """What a list is narrowed to, and its order; `mine` are the viewer's own, those among them that others do not find."""

    board: BoardCard | None = None
    status: str = ""
    tag: str = ""
    q: str = ""
    author_id: int | None = None
    club_id: int | None = None
    sort: str = "trending"
    mine: bool = False
    asked: Where = ANY


@dataclass(frozen=True)
class IdeaCard:
    """An idea as a row of a list."""

    id: int
    reference: str | None
    board: BoardCard
    title: str
    slug: str
    language: str
    text: str
    status: str
    supporters: int
    raw_votes: int
    doubtful_votes: int
    comments: int
    trending: float
    created_at: datetime
    author_id: int
    handle: str
    author: str
    tags: tuple[str, ...]
    answered_at: datetime | None
    is_ambassador: bool
    stage: str

    @property
    def url(self) -> str:
        return address(self.id, self.slug)

    @property
    def excerpt(self) -> str:
        return _plain(self.text)

    @property
    def author_name(self) -> str:
        return self.author or _("Somebody who has no account here yet")

    @property
    def signature(self) -> str:
        return signed(self.author_name, is_ambassador=self.is_ambassador)

    @property
    def tag_links(self) -> list[tuple[str, str]]:
        return [(slug_of(name), name) for name in self.tags]


def address(idea_id: int, slug: str) -> str:
    """Where an idea is read; a title without Latin letters leaves the number alone."""
    return f"/ideas/{idea_id}" + (f"-{slug}" if slug.strip("-") else "")


@lru_cache(maxsize=8192)
def _plain(body: str) -> str:
    return text.plain(body, 180)


async def listing(
    viewer: Viewer, wanted: IdeaFilter, after: str | None = None, *, size: int = PAGE, body: int = EXCERPT
) -> Listing[IdeaCard]:
    """One page of a list in a stored order, from a cursor on."""
    column = SORTS.get(wanted.sort, "trending")
    where = await (own(viewer) if wanted.mine else visible_to(viewer)) & _narrowed(wanted)
    if wanted.q:
        where &= await _holding(viewer, wanted)
    place = _place(column, after)
    if place:
        where &= Where(f"(i.{column}, i.id) < (?, ?)", place)
    found = await _cards(f"WHERE {where.sql} ORDER BY i.{column} DESC, i.id DESC LIMIT {size + 1}", where.values, body)
    return lists.page_of(found, size, lambda card: (getattr(card, column), card.id))


async def search(viewer: Viewer, q: str, *, size: int = PAGE) -> Listing[IdeaCard]:
    """The first of what words find, best first."""
    ids = (await looking.numbers(viewer, "idea", q))[:size] if q.strip() else []
    cards = await card(ids)
    return Listing([cards[number] for number in ids if number in cards])


async def card(ids: Sequence[int], *, body: int = EXCERPT) -> dict[int, IdeaCard]:
    """Ideas by number, whoever may see them: for those who hold a number from `visible_to`."""
    if not ids:
        return {}
    some, values = db.among("i.id", ids)
    found = await _cards(f"WHERE {some}", values, body)
    return {one.id: one for one in found}


async def given_by(viewer: Viewer, person_id: int) -> Listing[IdeaCard]:
    """The newest ideas of a person that the viewer may see."""
    return await listing(viewer, IdeaFilter(author_id=person_id, sort="new"), size=10)


def words_of(q: str) -> list[str]:
    """What is looked for: at most eight folded words."""
    return [word[:60] for word in text.fold(text.one_line(q[:400])).split()[:8]]


def folded(title: str, body: str) -> str:
    """What search compares with: the title's line, then everything else on one."""
    return f"{text.fold(text.one_line(title))}\n{text.fold(text.one_line(body))}"


def _narrowed(wanted: IdeaFilter) -> Where:
    where = wanted.asked
    if wanted.board:
        where &= Where("i.board_id = ?", (wanted.board.id,))
    if wanted.status in tuple(Status):
        where &= Where("i.status = ?", (wanted.status,))
    if wanted.author_id is not None:
        where &= Where("i.author_id = ?", (wanted.author_id,))
    if wanted.club_id is not None:
        where &= Where("i.club_id = ?", (wanted.club_id,))
    if wanted.tag:
        tagged = "SELECT x.idea_id FROM idea_tag x JOIN tag t ON t.id = x.tag_id WHERE t.slug = ?"
        where &= Where(f"i.id IN ({tagged})", (slug_of(text.one_line(wanted.tag[:80])),))
    return where


async def _holding(viewer: Viewer, wanted: IdeaFilter) -> Where:
    """Those that the index finds by the words that are looked for."""
    facets = {"board": wanted.board.slug if wanted.board else "", "status": wanted.status, "tag": slug_of(wanted.tag)}
    ids = await looking.numbers(viewer, "idea", wanted.q, **facets)
    return Where(f"i.id IN ({db.marks(ids)})", tuple(ids))


def _place(column: str, after: str | None) -> tuple[Any, int] | None:
    """Where a list goes on; None for a cursor that is not one of this order."""
    kinds: dict[str, type] = {"trending": float, "supporters": int, "created_at": str}
    found = lists.place(after, kinds[column], int)
    if not found or not 0 < found[1] <= LARGEST_ID:
        return None
    value = found[0]
    if column == "supporters" and not 0 <= value <= LARGEST_ID:
        return None
    if column == "created_at":
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
        if value.tzinfo is None:
            return None
    return float(value) if column == "trending" else value, found[1]


async def _cards(tail: str, values: Sequence[Any], body: int) -> list[IdeaCard]:
    known = {board.id: board for board in await boards.every()}
    joined = "group_concat" if db.on_sqlite() else "string_agg"
    found = await db.rows(
        "SELECT i.id, i.reference, i.board_id, i.title, i.slug, i.language, substr(i.body, 1, ?) AS text, i.status, "
        "i.supporters, i.raw_votes, i.doubtful_votes, i.comments, i.trending, i.created_at, i.author_id, p.handle, "
        "p.name AS author, p.is_ambassador, i.stage, "
        f"(SELECT {joined}(t.name, ',') FROM idea_tag x JOIN tag t ON t.id = x.tag_id WHERE x.idea_id = i.id) AS tags, "
        "(SELECT max(a.created_at) FROM answer a WHERE a.idea_id = i.id) AS answered_at "
        f"FROM idea i LEFT JOIN person p ON p.id = i.author_id {tail}",
        body,
        *values,
    )
    return [_card(row, known) for row in found]


def _card(row: db.Row, known: dict[int, BoardCard]) -> IdeaCard:
    board, names = known[row.pop("board_id")], row.pop("tags")
    return IdeaCard(board=board, tags=tuple(sorted(names.split(","))) if names else (), **row)
