"""The brand's own name, colour, mark and welcome, set by administrators after the first run."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.people import actions
from community.people.forms import BrandForm
from kernel import files, forms, pages, site
from kernel.errors import Problem
from kernel.i18n import gettext as _
from kernel.viewer import admins
from kernel.web import get, post

PAGE = "community/people/brand.html"
SIDE = 512


async def show(request: Request) -> Response:
    brand = await site.current()
    filled = forms.blank(
        name=brand.name,
        accent=brand.accent,
        site_language=brand.language,
        welcome_fr=brand.tagline_fr,
        welcome_en=brand.tagline_en,
    )
    return await pages.page(request, PAGE, {"form": filled})


async def change(request: Request) -> Response:
    filled = await forms.read(request, BrandForm)
    if not filled.ok:
        return await pages.page(request, PAGE, {"form": filled}, status=422)
    try:
        mark = await _mark(request, filled)
    except Problem as error:
        return await pages.page(request, PAGE, {"form": filled.refuse("mark", error.message)}, status=422)
    await actions.change_brand(request.state.viewer, mark=mark, **filled.valid.of_the_site())
    pages.said(request, _("Saved. Every page shows it now."))
    return pages.see_other(request, "/team/brand")


async def _mark(request: Request, filled: forms.Filled[BrandForm]) -> str:
    """The digest of the mark to show from now on; nothing where the brand shows ours."""
    sent = await sent_mark(filled, owner=request.state.viewer.id)
    return sent or ("" if filled.valid.unmark else (await site.current()).mark)


async def sent_mark(filled: forms.Filled[Any], *, owner: int | None) -> str:
    """The digest of a mark that came with a form, or nothing; Invalid or TooLarge says why not."""
    uploads = filled.files.get("mark", [])
    if not uploads:
        return ""
    kept = await files.keep_picture(await uploads[0].read(), owner=owner, side=SIDE, exact=True)
    return await files.digest_of(kept)


routes = [get("/team/brand", show, allow=admins), post("/team/brand", change, allow=admins)]
