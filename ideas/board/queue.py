"""Ideas that wait to be approved, and what was decided about one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ideas.board import boards, queries, rules
from ideas.board.sheets import IdeaSheet
from ideas.board.states import Stage
from kernel import clock, db, forms, lists
from kernel.lists import Listing
from kernel.viewer import Viewer

PAGE = 20


@dataclass(frozen=True)
class Review:
    """What was decided once, by whom."""

    stage: str
    words: str
    at: datetime
    name: str


async def reviews(idea_id: int) -> list[Review]:
    """What was decided about an idea before it was shown, the newest first."""
    rows = await db.rows(
        "SELECT r.stage, r.words, r.at, p.name FROM idea_review r JOIN person p ON p.id = r.by_id "
        "WHERE r.idea_id = ? ORDER BY r.id DESC LIMIT 20",
        idea_id,
    )
    return [Review(**row) for row in rows]


async def told(viewer: Viewer, idea: IdeaSheet) -> dict[str, Any]:
    """What the page of an idea that is not shown yet says of that."""
    board = next(one for one in await boards.every() if one.id == idea.board.id)
    return {
        "reviews": await reviews(idea.id),
        "may_review": idea.stage == Stage.WAITING and rules.may_review(viewer, idea.board),
        "due_at": due(board, idea.waits_since or clock.now()),
        "ruling": forms.blank(),
    }


@dataclass(frozen=True)
class Waiting:
    """An idea in the queue."""

    id: int
    title: str
    slug: str
    text: str
    since: datetime
    due_at: datetime
    board: str
    author: str
    handle: str
    shown: int
    reviews: int

    @property
    def url(self) -> str:
        return queries.address(self.id, self.slug)

    @property
    def is_late(self) -> bool:
        return self.due_at < clock.now()


async def queue(viewer: Viewer, after: str | None = None) -> Listing[Waiting]:
    """Ideas that wait and that the viewer rules on, those that waited longest first."""
    mine = {board.id: board for board in await boards.every() if rules.may_review(viewer, board)}
    place = lists.place(after, str, int)
    since = _moment(place[0]) if place else None
    later = "AND (i.waits_since, i.id) > (?, ?) " if place and since else ""
    rows = await db.rows(
        "SELECT i.id, i.title, i.slug, substr(i.body, 1, 1200) AS text, i.waits_since AS since_at, i.board_id, "
        "p.name AS author, p.handle, (SELECT count(*) FROM idea_review r WHERE r.idea_id = i.id) AS reviews, "
        "(SELECT count(*) FROM idea o WHERE o.author_id = i.author_id AND o.is_listed = ?) AS shown "
        "FROM idea i JOIN person p ON p.id = i.author_id WHERE i.waits_since IS NOT NULL AND i.stage = ? "
        f"AND i.hidden_at IS NULL AND i.board_id IN ({db.marks([*mine])}) {later}"
        f"ORDER BY i.waits_since, i.id LIMIT {PAGE + 1}",
        *(True, Stage.WAITING.value, *mine, *((since, place[1]) if later and place else ())),
    )
    page = lists.page_of(rows, PAGE, lambda row: (row["since_at"].isoformat(), row["id"]))
    return Listing([_entry(row, mine[row["board_id"]]) for row in page.items], page.after)


async def waiting_count(viewer: Viewer) -> int:
    """How many wait for this viewer."""
    mine = [board.id for board in await boards.every() if rules.may_review(viewer, board)]
    return int(
        await db.value(
            "SELECT count(*) FROM idea i WHERE i.waits_since IS NOT NULL AND i.stage = ? AND i.hidden_at IS NULL "
            f"AND i.board_id IN ({db.marks(mine)})",
            Stage.WAITING.value,
            *mine,
        )
    )


def due(board: boards.BoardCard, since: datetime) -> datetime:
    """By when the brand said it would have read what waits since then."""
    return since + timedelta(days=board.approval_days)


def _moment(typed: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(typed))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _entry(row: Any, board: boards.BoardCard) -> Waiting:
    since = row.pop("since_at")
    row.pop("board_id")
    return Waiting(**row, since=since, due_at=due(board, since), board=board.name)
