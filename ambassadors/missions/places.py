"""Places that a mission or a question may keep to: a club, a board, a product, a tag; what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from community.clubs import queries as clubs
from ideas.board import boards
from ideas.studio import products
from kernel import db
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

Choices = list[tuple[str, str]]
MOST_TAGS = 40


def split(place: str) -> tuple[str, str]:
    """`club:5` as `club` and `5`; nothing twice for everywhere."""
    kind, _colon, rest = place.partition(":")
    return kind, rest


def number(place: str) -> int:
    """The number in `club:5`, 0 where there is none."""
    rest = split(place)[1]
    return int(rest) if rest.isascii() and rest.isdecimal() and len(rest) < 10 else 0


async def topics(viewer: Viewer) -> Choices:
    """Products and tags, as far as the viewer may see ideas that carry them."""
    found = [(f"template:{made.slug}", made.name) for made in await products.all_open()]
    mine = [board.id for board in await boards.visible_to(viewer)]
    rows = await db.rows(
        "SELECT t.slug, t.name, count(*) AS n FROM tag t JOIN idea_tag x ON x.tag_id = t.id "
        f"JOIN idea i ON i.id = x.idea_id AND i.is_listed IS TRUE AND i.board_id IN ({db.marks(mine)}) "
        f"GROUP BY t.slug, t.name ORDER BY n DESC, t.slug LIMIT {MOST_TAGS}",
        *mine,
    )
    return found + [(f"tag:{row['slug']}", row["name"]) for row in rows]


async def grounds(viewer: Viewer) -> Choices:
    """Where a goal may count: boards, clubs that go on, products and tags."""
    found = [(f"board:{board.id}", board.name) for board in await boards.visible_to(viewer)]
    seen, values = clubs.visible_to(viewer)
    rows = await db.rows(
        f"SELECT c.id, c.name FROM club c WHERE {seen} AND c.archived_at IS NULL ORDER BY c.name LIMIT 200", *values
    )
    return found + [(f"club:{row['id']}", row["name"]) for row in rows] + await topics(viewer)


async def named(places: Iterable[str]) -> dict[str, str]:
    """What some places are called, for those who were let see what stands in them."""
    wanted = sorted({place for place in places if place})
    found = {place: split(place)[1] for place in wanted}
    found |= await _called("SELECT slug, name FROM tag WHERE slug", "tag", wanted)
    for kind in ("board", "club"):
        found |= await _called(f"SELECT id AS slug, name FROM {kind} WHERE id", kind, wanted)
    made = {f"template:{one.slug}": one.name for one in (await products.newest()).values()}
    return {place: made.get(place, label) for place, label in found.items()}


async def _called(sql: str, kind: str, wanted: Sequence[str]) -> dict[str, str]:
    """The names of places of one kind, asked for only where there are some."""
    keys = [
        number(place) if kind in ("board", "club") else split(place)[1] for place in wanted if split(place)[0] == kind
    ]
    rows = await db.rows(f"{sql} IN ({db.marks(keys)})", *keys) if keys else []
    return {f"{kind}:{row['slug']}": row["name"] for row in rows}


def sort_of(place: str) -> str:
    """Which kind of place it is, for a select."""
    kinds = {"board": _("Board"), "club": _("Club"), "template": _("Product"), "tag": _("Tag")}
    return kinds.get(split(place)[0], "")
