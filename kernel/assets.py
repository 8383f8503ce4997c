"""Files for the browser: each under an address that holds a digest of its content, kept by browsers for a year.

The stylesheets of static/css/parts are joined, in the order of their names, into one site.css, which ends with
the brand's colour (and team into team.css).
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from kernel import site
from kernel.errors import Missing
from kernel.site import Site
from kernel.viewer import everyone
from kernel.web import get

FOLDER = Path(__file__).parent.parent / "static"
JOINED = {"css/site.css": "css/parts", "css/team.css": "css/team"}
YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    body: bytes
    zipped: bytes
    media_type: str
    digest: str


@lru_cache(maxsize=256)
def asset(name: str) -> Asset | None:
    """One file, read once; None where there is none."""
    body = _read(name)
    return None if body is None else _made(name, body)


def _made(name: str, body: bytes) -> Asset:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    texts = kind.startswith("text/") or kind in ("image/svg+xml", "application/javascript")
    zipped = gzip.compress(body, 9, mtime=0) if texts else b""
    return Asset(body, zipped, kind, hashlib.sha256(body).hexdigest()[:12])


def _read(name: str) -> bytes | None:
    if name in JOINED:
        parts = sorted((FOLDER / JOINED[name]).glob("*.css"))
        return _rebase(b"\n".join(part.read_bytes() for part in parts))
    if not name.isprintable():
        return None
    path = (FOLDER / name).resolve()
    return path.read_bytes() if path.is_file() and path.is_relative_to(FOLDER.resolve()) else None


def _rebase(css: bytes) -> bytes:
    """Addresses in a joined stylesheet are written as `asset:font/x.woff2` and become fingerprinted here."""
    return re.sub(rb"asset:([\w./-]+)", lambda found: url(found[1].decode()).encode(), css)


def url(name: str) -> str:
    """The address of a file, with its digest before the suffix."""
    found = asset(name)
    if found is None:
        raise LookupError(f"static/{name} is not there")
    stem, _, suffix = name.rpartition(".")
    return f"/static/{stem}.{found.digest}.{suffix}"


async def serve(request: Request) -> Response:
    stem, _, suffix = request.path_params["path"].rpartition(".")
    name, _, digest = stem.rpartition(".")
    found = asset(f"{name}.{suffix}")
    if found is None or found.digest != digest:
        raise Missing()
    return _sent(request, found)


def _sent(request: Request, found: Asset) -> Response:
    headers = {"Cache-Control": YEAR, "Vary": "Accept-Encoding"}
    if found.zipped and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.zipped, media_type=found.media_type, headers={**headers, "Content-Encoding": "gzip"})
    return Response(found.body, media_type=found.media_type, headers=headers)


@lru_cache(maxsize=8)
def sheet(brand_css: str) -> Asset:
    """The site's stylesheet and, at its end, the one value that a brand sets."""
    return _made("css/site.css", (_read("css/site.css") or b"") + brand_css.encode())


def sheet_url(brand: Site) -> str:
    """The address of the stylesheet in this brand's colour."""
    return f"/brand.{sheet(brand.css).digest}.css"


async def serve_sheet(request: Request) -> Response:
    brand = await site.current()
    if request.url.path != sheet_url(brand):
        raise Missing()
    return _sent(request, sheet(brand.css))


routes = [
    get("/static/{path:path}", serve, allow=everyone),
    get("/brand.{digest}.css", serve_sheet, allow=everyone),
]
