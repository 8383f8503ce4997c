"""Pictures of designs: SVG as drawn, and PNG in the sizes of a card, a page and a share; each made once and kept."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from ideas.studio import artworks, drawing, likenesses, products, recipe, renderer, sharing
from ideas.studio.models import Design
from ideas.studio.products import Made
from ideas.studio.recipe import Recipe
from kernel import db, exports, site
from kernel.errors import Missing
from kernel.features import the_house
from kernel.viewer import Viewer, everyone
from kernel.web import get, number

SIZES = {"card": 480, "page": 960, "share": sharing.WIDTH}
INERT = "default-src 'none'; style-src 'none'; img-src data:; sandbox"
_making: dict[Path, asyncio.Future[None]] = {}
_hands = ThreadPoolExecutor(2, "pictures")


async def drawn(wanted: Recipe, made: Made, view: str = "", *, title: str = "") -> str:
    """One view of a recipe with its artwork, as SVG."""
    digests = artworks.used(wanted)
    return drawing.draw(
        wanted,
        made.product,
        view or made.view,
        pictures=await artworks.on_screen(digests),
        artworks=await artworks.known(digests),
        title=title,
    )


async def svg(design: Design, view: str = "") -> str:
    """A design as SVG; Missing for a view that it does not have."""
    made = await products.version(design.template_id, design.version)
    if view and view not in {side.id for side in made.product.views}:
        raise Missing()
    return await drawn(recipe.parse(design.recipe), made, view, title=design.title)


async def png(design: Design, size: str = "card", view: str = "") -> Path:
    """The file of a design's picture, drawn when it is not there yet."""
    picture = await svg(design, view)
    if size == "share":
        author = await db.value("SELECT name FROM person WHERE id = ?", design.author_id)
        picture = sharing.card(picture, design.title, str(author), (await site.current()).name)
    return await kept(picture, SIZES[size])


async def kept(picture: str, width: int) -> Path:
    """The file of an SVG's picture: all who ask for it at the same time wait for the one drawing."""
    digest = hashlib.sha256(f"{width}\n{picture}".encode()).hexdigest()
    place: Path = the_house().settings.data_dir / "pictures" / digest[:2] / f"{digest}.png"
    if place not in _making:
        _making[place] = asyncio.get_running_loop().run_in_executor(_hands, _make, place, picture, width)
        _making[place].add_done_callback(lambda _: _making.pop(place, None))
    await asyncio.shield(_making[place])
    return place


def _make(place: Path, picture: str, width: int) -> None:
    """Draw, once for all processes of the host; whole or not at all."""
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            beside = place.with_suffix(".part")
            beside.write_bytes(renderer.png(picture, width))
            beside.replace(place)
    place.with_suffix(".lock").unlink(missing_ok=True)


async def as_svg(request: Request) -> Response:
    design = await _asked(request)
    body = await svg(design, request.query_params.get("view", ""))
    return Response(body, media_type="image/svg+xml", headers=_headers(request, design, "svg"))


async def as_png(request: Request) -> Response:
    design = await _asked(request)
    size = request.query_params.get("size", "card")
    if size not in SIZES:
        raise Missing()
    place = await png(design, size, request.query_params.get("view", ""))
    return FileResponse(place, media_type="image/png", headers=_headers(request, design, "png"))


async def _asked(request: Request) -> Design:
    viewer: Viewer = request.state.viewer
    return await likenesses.find(viewer, number(request))


def _headers(request: Request, design: Design, form: str) -> dict[str, str]:
    """Kept for good under the address that names its recipe, for a minute under any other, never of what is not public."""
    named = request.query_params.get("v") == design.digest[:8]
    lasting = "public, max-age=31536000, immutable" if named else "public, max-age=60"
    return {
        "Cache-Control": lasting if design.is_listed else "private, no-store",
        "Content-Security-Policy": INERT,
        **exports.named(f"design-{design.id}.{form}", inline=True),
    }


routes = [
    get("/designs/{id}.svg", as_svg, allow=everyone),
    get("/designs/{id}.png", as_png, allow=everyone),
]
