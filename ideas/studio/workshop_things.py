"""The things of a product, one by one: looked at where they stand, put, taken out, and put in another order."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.studio import guides, making, rules, vectors, workshop_values
from ideas.studio.product import Product
from ideas.studio.products import Made
from ideas.studio.words import Wrong
from ideas.studio.workshop_forms import FORMS, PatternForm, Thing, ViewForm
from ideas.studio.workshop_keeping import HOME, drawn_in, keep, made_of, merged, status, tried, with_drawing
from ideas.studio.workshop_words import KINDS
from kernel import forms, i18n, pages
from kernel.errors import Missing
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.web import get, post

TAKEN = ("new", "order")
"""Short names that addresses of the workshop have themselves."""


async def thing(request: Request) -> Response:
    made, kind, key = await _thing(request)
    values = workshop_values.of(made, kind, key) if key else workshop_values.empty(made, kind)
    return await _thing_page(request, made, kind, key, forms.blank(**values), made.product)


async def put(request: Request) -> Response:
    """Keep a thing of a product as it is now said; or only look at it."""
    made, kind, key = await _thing(request, removed=True)
    form = FORMS[kind]
    filled = await with_drawing(request, form, **({"key": key} if key else {}))
    if key:
        filled = await merged(filled, form, made, lambda one: workshop_values.of(one, kind, key))
    product = None
    if filled.ok:
        said = filled.valid
        if not key and (said.key in TAKEN or said.key in {one.id for one in getattr(made.product, kind)}):
            filled.refuse("key", _("This name is taken."))
        else:
            product = await tried(
                filled,
                drawn_in(filled) if kind in ("views", "patterns") else "form",
                lambda: _changed(made, kind, said),
            )
    if filled.values.get("do") == "look":
        return await _thing_page(request, made, kind, key, filled, product, block="seen")
    if product is not None:
        gone = await keep(request, made, product, filled, note=f"{kind}: {filled.valid.key}")
        if gone is not None:
            return gone
    return await _thing_page(request, made, kind, key, filled, product)


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


async def _thing_page(
    request: Request,
    made: Made,
    kind: str,
    key: str,
    filled: Filled[Any],
    product: Product | None,
    *,
    block: str = "",
) -> Response:
    """The form of a thing beside the product with it; `product` is what to show, if it can be shown."""
    shown = key or str(filled.values.get("key", ""))
    context = {
        "made": made,
        "kind": kind,
        "key": key,
        "form": filled,
        "words": KINDS[kind],
        "choices": workshop_values.choices(made.product),
        "sides": guides.sides(product or made.product, kind, shown, i18n.language.get()),
        "is_looked": product is not None and product is not made.product,
    }
    part = block if pages.by_htmx(request) else ""
    said = 200 if part else status(filled)
    return await pages.page(request, "ideas/studio/workshop_thing.html", context, status=said, block=part)


async def remove(request: Request) -> Response:
    """Take a thing out of a product, with every choice of it; what needs it is said instead."""
    made, kind, key = await _thing(request)
    filled: Filled[Any] = forms.blank(**workshop_values.of(made, kind, key))
    product = await tried(filled, "form", lambda: making.without(made.product, kind, key))
    gone = product and await keep(request, made, product, filled, note=f"{kind}: −{key}")
    return gone or await _thing_page(request, made, kind, key, filled, made.product)


async def arrange(request: Request) -> Response:
    """The things of a kind in their order, which buttons change; nothing is kept before one says so."""
    made, kind, _key = await _thing(request)
    return await _order_page(request, made, kind, [one.id for one in getattr(made.product, kind)])


async def order(request: Request) -> Response:
    """Move a thing by a button, or keep the order as it now stands."""
    made, kind, _key = await _thing(request)
    sent = await request.form()
    given = [str(one) for one in sent.getlist("order")]
    do, _dash, key = str(sent.get("do", "")).partition("-")
    product = making.ordered(made.product, kind, _moved(given, do, key))
    wanted = [one.id for one in getattr(product, kind)]
    if do != "keep":
        return await _order_page(request, made, kind, wanted, moved=key if key in wanted else "")
    if product == made.product:
        return pages.see_other(request, f"{HOME}/{made.slug}")
    filled = forms.blank()
    gone = await keep(request, made, product, filled, note=f"{kind}: " + ", ".join(wanted)[:200])
    return gone or await _order_page(request, made, kind, wanted, form=filled)


def _moved(given: list[str], do: str, key: str) -> list[str]:
    """The keys with one of them a place further up or down, or first."""
    if key not in given:
        return given
    at, others = given.index(key), [one for one in given if one != key]
    to = {"up": max(at - 1, 0), "down": at + 1, "first": 0}.get(do, at)
    return [*others[:to], key, *others[to:]]


async def _order_page(
    request: Request, made: Made, kind: str, keys: list[str], *, moved: str = "", form: Filled[Any] | None = None
) -> Response:
    things = {one.id: one for one in getattr(made.product, kind)}
    filled = form or forms.blank()
    context = {"made": made, "kind": kind, "words": KINDS[kind], "rows": [things[key] for key in keys], "form": filled}
    context |= {"moved": things.get(moved), "place": keys.index(moved) + 1 if moved else 0}
    block = "rows" if pages.by_htmx(request) else ""
    return await pages.page(request, "ideas/studio/workshop_order.html", context, status=status(filled), block=block)


async def _thing(request: Request, *, removed: bool = False) -> tuple[Made, str, str]:
    """The product, the kind and the thing that an address names; Missing where there is none, or never was."""
    made, kind = await made_of(request), str(request.path_params["kind"])
    key = str(request.path_params.get("key", ""))
    there = not key or removed or key in {one.id for one in getattr(made.product, kind, ())}
    if kind not in KINDS or not there:
        raise Missing()
    return made, kind, key


staff = rules.may_keep_templates
routes = [
    get(HOME + "/{slug}/{kind}/new", thing, allow=staff, name="ideas.studio.workshop.further"),
    get(HOME + "/{slug}/{kind}/order", arrange, allow=staff),
    post(HOME + "/{slug}/{kind}/order", order, allow=staff),
    post(HOME + "/{slug}/{kind}", put, allow=staff, name="ideas.studio.workshop.add"),
    get(HOME + "/{slug}/{kind}/{key}", thing, allow=staff),
    post(HOME + "/{slug}/{kind}/{key}", put, allow=staff),
    post(HOME + "/{slug}/{kind}/{key}/removal", remove, allow=staff),
]
