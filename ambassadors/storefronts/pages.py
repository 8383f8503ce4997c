"""A member's shop: as everybody reads it, and as its keeper arranges it."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from ambassadors.storefronts import actions, banners, posters, queries
from ambassadors.storefronts.banners import Crop
from ambassadors.storefronts.forms import BannerForm, ShopForm
from ambassadors.storefronts.models import Shop
from ambassadors.storefronts.settings import ShopSettings
from community.people import queries as people
from ideas.studio import queries as studio
from ideas.studio.queries import WALLS
from kernel import forms, pages
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
            "pieces": (pieces := await queries.shelf(found.id)),
            "poster": posters.address(found, request.path_params["handle"], [one.card for one in pieces]),
        }

    return await pages.shared(request, "ambassadors/storefronts/shop.html", build)


async def arrange(request: Request) -> Response:
    return await _page(request, await queries.shop_of(request.state.viewer.id))


async def keep(request: Request) -> Response:
    """Open the shop, or change its words and its wall."""
    viewer: Viewer = request.state.viewer
    filled = await forms.read(request, ShopForm)
    found = await queries.shop_of(int(viewer.id or 0))
    if not filled.ok:
        return await _page(request, found, form=filled)
    told = filled.valid
    await actions.keep(viewer, name=told.name, story=told.story, wall=told.wall)
    pages.said(request, _("Saved.") if found else _("Your shop is open."))
    return pages.see_other(request, ARRANGE)


async def hang(request: Request) -> Response:
    """Another banner, another part of it, or other words for it."""
    viewer: Viewer = request.state.viewer
    found, filled = await _own(request), await forms.read(request, BannerForm)
    uploads: list[UploadFile] = filled.files.get("banner", [])
    if not filled.ok:
        return await _page(request, found, hung=filled)
    if not uploads and found.banner_id is None:
        return await _page(request, found, hung=filled.refuse("banner", _("Choose a picture first.")))
    if not filled.valid.alt:
        words = _("Say what the picture shows, for those who do not see it.")
        return await _page(request, found, hung=filled.refuse("alt", words))
    try:
        source = await _source(viewer, found, uploads)
    except Problem as error:
        return await _page(request, found, hung=filled.refuse("banner", error.message))
    told = filled.valid
    crop = Crop() if uploads else Crop(told.across, told.down, told.closer)
    await banners.hang(viewer, found, source=source, crop=crop, alt=told.alt)
    pages.said(request, _("The banner hangs. Choose the part of it that is shown."))
    return pages.see_other(request, f"{ARRANGE}#banner-h")


async def _source(viewer: Viewer, found: Shop, uploads: list[UploadFile]) -> int:
    if uploads:
        return await banners.keep_source(viewer, await uploads[0].read())
    return int(found.banner_source_id or found.banner_id or 0)


async def take_off(request: Request) -> Response:
    await banners.take_off(request.state.viewer, await _own(request))
    pages.said(request, _("The wall alone is shown."))
    return pages.see_other(request, f"{ARRANGE}#banner-h")


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


async def _page(
    request: Request,
    found: Shop | None,
    *,
    form: forms.Filled[Any] | None = None,
    hung: forms.Filled[Any] | None = None,
) -> Response:
    viewer: Viewer = request.state.viewer
    pieces = await queries.shelf(found.id) if found else []
    context = {
        "shop": found,
        "form": form or _words(found),
        "hung": hung or _hung(found),
        "banner": await queries.banner(found) if found else None,
        "pieces": pieces,
        "others": await queries.unshelved(int(viewer.id or 0)) if found else [],
        "paints": [(wall, _(PAINTS[wall])) for wall in WALLS],
        "url": f"/people/{viewer.handle}/shop",
        "poster": posters.address(found, viewer.handle, [one.card for one in pieces]) if found else "",
        "threshold": ShopSettings().offer_threshold,
        "days": ShopSettings().offer_days,
    }
    return await pages.page(
        request, "ambassadors/storefronts/arrange.html", context, status=422 if form or hung else 200
    )


def _words(found: Shop | None) -> forms.Filled[Any]:
    if found is None:
        return forms.blank(name="", story="", wall="lake")
    return forms.blank(name=found.name, story=found.story, wall=found.wall)


def _hung(found: Shop | None) -> forms.Filled[Any]:
    crop = Crop.of(found.banner_crop if found else "")
    return forms.blank(alt=found.banner_alt if found else "", across=crop.across, down=crop.down, closer=crop.closer)


routes = [
    get("/people/{handle}/shop", show, allow=everyone),
    get(ARRANGE, arrange, allow=members),
    post(ARRANGE, keep, allow=members),
    post("/account/shop/banner", hang, allow=members),
    post("/account/shop/banner/removal", take_off, allow=members),
    post("/account/shop/{id}/shelving", shelve, allow=members),
    post("/account/shop/{id}/removal", unshelve, allow=members),
    post("/account/shop/{id}/earlier", earlier, allow=members),
    post("/account/shop/{id}/later", later, allow=members),
]
