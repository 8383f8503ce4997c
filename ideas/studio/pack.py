"""The production pack of a design: all that a workshop needs to make it, in one archive with a sheet to read."""

from __future__ import annotations

import asyncio
import base64
import io
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from babel.numbers import get_currency_precision
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from ideas.studio import artworks, drawing, prices, prints, products, queries, recipe, renderer, rules
from ideas.studio.models import Design
from ideas.studio.product import Product
from ideas.studio.recipe import Artwork, Recipe
from kernel import audit, db, i18n, pages
from kernel.errors import Unavailable, require
from kernel.exports import csv_lines
from kernel.features import Slot, the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from kernel.web import get, number

STYLE = Path(__file__).resolve().parents[2] / "static" / "print" / "sheet.css"
EPOCH = (1980, 1, 1, 0, 0, 0)
PRINT_SECONDS = 60
Table = list[list[Any]]


@dataclass(frozen=True)
class Order:
    """What a pack is made from."""

    design: Design
    author: str
    product: Product
    recipe: Recipe
    known: Mapping[str, Artwork]
    pictures: Mapping[str, str]
    wanted: Mapping[str, int]


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
        await wanted_by_size(design.id, made.product),
    )


async def wanted_by_size(design_id: int, product: Product) -> dict[str, int]:
    """How many people want each size, as upper wings know it: the product's own sizes in their order, then others."""
    counts: Counter[str] = Counter()
    for count in the_house().registered("design.wanted-by-size"):
        counts.update(await count(design_id))
    sizes = [*product.sizes, *sorted(counts.keys() - {*product.sizes})]
    return {size: counts[size] for size in sizes if counts[size]}


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
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
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
        "wanted": [[_("Size"), _("People")], *([size, count] for size, count in asked.wanted.items())],
    }


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
        tall = round(text.height * text.width_mm / text.width, 2)
        name = text.name.in_language(lang)
        rows.append([name, _("Lettering"), text.width_mm, tall, 0, 1, f"print/text-{key}.svg", said.words])
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
            total=sum(asked.wanted.values()),
            digest=recipe.digest(asked.recipe),
            style=Markup(f"<style>{STYLE.read_text('utf-8')}</style>"),  # noqa: S704
        )
    )


async def download(request: Request) -> Response:
    """The archive of a design, noted as an act of staff."""
    viewer: Viewer = request.state.viewer
    require(rules.may_keep_templates(viewer))
    design = await queries.find(viewer, number(request))
    asked = await order(design)
    try:
        body = await asyncio.to_thread(build, asked)
    except renderer.NotDrawn as error:
        raise Unavailable(_("A print file took too long to draw. Try again in a moment.")) from error
    async with db.transaction(quiet=True):
        await audit.note(viewer, "design.packed", subject=("design", design.id), digest=design.digest)
    name = f"design-{design.id}-{design.slug.strip('-') or 'pack'}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(body, media_type="application/zip", headers=headers)


async def _tools(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """A link on the design's page to its pack, for those who make it."""
    if not rules.may_keep_templates(viewer):
        return {}
    return {key: pages.fragment("ideas/studio/_workshop_tools.html", design=key) for key in keys}


routes = [get("/designs/{id}/pack.zip", download, allow=rules.may_keep_templates)]
slots = [Slot("design.team", _tools, personal=True)]
