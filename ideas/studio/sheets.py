"""One design with all that its page says: its sides, its choices in words, its price, and the chain that it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from community.people import queries as people
from community.people.queries import PersonCard
from ideas.board import queries as ideas
from ideas.studio import drawing, prices, products, queries, recipe, remixes, renewal, wording
from ideas.studio.models import Design, Remixing, State
from ideas.studio.product import View
from ideas.studio.products import Made
from ideas.studio.queries import DesignCard
from ideas.studio.recipe import Recipe
from ideas.studio.remixes import Credit
from ideas.studio.wording import Said
from kernel import db, i18n
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Side:
    """One view of a design as a picture."""

    id: str
    name: str
    url: str
    width: int
    height: int


@dataclass(frozen=True)
class PriceLine:
    """The product, or what a choice adds to its price."""

    what: str
    amount: str


@dataclass(frozen=True)
class DesignSheet:
    """A design's page."""

    design: Design
    author: PersonCard
    made: Made
    words: list[Said]
    alt: str
    sides: list[Side]
    lines: list[PriceLine]
    price: str
    gone: list[str]
    chain: list[Credit]
    remixes: list[DesignCard]
    idea: tuple[str, str] | None

    @property
    def url(self) -> str:
        return queries.address(self.design.id, self.design.slug)

    @property
    def wall(self) -> str:
        return queries.WALLS[self.design.id % len(queries.WALLS)]

    @property
    def share_picture(self) -> str:
        """What other sites show of it: another address with another title, which stands in the picture."""
        told = crc32(self.design.title.encode())
        return f"/designs/{self.design.id}.png?size=share&v={self.design.digest[:8]}&t={told:x}"

    @property
    def retold_at(self) -> datetime | None:
        """When its words last changed since it was published."""
        shown, changed = self.design.published_at, self.design.changed_at
        return changed if shown and changed > shown else None

    @property
    def may_be_remixed(self) -> bool:
        return self.design.remixing != Remixing.NONE and self.made.is_open

    @property
    def share(self) -> float:
        """What its author gets of what a remix earns, as a fraction."""
        return self.design.share / 100

    @property
    def is_withdrawn(self) -> bool:
        return self.design.state == State.WITHDRAWN

    @property
    def hidden_at(self) -> datetime | None:
        return self.design.hidden_at


async def sheet(viewer: Viewer, design: Design) -> DesignSheet:
    """Everything the page of a design shows; the same for all viewers who see the same boards."""
    made = await products.version(design.template_id, design.version)
    wanted = recipe.parse(design.recipe)
    author = (await people.names([design.author_id]))[design.author_id]
    return DesignSheet(
        design=design,
        author=author,
        made=made,
        words=wording.lines(wanted, made.product),
        alt=wording.sentence(wanted, made.product),
        sides=[_side(design, view, printed=bool(wanted.artworks)) for view in made.product.views],
        lines=price_lines(wanted, made),
        price=money(design.price, design.currency),
        gone=await _gone(wanted, made),
        chain=await remixes.chain(design.id) if design.original_id else [],
        remixes=await remixes.newest(design.id) if design.remixes else [],
        idea=await _idea(viewer, design.idea_id) if design.idea_id else None,
    )


def _side(design: Design, view: View, *, printed: bool) -> Side:
    _left, _top, width, height = drawing.box(view)
    kind = "png?size=page&" if printed else "svg?"
    url = f"/designs/{design.id}.{kind}view={view.id}&v={design.digest[:8]}"
    return Side(view.id, view.name.in_language(i18n.language.get()), url, round(width), round(height))


def price_lines(wanted: Recipe, made: Made) -> list[PriceLine]:
    """The price, line by line, in words."""
    lang, found = i18n.language.get(), []
    for line in prices.lines(wanted, made.product):
        what = line.what.in_language(lang)
        where = f"{line.where.in_language(lang)}, " if line.where else ""
        found.append(PriceLine(where + what, money(line.amount, made.currency)))
    return found


def money(amount: int, currency: str) -> str:
    """An amount in minor units, cents only where there are some."""
    return i18n.format_money(amount, currency, 2 if amount % 100 else 0)


async def _gone(wanted: Recipe, made: Made) -> list[str]:
    """What of a design is no longer made."""
    if made.version == made.newest:
        return []
    lang, newest = i18n.language.get(), await products.current(made.slug)
    found = renewal.gone(wanted, made.product, newest.product)
    names = [(one.where.in_language(lang), one.what.in_language(lang) if one.what else "") for one in found]
    return [", ".join(part for part in name if part) for name in names]


async def _idea(viewer: Viewer, idea_id: int) -> tuple[str, str] | None:
    """Title and address of the idea that a design is tied to, for whom its board is open."""
    if await ideas.unseen(ideas.impersonal(viewer), [idea_id]):
        return None
    row = await db.row("SELECT title, slug FROM idea WHERE id = ?", idea_id)
    return (row["title"], ideas.address(idea_id, row["slug"])) if row else None
