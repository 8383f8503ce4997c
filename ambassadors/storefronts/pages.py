"""A member's shop: as everybody reads it, and as its keeper arranges it."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from ambassadors.storefronts import actions, queries
from ambassadors.storefronts.forms import ShopForm
from ambassadors.storefronts.models import Shop
from ambassadors.storefronts.settings import ShopSettings
from community.people import queries as people
from ideas.studio import queries as studio
from ideas.studio.queries import WALLS
from kernel import files, forms, pages
from kernel.errors import Conflict, Missing, Problem
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, number, post

PAINTS = {
    "fog": mark("Fog"),
    "moss": mark("Moss"),
    "straw": mark("Straw"),
    "plaster": mark("Plaster"),
    "heather": mark("Heather"),
    "lake": mark("Lake"),
}
BANNER = 1600
ARRANGE = "/account/shop"


async def show(request: Request) -> Response:
    """Name, banner, story, and the shelf over its wall."""
    viewer: Viewer = request.state.viewer
    found = await queries.shop(viewer, request.path_params["handle"])

    async def build() -> dict[str, Any]:
        return {
            "shop": found,
            "keeper": await people.card(found.person_id),
            "banner": await queries.banner(found),
            "pieces": await queries.shelf(found.id),
        }

    return await pages.shared(request, "ambassadors/storefronts/shop.html", build)


async def arrange(request: Request) -> Response:
    return await _page(request, await queries.shop_of(request.state.viewer.id))


async def keep(request: Request) -> Response:
    """Open the shop, or change its words, wall and banner."""
    viewer: Viewer = request.state.viewer
    filled = await forms.read(request, ShopForm)
    found = await queries.shop_of(int(viewer.id or 0))
    if not filled.ok:
        return await _page(request, found, form=filled)
    try:
        file = await _picture(viewer, filled)
    except Problem as error:
        return await _page(request, found, form=filled.refuse("banner", error.message))
    told = filled.valid
    kept = await actions.keep(viewer, name=told.name, story=told.story, wall=told.wall)
    if file is not None or told.unbanner:
        await actions.hang_banner(viewer, kept, file=file)
    pages.said(request, _("Saved.") if found else _("Your shop is open."))
    return pages.see_other(request, ARRANGE)


async def _picture(viewer: Viewer, filled: forms.Filled[ShopForm]) -> int | None:
    uploads: list[UploadFile] = filled.files.get("banner", [])
    return await files.keep_picture(await uploads[0].read(), owner=viewer.id, side=BANNER) if uploads else None


async def shelve(request: Request) -> Response:
    """Put one of one's own designs on the shelf."""
    viewer: Viewer = request.state.viewer
    design = await studio.find(viewer, number(request))
    try:
        await actions.shelve(viewer, await _own(request), design)
    except Conflict as error:
        pages.said(request, error.message)
        return pages.see_other(request, ARRANGE)
    pages.said(request, _("“%(title)s” stands on your shelf, and pre-orders are gathered.") % {"title": design.title})
    return pages.see_other(request, f"{ARRANGE}#shelf")


async def unshelve(request: Request) -> Response:
    await actions.unshelve(request.state.viewer, await _own(request), number(request))
    pages.said(request, _("Taken down. Its pre-orders are gathered as before."))
    return pages.see_other(request, f"{ARRANGE}#shelf")


async def earlier(request: Request) -> Response:
    return await _move(request, earlier=True)


async def later(request: Request) -> Response:
    return await _move(request, earlier=False)


async def _move(request: Request, *, earlier: bool) -> Response:
    await actions.move(request.state.viewer, await _own(request), number(request), earlier=earlier)
    return pages.see_other(request, f"{ARRANGE}#shelf")


async def _own(request: Request) -> Shop:
    found = await queries.shop_of(request.state.viewer.id)
    if found is None:
        raise Missing()
    return found


async def _page(request: Request, found: Shop | None, *, form: forms.Filled[Any] | None = None) -> Response:
    viewer: Viewer = request.state.viewer
    known = forms.blank(
        name=found.name if found else "", story=found.story if found else "", wall=found.wall if found else "lake"
    )
    context = {
        "shop": found,
        "form": form or known,
        "banner": await queries.banner(found) if found else None,
        "pieces": await queries.shelf(found.id) if found else [],
        "others": await queries.unshelved(int(viewer.id or 0)) if found else [],
        "paints": [(wall, _(PAINTS[wall])) for wall in WALLS],
        "url": f"/people/{viewer.handle}/shop",
        "threshold": ShopSettings().offer_threshold,
        "days": ShopSettings().offer_days,
    }
    return await pages.page(request, "ambassadors/storefronts/arrange.html", context, status=422 if form else 200)


routes = [
    get("/people/{handle}/shop", show, allow=everyone),
    get(ARRANGE, arrange, allow=members),
    post(ARRANGE, keep, allow=members),
    post("/account/shop/{id}/shelving", shelve, allow=members),
    post("/account/shop/{id}/removal", unshelve, allow=members),
    post("/account/shop/{id}/earlier", earlier, allow=members),
    post("/account/shop/{id}/later", later, allow=members),
]
