"""Softer ties than a merge: two ideas are alike, one is a part of another, one has to come first. Each reads from both ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from ideas.board import merging, queries, rules
from ideas.board.queries import IdeaCard
from ideas.discovery import choosing
from ideas.discovery.models import LinkKind
from kernel import audit, clock, db
from kernel.errors import Conflict, Invalid, Missing, require
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer

ONE_CHAIN = "SELECT pg_advisory_xact_lock(8102)"


class Relation(StrEnum):
    """How an idea stands to another, as its own page says it."""

    SIMILAR = "similar"
    PART_OF = "part_of"
    CONTAINS = "contains"
    BLOCKS = "blocks"
    BLOCKED_BY = "blocked_by"


LABELS: Mapping[str, str] = {
    Relation.SIMILAR: mark("Similar to"),
    Relation.PART_OF: mark("Part of"),
    Relation.CONTAINS: mark("Contains"),
    Relation.BLOCKS: mark("Has to come before"),
    Relation.BLOCKED_BY: mark("Waits for"),
}
BACK = {
    Relation.SIMILAR: Relation.SIMILAR,
    Relation.PART_OF: Relation.CONTAINS,
    Relation.CONTAINS: Relation.PART_OF,
    Relation.BLOCKS: Relation.BLOCKED_BY,
    Relation.BLOCKED_BY: Relation.BLOCKS,
}
"""The counter-direction: what the other idea's page says."""
KEPT = {
    Relation.SIMILAR: LinkKind.SIMILAR,
    Relation.CONTAINS: LinkKind.CONTAINS,
    Relation.BLOCKS: LinkKind.BLOCKS,
}


@dataclass(frozen=True)
class Tie:
    """A link as one of its ideas shows it."""

    id: int
    relation: Relation
    idea: IdeaCard
    at: datetime

    @property
    def label(self) -> str:
        return _(LABELS[self.relation])


async def link(viewer: Viewer, idea_id: int, other_id: int, relation: Relation) -> bool:
    """Say how two ideas stand to each other; False where that was said already."""
    require(rules.may_answer(viewer), _("Ideas are linked by the team."))
    one, two = await choosing.root_of(viewer, idea_id), await choosing.root_of(viewer, other_id)
    if one == two:
        raise Invalid(_("An idea is not linked to itself."), errors={"other": _("An idea is not linked to itself.")})
    low, high, kind = _kept(one, two, relation)
    async with db.transaction():
        if not db.on_sqlite():
            await db.value(ONE_CHAIN)  # two links that close a ring together are refused to the second
        if kind != LinkKind.SIMILAR and await _leads(high, low, kind):
            raise Conflict(_("That would go round in a circle: the other idea stands behind this one already."))
        fresh = await db.rows(
            "INSERT INTO idea_link (idea_id, other_id, kind, by_id, at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (idea_id, other_id, kind) DO NOTHING RETURNING id",
            low,
            high,
            kind.value,
            viewer.id,
            clock.now(),
        )
        if fresh:
            await audit.note(viewer, "idea.link", subject=("idea", one), other=two, relation=relation.value)
    return bool(fresh)


async def end(viewer: Viewer, link_id: int) -> int:
    """Take a link away; says on which idea it stood."""
    require(rules.may_answer(viewer), _("Ideas are linked by the team."))
    async with db.transaction():
        row = await db.row("SELECT id, idea_id, other_id, kind FROM idea_link WHERE id = ?", link_id)
        if row is None or await queries.unseen(viewer, [row["idea_id"], row["other_id"]]):
            raise Missing()
        await db.execute("DELETE FROM idea_link WHERE id = ?", link_id)
        told = {"other": row["other_id"], "relation": row["kind"]}
        await audit.note(viewer, "idea.unlink", subject=("idea", row["idea_id"]), **told)
    return int(row["idea_id"])


async def of(viewer: Viewer, idea_id: int) -> list[Tie]:
    """What an idea is linked with, as far as the viewer may see it, merged ones as where they lead.

    What nobody but its author sees is left out for the author too: pages are shared.
    """
    group = await merging.group(idea_id)
    marks = db.marks(group)
    rows = await db.rows(
        "SELECT l.id, l.kind, l.at, l.idea_id, coalesce(a.merged_into_id, a.id) AS one, "
        "coalesce(b.merged_into_id, b.id) AS two FROM idea_link l JOIN idea a ON a.id = l.idea_id "
        f"JOIN idea b ON b.id = l.other_id WHERE l.idea_id IN ({marks}) OR l.other_id IN ({marks}) ORDER BY l.id",
        *group,
        *group,
    )
    found = {(other, relation): row for row in reversed(rows) for other, relation in [_seen_from(group[0], row)]}
    others = [other for other, _relation in found if other != group[0]]
    unseen = await queries.unseen(replace(viewer, id=0) if viewer.is_member else viewer, others) if others else set()
    cards = await queries.card([other for other in others if other not in unseen])
    ties = [
        Tie(row["id"], relation, cards[other], row["at"]) for (other, relation), row in found.items() if other in cards
    ]
    order = list(Relation)
    return sorted(ties, key=lambda tie: (order.index(tie.relation), tie.id))


async def in_order(viewer: Viewer, ids: Sequence[int]) -> dict[int, list[Tie]]:
    """For some ideas what has to come before each or waits for it, as far as the viewer may see it: one query for all."""
    marks, asked = db.marks(ids), set(ids)
    rows = await db.rows(
        "SELECT l.id, l.kind, l.at, coalesce(a.merged_into_id, a.id) AS one, coalesce(b.merged_into_id, b.id) AS two "
        "FROM idea_link l JOIN idea a ON a.id = l.idea_id JOIN idea b ON b.id = l.other_id WHERE l.kind = ? AND "
        f"(coalesce(a.merged_into_id, a.id) IN ({marks}) OR coalesce(b.merged_into_id, b.id) IN ({marks})) ORDER BY l.id",
        LinkKind.BLOCKS.value,
        *ids,
        *ids,
    )
    ends = {(one, *_seen_from(one, row)): row for row in reversed(rows) for one in (row["one"], row["two"])}
    others = {other for one, other, _relation in ends if one in asked and one != other}
    cards = await queries.card([*(others - await queries.unseen(viewer, list(others)))]) if others else {}
    found: dict[int, list[Tie]] = {}
    for (one, other, relation), row in reversed(ends.items()):
        if one in asked and other in cards and one != other:
            found.setdefault(one, []).append(Tie(row["id"], relation, cards[other], row["at"]))
    return found


def choices() -> list[tuple[str, str]]:
    """Every relation with its words, for a list to choose from."""
    return [(relation.value, _(LABELS[relation])) for relation in Relation]


def _kept(one: int, two: int, relation: Relation) -> tuple[int, int, LinkKind]:
    """The ends and the kind as a link is kept: alike ones by their numbers, the others from the whole, or the first."""
    if relation not in KEPT:
        one, two, relation = two, one, BACK[relation]
    if relation == Relation.SIMILAR:
        one, two = min(one, two), max(one, two)
    return one, two, KEPT[relation]


def _seen_from(root: int, row: db.Row) -> tuple[int, Relation]:
    """The other end of a link, and how this one stands to it."""
    relation = Relation(row["kind"])
    return (row["two"], relation) if row["one"] == root else (row["one"], BACK[relation])


async def _leads(start: int, goal: int, kind: LinkKind) -> bool:
    """Does a chain of links of one kind run from an idea to another, merged ones taken for where they lead?"""
    steps: Sequence[db.Row] = await db.rows(
        "WITH RECURSIVE edge (one, two) AS (SELECT coalesce(a.merged_into_id, a.id), coalesce(b.merged_into_id, b.id) "
        "FROM idea_link l JOIN idea a ON a.id = l.idea_id JOIN idea b ON b.id = l.other_id WHERE l.kind = ?), "
        "reached (id) AS (SELECT e.two FROM edge e WHERE e.one = ? UNION SELECT e.two FROM edge e "
        "JOIN reached r ON r.id = e.one) SELECT id FROM reached WHERE id = ?",
        kind.value,
        start,
        goal,
    )
    return bool(steps)
