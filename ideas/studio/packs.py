"""Packs on their way: made by the worker and kept under the digest of what they say, then handed out."""

from __future__ import annotations

import asyncio
import fcntl
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from ideas.studio import pack, queries, renderer, rules
from ideas.studio.models import Design
from ideas.studio.pack import Order
from kernel import audit, db, i18n, pages
from kernel.errors import Unavailable, require
from kernel.events import enqueue
from kernel.features import Job, Slot, the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from kernel.web import get, number, post

KEPT = 40
"""Packs that stay on the disk, the newest."""
NONE, MAKING, MADE, FAILED = "none", "making", "made", "failed"


def place_of(asked: Order) -> Path:
    """Where a pack is kept once it is made."""
    folder: Path = the_house().settings.data_dir / "packs"
    return folder / f"{asked.digest}.zip"


async def state(asked: Order) -> str:
    """How far a pack is."""
    place = place_of(asked)
    if place.is_file():
        return MADE
    if await db.row("SELECT id FROM job WHERE key = ? AND state = 'ready'", _key(place)):
        return MAKING
    return FAILED if place.with_suffix(".failed").exists() else NONE


def _key(place: Path) -> str:
    return f"studio.pack:{place.stem}"


async def begin(viewer: Viewer, asked: Order) -> None:
    """Have the worker make a pack; asked twice, it is made once."""
    require(rules.may_keep_templates(viewer))
    place = place_of(asked)
    place.with_suffix(".failed").unlink(missing_ok=True)
    if not place.is_file():
        async with db.transaction():
            await enqueue("studio.pack", key=_key(place), design=asked.design.id, language=i18n.language.get())


async def make(design: int, language: str) -> None:
    """The worker's part: a pack that cannot be drawn says so, and may be asked for again."""
    found = await Design.get_or_none(id=design)
    if found is None:
        return
    with i18n.speaking(language):
        asked = await pack.order(found)
        try:
            await asyncio.to_thread(_make, asked, place_of(asked))
        except renderer.NotDrawn:
            place_of(asked).with_suffix(".failed").touch()


def _make(asked: Order, place: Path) -> None:
    """Make it, once for all processes of the host; whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            beside = place.with_suffix(".part")
            beside.write_bytes(pack.build(asked))
            beside.replace(place)
    place.with_suffix(".lock").unlink(missing_ok=True)
    for old in sorted(place.parent.glob("*.zip"), key=lambda one: one.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)


async def show(request: Request) -> Response:
    """What a pack holds and how far it is; asks again by itself while it is being made."""
    asked = await _asked(request)
    place = place_of(asked)
    size = place.stat().st_size if place.is_file() else 0
    context = {"design": asked.design, "state": await state(asked), "megabytes": size / 1_000_000}
    context |= {"wanted": pack.Wanted.of(asked.wants), "product": asked.product}
    block = "progress" if pages.by_htmx(request) else ""
    return await pages.page(request, "ideas/studio/pack.html", context, block=block)


async def ask(request: Request) -> Response:
    asked = await _asked(request)
    await begin(request.state.viewer, asked)
    return pages.see_other(request, f"/designs/{asked.design.id}/pack")


async def download(request: Request) -> Response:
    """The archive of a design, noted as an act of staff; made now where nobody asked for it before."""
    asked = await _asked(request)
    design, place = asked.design, place_of(asked)
    try:
        await asyncio.to_thread(_make, asked, place)
    except renderer.NotDrawn as error:
        raise Unavailable(_("A print file took too long to draw. Try again in a moment.")) from error
    async with db.transaction(quiet=True):
        await audit.note(request.state.viewer, "design.packed", subject=("design", design.id), digest=design.digest)
    name = f"design-{design.id}-{design.slug.strip('-') or 'pack'}.zip"
    headers = {"Cache-Control": "private, no-store"}
    return FileResponse(place, media_type="application/zip", filename=name, headers=headers)


async def _asked(request: Request) -> Order:
    viewer: Viewer = request.state.viewer
    require(rules.may_keep_templates(viewer))
    return await pack.order(await queries.find(viewer, number(request)))


async def _tools(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """A link on the design's page to its pack, for those who make it."""
    if not rules.may_keep_templates(viewer):
        return {}
    return {key: pages.fragment("ideas/studio/_workshop_tools.html", design=key) for key in keys}


staff = rules.may_keep_templates
routes = [
    get("/designs/{id}/pack.zip", download, allow=staff),
    get("/designs/{id}/pack", show, allow=staff),
    post("/designs/{id}/pack", ask, allow=staff),
]
slots = [Slot("design.team", _tools, personal=True)]
jobs = [Job("studio.pack", make)]
