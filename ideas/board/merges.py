"""Reading merges: the list that managers undo from, and what a merge would make of some ideas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ideas.board import queries, registry, rules, words
from ideas.board.models import Board, Idea
from ideas.board.queries import IdeaCard
from ideas.board.registry import Line
from kernel import db, i18n, lists
from kernel.errors import Missing
from kernel.i18n import gettext as _
from kernel.lists import Listing
from kernel.viewer import Viewer

PAGE = 30


@dataclass(frozen=True)
class Named:
    """An idea of a merge; without a title where it is kept from the reader."""

    id: int
    title: str
    url: str
    status: str


@dataclass(frozen=True)
class Made:
    """A merge as the list shows it."""

    id: int
    target: Named
    sources: tuple[Named, ...]
    by: str
    at: datetime
    reason: str
    undone_at: datetime | None
    undone_by: str | None

    @property
    def is_seen(self) -> bool:
        """Can the reader see all that it took together? Who cannot does not undo it."""
        return all(one.title for one in (self.target, *self.sources))


@dataclass(frozen=True)
class Preview:
    """Some ideas before a merge, idea by idea, and together after it."""

    ideas: Sequence[IdeaCard]
    target: IdeaCard
    lines: Sequence[Line]
    authors: Sequence[str]
    tags: Sequence[str]
    notes: Sequence[str]
    refusals: Sequence[str]

    @property
    def sources(self) -> list[IdeaCard]:
        return [one for one in self.ideas if one.id != self.target.id]


async def listing(viewer: Viewer, after: str | None = None, *, idea_id: int | None = None) -> Listing[Made]:
    """Merges from the newest on, in force or undone; of one idea where it is named."""
    where, values = "1 = 1", list[int]()
    if place := lists.place(after, int):
        where, values = "m.id < ?", [*place]
    if idea_id is not None:
        where += " AND (m.target_id = ? OR m.id IN (SELECT merge_id FROM merge_source WHERE idea_id = ?))"
        values += [idea_id, idea_id]
    found = await _read(f"{where} ORDER BY m.id DESC LIMIT {PAGE + 1}", values)
    page = lists.page_of(found, PAGE, lambda row: (row["id"],))
    return Listing(await _made(viewer, page.items), page.after)


async def find(viewer: Viewer, merge_id: int) -> Made:
    """One merge; Missing unless the viewer can see all that it took together."""
    found = await _made(viewer, await _read("m.id = ?", [merge_id]))
    if not found or not found[0].is_seen:
        raise Missing()
    return found[0]


async def _read(where: str, values: Sequence[int]) -> list[db.Row]:
    return await db.rows(
        "SELECT m.id, m.target_id, m.reason, m.at, m.undone_at, p.name AS by, u.name AS undone_by FROM merge m "
        f"JOIN person p ON p.id = m.by_id LEFT JOIN person u ON u.id = m.undone_by_id WHERE {where}",
        *values,
    )


async def _made(viewer: Viewer, rows: Sequence[db.Row]) -> list[Made]:
    taken = await db.rows(
        "SELECT s.merge_id, s.idea_id, s.status FROM merge_source s "
        f"WHERE s.merge_id IN ({db.marks(rows)}) ORDER BY s.idea_id",
        *(row["id"] for row in rows),
    )
    ids = sorted({row["idea_id"] for row in taken} | {row["target_id"] for row in rows})
    cards, unseen = await queries.card(ids), await queries.unseen(viewer, ids)

    def named(idea: int, status: str) -> Named:
        return Named(idea, "", "", "") if idea in unseen else Named(idea, cards[idea].title, cards[idea].url, status)

    sources: dict[int, list[Named]] = {}
    for row in taken:
        sources.setdefault(row["merge_id"], []).append(named(row["idea_id"], row["status"]))
    return [
        Made(
            target=named(row["target_id"], ""),
            sources=tuple(sources.get(row["id"], ())),
            **{name: row[name] for name in ("id", "by", "at", "reason", "undone_at", "undone_by")},
        )
        for row in rows
    ]


async def standing(viewer: Viewer, ids: Sequence[int]) -> list[IdeaCard]:
    """Where some ideas lead now, each once, of those that the viewer may see; in the order they were named."""
    asked = list(dict.fromkeys(ids))
    rows = await db.rows(
        f"SELECT id, coalesce(merged_into_id, id) AS root FROM idea WHERE id IN ({db.marks(asked)})", *asked
    )
    lead = {row["id"]: row["root"] for row in rows}
    roots = list(dict.fromkeys(lead[one] for one in asked if one in lead))
    unseen = await queries.unseen(viewer, roots) if roots else set()
    cards = await queries.card([one for one in roots if one not in unseen])
    return [cards[one] for one in roots if one in cards]


def most_wanted(ideas: Sequence[IdeaCard]) -> IdeaCard:
    """The idea that others are merged into unless somebody chooses: most supporters, then the oldest."""
    return min(ideas, key=lambda one: (-one.supporters, one.created_at, one.id))


async def preview(viewer: Viewer, ideas: Sequence[IdeaCard], target: IdeaCard) -> Preview:
    """What a merge would make of these ideas."""
    ids = [one.id for one in ideas]
    boards = {board.id: board for board in await Board.filter(id__in=[one.board.id for one in ideas])}
    held = await Idea.filter(id__in=ids).values("id", "hidden_at", "waits_since")
    kept = [one for one in ideas if not rules.may_join(boards[one.board.id], boards[target.board.id])]
    away = {row["id"] for row in held if row["waits_since"] or (row["hidden_at"] and row["id"] == target.id)}
    refused = _("“%(title)s” stands on a board of its own readers: its words stay among them.")
    hidden = _("“%(title)s” is hidden or waits to be approved: it cannot be merged now.")
    return Preview(
        ideas,
        target,
        [*await registry.lines(viewer, ids), _comments(ideas), await _followers(ids)],
        list(dict.fromkeys(one.signature for one in ideas if one.author_id != target.author_id)),
        sorted({tag for one in ideas for tag in one.tags}),
        [*_sights(ideas, target), *_states(ideas, target), *await registry.notes(viewer, ids, target.id)],
        [refused % {"title": one.title} for one in kept]
        + [hidden % {"title": one.title} for one in ideas if one.id in away],
    )


def _comments(ideas: Sequence[IdeaCard]) -> Line:
    counts = [one.comments for one in ideas]
    return Line(_("Messages"), [i18n.format_number(count) for count in counts], i18n.format_number(sum(counts)))


async def _followers(ids: Sequence[int]) -> Line:
    """Those who follow each idea or one that leads to it, and those who follow any of them, each once."""
    marks = db.marks(ids)
    follows = (
        "SELECT coalesce(i.merged_into_id, i.id) AS root, f.person_id FROM follow f JOIN idea i ON i.id = f.idea_id "
        f"WHERE i.id IN ({marks}) OR i.merged_into_id IN ({marks})"
    )
    each = await db.rows(
        f"SELECT root, count(DISTINCT person_id) AS n FROM ({follows}) w GROUP BY root "
        f"UNION ALL SELECT 0 AS root, count(DISTINCT person_id) AS n FROM ({follows}) w",
        *(*ids, *ids, *ids, *ids),
    )
    counts = {row["root"]: row["n"] for row in each}
    return Line(
        _("Followers"),
        [i18n.format_number(counts.get(one, 0)) for one in ids],
        i18n.format_number(counts.get(0, 0)),
    )


def _sights(ideas: Sequence[IdeaCard], target: IdeaCard) -> list[str]:
    """What stays with fewer readers: an idea's title, author and messages, never its supporters' number."""
    told = _(
        "“%(title)s” stands on the board %(board)s, which others read than %(other)s: "
        "its title, author and messages stay with those who may read that board."
    )
    return [
        told % {"title": one.title, "board": one.board.name, "other": target.board.name}
        for one in ideas
        if (one.board.see, one.board.is_one_way) != (target.board.see, target.board.is_one_way)
    ]


def _states(ideas: Sequence[IdeaCard], target: IdeaCard) -> list[str]:
    """A state that others than the target have ends with the merge."""
    told = _("“%(title)s” is now: %(status)s. The state of “%(other)s” holds for all: %(kept)s.")
    return [
        told
        % {
            "title": one.title,
            "status": words.status(one.status).lower(),
            "other": target.title,
            "kept": words.status(target.status).lower(),
        }
        for one in ideas
        if one.status != target.status
    ]
