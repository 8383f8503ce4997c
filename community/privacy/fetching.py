"""The pages of taking one's data away."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from community.privacy import known, takeaway
from community.privacy.models import Download, Stage
from kernel import clock, pages
from kernel.errors import Conflict
from kernel.i18n import gettext as _
from kernel.viewer import members
from kernel.web import get, number, post


async def index(request: Request) -> Response:
    """The newest file, or how to ask for one."""
    person = await known.own(request)
    found = await takeaway.newest(person.id)
    is_ready = bool(found and found.state == Stage.READY and found.until_at and found.until_at > clock.now())
    address = f"/account/data/download/{found.id}/{takeaway.sign(found)}" if found and is_ready else ""
    waits = bool(found and found.state == Stage.WAITING)
    failed = bool(found and found.state == Stage.FAILED)
    context = {"download": found, "address": address, "waits": waits, "failed": failed}
    return await pages.page(request, "community/privacy/download.html", context)


async def ask(request: Request) -> Response:
    try:
        await takeaway.ask(request.state.viewer)
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("Your file is being made. You hear of it when it is ready."))
    return pages.see_other(request, "/account/data/download")


async def fetch(request: Request) -> Response:
    """The file itself, to whoever it is about and nobody else."""
    found = await takeaway.find(request.state.viewer, number(request), request.path_params["signature"])
    await Download.filter(id=found.id).update(fetched_at=clock.now())
    headers = {"Cache-Control": "private, no-store"}
    name = f"{request.state.viewer.handle}.zip"
    return FileResponse(takeaway.path_of(found.name), media_type="application/zip", filename=name, headers=headers)


routes = [
    get("/account/data/download", index, allow=members, fresh=True),
    post("/account/data/download", ask, allow=members, fresh=True),
    get("/account/data/download/{id}/{signature}", fetch, allow=members, fresh=True),
]
