"""The staff's workshop: products made from drawings, what they are called and cost; every change is a further version."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.studio import actions, drawing, making, products, recipe, rules, vectors, workshop_values
from ideas.studio.pictures import INERT
from ideas.studio.product import Product
from ideas.studio.products import Made
from ideas.studio.workshop_forms import FactsForm, ImportForm, minor
from ideas.studio.workshop_keeping import HOME, drawn_in, keep, made_of, merged, status, tried, with_drawing
from ideas.studio.workshop_words import KINDS, unread
from kernel import db, exports, forms, pages, site, text
from kernel.errors import Conflict, Missing
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.web import get, post

RESERVED = ("new",)


async def index(request: Request) -> Response:
    made = list((await products.newest()).values())
    counts = await db.rows("SELECT template_id, count(*) AS designs FROM design GROUP BY template_id")
    designs = {row["template_id"]: row["designs"] for row in counts}
    return await pages.page(request, "ideas/studio/workshop.html", {"templates": made, "designs": designs})


async def blank(request: Request) -> Response:
    return await _new_page(request, forms.blank(currency=(await site.current()).currency))


async def create(request: Request) -> Response:
    """A product out of an SVG file; closed until somebody opens it."""
    filled = await with_drawing(request, ImportForm)
    if filled.ok:
        said = filled.valid
        slug = said.slug or text.slug(said.name_en)[:30].strip("-")
        known = {made.slug: made.product for made in (await products.newest()).values()}
        found: list[vectors.Drawing] = []

        def work() -> Product:
            found.append(vectors.read(said.svg.encode(), f"{slug}-front"))
            name = {"en": said.name_en, "fr": said.name_fr}
            cost = minor(said.price, said.currency)
            return making.imported(
                name, price=cost, currency=said.currency, drawn=found[0], palette=known.get(said.palette)
            )

        product = None if slug in RESERVED else await tried(filled, drawn_in(filled), work)
        if slug in RESERVED or slug in known:
            filled.refuse("slug", _("Another template has this address."))
        elif product is not None:
            try:
                made = await actions.make_template(request.state.viewer, slug, product, is_open=False)
            except Conflict as error:
                filled.refuse("slug", error.message)
            else:
                there = _("The product is there. Look at its parts, then open it.")
                pages.said(request, " ".join([there, *unread(found[0].unread)]))
                return pages.see_other(request, f"{HOME}/{made.slug}")
    return await _new_page(request, filled)


async def _new_page(request: Request, filled: Filled[Any]) -> Response:
    known = [(made.slug, made.name) for made in (await products.newest()).values()]
    palettes = [("", _("The colours of the drawing")), *known]
    context = {"form": filled, "palettes": palettes}
    return await pages.page(request, "ideas/studio/workshop_new.html", context, status=status(filled))


async def edit(request: Request) -> Response:
    made = await made_of(request)
    return await _edit_page(request, made, forms.blank(**workshop_values.facts(made)))


async def change(request: Request) -> Response:
    made, filled = await made_of(request), await forms.read(request, FactsForm)
    begun = filled.values.get("royalty_begun")
    filled = await merged(
        filled,
        FactsForm,
        made,
        lambda one: {**workshop_values.facts(one), **({"royalty": begun} if begun and one is not made else {})},
    )
    if filled.ok:
        said = filled.valid
        facts = {
            "name": {"en": said.name_en, "fr": said.name_fr},
            "price": minor(said.price, made.currency),
            "lead_days": said.lead_days,
            "sizes": said.run,
            "hangs": said.hangs,
        }
        product = await tried(filled, "sizes", lambda: making.changed(made.product, **facts))
        if product is not None and (
            gone := await keep(request, made, product, filled, note=said.note, royalty=int(said.royalty * 100))
        ):
            return gone
    return await _edit_page(request, made, filled)


async def _edit_page(request: Request, made: Made, filled: Filled[Any]) -> Response:
    things = [(kind, word, getattr(made.product, kind)) for kind, word in KINDS.items()]
    context = {"made": made, "form": filled, "things": things, "versions": await products.history(made)}
    royalty = workshop_values.facts(made)["royalty"]
    return await pages.page(
        request, "ideas/studio/workshop_edit.html", {**context, "royalty": royalty}, status=status(filled)
    )


async def turn(request: Request) -> Response:
    """Open a product to designers, or close it."""
    made, opens = await made_of(request), request.url.path.endswith("/opening")
    await actions.set_open(request.state.viewer, made.template_id, is_open=opens)
    pages.said(request, _("The product may be designed.") if opens else _("The product takes no further design."))
    return pages.see_other(request, f"{HOME}/{made.slug}")


async def picture(request: Request) -> Response:
    """One side of a product as it is made plain."""
    made, view = await made_of(request), request.path_params["view"]
    if view not in {one.id for one in made.product.views}:
        raise Missing()
    plain = recipe.plain(made.slug, made.version, made.product)
    called = exports.named(f"{made.slug}-{view}.svg", inline=True)
    headers = {"Cache-Control": "private, no-store", "Content-Security-Policy": INERT, **called}
    return Response(drawing.draw(plain, made.product, view), media_type="image/svg+xml", headers=headers)


staff = rules.may_keep_templates
routes = [
    get(HOME, index, allow=staff),
    get(f"{HOME}/new", blank, allow=staff),
    post(HOME, create, allow=staff),
    get(HOME + "/{slug}", edit, allow=staff),
    post(HOME + "/{slug}", change, allow=staff),
    post(HOME + "/{slug}/opening", turn, allow=staff, name="ideas.studio.workshop.opening"),
    post(HOME + "/{slug}/closure", turn, allow=staff, name="ideas.studio.workshop.closure"),
    get(HOME + "/{slug}/drawing/{view}.svg", picture, allow=staff),
]
