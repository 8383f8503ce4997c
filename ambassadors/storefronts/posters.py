"""The picture that other sites show of a shop: its name on its wall, and the first of its designs on the plank."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from ambassadors.storefronts import queries
from ambassadors.storefronts.models import Shop
from ideas.studio import lettering, pictures, sharing
from ideas.studio.models import Design
from ideas.studio.queries import DesignCard
from kernel import colours, db, exports, site
from kernel.viewer import everyone
from kernel.web import get

WIDTH, HEIGHT = sharing.WIDTH, sharing.HEIGHT
PLANK, LEFT, ROOM = 594, 64, 1072
MOST = 3
WALLS = {
    "fog": (0.86, 0.026, 205),
    "moss": (0.86, 0.046, 138),
    "straw": (0.88, 0.068, 93),
    "plaster": (0.86, 0.05, 46),
    "heather": (0.86, 0.034, 325),
    "lake": (0.86, 0.04, 242),
}
"""The paints by day, as in tokens.css: a picture on another site has no night."""


def address(shop: Shop, handle: str, cards: Sequence[DesignCard]) -> str:
    """Where the picture is; another address as soon as it shows something else."""
    shown = "/".join([shop.name, shop.wall, *(card.digest for card in cards[:MOST])])
    return f"/people/{handle}/shop.png?v={hashlib.sha256(shown.encode()).hexdigest()[:8]}"


async def as_png(request: Request) -> Response:
    """The picture of a shop that everybody may see."""
    shop = await queries.shop(request.state.viewer, request.path_params["handle"])
    keeper = str(await db.value("SELECT name FROM person WHERE id = ?", shop.person_id))
    cards = [piece.card for piece in (await queries.shelf(shop.id))[:MOST]]
    designs = {one.id: one for one in await Design.filter(id__in=[card.id for card in cards])}
    drawn = [(await pictures.png(designs[card.id]), card.hangs) for card in cards]
    svg = poster(shop.name, keeper, (await site.current()).name, shop.wall, [(_inside(p), h) for p, h in drawn])
    headers = {
        "Cache-Control": "public, max-age=600" if shop.is_open else "private, no-store",
        "Content-Security-Policy": pictures.INERT,
        **exports.named("shop.png", inline=True),
    }
    return FileResponse(await pictures.kept(svg, WIDTH), media_type="image/png", headers=headers)


def poster(name: str, keeper: str, brand: str, wall: str, drawn: Sequence[tuple[str, bool]]) -> str:
    """An SVG of 1200 by 630: words above, up to three designs below, each an image and whether it hangs."""
    paint = colours.hexed(WALLS.get(wall, WALLS["lake"]))
    wide = ROOM / max(1, min(MOST, len(drawn)))
    shown = "".join(_stood(image, LEFT + wide * n, wide, hangs=hangs) for n, (image, hangs) in enumerate(drawn[:MOST]))
    words = _line(name, 138, 84) + _line(f"{keeper}, {brand}", 196, 34)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path fill="{paint}" d="M0 0H{WIDTH}V{HEIGHT}H0Z"/><path fill="{sharing.WOOD}" d="M0 {PLANK}H{WIDTH}V{HEIGHT}H0Z"/>'
        f'{shown}<g fill="{sharing.INK}">{words}</g></svg>'
    )


def _stood(image: str, left: float, wide: float, *, hangs: bool) -> str:
    """On the plank, or a hand above it."""
    top, high = (218, 350) if hangs else (230, PLANK + 6 - 230)
    return (
        f'<image x="{left + 12:g}" y="{top}" width="{wide - 24:g}" height="{high}" '
        f'preserveAspectRatio="xMidYM{"id" if hangs else "ax"} meet" href="{image}"/>'
    )


def _inside(place: Path) -> str:
    return f"data:image/png;base64,{base64.b64encode(place.read_bytes()).decode()}"


def _line(text: str, base: float, size: float) -> str:
    """A line as outlines, smaller where it would not fit."""
    data, advance, em = lettering.outline(sharing.said(text), "familjen")
    scale = min(size / em, ROOM / max(advance, 1))
    return f'<path transform="translate({LEFT} {base:g}) scale({scale:.5f})" d="{data}"/>'


routes = [get("/people/{handle}/shop.png", as_png, allow=everyone)]
