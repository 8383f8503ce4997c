"""What became of the ideas that somebody proposed, supports or follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from ideas.board import boards, queries
from ideas.board.queries import Where
from ideas.board.states import Stage
from kernel import clock, db, lists, text
from kernel.features import Ask, the_house
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.lists import Listing
from kernel.viewer import Viewer

PAGE = 20
SHOWN = {
    "all": mark("All ideas"),
    "proposed": mark("I proposed"),
    "supported": mark("I support"),
    "followed": mark("I follow"),
}
_NARROWED = {"proposed": "h.wrote = 1", "supported": "h.supports = 1", "followed": "h.follows = 1"}
Given = Callable[[Viewer], Ask]
"""An entry of the registry "ideas.given": the numbers of ideas that a member gave something to, each with the value 1."""


@dataclass(frozen=True)
class MyIdea:
    """An idea as somebody who gave it something meets it again; `joined` is the title of their own that is part of it now."""

    id: int
    title: str
    slug: str
    language: str
    status: str
    stage: str
    board: str
    supporters: int
    created_at: datetime
    status_at: datetime
    changed_at: datetime
    place: int
    is_mine: bool
    is_supported: bool
    is_followed: bool
    joined: str | None
    answer: str | None
    answered_at: datetime | None
    promised_on: date | None
    kept_on: date | None

    @property
    def url(self) -> str:
        return queries.address(self.id, self.slug)

    @property
    def excerpt(self) -> str:
        """The newest answer, in few words."""
        return text.plain(self.answer, 260) if self.answer else ""

    @property
    def is_late(self) -> bool:
        return self.promised_on is not None and self.kept_on is None and self.promised_on < clock.today()

    @property
    def why(self) -> str:
        """What it is to them."""
        if self.is_mine:
            return _("You proposed it")
        return _("You support it") if self.is_supported else _("You follow it")

    @property
    def waits_for_them(self) -> bool:
        """Was it sent back with a question?"""
        return self.stage == Stage.RETURNED


async def listing(viewer: Viewer, which: str, after: str | None = None) -> Listing[MyIdea]:
    """Those that need the member's words first, then those that wait, then those that are settled, the last moved first."""
    seen = await _sight(viewer)
    held, values = _held(viewer)
    where = f"({seen.sql})" + (f" AND {_NARROWED[which]}" if which in _NARROWED else "")
    more: tuple[object, ...] = ()
    if place := _place(after):
        where, more = f"{where} AND ({_PLACE} > ? OR ({_PLACE} = ? AND ({_CHANGED}, i.id) < (?, ?)))", place
    found = await db.rows(
        f"{held} {_SELECT} WHERE {where} ORDER BY place, changed_at DESC, i.id DESC LIMIT {PAGE + 1}",
        *values,
        *seen.values,
        *more,
    )
    rows = [MyIdea(**row) for row in found]
    return lists.page_of(rows, PAGE, lambda one: (one.place, one.changed_at.isoformat(), one.id))


_CHANGED = "CASE WHEN a.created_at > i.status_at THEN a.created_at ELSE i.status_at END"
_PLACE = (
    "CASE WHEN i.stage = 'returned' AND h.wrote = 1 THEN 0 WHEN i.stage = 'waiting' THEN 1 "
    "WHEN i.status IN ('open', 'under_review', 'planned', 'in_progress') THEN 2 ELSE 3 END"
)
_SELECT = (
    "SELECT i.id, i.title, i.slug, i.language, i.status, i.stage, b.name AS board, i.supporters, i.created_at, "
    f"i.status_at, {_CHANGED} AS changed_at, {_PLACE} AS place, h.wrote AS is_mine, h.supports AS is_supported, "
    "h.follows AS is_followed, h.joined, a.body AS answer, a.created_at AS answered_at, a.promised_on, a.kept_on "
    "FROM held h JOIN idea i ON i.id = h.number JOIN board b ON b.id = i.board_id "
    "LEFT JOIN answer a ON a.id = (SELECT max(x.id) FROM answer x WHERE x.idea_id = i.id)"
)


def _held(viewer: Viewer) -> tuple[str, tuple[object, ...]]:
    """What the member gave, idea by idea; what was merged counts where it leads."""
    asks = [given(viewer) for given in the_house().registered("ideas.given")]
    supports = " UNION ALL ".join(f"SELECT q.number, 1 AS value FROM ({ask.sql}) q" for ask in asks)
    sql = (
        "WITH given AS (SELECT w.id AS number, 2 AS value FROM idea w WHERE w.author_id = ? UNION ALL "
        "SELECT f.idea_id, 3 FROM follow f WHERE f.person_id = ?"
        f"{' UNION ALL ' + supports if supports else ''}), "
        "held AS (SELECT coalesce(g.merged_into_id, g.id) AS number, max(CASE WHEN v.value = 1 THEN 1 ELSE 0 END) "
        "AS supports, max(CASE WHEN v.value = 2 THEN 1 ELSE 0 END) AS wrote, "
        "max(CASE WHEN v.value = 3 THEN 1 ELSE 0 END) AS follows, "
        "max(CASE WHEN v.value = 2 AND g.merged_into_id IS NOT NULL THEN g.title END) AS joined "
        "FROM given v JOIN idea g ON g.id = v.number GROUP BY coalesce(g.merged_into_id, g.id))"
    )
    return sql, (viewer.id, viewer.id, *(value for ask in asks for value in ask.values))


async def _sight(viewer: Viewer) -> Where:
    """What lists show them, and their own wherever they may go, before others see it too."""
    seen, reach = await queries.visible_to(viewer), await boards.within_reach(viewer)
    return Where(
        f"({seen.sql}) OR (i.author_id = ? AND i.hidden_at IS NULL AND i.board_id IN ({db.marks(reach)}))",
        (*seen.values, viewer.id, *(board.id for board in reach)),
    )


def _place(after: str | None) -> tuple[object, ...]:
    found = lists.place(after, int, str, int)
    if not found:
        return ()
    try:
        moment = datetime.fromisoformat(found[1])
    except ValueError:
        return ()
    return (found[0], found[0], moment, found[2]) if moment.tzinfo else ()
