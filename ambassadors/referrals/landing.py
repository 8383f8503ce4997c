"""Where an invitation leads, before there is an account: who invites, to what; and how letters of members are stopped."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.referrals import codes, forgetting, letters, openings, queries, touches
from ambassadors.referrals.attributing import FIELD
from ambassadors.referrals.touches import Touch
from community.people import queries as people
from kernel import clock, pages, security
from kernel.errors import Missing, TooMany
from kernel.i18n import gettext as _
from kernel.viewer import everyone
from kernel.web import get, post

PAGE = "ambassadors/referrals/invited.html"
HERE = "/sign-up/invited"


async def show(request: Request) -> Response:
    """Nothing is set in the browser here; that somebody opened the page is a number of the day."""
    found = await codes.find(request.query_params.get(FIELD))
    first = touches.remembered(request)
    if found is None and first is None:
        return await pages.page(request, PAGE, {"found": None, "first": None, "is_first": False})
    is_back = first is not None and found is not None and first.code == found.code
    if found is not None and not is_back and not request.state.viewer.is_member:
        await _count(request, found)
    return await pages.page(request, PAGE, await _told(found, first))


async def _told(found: codes.Found | None, first: Touch | None) -> dict[str, Any]:
    """Who is first to invite counts, whatever the link says that was opened."""
    kept = await codes.find(first.code) if first else None
    shown = kept or found
    if shown is None:
        return {"found": None, "first": None, "is_first": False}
    return {
        "found": shown,
        "first": first if kept else None,
        "is_first": kept is None or found is None or kept.id == found.id,
        "by": await people.card(shown.person_id),
        "campaign": shown.campaign,
        "counts": shown.counts_at(first.at if first and kept else clock.now()),
        "words": queries.words(shown.campaign),
        "days": touches.LIFE.days,
    }


async def _count(request: Request, found: codes.Found) -> None:
    """One more opening today; not what a browser fetches ahead, and not the same place again and again."""
    if "prefetch" in request.headers.get("sec-purpose", ""):
        return
    try:
        security.limit("invited.opened", f"{security.address_of(request)} {found.id}", burst=3, per_minute=0.1)
    except TooMany:
        return
    await openings.add(found.id, opened=1)


async def remember(request: Request) -> Response:
    """The button that says so was pressed: a cookie of our own, for thirty days from the first time."""
    found = await codes.find((await request.form()).get(FIELD))
    if found is None or not found.counts_at(clock.now()):
        raise Missing(_("This invitation is over."))
    response = pages.see_other(request, f"{HERE}?{FIELD}={found.code}")
    if touches.remembered(request) is None:
        await openings.add(found.id, remembered=1)
        touches.remember(response, Touch(found.code, clock.now()))
    return response


async def forget(request: Request) -> Response:
    response = pages.see_other(request, HERE)
    touches.forget(request, response)
    return response


async def stop_page(request: Request) -> Response:
    """What a letter's link opens: one button."""
    word = request.path_params["word"]
    stopped = await forgetting.is_unwanted(letters.read_stop_link(word))
    return await pages.page(request, "ambassadors/referrals/stop.html", {"word": word, "stopped": stopped})


async def stop(request: Request) -> Response:
    """The button, or a mail program that pressed it by itself (RFC 8058)."""
    word = request.path_params["word"]
    await forgetting.stop(letters.read_stop_link(word))
    return await pages.page(request, "ambassadors/referrals/stop.html", {"word": word, "stopped": True})


async def take_again(request: Request) -> Response:
    word = request.path_params["word"]
    await forgetting.again(letters.read_stop_link(word))
    return pages.see_other(request, f"/no-letters/{word}")


routes = [
    get(HERE, show, allow=everyone),
    post(HERE, remember, allow=everyone, tokenless=True),
    post(f"{HERE}/forgetting", forget, allow=everyone, tokenless=True),
    get("/no-letters/{word}", stop_page, allow=everyone),
    post("/no-letters/{word}", stop, allow=everyone, tokenless=True),
    post("/no-letters/{word}/again", take_again, allow=everyone, tokenless=True),
]
