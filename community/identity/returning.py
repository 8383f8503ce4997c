"""The pages of a way back: to ask, to stop, to come back in; and for the team, to make sure who asks."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.identity import settings, waysback
from community.identity.forms import RecoveryForm, RefusalForm, VoiceForm
from community.identity.models import WayBack
from community.people import letting, passwords
from community.people import queries as people
from community.people.forms import NewPasswordForm
from community.people.pages import limit_letters
from kernel import db, events, forms, i18n, lists, pages, security
from kernel.errors import Conflict
from kernel.i18n import gettext as _
from kernel.viewer import everyone, managers
from kernel.web import get, number, post

PAGE, TEAM, HOME = "/recovery", "/team/recoveries", "/account/security"


async def index(request: Request) -> Response:
    return await _ask(request, forms.blank())


async def ask(request: Request) -> Response:
    """The same answer for every address; the worker looks whether there is an account."""
    filled = await forms.read(request, RecoveryForm)
    if not filled.ok:
        return await _ask(request, filled, status=422)
    await limit_letters(request, filled.valid.email)
    async with db.transaction(quiet=True):
        await events.enqueue(
            "identity.recovery", email=filled.valid.email, said=filled.valid.said, language=i18n.language.get()
        )
    return pages.see_other(request, f"{PAGE}/sent")


async def _ask(request: Request, filled: forms.Filled[RecoveryForm], *, status: int = 200) -> Response:
    context = {"form": filled, "days": settings.current().recovery_days}
    return await pages.page(request, "community/identity/recovery.html", context, status=status)


async def sent(request: Request) -> Response:
    context = {"days": settings.current().recovery_days}
    return await pages.page(request, "community/identity/recovery_sent.html", context)


async def stop_page(request: Request) -> Response:
    way = await waysback.to_stop(request.path_params["word"])
    return await pages.page(
        request,
        "community/identity/stop.html",
        {"way": way, "action": request.url.path, "done": way.stopped_at is not None},
    )


async def stop(request: Request) -> Response:
    way = await waysback.to_stop(request.path_params["word"])
    await waysback.stop(way)
    return await pages.page(request, "community/identity/stop.html", {"way": way, "action": "", "done": True})


async def back_page(request: Request) -> Response:
    await waysback.opened(request.path_params["word"])
    return await _back(request, forms.blank())


async def back(request: Request) -> Response:
    word, filled = request.path_params["word"], await forms.read(request, NewPasswordForm)
    if gone := await waysback.used(word):
        return await _again(request, gone, filled)
    way = await waysback.opened(word)
    if not filled.ok:
        filled.values.clear()
        return await _back(request, filled, status=422)
    try:
        person = await waysback.come_back(way, password=filled.valid.password)
    except Conflict:
        if gone := await waysback.used(word):
            return await _again(request, gone, filled)
        raise
    return await letting.let_in(request, pages.see_other(request, HOME), person.id, method="letter")


async def _again(request: Request, way: WayBack, filled: forms.Filled[NewPasswordForm]) -> Response:
    """The button was pressed twice: who is in goes on, who types the password chosen a moment ago comes in by it."""
    response = pages.see_other(request, HOME)
    if request.state.viewer.id == way.person_id:
        return response
    await security.limit_everywhere("proof", str(way.person_id), burst=20, per_minute=4)
    person = await people.by_id(way.person_id)
    if person and filled.ok and await passwords.matches(filled.valid.password, person.password):
        return await letting.let_in(request, response, person.id, method="password")
    return pages.see_other(request, f"/sign-in?next={HOME}")


async def _back(request: Request, filled: forms.Filled[NewPasswordForm], *, status: int = 200) -> Response:
    context = {"form": filled, "action": request.url.path}
    return await pages.page(request, "community/identity/back.html", context, status=status)


async def team(request: Request) -> Response:
    """Ways back under way, for who may say yes."""
    found = await waysback.waiting(request.query_params.get("after"))
    cards = await people.names([row["person_id"] for row in found.items])
    context = {
        "ways": [(cards[row["person_id"]], row) for row in found.items],
        "more": lists.with_query(request, after=found.after) if found.after else "",
        "voices": waysback.VOICES,
    }
    return await pages.page(request, "community/identity/recoveries.html", context)


async def show(request: Request) -> Response:
    return await _show(request, await waysback.find(number(request)))


async def voice(request: Request) -> Response:
    way, filled = await waysback.find(number(request)), await forms.read(request, VoiceForm)
    if not filled.ok:
        return await _show(request, way, yes=filled)
    await waysback.voice(request.state.viewer, way, reason=filled.valid.reason)
    pages.said(request, _("Your yes is on record."))
    return pages.see_other(request, TEAM)


async def refuse(request: Request) -> Response:
    way, filled = await waysback.find(number(request)), await forms.read(request, RefusalForm)
    if not filled.ok:
        return await _show(request, way, no=filled)
    await waysback.refuse(request.state.viewer, way, reason=filled.valid.why)
    pages.said(request, _("Refused; nothing about the account changes."))
    return pages.see_other(request, TEAM)


async def _show(request: Request, way: WayBack, **typed: forms.Filled[Any]) -> Response:
    voices = await waysback.voices_of(way)
    cards = await people.names([way.person_id, *(row["staff_id"] for row in voices)])
    context: dict[str, Any] = {
        "way": way,
        "card": cards[way.person_id],
        "voices": [(cards[row["staff_id"]], row) for row in voices],
        "needed": waysback.VOICES,
        "may": waysback.may_speak(request.state.viewer, way),
        "spoke": any(row["staff_id"] == request.state.viewer.id for row in voices),
        "yes": forms.blank(),
        "no": forms.blank(),
        **typed,
    }
    return await pages.page(request, "community/identity/way_back.html", context, status=422 if typed else 200)


routes = [
    get(PAGE, index, allow=everyone),
    post(PAGE, ask, allow=everyone, tokenless=True),
    get(f"{PAGE}/sent", sent, allow=everyone),
    get(f"{PAGE}/stop/{{word}}", stop_page, allow=everyone),
    post(f"{PAGE}/stop/{{word}}", stop, allow=everyone, tokenless=True),
    get(f"{PAGE}/back/{{word}}", back_page, allow=everyone),
    post(f"{PAGE}/back/{{word}}", back, allow=everyone, tokenless=True),
    get(TEAM, team, allow=managers),
    get(f"{TEAM}/{{id}}", show, allow=managers, fresh=True),
    post(f"{TEAM}/{{id}}/voice", voice, allow=managers, fresh=True),
    post(f"{TEAM}/{{id}}/refusal", refuse, allow=managers, fresh=True),
]
