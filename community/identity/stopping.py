"""Who is signed in and has a way back asked for in their name sees it on every page, and stops it by one press."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.identity import account, warnings, waysback
from community.identity.models import WayBack
from kernel import db, pages
from kernel.errors import Missing
from kernel.features import Audience, Slot
from kernel.i18n import gettext as _
from kernel.pages import fragment
from kernel.viewer import Viewer, members
from kernel.web import post

ASKED = "asked-back"
"""An audience of those whose way back is under way: known with the viewer, so that no page asks for it."""
PATH = "/account/recovery/stop"


async def stop(request: Request) -> Response:
    """The owner sits here, signed in, and needs no way back."""
    way = await WayBack.get_or_none(active=request.state.viewer.id)
    if way is None:
        raise Missing(_("This way back is over already: it was stopped, refused or used."))
    async with db.transaction():
        await waysback.stop(way)
        await warnings.tell(way.person_id, warnings.STOPPED)
    pages.said(request, _("Stopped. Nothing about your account changes."))
    return pages.see_other(request, account.HOME)


async def fill(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    found = await WayBack.get_or_none(active=viewer.id) if ASKED in viewer.audiences else None
    shown = fragment("community/identity/_asked.html", way=found, action=PATH) if found else ""
    return dict.fromkeys(keys, shown)


async def _names(row: Mapping[str, Any]) -> set[str]:
    return {ASKED} if row["asked_back"] is not None else set()


async def _choices() -> list[tuple[str, str]]:
    """No door is opened to them."""
    return []


slots = [Slot("page.care", fill, personal=True)]
audiences = [
    Audience(
        ASKED,
        _names,
        _choices,
        columns="asked_back.id AS asked_back",
        joins="LEFT JOIN way_back asked_back ON asked_back.active = p.id",
    )
]
routes = [post(PATH, stop, allow=members)]
