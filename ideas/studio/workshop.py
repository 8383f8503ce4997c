"""The staff's workshop: products made from drawings, and each thing of them changed; every change is a further version."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.studio import actions, drawing, making, products, recipe, rules, vectors, workshop_values
from ideas.studio.pictures import INERT
from ideas.studio.product import Product
from ideas.studio.products import Made
from ideas.studio.words import Wrong
from ideas.studio.workshop_forms import FORMS, FactsForm, ImportForm, PatternForm, Thing, ViewForm, minor, sentences
from ideas.studio.workshop_words import KINDS
from kernel import db, forms, pages, site, text
from kernel.errors import Conflict, Missing
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.web import get, post

HOME = "/team/templates"
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
    filled = await _with_drawing(request, ImportForm)
    if filled.ok:
        said = filled.valid
        slug = said.slug or text.slug(said.name_en)[:30].strip("-")
        known = {made.slug: made.product for made in (await products.newest()).values()}

        def work() -> Product:
            drawn = vectors.read(said.svg.encode(), f"{slug}-front")
            name = {"en": said.name_en, "fr": said.name_fr}
            cost = minor(said.price, said.currency)
            return making.imported(
                name, price=cost, currency=said.currency, drawn=drawn, palette=known.get(said.palette)
            )

        product = None if slug in RESERVED else await _tried(filled, _drawn_in(filled), work)
        if slug in RESERVED or slug in known:
            filled.refuse("slug", _("Another template has this address."))
        elif product is not None:
            try:
                made = await actions.make_template(request.state.viewer, slug, product, is_open=False)
            except Conflict as error:
                filled.refuse("slug", error.message)
            else:
                pages.said(request, _("The product is there. Look at its parts, then open it."))
                return pages.see_other(request, f"{HOME}/{made.slug}")
    return await _new_page(request, filled)


async def _new_page(request: Request, filled: Filled[Any]) -> Response:
    known = [(made.slug, made.name) for made in (await products.newest()).values()]
    palettes = [("", _("The colours of the drawing")), *known]
    context = {"form": filled, "palettes": palettes}
    return await pages.page(request, "ideas/studio/workshop_new.html", context, status=422 if filled.errors else 200)


async def edit(request: Request) -> Response:
    made = await _made(request)
    return await _edit_page(request, made, forms.blank(**workshop_values.facts(made)))


async def change(request: Request) -> Response:
    made, filled = await _made(request), await forms.read(request, FactsForm)
    if filled.ok:
        said = filled.valid
        facts = {
            "name": {"en": said.name_en, "fr": said.name_fr},
            "price": minor(said.price, made.currency),
            "lead_days": said.lead_days,
            "sizes": said.run,
            "hangs": said.hangs,
        }
        product = await _tried(filled, "sizes", lambda: making.changed(made.product, **facts))
        if product is not None:
            return await _saved(request, made, product, note=said.note, royalty=int(said.royalty * 100))
    return await _edit_page(request, made, filled)


async def _edit_page(request: Request, made: Made, filled: Filled[Any]) -> Response:
    things = [(kind, word, getattr(made.product, kind)) for kind, word in KINDS.items()]
    versions = await db.rows(
        "SELECT v.number, v.note, v.created_at, p.name FROM template_version v JOIN person p ON p.id = v.by_id "
        "WHERE v.template_id = ? ORDER BY v.number DESC LIMIT 12",
        made.template_id,
    )
    context = {"made": made, "form": filled, "things": things, "versions": versions}
    return await pages.page(request, "ideas/studio/workshop_edit.html", context, status=422 if filled.errors else 200)


async def turn(request: Request) -> Response:
    """Open a product to designers, or close it."""
    made, opens = await _made(request), request.url.path.endswith("/opening")
    await actions.set_open(request.state.viewer, made.template_id, is_open=opens)
    pages.said(request, _("The product may be designed.") if opens else _("The product takes no further design."))
    return pages.see_other(request, f"{HOME}/{made.slug}")


async def thing(request: Request) -> Response:
    made, kind, key = await _thing(request)
    values = workshop_values.of(made, kind, key) if key else workshop_values.empty(made, kind)
    return await _thing_page(request, made, kind, key, forms.blank(**values))


async def put(request: Request) -> Response:
    """Keep a thing of a product as it is now said."""
    made, kind, key = await _thing(request)
    filled = await _with_drawing(request, FORMS[kind], **({"key": key} if key else {}))
    if filled.ok:
        said = filled.valid
        if not key and said.key in {one.id for one in getattr(made.product, kind)}:
            filled.refuse("key", _("This name is taken."))
        else:
            product = await _tried(
                filled, _drawn_in(filled) if kind == "views" else "form", lambda: _changed(made, kind, said)
            )
            if product is not None:
                return await _saved(request, made, product, note=f"{kind}: {said.key}")
    return await _thing_page(request, made, kind, key, filled)


def _changed(made: Made, kind: str, said: Thing) -> Product:
    told = said.said(made.currency)
    if isinstance(said, ViewForm):
        drawn = vectors.read(said.svg.encode(), f"{made.slug}-{said.key}")
        if not said.drops and (lost := making.undrawn(made.product, said.key, drawn)):
            sentence = _(
                "The drawing no longer shows %(names)s. Tick that they are no longer made, or name them in it."
            )
            raise Wrong([("", sentence % {"names": ", ".join(lost)})])
        return making.viewed(made.product, told, drawn, drops=said.drops)
    if isinstance(said, PatternForm):
        same = next((one.svg for one in made.product.patterns if one.id == said.key), None)
        told["svg"] = said.svg if said.svg == same else vectors.motif(said.svg.encode())
    return making.put(made.product, kind, told)


async def _thing_page(request: Request, made: Made, kind: str, key: str, filled: Filled[Any]) -> Response:
    context = {"made": made, "kind": kind, "key": key, "form": filled, "words": KINDS[kind]}
    return await pages.page(
        request,
        "ideas/studio/workshop_thing.html",
        {**context, "choices": workshop_values.choices(made.product)},
        status=422 if filled.errors else 200,
    )


async def remove(request: Request) -> Response:
    """Take a thing out of a product, with every choice of it; what needs it is said instead."""
    made, kind, key = await _thing(request)
    filled: Filled[Any] = forms.blank(**workshop_values.of(made, kind, key))
    product = await _tried(filled, "form", lambda: making.without(made.product, kind, key))
    if product is None:
        return await _thing_page(request, made, kind, key, filled)
    return await _saved(request, made, product, note=f"{kind}: −{key}")


async def picture(request: Request) -> Response:
    """One side of a product as it is made plain."""
    made, view = await _made(request), request.path_params["view"]
    if view not in {one.id for one in made.product.views}:
        raise Missing()
    plain = recipe.plain(made.slug, made.version, made.product)
    headers = {"Cache-Control": "private, no-store", "Content-Security-Policy": INERT}
    return Response(drawing.draw(plain, made.product, view), media_type="image/svg+xml", headers=headers)


async def _saved(request: Request, made: Made, product: Product, *, note: str, **values: Any) -> Response:
    number = await actions.change_template(request.state.viewer, made.template_id, product, note=note, **values)
    pages.said(request, _("Kept as version %(number)s.") % {"number": number})
    return pages.see_other(request, f"{HOME}/{made.slug}")


async def _tried(filled: Filled[Any], field: str, work: Callable[[], Product]) -> Product | None:
    """The product that some work makes, off the loop; what is wrong with it stands at a field."""
    try:
        return await asyncio.to_thread(work)
    except Wrong as error:
        filled.refuse(field, "\n".join(sentences(error)))
        return None


async def _with_drawing(request: Request, form: type[Any], **given: Any) -> Filled[Any]:
    """A form whose drawing may come as a file, which then counts instead of the text; the text stays as typed."""
    typed = await forms.read(request, form, **given)
    uploads = typed.files.get("file", [])
    if uploads:
        body = await uploads[0].read()
        drawing = body.decode("utf-8", "replace").replace("\0", "")
        filled = forms.check(form, {**typed.values, "svg": drawing}, typed.files)
        filled.values = typed.values
        if "svg" in filled.errors:
            filled.refuse("file", filled.errors.pop("svg"))
    else:
        filled = typed
    if "svg" in form.model_fields and not filled.errors and not filled.valid.svg.strip():
        filled.refuse(_drawn_in(filled), _("This is missing."))
    return filled


def _drawn_in(filled: Filled[Any]) -> str:
    """The field the drawing came by."""
    return "file" if filled.files.get("file") else "svg"


async def _made(request: Request) -> Made:
    return await products.current(str(request.path_params["slug"]))


async def _thing(request: Request) -> tuple[Made, str, str]:
    """The product, the kind and the thing that an address names; Missing where there is none."""
    made, kind = await _made(request), str(request.path_params["kind"])
    key = str(request.path_params.get("key", ""))
    if kind not in KINDS or (key and key not in {one.id for one in getattr(made.product, kind)}):
        raise Missing()
    return made, kind, key


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
    get(HOME + "/{slug}/{kind}/new", thing, allow=staff, name="ideas.studio.workshop.further"),
    post(HOME + "/{slug}/{kind}", put, allow=staff, name="ideas.studio.workshop.add"),
    get(HOME + "/{slug}/{kind}/{key}", thing, allow=staff),
    post(HOME + "/{slug}/{kind}/{key}", put, allow=staff),
    post(HOME + "/{slug}/{kind}/{key}/removal", remove, allow=staff),
]
