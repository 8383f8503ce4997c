"""The picture above a shelf: any part of what was uploaded, cut to one shape on the server, so that no script is needed."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image

from ambassadors.storefronts import rules
from ambassadors.storefronts.models import Shop
from kernel import db, files
from kernel.errors import Invalid, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

WIDE, HIGH = 1600, 640
LEAST = 800
"""Points across that a source must have."""
SOURCE = 2400
CLOSEST = 3


@dataclass(frozen=True)
class Crop:
    """Where the part lies, each from 0 to 100: across and down within what is left over, and how close."""

    across: int = 50
    down: int = 50
    closer: int = 0

    @classmethod
    def of(cls, text: str) -> Crop:
        return cls(*map(int, text.split(","))) if text else cls()

    def __str__(self) -> str:
        return f"{self.across},{self.down},{self.closer}"


def window(width: int, height: int, crop: Crop) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the part of a picture of this size."""
    shown = min(width, height * WIDE / HIGH) / (1 + (CLOSEST - 1) * crop.closer / 100)
    high = shown * HIGH / WIDE
    left, top = (width - shown) * crop.across / 100, (height - high) * crop.down / 100
    return round(left), round(top), round(left + shown), round(top + high)


async def keep_source(viewer: Viewer, body: bytes) -> int:
    """Keep what was uploaded, decoded and encoded again; refused where it is too small to be a banner."""
    number = await files.keep_picture(body, owner=viewer.id, side=SOURCE)
    size = await db.row("SELECT width, height FROM file WHERE id = ?", number)
    if size is None or size["width"] < LEAST or size["height"] < LEAST * HIGH // WIDE:
        least = {"width": LEAST, "height": LEAST * HIGH // WIDE}
        raise Invalid(_("The picture is too small for a banner: it needs %(width)s by %(height)s points.") % least)
    return number


async def hang(viewer: Viewer, shop: Shop, *, source: int, crop: Crop, alt: str) -> None:
    """Hang a part of a kept picture above the shelf, with what it shows in words."""
    require(rules.may_keep_shop(viewer) and viewer.id == shop.person_id)
    digest = await files.digest_of(source)
    cut = await asyncio.to_thread(_cut, digest, crop)
    banner = await files.keep_picture(cut, owner=viewer.id, side=WIDE)
    values = {"banner_id": banner, "banner_source_id": source, "banner_crop": str(crop), "banner_alt": alt}
    await _change(viewer, shop, values)


async def take_off(viewer: Viewer, shop: Shop) -> None:
    """The wall alone again."""
    require(rules.may_keep_shop(viewer) and viewer.id == shop.person_id)
    values = {"banner_id": None, "banner_source_id": None, "banner_crop": "", "banner_alt": ""}
    await _change(viewer, shop, values)


async def _change(viewer: Viewer, shop: Shop, values: Mapping[str, object]) -> None:
    async with db.transaction():
        await Shop.filter(id=shop.id).update(**values)
        await record("shop.changed", actor=viewer.id, subject=("shop", shop.id))


def _cut(digest: str, crop: Crop) -> bytes:
    with Image.open(files.path_of(digest), formats=["WEBP"]) as picture:
        part = picture.convert("RGBA").crop(window(picture.width, picture.height, crop))
    part.thumbnail((WIDE, HIGH))
    out = io.BytesIO()
    part.save(out, "PNG", compress_level=1)
    return out.getvalue()
