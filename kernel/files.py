"""Uploads: pictures are decoded, shrunk and encoded again, kept under the digest of their bytes, and served inert."""

from __future__ import annotations

import asyncio
import hashlib
import io
import re
import warnings
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from kernel import cache, clock, db, exports, site
from kernel.errors import Invalid, Missing, TooLarge
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import STRANGER, Viewer, everyone
from kernel.web import get

LARGEST_SIDE = 1600
MOST_PIXELS = 40_000_000
READS = ("PNG", "JPEG", "WEBP", "GIF")
PUBLIC = "public, max-age=3600"
"""How long somebody between us and the reader may keep what everybody may see: it may be hidden meanwhile."""
Shown = Callable[[Viewer], Awaitable[tuple[str, tuple[object, ...]]]]
"""An entry of the registry "pictures": where a viewer may meet a picture, as a condition on `file f`."""
_seen: cache.Store[bool] = cache.Store(20_000, steady=True)


def folder() -> Path:
    place: Path = the_house().settings.data_dir / "uploads"
    place.mkdir(parents=True, exist_ok=True)
    return place


def path_of(digest: str) -> Path:
    return folder() / digest[:2] / f"{digest}.webp"


async def keep_picture(
    body: bytes, *, owner: int | None, name: str = "", side: int = LARGEST_SIDE, exact: bool = False
) -> int:
    """Keep a picture and say its number; Invalid or TooLarge where it is none or too much. An `exact` one loses nothing."""
    limit = the_house().settings.upload_limit
    if len(body) > limit:
        raise TooLarge(_("The picture is over %(size)s MB. A smaller one will do.") % {"size": limit // 1_000_000})
    encoded, width, height = await asyncio.to_thread(_encode, body, side, exact)
    digest = hashlib.sha256(encoded).hexdigest()
    await asyncio.to_thread(write, path_of(digest), encoded)
    return int(
        await db.value(
            "INSERT INTO file (digest, media_type, name, size, width, height, owner_id, created_at) "
            "VALUES (?, 'image/webp', ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (digest) DO UPDATE SET digest = excluded.digest RETURNING id",
            digest,
            name[:200],
            len(encoded),
            width,
            height,
            owner,
            clock.now(),
        )
    )


def _encode(body: bytes, side: int, exact: bool) -> tuple[bytes, int, int]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(body), formats=READS)
            if picture.width * picture.height > MOST_PIXELS:
                raise Invalid(_("The picture has too many points. Make it smaller first."))
            drawn = ImageOps.exif_transpose(picture)
            drawn = drawn.convert("RGBA" if "A" in drawn.getbands() or "transparency" in drawn.info else "RGB")
            drawn.thumbnail((side, side))
            out = io.BytesIO()
            drawn.save(out, "WEBP", quality=82, method=4, lossless=exact)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning) as error:
        raise Invalid(_("This is not a picture we can read: PNG, JPEG, WebP or GIF.")) from error
    return out.getvalue(), drawn.width, drawn.height


def write(path: Path, body: bytes) -> None:
    """Keep a file whose name tells its content, whole or not at all: written beside, then moved."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    try:
        beside.write_bytes(body)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)  # the disk may be full: leave nothing half written on it
        raise


def url(digest: str) -> str:
    return f"/pictures/{digest}.webp"


async def digest_of(number: int) -> str:
    """What a kept picture is called by its address."""
    return str(await db.value("SELECT digest FROM file WHERE id = ?", number))


async def may_see(viewer: Viewer, digest: str) -> bool:
    """Does a picture stand on anything that the viewer may see? Remembered for all of one scope, asked for what is one's own."""
    alike = replace(viewer, id=None)
    seen = await _seen.through((digest, viewer.scope), lambda: _hangs(alike, digest))
    return seen or (viewer.is_member and await _hangs(viewer, digest))


async def _hangs(viewer: Viewer, digest: str) -> bool:
    conditions, values = ["f.owner_id = ?"], [viewer.id]
    for shown in reversed(the_house().registered("pictures")):  # the shorter tables first
        condition, more = await shown(viewer)
        conditions.append(condition)
        values += more
    sql = f"SELECT f.id FROM file f WHERE f.digest = ? AND ({' OR '.join(conditions)})"
    return await db.value(sql, digest, *values) is not None


_DIGEST = re.compile(r"[0-9a-f]{1,64}")


async def serve(request: Request) -> Response:
    """A picture, to whoever may see what it stands on."""
    digest = request.path_params["digest"]
    path = path_of(digest)
    if not _DIGEST.fullmatch(digest) or not path.is_file() or not await may_see(request.state.viewer, digest):
        raise Missing()
    headers = {
        "Cache-Control": PUBLIC if await may_see(STRANGER, digest) else "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        **exports.named(f"{digest[:20]}.webp", inline=True),
        "ETag": f'"{digest[:20]}"',
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type="image/webp", headers=headers)


@lru_cache(maxsize=4)
def _as_png(digest: str) -> bytes:
    out = io.BytesIO()
    Image.open(path_of(digest), formats=["WEBP"]).save(out, "PNG", optimize=True)
    return out.getvalue()


async def serve_mark(request: Request) -> Response:
    """The brand's mark as PNG: for pages, the window's corner, letters and feeds."""
    brand = await site.current()
    if not brand.mark or request.url.path != brand.mark_url or not path_of(brand.mark).is_file():
        raise Missing()
    body = await asyncio.to_thread(_as_png, brand.mark)
    headers = {"Cache-Control": "public, max-age=31536000, immutable", **exports.named("mark.png", inline=True)}
    return Response(body, media_type="image/png", headers=headers)


routes = [
    get("/pictures/{digest}.webp", serve, allow=everyone),
    get("/mark.{digest}.png", serve_mark, allow=everyone),
]
