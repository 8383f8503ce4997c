"""How the workshop keeps what was typed: tried before it is kept, and joined with what others kept meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.studio import actions, products
from ideas.studio.product import Product
from ideas.studio.products import Made
from ideas.studio.words import Wrong
from ideas.studio.workshop_forms import sentences
from ideas.studio.workshop_values import Values, spoken
from kernel import forms, pages
from kernel.errors import Conflict
from kernel.forms import Filled
from kernel.i18n import gettext as _

HOME = "/team/templates"
MEANWHILE = "meanwhile"
"""The field of an error that says somebody else was first."""
Told = Callable[[Made], Values]


async def made_of(request: Request) -> Made:
    """The product that an address names, as it is now."""
    return await products.current(str(request.path_params["slug"]))


async def tried(filled: Filled[Any], field: str, work: Callable[[], Product]) -> Product | None:
    """The product that some work makes, off the loop; what is wrong with it stands at a field."""
    try:
        return await asyncio.to_thread(work)
    except Wrong as error:
        filled.refuse(field, "\n".join(sentences(error)))
        return None


async def with_drawing(request: Request, form: type[Any], **given: Any) -> Filled[Any]:
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
        filled.refuse(drawn_in(filled), _("This is missing."))
    return filled


def drawn_in(filled: Filled[Any]) -> str:
    """The field the drawing came by."""
    return "file" if filled.files.get("file") else "svg"


async def merged(filled: Filled[Any], form: type[Any], made: Made, told: Told) -> Filled[Any]:
    """What was typed, with what others kept since the form was sent; where both changed one field, both are said there."""
    begun = await _begun(filled, made)
    if begun is None:
        return filled
    then, now = told(begun), told(made)
    values, clashing = {**filled.values, "version": str(made.version)}, []
    drawn = filled.data.svg if filled.data is not None and drawn_in(filled) == "file" else None
    for name in form.model_fields.keys() & (then.keys() | now.keys()):
        typed, was, stands = (_plain(one.get(name)) for one in (filled.values, then, now))
        if typed == was != stands:
            values[name] = now.get(name)
        elif len({typed, was, stands}) == 3:
            clashing.append(name)
    held = values if drawn is None else {**values, "svg": drawn}
    checked: Filled[Any] = forms.check(form, held, filled.files)
    checked.values, checked.errors = values, {**filled.errors, **checked.errors}
    for name in clashing:
        checked.refuse(name, _("Now it says: %(value)s") % {"value": spoken(made.product, name, now.get(name))})
    return await is_first(checked, made, taken_out=not now) if clashing or not now else checked


async def _begun(filled: Filled[Any], made: Made) -> Made | None:
    """The older version that a form was filled from, if it was one."""
    said = str(filled.values.get("version", ""))
    if not said.isdecimal() or len(said) > 8 or not 0 < int(said) < made.version:
        return None
    return await products.version(made.template_id, int(said))


def _plain(value: Any) -> Any:
    """A value so that what a form sends equals what it was filled with."""
    if isinstance(value, (list, tuple)):
        return tuple(sorted(map(str, value)))
    return "" if value in (None, False) else str(value).replace("\r\n", "\n").strip()


async def is_first(filled: Filled[Any], made: Made, *, taken_out: bool = False) -> Filled[Any]:
    """Say who was first, and what keeping it all the same would do."""
    filled.values["version"] = str(made.version)
    about = {"name": await products.kept_by(made), "number": made.version}
    if taken_out:
        said = _("%(name)s took this out in version %(number)s. Keep yours again to have it back.")
    else:
        said = _("%(name)s kept version %(number)s meanwhile. Keep yours again to put it in its place.")
    filled.errors = {MEANWHILE: said % about, **filled.errors}
    return filled


def status(filled: Filled[Any]) -> int:
    return 409 if MEANWHILE in filled.errors else 422 if filled.errors else 200


async def keep(
    request: Request, made: Made, product: Product, filled: Filled[Any], *, note: str, **values: Any
) -> Response | None:
    """Keep a further version and go to the product; None, with its reason, where another was first by a moment."""
    try:
        number = await actions.change_template(request.state.viewer, made, product, note=note, **values)
    except Conflict:
        await is_first(filled, await products.current(made.slug))
        return None
    pages.said(request, _("Kept as version %(number)s.") % {"number": number})
    return pages.see_other(request, f"{HOME}/{made.slug}")
