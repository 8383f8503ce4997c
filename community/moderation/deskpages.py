"""The desk of moderators: the queue, what comes next, and many cases at once."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.moderation import appeals, cases, desks, queue, registry, rulebook, waves
from community.moderation.casepages import checked
from community.moderation.forms import DAYS, WaveForm
from community.moderation.queue import Waiting
from community.moderation.registry import ReportedThing
from kernel import forms, lists, pages
from kernel.errors import Conflict, Missing
from kernel.i18n import gettext as _
from kernel.i18n import ngettext
from kernel.viewer import Viewer, managers
from kernel.web import get, number, post


async def index(request: Request) -> Response:
    """What awaits a ruling, the heaviest first."""
    return await _index(request, forms.blank(measure="none"))


def _asked(request: Request, name: str) -> int:
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


async def _index(request: Request, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    like, author = _asked(request, "like"), _asked(request, "author")
    listing = await queue.cases_waiting(viewer, request.query_params.get("after"), like=like, author=author)
    things = await registry.things((one.kind, one.id) for one in listing.items)
    standing = [(one, things[one.kind, one.id]) for one in listing.items if (one.kind, one.id) in things]
    following = lists.with_query(request, after=listing.after) if listing.after else None
    context = {
        "cases": standing,
        "count": await _count(listing, standing),
        "most": queue.COUNTED,
        "rules": await rulebook.names(),
        "book": await rulebook.current(),
        "appeals": await appeals.waiting_count(),
        "load": await queue.load(),
        "labels": {entry.kind: entry.label for entry in registry.kinds()},
        "next": following,
        "is_narrowed": bool(like or author),
        "form": filled,
        "days": DAYS,
        "blurred": await desks.is_blurred(viewer),
        "chosen": {str(one) for one in filled.values.get("case", ())},
    }
    return await pages.page(request, "community/moderation/index.html", context, status=status)


async def _count(listing: lists.Listing[Waiting], standing: list[tuple[Waiting, ReportedThing]]) -> int:
    """How many wait; what is gone since does not."""
    return await queue.count() - (len(listing.items) - len(standing))


async def take_next(request: Request) -> Response:
    """The heaviest case that nobody has goes to who asks."""
    found = await queue.take_next(request.state.viewer)
    if found is None:
        pages.said(request, _("There is no case that is free for you now."))
        return pages.see_other(request, "/moderation")
    return pages.see_other(request, f"/moderation/cases/{found[0]}/{found[1]}")


async def claim(request: Request) -> Response:
    """Have a case for ten minutes; a script asks again while it is open."""
    kind, place = request.path_params["kind"], f"/moderation/cases/{request.path_params['kind']}/{number(request)}"
    try:
        await cases.claim(request.state.viewer, kind, number(request))
    except Conflict as error:
        if _by_script(request):
            return Response(error.message, status_code=Conflict.status, media_type="text/plain")
        pages.said(request, error.message)
    return Response(status_code=204) if _by_script(request) else pages.see_other(request, place)


async def give_back(request: Request) -> Response:
    """Leave a case to others."""
    await cases.give_back(request.state.viewer, request.path_params["kind"], number(request))
    pages.said(request, _("The case is free for somebody else."))
    return pages.see_other(request, "/moderation")


def _by_script(request: Request) -> bool:
    return request.headers.get("x-csrf-token") is not None


async def wave(request: Request) -> Response:
    """One decision over the cases that were chosen."""
    filled = await forms.read(request, WaveForm)
    if filled.ok and not filled.valid.case:
        filled.refuse("case", _("Choose the cases that it ends."))
    await checked(filled)
    if filled.errors:
        return await _index(request, filled, status=422)
    sent = filled.valid
    about = sent.model_dump(exclude={"case"})
    found = await waves.rule_on_all(request.state.viewer, sent.case, **about)
    pages.said(request, _summary(found))
    return pages.see_other(request, "/moderation")


def _summary(found: waves.Wave) -> str:
    said = ngettext("%(count)s case is ruled on.", "%(count)s cases are ruled on.", found.ruled) % {
        "count": found.ruled
    }
    if not found.left:
        return said
    left = ngettext(
        "%(count)s is left: it is a matter of your own, or somebody else has it or ruled on it.",
        "%(count)s are left: they are matters of your own, or somebody else has them or ruled on them.",
        len(found.left),
    )
    return f"{said} {left % {'count': len(found.left)}}"


async def blur(request: Request) -> Response:
    """Pictures blurred until asked for, or not."""
    wanted = (await forms.sent(request)).get("blurred")
    if wanted not in ("yes", "no"):
        raise Missing()
    await desks.blur(request.state.viewer, wanted=wanted == "yes")
    return pages.see_other(request, pages.safe_next(request.query_params.get("next"), "/moderation"))


routes = [
    get("/moderation", index, allow=managers),
    post("/moderation/next", take_next, allow=managers),
    post("/moderation/wave", wave, allow=managers),
    post("/moderation/blur", blur, allow=managers),
    post("/moderation/cases/{kind}/{id}/claim", claim, allow=managers),
    post("/moderation/cases/{kind}/{id}/claim/withdrawal", give_back, allow=managers),
]
