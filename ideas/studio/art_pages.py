"""Artwork in the studio: a picture is sent for an area and placed, in fewer colours where its print has fewer."""

from __future__ import annotations

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from ideas.studio import artworks, forms, pictures, trying
from ideas.studio.models import Artwork
from ideas.studio.trying import Tried
from kernel import exports, pages
from kernel.errors import Invalid, Missing, TooLarge, TooMany
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, members
from kernel.web import get, number, post


async def upload(request: Request) -> Response:
    """A picture sent for one of the areas: made safe, kept, and placed."""
    values, sent = await trying.read(request)
    key = str(values.get("area", ""))
    tried = await _kept(request, values, key)
    if tried.errors:
        return await trying.shown(request, tried)
    file = sent.get(f"picture-{key}")
    try:
        if not isinstance(file, UploadFile) or not file.filename:
            raise Invalid(_("Choose a picture first."))
        body = await file.read(artworks.LARGEST + 1)
        rights = _(forms.RIGHTS) if values.get(f"rights-{key}") else ""
        art = await artworks.add(request.state.viewer, body, name=file.filename, rights=rights)
    except (Invalid, TooLarge, TooMany) as problem:
        tried.errors[f"picture-{key}"] = problem.message
        return await trying.shown(request, tried)
    return await _placed(request, tried, key, art)


async def reduce(request: Request) -> Response:
    """A picture of one's own, placed in as many colours as its area prints."""
    viewer: Viewer = request.state.viewer
    values, _sent = await trying.read(request)
    key, _colon, digest = str(values.get("reduce", "")).partition(":")
    tried = await _kept(request, values, key)
    whole = await artworks.own(viewer, digest)
    if tried.errors:
        return await trying.shown(request, tried)
    return await _placed(
        request, tried, key, await artworks.reduce(viewer, whole, tried.made.product.area(key).colours)
    )


async def _kept(request: Request, values: dict[str, str], key: str) -> Tried:
    """All that was chosen beside the area in question, kept: what lies there is about to change."""
    for name in ("art", *forms.PLACES):
        values.pop(f"{name}-{key}", None)
    tried = await trying.kept(request.state.viewer, request.path_params["template"], values)
    if key not in {area.id for area in tried.made.product.areas}:
        raise Missing()
    return tried


async def _placed(request: Request, tried: Tried, key: str, art: Artwork) -> Response:
    viewer: Viewer = request.state.viewer
    area = tried.made.product.area(key)
    placed = {**tried.values, **forms.placing(forms.fitted(area, art.digest, art), key)}
    again = await trying.tried_on(viewer, tried.made, tried.design, placed)
    again.kept = tried.kept
    if again.errors:
        return await trying.shown(request, again)
    await trying.keep(viewer, again, again.wanted)
    return pages.see_other(request, trying.address(again.made, again.design, area.view, part=f"art-{key}"))


async def artwork(request: Request) -> Response:
    """The small picture of one's own artwork, also in fewer colours."""
    viewer: Viewer = request.state.viewer
    headers = {"Cache-Control": "private, max-age=86400", "Content-Security-Policy": pictures.INERT}
    name = f"artwork-{number(request)}"
    most = request.query_params.get("colours", "")
    if most.isascii() and most.isdecimal() and len(most) < 3:
        body = await artworks.picture_in(viewer, number(request), int(most))
        return Response(body, media_type="image/png", headers={**headers, **exports.named(f"{name}.png", inline=True)})
    place = await artworks.picture(viewer, number(request))
    headers |= exports.named(f"{name}{place.suffix}", inline=True)
    return FileResponse(place, media_type=artworks.KINDS[place.suffix[1:]], headers=headers)


routes = [
    get("/studio/artworks/{id}", artwork, allow=members),
    post("/studio/{template}/artworks", upload, allow=members),
    post("/studio/{template}/artworks/reduction", reduce, allow=members),
]
