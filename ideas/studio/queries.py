"""All reads of designs in lists: what a viewer may see, in four stored orders, each served by an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ideas.studio import drawing, products
from ideas.studio.models import Design, State
from ideas.studio.products import Made
from kernel import db, i18n, lists
from kernel.errors import Missing
from kernel.features import the_house
from kernel.lists import Listing
from kernel.viewer import Viewer

SORTS = {"trending": "trending", "score": "bound", "new": "published_at", "remixed": "remixes"}
WALLS = ("fog", "moss", "straw", "plaster", "heather", "lake")
PAGE = 24
LARGEST_ID = 2**31 - 1
Where = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class DesignFilter:
    """What a gallery is narrowed to, and its order; `among` holds numbers of designs, `within` any other condition on them."""

    template: Made | None = None
    dye: str = ""
    among: tuple[int, ...] | None = None
    within: Where | None = None
    author_id: int | None = None
    sort: str = "trending"


@dataclass(frozen=True)
class DesignCard:
    """A design as it stands on a shelf."""

    id: int
    title: str
    slug: str
    digest: str
    author: str
    handle: str
    author_id: int
    is_ambassador: bool
    template: str
    template_name: str
    hangs: bool
    price: int
    currency: str
    remixes: int
    comments: int
    scores: int
    bound: float
    wishes: int
    trending: float
    published_at: datetime | None
    is_listed: bool
    is_printed: bool
    width: int
    height: int

    @property
    def url(self) -> str:
        return address(self.id, self.slug)

    @property
    def svg(self) -> str:
        """Its picture as drawn, for shelves."""
        return f"/designs/{self.id}.svg?v={self.digest[:8]}"

    @property
    def png(self) -> str:
        """Its picture for feeds and letters."""
        return f"/designs/{self.id}.png?size=card&v={self.digest[:8]}"

    @property
    def picture(self) -> str:
        """What a shelf shows: the drawing, or a PNG where the drawing would hold somebody's whole artwork."""
        return self.png if self.is_printed else self.svg

    @property
    def wall(self) -> str:
        """The paint it stands against."""
        return WALLS[self.id % len(WALLS)]

    @property
    def place(self) -> str:
        """How it is shown: standing or hanging, and before which paint, as classes."""
        return f"niche--{'hangs' if self.hangs else 'stands'} wall--{self.wall}"


def address(design_id: int, slug: str) -> str:
    """Where a design is read; a title without Latin letters leaves the number alone."""
    return f"/designs/{design_id}" + (f"-{slug}" if slug.strip("-") else "")


def visible_to(viewer: Viewer) -> Where:
    """A condition on `design d`: what every list starts from."""
    if viewer.is_staff:
        return "(d.state <> ? OR d.author_id = ?)", (State.DRAFT.value, viewer.id or 0)
    if viewer.is_member:
        return "(d.is_listed = ? OR d.author_id = ?)", (True, viewer.id)
    return "d.is_listed = ?", (True,)


def may_see(viewer: Viewer, design: Design) -> bool:
    """The same as `visible_to`, of one row."""
    own = viewer.is_member and viewer.id == design.author_id
    return design.is_listed or own or (viewer.is_staff and design.state != State.DRAFT)


def secret() -> Where:
    """A condition on `design d` that holds while nobody may see its scores, as upper wings say."""
    told: list[Where] = [hides() for hides in the_house().registered("scores.hidden")]
    if not told:
        return "1 = 0", ()
    return f"({' OR '.join(sql for sql, _ in told)})", tuple(value for _, values in told for value in values)


async def find(viewer: Viewer, design_id: int) -> Design:
    """A design; Missing for whom it is not shown to."""
    if not 0 < design_id <= LARGEST_ID:
        raise Missing()
    found = await Design.get_or_none(id=design_id)
    if found is None or not may_see(viewer, found):
        raise Missing()
    return found


async def cards(viewer: Viewer, ids: Sequence[int]) -> dict[int, DesignCard]:
    """Those of some designs that the viewer may see, in one query."""
    if not ids:
        return {}
    seen, values = visible_to(viewer)
    found = await _cards(f"WHERE {seen} AND d.id IN ({db.marks(ids)})", (*values, *ids))
    return {card.id: card for card in found}


async def listing(
    viewer: Viewer, wanted: DesignFilter, after: str | None = None, *, size: int = PAGE
) -> Listing[DesignCard]:
    """One page of the published designs in a stored order, from a cursor on."""
    column = SORTS.get(wanted.sort, "trending")
    parts: list[Where] = [("d.is_listed = ?", (True,)), *_narrowed(wanted)]
    if column == "bound":  # the place of a design whose scores are hidden would tell of them
        sql, values = secret()
        parts.append((f"NOT {sql}", values))
    place = _place(column, after)
    if place:
        parts.append((f"(d.{column}, d.id) < (?, ?)", place))
    sql = " AND ".join(part for part, _ in parts)
    values = tuple(value for _, some in parts for value in some)
    found = await _cards(f"WHERE {sql} ORDER BY d.{column} DESC, d.id DESC LIMIT {size + 1}", values)
    return lists.page_of(found, size, lambda card: (getattr(card, column), card.id))


async def totals(wanted: DesignFilter) -> dict[int, int]:
    """How many designs a gallery holds, template by template, whichever of them it is narrowed to."""
    parts: list[Where] = [("d.is_listed = ?", (True,)), *_narrowed(replace(wanted, template=None))]
    found = await db.rows(
        f"SELECT d.template_id, count(*) AS n FROM design d WHERE {' AND '.join(part for part, _ in parts)} "
        "GROUP BY d.template_id",
        *(value for _, some in parts for value in some),
    )
    return {row["template_id"]: int(row["n"]) for row in found}


async def stories(ids: Sequence[int]) -> dict[int, str]:
    """What the authors of some designs tell about them."""
    if not ids:
        return {}
    found = await db.rows(f"SELECT id, story FROM design WHERE id IN ({db.marks(ids)})", *ids)
    return {row["id"]: row["story"] for row in found}


async def own(viewer: Viewer, most: int) -> list[DesignCard]:
    """The viewer's newest designs, drafts among them; without those taken back."""
    tail = f"WHERE d.author_id = ? AND d.state <> ? ORDER BY d.id DESC LIMIT {most}"
    return await _cards(tail, (viewer.id, State.WITHDRAWN.value))


async def drafts(viewer: Viewer) -> list[Design]:
    """The viewer's own drafts, the last touched first."""
    if not viewer.is_member:
        return []
    return await Design.filter(author_id=viewer.id, state=State.DRAFT).order_by("-changed_at").limit(40)


def _narrowed(wanted: DesignFilter) -> list[Where]:
    parts: list[Where] = []
    if wanted.template:
        parts.append(("d.template_id = ?", (wanted.template.template_id,)))
    if wanted.author_id is not None:
        parts.append(("d.author_id = ?", (wanted.author_id,)))
    if wanted.dye:
        parts.append(("d.id IN (SELECT x.design_id FROM design_dye x WHERE x.dye = ?)", (wanted.dye[:30],)))
    if wanted.among is not None:
        parts.append((f"d.id IN ({db.marks(wanted.among)})", tuple(wanted.among)))
    if wanted.within:
        parts.append(wanted.within)
    return parts


def _place(column: str, after: str | None) -> tuple[Any, int] | None:
    """Where a list goes on; None for a cursor that is not one of this order."""
    kinds: dict[str, type] = {"trending": float, "bound": float, "remixes": int, "published_at": str}
    found = lists.place(after, kinds[column], int)
    if not found or not 0 < found[1] <= LARGEST_ID:
        return None
    value = found[0]
    if column == "published_at":
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
        return (value, found[1]) if value.tzinfo else None
    return float(value) if kinds[column] is float else value, found[1]


async def _cards(tail: str, values: Sequence[Any]) -> list[DesignCard]:
    known, lang = await products.newest(), i18n.language.get()
    found = await db.rows(
        "SELECT d.id, d.title, d.slug, d.digest, d.author_id, d.template_id, d.price, d.currency, d.remixes, d.comments, "
        "d.scores, d.bound, d.wishes, d.trending, d.published_at, d.is_listed, p.handle, p.name AS author, "
        "p.is_ambassador, "
        "d.recipe LIKE '{\"artworks\":%' AS is_printed "
        f"FROM design d JOIN person p ON p.id = d.author_id {tail}",
        *values,
    )
    return [_card(row, known[row.pop("template_id")], lang) for row in found]


def _card(row: db.Row, made: Made, lang: str) -> DesignCard:
    _left, _top, width, height = drawing.box(made.product.views[0])
    return DesignCard(
        template=made.slug,
        template_name=made.product.name.in_language(lang),
        hangs=made.product.hangs,
        width=round(width),
        height=round(height),
        **row,
    )
