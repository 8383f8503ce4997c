"""The letter box on the site, what one wishes to hear, and the link that stops a letter."""

from __future__ import annotations

from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from community.inbox import actions, links, queries
from community.inbox.registry import kind_of
from kernel import i18n, lists, pages
from kernel.errors import Missing
from kernel.features import Ask, Slot
from kernel.i18n import gettext as _
from kernel.pages import fragment
from kernel.slots import Told
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, number, post


async def index(request: Request) -> Response:
    """One's notices; those that are new are marked, and stay so until they are said to be read."""
    found = await queries.newest(request.state.viewer, request.query_params.get("after"))
    context = {
        "notices": found.items,
        "more": lists.with_query(request, after=found.after) if found.after else "",
        "has_new": any(notice.is_new for notice in found.items),
    }
    return await pages.page(request, "community/inbox/index.html", context)


async def follow(request: Request) -> Response:
    """Go where a notice leads; it is not new afterwards."""
    return pages.see_other(request, await actions.read(request.state.viewer, number(request)))


async def read_all(request: Request) -> Response:
    await actions.read_all(request.state.viewer)
    pages.said(request, _("Nothing new any more."))
    return pages.see_other(request, "/inbox")


async def preferences(request: Request) -> Response:
    wishes = await queries.wishes(request.state.viewer.id)
    return await pages.page(request, "community/inbox/preferences.html", {"wishes": wishes})


async def wish(request: Request) -> Response:
    """Save one box for the site and one for letters, for each kind."""
    viewer: Viewer = request.state.viewer
    sent = await request.form()
    known = [w.kind.kind for w in await queries.wishes(viewer.id)]
    await actions.wish(int(viewer.id or 0), [(k, f"shown.{k}" in sent, f"mailed.{k}" in sent) for k in known])
    pages.said(request, _("Saved."))
    return pages.see_other(request, "/inbox/preferences")


async def stop_page(request: Request) -> Response:
    """What the link in a letter opens: one button."""
    signed = request.path_params["signed"]
    kind = kind_of(links.read(signed)[1])
    if kind is None:
        raise Missing()
    context = {"label": _(kind.label), "signed": signed, "done": False}
    return await pages.page(request, "community/inbox/unsubscribe.html", context)


async def stop(request: Request) -> Response:
    """The button, or a mail program that pressed it by itself (RFC 8058)."""
    signed = request.path_params["signed"]
    kind = await actions.stop_letters(signed)
    context = {"label": _(kind.label), "signed": signed, "done": True}
    return await pages.page(request, "community/inbox/unsubscribe.html", context)


def ask_header(viewer: Viewer, keys: list[str]) -> Ask | None:
    """How many notices are new."""
    return queries.unread(viewer) if viewer.is_member else None


async def fill_header(viewer: Viewer, keys: list[str], told: Told) -> dict[str, str]:
    """The bell and the face at the top of each page; for strangers the way in."""
    return dict.fromkeys(keys, _header(i18n.language.get(), viewer, told[0][1] if told else 0))


@lru_cache(maxsize=2048)
def _header(lang: str, viewer: Viewer, unread: int) -> str:
    return str(fragment("_header_viewer.html", viewer=viewer, unread=unread))


slots = [Slot("header.viewer", fill_header, personal=True, asks=ask_header)]
routes = [
    get("/inbox", index, allow=members),
    get("/inbox/{id:int}", follow, allow=members),
    post("/inbox/read", read_all, allow=members),
    get("/inbox/preferences", preferences, allow=members),
    post("/inbox/preferences", wish, allow=members),
    get("/unsubscribe/{signed}", stop_page, allow=everyone),
    post("/unsubscribe/{signed}", stop, allow=everyone, tokenless=True),
]
