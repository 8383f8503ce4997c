"""Calendars for people's own programs: the site's, a single meeting's, and each member's at a secret address."""

from __future__ import annotations

from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from community.meetings import entries, feed_queries, subscriptions
from kernel import calendars, exports, feeds, i18n, pages, sessions, site
from kernel.calendars import Entry
from kernel.errors import Missing
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, number, post

PAGE = "/account/calendar"
GOOGLE = "https://calendar.google.com/calendar/r?cid="
OUTLOOK = "https://outlook.live.com/calendar/0/addfromweb?url="


async def public(request: Request) -> Response:
    """All that everybody may see: meetings, and what other wings have dates for."""
    told = entries.of_all(await feed_queries.public())
    for more in the_house().registered("calendar"):
        told += await more()
    name = _("%(brand)s, meetings and dates") % {"brand": (await site.current()).name}
    return _answer(request, told, name, "meetings", cache="public, max-age=300")


async def single(request: Request) -> Response:
    """One meeting as a file."""
    viewer: Viewer = request.state.viewer
    found = await feed_queries.one(viewer, number(request))
    if found is None:
        raise Missing()
    told = [entries.of_one(found, own=found["said"] is not None)]
    return _answer(request, told, "", f"meeting-{found['id']}", cache="private, no-cache")


async def own(request: Request) -> Response:
    """A member's calendar, to whoever knows its address: a program has no session."""
    reader = await sessions.viewer_of(await subscriptions.reader(request.path_params["word"]))
    if not reader.is_member:
        raise Missing()
    settings = the_house().settings
    with i18n.speaking(reader.language or (await site.current()).language, reader.zone or settings.zone):
        told = entries.of_all(await feed_queries.own(reader), own=True)
        name = _("My meetings, %(brand)s") % {"brand": (await site.current()).name}
        return _answer(request, told, name, "my-meetings", cache="private, no-cache")


async def subscribe(request: Request) -> Response:
    """Where one's calendar is, and how it gets into one's own program."""
    path = await subscriptions.address(request.state.viewer)
    full = feeds.full(path) if path else ""
    webcal = f"webcal://{full.partition('://')[2]}" if full else ""
    ways = [("Google", GOOGLE + webcal), ("Outlook", OUTLOOK + full)] if full else []
    context = {"address": full, "webcal": webcal, "ways": ways, "public": feeds.full("/meetings.ics")}
    return await pages.page(request, "community/meetings/calendar.html", context)


async def renew(request: Request) -> Response:
    had = await subscriptions.address(request.state.viewer)
    await subscriptions.renew(request.state.viewer)
    said = _("Your calendar has a new address; the old one opens nothing any more.")
    pages.said(request, said if had else _("Your calendar has an address."))
    return pages.see_other(request, PAGE)


async def revoke(request: Request) -> Response:
    await subscriptions.revoke(request.state.viewer)
    pages.said(request, _("The address opens nothing any more."))
    return pages.see_other(request, PAGE)


def _answer(request: Request, told: list[Entry], name: str, file: str, *, cache: str) -> Response:
    """The file; to a program that has it already, that nothing changed."""
    body = calendars.written(told, name=name, zone=i18n.zone.get() if name else "")
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {
        **exports.named(f"{file}.ics", inline=True),
        "Cache-Control": cache,
        "Vary": "Accept-Language, Cookie",
        "ETag": tag,
        "X-Robots-Tag": "noindex",
    }
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=calendars.MEDIA_TYPE, headers=headers)


routes = [
    get("/meetings.ics", public, allow=everyone),
    get("/meetings/{id:int}.ics", single, allow=everyone),
    get("/feeds/{word}.ics", own, allow=everyone),
    get(PAGE, subscribe, allow=members),
    post(PAGE, renew, allow=members),
    post(f"{PAGE}/revocation", revoke, allow=members),
]
