"""The studio: its shelf, and one product on the bench, as a page that works without scripts."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ideas.studio import bench, drafts, forms, pictures, products, queries, recipe, renewal, trying
from ideas.studio.models import State
from ideas.studio.products import Made
from kernel import pages
from kernel.errors import Missing
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, post


async def index(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    if viewer.is_member:
        return await pages.page(request, "ideas/studio/products.html", await _index(viewer))
    return await pages.shared(request, "ideas/studio/products.html", lambda: _index(viewer))


async def _index(viewer: Viewer) -> dict[str, Any]:
    plain = [
        (made, await pictures.drawn(recipe.plain(made.slug, made.version, made.product), made))
        for made in await products.all_open()
    ]
    return {
        "products": [(made, svg, bench.money(made.product.price, made.currency)) for made, svg in plain],
        "drafts": await trying.shelf(viewer),
    }


async def studio(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    values = forms.typed(request.query_params.multi_items())
    made = await products.current(request.path_params["template"])
    if viewer.is_member or values:
        return await _opened(request, viewer, made, values)
    plain = recipe.plain(made.slug, made.version, made.product)

    async def build() -> dict[str, Any]:
        return {"bench": await bench.lay(viewer, made, plain), "form": bench.errors_of({}, {}), "drafts": []}

    return await pages.shared(request, trying.STUDIO, build)


async def _opened(request: Request, viewer: Viewer, made: Made, values: dict[str, Any]) -> Response:
    """The studio with choices from the address, or with a draft."""
    if values.get("draft"):
        design = await trying.own_draft(viewer, values["draft"])
        if design.state != State.DRAFT:
            return RedirectResponse(queries.address(design.id, design.slug), status_code=303)
        own = await products.version(design.template_id, design.version)
        tried = trying.Tried(own, design, recipe.parse(design.recipe), {}, {})
        return await trying.shown(request, tried, view=values.get("view", ""), opened=values.get("open", ""))
    tried = await trying.tried_on(viewer, made, None, values)
    opened = values.get("open") or tried.touched
    if values.get("do") == "shuffle":
        tried.wanted = recipe.shuffled(tried.wanted, made.product, secrets.choice)
        return RedirectResponse(bench.share_url(made, tried.wanted), status_code=303)
    if values.get("do") == "sign-in" and not viewer.is_member:
        return RedirectResponse(f"/sign-in?next={quote(bench.share_url(made, tried.wanted))}", status_code=303)
    return await trying.shown(request, tried, view=values.get("view", ""), opened=opened)


async def act(request: Request) -> Response:
    """Each button of the form: what is chosen is kept first, whatever is done then."""
    viewer: Viewer = request.state.viewer
    values, _sent = await trying.read(request)
    tried, do = await trying.kept(viewer, request.path_params["template"], values), values.get("do", "")
    if tried.errors:
        return await trying.shown(request, tried, view=values.get("view", ""))
    if tried.design is None:
        raise Missing()
    design = tried.design
    if do == "undo":
        await drafts.undo(viewer, design)
    elif do == "redo":
        await drafts.redo(viewer, design)
    elif do == "shuffle":
        await trying.keep(viewer, tried, recipe.shuffled(tried.wanted, tried.made.product, secrets.choice))
    elif do == "renew":
        await _renew(viewer, tried)
    elif do in ("take", "leave") and values.get("save", "").isdecimal():
        settle = drafts.take if do == "take" else drafts.leave
        await settle(viewer, design, int(values["save"][:18]))
    elif do == "publish" and not (tried.kept and tried.kept.aside):
        return pages.see_other(request, f"/designs/{design.id}/publication")
    elif do == "save":
        pages.said(request, _("Your draft is kept."))
    part = tried.touched if do == "redraw" else ""
    return pages.see_other(request, trying.address(tried.made, design, values.get("view", ""), part=part))


async def _renew(viewer: Viewer, tried: trying.Tried) -> None:
    """Go on with what is made now."""
    tried.made = await products.current(tried.made.slug)
    await trying.keep(viewer, tried, renewal.renewed(tried.wanted, tried.made.version, tried.made.product))


async def preview(request: Request) -> Response:
    """The drawing and the price after each choice, kept as it is made; a part of the page, for htmx."""
    if not pages.by_htmx(request):
        return await act(request)
    viewer: Viewer = request.state.viewer
    values, _sent = await trying.read(request)
    tried = await trying.kept(viewer, request.path_params["template"], values)
    if tried.kept and tried.kept.aside:
        return pages.see_other(request, trying.address(tried.made, tried.design))
    response = await trying.shown(request, tried, view=values.get("view", ""), part=True)
    response.headers["HX-Replace-Url"] = trying.address(tried.made, tried.design, values.get("view", ""))
    return response


async def stylesheet(request: Request) -> Response:
    """The rules that repaint a product at once."""
    made = await products.current(request.path_params["template"])
    asked = request.query_params.get("version", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < 6:
        made = await products.version(made.template_id, int(asked))
    lasting = request.query_params.get("v") == bench.sheet_digest(made)
    headers = {"Cache-Control": "public, max-age=31536000, immutable" if lasting else "public, max-age=60"}
    return Response(bench.sheet(made), media_type="text/css", headers=headers)


routes = [
    get("/studio", index, allow=everyone),
    get("/studio/{template}.css", stylesheet, allow=everyone),
    get("/studio/{template}", studio, allow=everyone),
    post("/studio/{template}", act, allow=members),
    post("/studio/{template}/preview", preview, allow=members),
]
