"""All that the page of the studio shows of one recipe: drawings, price, cautions, choices, and how its draft stands."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from ideas.studio import (
    artworks,
    cautions,
    drafts,
    drawing,
    forms,
    offers,
    panel,
    pictures,
    prices,
    products,
    queries,
    recipe,
    renewal,
    rules,
)
from ideas.studio.models import Artwork, Design, DesignSave
from ideas.studio.offers import Offer
from ideas.studio.panel import Panel
from ideas.studio.product import Product
from ideas.studio.products import Made
from ideas.studio.queries import DesignCard
from ideas.studio.recipe import Recipe
from ideas.studio.words import Named
from kernel import forms as kernel_forms
from kernel import i18n
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Drawing:
    """One side of the product as SVG."""

    id: str
    name: str
    svg: str


@dataclass(frozen=True)
class PriceLine:
    words: str
    amount: str


@dataclass(frozen=True)
class Side:
    """How somebody looks at the bench: which view is turned to them, which part is open."""

    view: str = ""
    opened: str = ""


@dataclass(frozen=True)
class Aside:
    """What another window kept, and a picture of it."""

    save: DesignSave
    svg: str


@dataclass(frozen=True)
class Bench:
    """What lies on the bench: `design` is None while nothing is kept."""

    made: Made
    wanted: Recipe
    design: Design | None
    drawings: list[Drawing]
    lines: list[PriceLine]
    total: str
    cautions: list[str]
    gone: list[str]
    panel: Panel
    share_url: str
    artworks: list[Artwork] = field(default_factory=list)
    aside: Aside | None = None
    offers: list[Offer] = field(default_factory=list)
    original: DesignCard | None = None
    may_undo: bool = False
    may_redo: bool = False

    def money(self, amount: int) -> str:
        return money(amount, self.made.currency)

    @property
    def visit(self) -> str:
        """A name for this opening of the page, by which its forms are told from another window's."""
        return secrets.token_hex(6)

    @property
    def sheet_url(self) -> str:
        return f"{self.made.url}.css?v={sheet_digest(self.made)}&amp;version={self.made.version}"


async def lay(
    viewer: Viewer,
    made: Made,
    wanted: Recipe,
    *,
    design: Design | None = None,
    filled: kernel_forms.Filled[Any] | None = None,
    side: Side | None = None,
) -> Bench:
    """Everything the page needs, for a recipe that can be made."""
    lang, shown, turned = i18n.language.get(), filled or kernel_forms.blank(), side or Side()
    known = await artworks.known(artworks.used(wanted))
    undo, redo = await drafts.reach(design.id, design.revision) if design else (False, False)
    return Bench(
        made=made,
        wanted=wanted,
        design=design,
        drawings=await _drawings(made, wanted),
        lines=price_lines(wanted, made.product),
        total=money(prices.price(wanted, made.product), made.currency),
        cautions=[_caution(one, lang) for one in cautions.cautions(wanted, made.product, known)],
        gone=await _gone(made, wanted),
        panel=panel.panel(
            wanted, made.product, lang, values=shown.values, errors=shown.errors, view=turned.view, opened=turned.opened
        ),
        share_url=share_url(made, wanted),
        artworks=await artworks.mine(viewer),
        aside=await _aside(made, design),
        offers=await offers.offers(viewer, made.product, shown),
        original=await _original(viewer, design),
        may_undo=undo,
        may_redo=redo,
    )


async def _drawings(made: Made, wanted: Recipe) -> list[Drawing]:
    lang = i18n.language.get()
    found = []
    for view in made.product.views:
        name = view.name.in_language(lang)
        title = _("%(product)s, %(side)s") % {"product": made.product.name.in_language(lang), "side": name}
        found.append(Drawing(view.id, name, await pictures.drawn(wanted, made, view.id, title=title)))
    return found


def price_lines(wanted: Recipe, product: Product) -> list[PriceLine]:
    """The price, line by line, in words."""
    lang = i18n.language.get()
    return [
        PriceLine(_worded(line.what, line.where, lang), money(line.amount, product.currency))
        for line in prices.lines(wanted, product)
    ]


def _worded(what: Named, where: Named | None, lang: str) -> str:
    if where is None:
        return what.in_language(lang)
    return _("%(part)s: %(choice)s") % {"part": where.in_language(lang), "choice": what.in_language(lang)}


def money(amount: int, currency: str) -> str:
    """An amount in minor units, cents only where there are some."""
    return _money(amount, currency, i18n.language.get())


@lru_cache(maxsize=2048)
def _money(amount: int, currency: str, lang: str) -> str:
    return i18n.format_money(amount, currency, 2 if amount % 100 else 0)


def _caution(one: cautions.Caution, lang: str) -> str:
    told = {"where": one.where.in_language(lang), "amount": i18n.format_number(round(one.amount, 1))}
    if one.kind == "words":
        return (
            _("%(where)s: hard to read, with a contrast of %(amount)s to 1. From 3 to 1 on, they can be read.") % told
        )
    if one.kind == "pattern":
        return _("%(where)s: the pattern hardly shows on this colour.") % told
    return _("%(where)s: prints at %(amount)s points per inch. From 200 on, edges are sharp.") % told


async def _gone(made: Made, wanted: Recipe) -> list[str]:
    """What is no longer made of a design of an older version."""
    if made.version == made.newest:
        return []
    lang, newest = i18n.language.get(), await products.current(made.slug)
    found = renewal.gone(wanted, made.product, newest.product)
    return [_worded(one.what, one.where, lang) if one.what else one.where.in_language(lang) for one in found]


async def _aside(made: Made, design: Design | None) -> Aside | None:
    save = await drafts.aside(design.id) if design else None
    if design is None or save is None:
        return None
    wanted = recipe.parse(save.recipe)
    theirs = await products.version(design.template_id, wanted.version)
    return Aside(save, await pictures.drawn(wanted, theirs, made.view, title=_("Kept from the other window")))


async def _original(viewer: Viewer, design: Design | None) -> DesignCard | None:
    if design is None or design.original_id is None:
        return None
    return (await queries.cards(viewer, [design.original_id])).get(design.original_id)


def share_url(made: Made, wanted: Recipe) -> str:
    """A link that opens the studio with the same choices, artwork left out."""
    told = forms.fields(wanted, recipe.plain(made.slug, made.version, made.product))
    return made.url + (f"?{urlencode(told)}" if told else "")


def sheet(made: Made) -> str:
    """The stylesheet by which the product is repainted at once, and by which one of its sides is shown."""
    views = [view.id for view in made.product.views]
    sides = [
        f".studio:has(#view-{view}:checked) .stage__side:not(.stage__side--{view}){{display:none}}"
        for view in views
        if len(views) > 1
    ]
    return drawing.stylesheet(made.product, made.product.parts) + "".join(f"{rule}\n" for rule in sides)


def sheet_digest(made: Made) -> str:
    return hashlib.sha256(sheet(made).encode()).hexdigest()[:12]


def may_keep(viewer: Viewer, design: Design | None) -> bool:
    return rules.may_design(viewer) if design is None else rules.may_edit(viewer, design)


def errors_of(errors: Mapping[str, str], values: Mapping[str, Any]) -> kernel_forms.Filled[Any]:
    return kernel_forms.Filled(values=dict(values), errors=dict(errors))
