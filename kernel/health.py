"""Is it alive, is it ready, and how is it doing."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kernel import db, outgoing, pages, security
from kernel.errors import Missing
from kernel.features import the_house
from kernel.viewer import everyone
from kernel.web import get

NEEDED = 20_000_000


async def healthz(request: Request) -> Response:
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """Ready when the database answers and the data folder can be written."""
    faults = await troubles()
    return PlainTextResponse("\n".join(faults) or "ready", status_code=503 if faults else 200)


async def troubles() -> list[str]:
    """What keeps the site from working, in plain words."""
    faults = []
    try:
        async with asyncio.timeout(3):
            await db.value("SELECT 1")
    except Exception as error:  # whatever it is, the answer is the same
        faults.append(f"database: {type(error).__name__}")
    faults += disk(the_house().settings.data_dir)
    return faults


def free(folder: Path) -> int:
    """Bytes that may still be written there."""
    space = os.statvfs(folder)
    return space.f_bavail * space.f_frsize


def disk(folder: Path) -> list[str]:
    """What is wrong with the data folder: full, not ours, or away."""
    faults = []
    try:
        if free(folder) < NEEDED:
            faults.append("disk: nearly full")
        if not os.access(folder, os.W_OK):
            faults.append("data folder: cannot be written")
    except OSError as error:
        faults.append(f"data folder: {error.strerror}")
    return faults


async def components(request: Request) -> Response:
    """Every component on one page, for those who build pages."""
    if not the_house().settings.development:
        raise Missing()
    return await pages.page(request, "components.html")


async def metrics(request: Request) -> Response:
    """For whoever asks from this machine or network; to the open net they are not there."""
    with suppress(ValueError):
        if outgoing.is_public(ip_address(security.address_of(request))):
            raise Missing()
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


routes = [
    get("/healthz", healthz, allow=everyone),
    get("/readyz", readyz, allow=everyone),
    get("/metrics", metrics, allow=everyone),
    get("/components", components, allow=everyone),
]
