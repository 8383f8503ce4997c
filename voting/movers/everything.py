"""Everything the brand has, to take along: made by the worker, kept a week for administrators, and noted when it is fetched."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from kernel import audit, clock, db, pages
from kernel.errors import Missing, require
from kernel.events import enqueue
from kernel.features import Job, the_house
from kernel.i18n import mark
from kernel.takeout import tables, writing
from kernel.viewer import Viewer, admins
from kernel.web import get, post

KEPT = timedelta(days=7)
KIND = "movers.everything"


def place() -> Path:
    """Where the file lies, if it was made."""
    folder: Path = the_house().settings.data_dir / "takeout"
    return folder / "everything.zip"


async def begin(viewer: Viewer) -> None:
    """Have the worker make it anew; asked twice, it is made once."""
    require(admins(viewer))
    async with db.transaction():
        await enqueue(KIND, key=KIND)
        await audit.note(viewer, "everything.asked", subject=("site", None))


async def make() -> None:
    """The worker's part: the whole file or none; made anew where somebody was erased while it was written."""
    place().parent.mkdir(parents=True, exist_ok=True)
    erased = await _erased()
    await writing.write(the_house(), place())
    while erased != (after := await _erased()):
        erased = after
        await writing.write(the_house(), place())


async def _erased() -> int:
    """How many were erased so far."""
    return int(await db.value("SELECT count(*) FROM erasure WHERE state = 'erased'"))


async def sweep() -> None:
    """What nobody fetched for a week is gone."""
    if place().is_file() and _made_at() < clock.now() - KEPT:
        place().unlink(missing_ok=True)


def _made_at() -> datetime:
    return datetime.fromtimestamp(place().stat().st_mtime, UTC)


async def show(request: Request) -> Response:
    """What is in it, how far it is, and the way to fetch it; asks again by itself while it is being made."""
    is_made = place().is_file()
    waiting = await db.row("SELECT id FROM job WHERE key = ? AND state = 'ready'", KIND)
    context = {
        "is_making": waiting is not None,
        "made_at": _made_at() if is_made else None,
        "gone_at": _made_at() + KEPT if is_made else None,
        "megabytes": place().stat().st_size / 1_000_000 if is_made else 0,
        "tables": len(tables.taken()),
        "stays": tables.left_behind(),
    }
    block = "progress" if pages.by_htmx(request) else ""
    return await pages.page(request, "voting/movers/everything.html", context, block=block)


async def ask(request: Request) -> Response:
    await begin(request.state.viewer)
    return pages.see_other(request, "/team/everything")


async def download(request: Request) -> Response:
    """The file, noted as an act of staff."""
    if not place().is_file():
        raise Missing()
    async with db.transaction(quiet=True):
        await audit.note(request.state.viewer, "everything.fetched", subject=("site", None))
    name = f"everything-{_made_at():%Y-%m-%d}.zip"
    headers = {"Cache-Control": "private, no-store"}
    return FileResponse(place(), media_type="application/zip", filename=name, headers=headers)


routes = [
    get("/team/everything", show, allow=admins, fresh=True),
    post("/team/everything", ask, allow=admins, fresh=True),
    get("/team/everything.zip", download, allow=admins, fresh=True),
]
jobs = [
    Job(KIND, make, label=mark("Everything to take along")),
    Job("movers.everything.sweep", sweep, every=86_400),
]
