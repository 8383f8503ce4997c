"""The production pack of a design: all that a workshop needs to make it, in one archive with a sheet to read."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from babel.numbers import get_currency_precision
from markupsafe import Markup

from ideas.studio import artworks, drawing, prices, prints, products, recipe, renderer
from ideas.studio.models import Design
from ideas.studio.product import Product
from ideas.studio.recipe import Artwork, Recipe
from kernel import db, i18n, pages
from kernel.exports import csv_lines
from kernel.features import the_house
from kernel.i18n import gettext as _

STYLE = Path(__file__).resolve().parents[2] / "static" / "print" / "sheet.css"
EPOCH = (1980, 1, 1, 0, 0, 0)
PRINT_SECONDS = 60
FORMAT = 2
"""One more whenever packs are made otherwise, so that none that was kept is handed out."""
Table = list[list[Any]]


class Want(NamedTuple):
    """Somebody's confirmed wish for a size; `account` is who they are to demand, where a customer's people are one."""

    size: str
    who: str
    account: str
    pieces: int


class Wanted(NamedTuple):
    """How much is wanted: by how many people, of how many accounts, how many pieces."""

    people: int
    accounts: int
    pieces: int

    @staticmethod
    def of(wants: Sequence[Want]) -> Wanted:
        """Each person and each account once, whatever they want of it."""
        return Wanted(
            len({one.who for one in wants}), len({one.account for one in wants}), sum(w.pieces for w in wants)
        )


@dataclass(frozen=True)
class Order:
    """What a pack is made from."""

    design: Design
    author: str
    product: Product
    recipe: Recipe
    known: Mapping[str, Artwork]
    pictures: Mapping[str, str]
    wants: Sequence[Want]

    @property
    def digest(self) -> str:
        """Names the pack: whatever it says is in it, and the language it says it in."""
        told = (tables(self), self.author, self.design.title, self.product.lead_days, i18n.language.get(), FORMAT)
        return hashlib.sha256(repr((told, recipe.canonical(self.recipe), self.design.id)).encode()).hexdigest()


async def order(design: Design) -> Order:
    """Everything about a design that its pack says."""
    made = await products.version(design.template_id, design.version)
    wanted = recipe.parse(design.recipe)
    used = artworks.used(wanted)
    author = await db.row("SELECT name FROM person WHERE id = ?", design.author_id)
    return Order(
        design,
        str(author["name"]) if author else "",
        made.product,
        wanted,
        await artworks.known(used),
        await artworks.for_print(used),
        [want for told in the_house().registered("design.wanted") for want in await told(design.id)],
    )


def by_size(wants: Sequence[Want], run: Sequence[str]) -> dict[str, Wanted]:
    """What is wanted of each size: the product's own in their order, then those that it no longer has."""
    held = {want.size for want in wants}
    sizes = [*(size for size in run if size in held), *sorted(held - {*run})]
    return {size: Wanted.of([want for want in wants if want.size == size]) for size in sizes}


def build(asked: Order) -> bytes:
    """The archive; the same design in the same language gives the same bytes."""
    views = {view.id: _drawn(asked, view.id) for view in asked.product.views}
    told = tables(asked)
    large = partial(renderer.png_once, seconds=PRINT_SECONDS)
    files = {
        "recipe.json": recipe.canonical(asked.recipe).encode(),
        "sheet.html": sheet(asked, views, told).encode(),
        **{f"{name}.csv": ("\ufeff" + csv_lines(rows)).encode() for name, rows in told.items()},
        **{f"drawing/{view}.svg": svg.encode() for view, svg in views.items()},
        **dict(prints.artworks(asked.recipe, asked.product, asked.known, asked.pictures, large)),
        **dict(prints.letters(asked.recipe, asked.product, large)),
        **dict(prints.patterns(asked.recipe, asked.product)),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in sorted(files.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            packed = name.endswith(".png")
            entry.compress_type, entry.external_attr = (
                zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED,
                0o644 << 16,
            )
            archive.writestr(entry, body)
    return out.getvalue()


def _drawn(asked: Order, view: str) -> str:
    return drawing.draw(
        asked.recipe,
        asked.product,
        view,
        pictures=asked.pictures,
        artworks=asked.known,
        title=asked.design.title,
    )


def tables(asked: Order) -> dict[str, Table]:
    """The lists of the pack: parts, colours, prints, prices, and who wants which size."""
    return {
        "parts": _parts(asked.recipe, asked.product),
        "colours": _colours(asked.recipe, asked.product),
        "prints": _prints(asked),
        "prices": _prices(asked),
        "wanted": _wanted(asked.wants, asked.product),
    }


def _wanted(wants: Sequence[Want], product: Product) -> Table:
    """By size, and in all where there are several: who wants two sizes is one there."""
    held = by_size(wants, product.sizes)
    rows: Table = [[size or _("one size"), *told] for size, told in held.items()]
    total = [[_("All sizes"), *Wanted.of(wants)]] if len(rows) > 1 else []
    return [[_("Size"), _("People"), _("Accounts"), _("Pieces")], *rows, *total]


def _parts(made: Recipe, product: Product) -> Table:
    lang = i18n.language.get()
    rows: Table = [[_("Part"), _("Colour"), _("Reference"), _("Material"), _("Pattern"), _("Colour of the pattern")]]
    for part in product.parts:
        dye, motif = product.dye(made.dyes[part.id]), made.motifs.get(part.id)
        rows.append(
            [
                part.name.in_language(lang),
                dye.name.in_language(lang),
                dye.reference,
                product.material(made.materials[part.id]).name.in_language(lang) if part.id in made.materials else "",
                product.pattern(motif.pattern).name.in_language(lang) if motif else "",
                product.dye(motif.dye).name.in_language(lang) if motif else "",
            ]
        )
    return rows


def _colours(made: Recipe, product: Product) -> Table:
    lang = i18n.language.get()
    places: dict[str, list[str]] = {}
    for kind, owner, chosen in _dyed(made, product):
        places.setdefault(chosen, []).append(owner if kind == "part" else f"{owner} ({kind})")
    rows: Table = [[_("Colour"), _("Reference"), _("Screen colour"), _("Where")]]
    for dye in product.dyes:
        if dye.id in places:
            rows.append([dye.name.in_language(lang), dye.reference, dye.hex, "; ".join(places[dye.id])])
    return rows


def _dyed(made: Recipe, product: Product) -> list[tuple[str, str, str]]:
    """Everything that has a dye: kind of thing, its name, the dye."""
    lang = i18n.language.get()
    parts = [("part", product.part(key).name.in_language(lang), dye) for key, dye in made.dyes.items()]
    motifs = [(_("pattern"), product.part(key).name.in_language(lang), m.dye) for key, m in made.motifs.items()]
    texts = [(_("words"), product.text(key).name.in_language(lang), t.dye) for key, t in made.texts.items()]
    return [*parts, *motifs, *texts]


def _prints(asked: Order) -> Table:
    lang, product = i18n.language.get(), asked.product
    head = [_("Print"), _("Method"), _("Width in mm"), _("Height in mm"), _("Bleed in mm"), _("Colours"), _("File")]
    rows: Table = [[*head, _("Words")]]
    for key, put in sorted(asked.recipe.artworks.items()):
        area, art = product.area(key), asked.known.get(put.artwork)
        name, method = area.name.in_language(lang), area.method.in_language(lang)
        size = [area.width_mm, area.height_mm, area.bleed_mm]
        rows.append([name, method, *size, art.colours if art else "", f"print/art-{key}.png", ""])
    for key, said in sorted(asked.recipe.texts.items()):
        text = product.text(key)
        wide, tall = (round(mm, 2) for mm in prints.letters_mm(text))
        name, around = text.name.in_language(lang), round(prints.around_mm(text), 2)
        rows.append([name, _("Lettering"), wide, tall, around, 1, f"print/text-{key}.svg", said.words])
    return rows


def _prices(asked: Order) -> Table:
    lang = i18n.language.get()
    rows: Table = [[_("What"), _("Where"), _("Amount"), _("Currency")]]
    lines = prices.lines(asked.recipe, asked.product)
    currency = asked.product.currency
    for line in lines:
        where = line.where.in_language(lang) if line.where else ""
        rows.append([line.what.in_language(lang), where, _decimal(line.amount, currency), currency])
    return [*rows, [_("Total"), "", _decimal(sum(line.amount for line in lines), currency), currency]]


def _decimal(amount: int, currency: str) -> Decimal:
    return Decimal(amount).scaleb(-get_currency_precision(currency))


def sheet(asked: Order, views: Mapping[str, str], told: Mapping[str, Table]) -> str:
    """The pack as a page to read or print, with nothing to load."""
    lang = i18n.language.get()
    shown = [
        (view.name.in_language(lang), "data:image/svg+xml;base64," + base64.b64encode(views[view.id].encode()).decode())
        for view in asked.product.views
    ]
    return str(
        pages.fragment(
            "ideas/studio/workshop_sheet.html",
            design=asked.design,
            author=asked.author,
            product=asked.product.name.in_language(lang),
            lead_days=asked.product.lead_days,
            shown=shown,
            tables=told,
            wanted=Wanted.of(asked.wants),
            digest=recipe.digest(asked.recipe),
            style=Markup(f"<style>{STYLE.read_text('utf-8')}</style>"),  # noqa: S704
        )
    )
