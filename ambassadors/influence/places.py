"""What places and things are called, for whoever may see them: boards, tags, products, clubs, ideas, designs, meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from community.clubs import queries as clubs
from community.discussion import registry as threads
from community.discussion.registry import Named
from community.meetings import queries as meetings
from ideas.board import boards
from ideas.studio import products
from kernel import db, sessions
from kernel.features import the_house
from kernel.viewer import STRANGER, Viewer

ORDER = ("board", "tag", "template")
"""The kinds of topic that are reckoned apart."""


async def labels(keys: Iterable[str]) -> list[tuple[str, str]]:
    """Topics with their names, in the order of the house, those left out that not everybody may see."""
    wanted = [key for key in keys if key.partition(":")[0] in ORDER]
    known = await named(STRANGER, wanted)
    found = [(key, known[key].title) for key in wanted if key in known]
    return sorted(found, key=lambda one: (ORDER.index(one[0].partition(":")[0]), one[1].casefold()))


async def named(viewer: Viewer, keys: Iterable[str]) -> dict[str, Named]:
    """Places such as board:3, tag:fit, template:tee and club:5, of those that the viewer may see."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        kind, _colon, name = key.partition(":")
        wanted[kind].add(name)
    found: dict[str, Named] = {}
    if wanted["board"]:
        found |= {f"board:{board.id}": Named(board.name, board.url) for board in await boards.visible_to(viewer)}
    if wanted["template"]:
        found |= {f"template:{made.slug}": Named(made.name, made.url) for made in (await products.newest()).values()}
    if wanted["tag"]:
        found |= await _tags(sorted(wanted["tag"]))
    if numbers := [int(name) for name in wanted["club"] if name.isdecimal()]:
        cards = await clubs.cards(viewer, numbers)
        found |= {f"club:{card.id}": Named(card.name, card.url) for card in cards.values() if card.hidden_at is None}
    return found


async def spelt(person_id: int, rows: Sequence[dict[str, Any]], column: str) -> list[dict[str, Any]]:
    """Rows about somebody in which a place, or each of a list of places, is called by its name where they may see it."""
    held = [row[column] if isinstance(row[column], list) else [row[column]] for row in rows]
    known = await named(await sessions.viewer_of(person_id), {str(key) for keys in held for key in keys})
    names = [[known[key].title if key in known else key for key in keys] for keys in held]
    return [
        {**row, column: said if isinstance(row[column], list) else said[0]}
        for row, said in zip(rows, names, strict=True)
    ]


async def _tags(slugs: Sequence[str]) -> dict[str, Named]:
    rows = await db.rows(f"SELECT slug, name FROM tag WHERE slug IN ({db.marks(slugs)})", *slugs)
    return {f"tag:{row['slug']}": Named(row["name"], f"/ideas?tag={row['slug']}") for row in rows}


async def things(viewer: Viewer, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Named]:
    """Titles and addresses of what lines are about, of those that the viewer may see; one statement a kind."""
    known = {entry.kind for entry in the_house().registered("discussed")}
    listed = set(wanted)
    found = await threads.named(viewer, [one for one in listed if one[0] in known])
    if numbers := [number for kind, number in listed if kind == "meeting"]:
        cards = await meetings.cards(viewer, numbers)
        found |= {("meeting", card.id): Named(card.title, card.url) for card in cards.values()}
    if numbers := [number for kind, number in listed if kind == "club"]:
        told = await named(viewer, [f"club:{number}" for number in numbers])
        found |= {("club", number): told[key] for number in numbers if (key := f"club:{number}") in told}
    return found
