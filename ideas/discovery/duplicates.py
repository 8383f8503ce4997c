"""The team's queue of pairs that may be one wish: the most certain first, and what was ruled of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from community.people import queries as people
from community.people.queries import PersonCard
from ideas.board import boards, queries, rules
from ideas.board.queries import IdeaCard
from ideas.discovery import links
from ideas.discovery.links import Relation
from ideas.discovery.models import Ruling
from kernel import audit, clock, db, lists
from kernel.errors import Conflict, Missing, require
from kernel.i18n import gettext as _
from kernel.lists import Listing
from kernel.search import languages, snippets, words
from kernel.viewer import Viewer

PAGE = 10
LATELY = 10
LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Side:
    """One of two ideas, with the words marked that the other says too."""

    idea: IdeaCard
    title: Markup
    text: Markup


@dataclass(frozen=True)
class Pair:
    """Two ideas that may be one wish, and who says so."""

    id: int
    a: Side
    b: Side
    certainty: float
    score: float
    said_by: tuple[PersonCard, ...]


@dataclass(frozen=True)
class Ruled:
    """A pair that the team called two different wishes."""

    id: int
    a: IdeaCard
    b: IdeaCard
    at: datetime
    by: PersonCard | None


async def waiting(viewer: Viewer, after: str | None = None) -> Listing[Pair]:
    """Pairs without a ruling, both still standing apart and shown to the viewer."""
    where, values = await _standing(viewer)
    place = lists.place(after, float, int)
    if place and 0 < place[1] <= LARGEST:
        where, values = f"{where} AND (l.certainty, l.id) < (?, ?)", [*values, float(place[0]), place[1]]
    rows = await db.rows(
        f"SELECT l.id, l.a_id, l.b_id, l.score, l.certainty {where} ORDER BY l.certainty DESC, l.id DESC LIMIT {PAGE + 1}",
        *values,
    )
    found = lists.page_of(rows, PAGE, lambda row: (row["certainty"], row["id"]))
    return Listing(await _pairs(found.items), found.after)


async def count(viewer: Viewer) -> int:
    """How many wait for this viewer."""
    where, values = await _standing(viewer)
    return int(await db.value(f"SELECT count(*) AS n {where}", *values))


async def ruled(viewer: Viewer) -> list[Ruled]:
    """The last rulings, which may be undone."""
    rows = await db.rows(
        "SELECT id, a_id, b_id, ruled_at, ruled_by_id FROM likeness WHERE ruling IS NOT NULL "
        f"ORDER BY ruled_at DESC, id DESC LIMIT {LATELY}"
    )
    numbers = [number for row in rows for number in (row["a_id"], row["b_id"])]
    unseen, cards = await queries.unseen(viewer, numbers), await queries.card(numbers)
    names = await people.names([row["ruled_by_id"] for row in rows if row["ruled_by_id"]])
    return [
        Ruled(row["id"], cards[row["a_id"]], cards[row["b_id"]], row["ruled_at"], names.get(row["ruled_by_id"]))
        for row in rows
        if not {row["a_id"], row["b_id"]} & unseen
    ]


async def differ(viewer: Viewer, number: int, *, is_similar: bool = False) -> None:
    """They are not the same wish: the pair never comes back by itself. `is_similar` links them, which both pages say."""
    require(rules.may_merge(viewer))
    async with db.transaction():
        row = await _of_both_seen(viewer, number)
        changed = await db.rows(
            "UPDATE likeness SET ruling = ?, ruled_at = ?, ruled_by_id = ? WHERE id = ? AND ruling IS NULL RETURNING id",
            Ruling.DIFFERENT.value,
            clock.now(),
            viewer.id,
            number,
        )
        if not changed:
            raise Conflict(_("Somebody ruled on these two already."))
        if is_similar:
            await links.link(viewer, row["a_id"], row["b_id"], Relation.SIMILAR)
        await audit.note(viewer, "ideas.different", subject=("idea", row["a_id"]), other=row["b_id"])


async def undo(viewer: Viewer, number: int) -> None:
    """Forget a ruling: the pair waits again."""
    require(rules.may_merge(viewer))
    async with db.transaction():
        row = await _of_both_seen(viewer, number)
        await db.execute("UPDATE likeness SET ruling = NULL, ruled_at = NULL, ruled_by_id = NULL WHERE id = ?", number)
        await audit.note(viewer, "ideas.different.undone", subject=("idea", row["a_id"]), other=row["b_id"])


async def _of_both_seen(viewer: Viewer, number: int) -> db.Row:
    row = await db.row("SELECT id, a_id, b_id FROM likeness WHERE id = ?", number)
    if row is None or await queries.unseen(viewer, [row["a_id"], row["b_id"]]):
        raise Missing()
    return row


async def _standing(viewer: Viewer) -> tuple[str, list[object]]:
    """The part of a query that names what waits: `likeness l` with its two ideas."""
    mine = [board.id for board in await boards.visible_to(viewer)]
    marks = db.marks(mine)
    where = (
        "FROM likeness l JOIN idea a ON a.id = l.a_id JOIN idea b ON b.id = l.b_id WHERE l.ruling IS NULL "
        "AND l.certainty > 0 AND a.is_listed = ? AND b.is_listed = ? "
        f"AND a.board_id IN ({marks}) AND b.board_id IN ({marks})"
    )
    return where, [True, True, *mine, *mine]


async def _pairs(rows: Sequence[db.Row]) -> list[Pair]:
    cards = await queries.card([number for row in rows for number in (row["a_id"], row["b_id"])])
    said = await _said_by(rows)
    found = []
    for row in rows:
        one, two = compared(cards[row["a_id"]], cards[row["b_id"]])
        names = said.get((row["a_id"], row["b_id"]), ())
        found.append(Pair(row["id"], one, two, row["certainty"], row["score"], tuple(names)))
    return found


async def _said_by(rows: Sequence[db.Row]) -> Mapping[tuple[int, int], list[PersonCard]]:
    """Members who call each pair the same."""
    firsts = [row["a_id"] for row in rows]
    said = await db.rows(
        f"SELECT idea_id, other_id, person_id FROM same_as WHERE idea_id IN ({db.marks(firsts)}) ORDER BY id", *firsts
    )
    names = await people.names([row["person_id"] for row in said])
    found: dict[tuple[int, int], list[PersonCard]] = {}
    for row in said:
        if row["person_id"] in names:
            found.setdefault((row["idea_id"], row["other_id"]), []).append(names[row["person_id"]])
    return found


def compared(one: IdeaCard, two: IdeaCard) -> tuple[Side, Side]:
    """Both with the words marked that they share, each in its own language."""
    spoken = [languages.of(f"{card.title}\n{card.text}") for card in (one, two)]
    said = [set(words.stems(f"{card.title} {card.text}", lang)) for card, lang in zip((one, two), spoken, strict=True)]
    shared = said[0] & said[1]
    first, second = (
        Side(card, snippets.cut(card.title, shared, lang), snippets.cut(card.excerpt, shared, lang))
        for card, lang in zip((one, two), spoken, strict=True)
    )
    return first, second
