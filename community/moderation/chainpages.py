"""Acts of staff, and work that gave up, for administrators."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from community.moderation import chain, registry
from kernel import jobs, lists, pages
from kernel.errors import Missing
from kernel.i18n import gettext as _
from kernel.viewer import admins
from kernel.web import get, number, post


async def staff_acts(request: Request) -> Response:
    """What staff did, newest first."""
    listing = await chain.newest(request.query_params.get("after"))
    context = {
        "acts": listing.items,
        "labels": {entry.kind: entry.label for entry in registry.kinds()},
        "next": lists.with_query(request, after=listing.after) if listing.after else None,
    }
    return await pages.page(request, "community/moderation/acts.html", context)


async def dead_jobs(request: Request) -> Response:
    """Work that gave up, with what it said last."""
    return await pages.page(request, "community/moderation/jobs.html", {"jobs": await jobs.dead()})


async def retry_job(request: Request) -> Response:
    """Give work that gave up another life."""
    if number(request) not in {job["id"] for job in await jobs.dead()}:
        raise Missing()
    await jobs.retry(number(request))
    pages.said(request, _("It will be tried again within a minute."))
    return pages.see_other(request, "/team/jobs")


routes = [
    get("/team/audit", staff_acts, allow=admins),
    get("/team/jobs", dead_jobs, allow=admins),
    post("/team/jobs/{id}/retry", retry_job, allow=admins),
]
