"""A member's own part in the programme: asking to come in, the answer, the dashboard, and leaving."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.influence import queries as influence
from ambassadors.programme import actions, applying, dash, inviting, queries, rules, terms
from ambassadors.programme.forms import ApplyForm, PitchForm, RetireForm
from ambassadors.programme.models import Enrolment, Expertise
from community.clubs import wording
from kernel import forms, pages
from kernel.errors import Conflict
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, members
from kernel.web import get, post

MINE = "/ambassadors/mine"
LEAST = 40


async def ask(request: Request) -> Response:
    """The form to come in by, or what stands in the way."""
    viewer: Viewer = request.state.viewer
    form = forms.blank(languages=[viewer.language] if viewer.language in wording.LANGUAGES else [], topics=[])
    return await _ask(request, form)


async def apply(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    filled, invited = await forms.read(request, ApplyForm), await inviting.open_for(int(viewer.id or 0))
    if filled.ok and not invited and len(filled.valid.motivation) < LEAST:
        filled.refuse("motivation", _("Write at least %(min_length)s characters.") % {"min_length": LEAST})
    if not filled.ok:
        return await _ask(request, filled, status=422)
    told = filled.valid
    try:
        await applying.apply(
            viewer,
            motivation=told.motivation,
            topics=await _known(told.topics),
            languages=told.languages,
            town=told.town,
            is_listed=told.is_listed,
        )
    except Conflict as error:
        return await _ask(request, filled.refuse("motivation", error.message), status=422)
    pages.said(request, _("Your application is in. Two of the team read it; you hear from us either way."))
    return pages.see_other(request, MINE)


async def _ask(request: Request, form: Filled[Any], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    person = int(viewer.id or 0)
    waiting, again_at = await queries.waiting_of(person), await applying.again_at(person)
    has_form = rules.may_apply(viewer) and not (waiting or again_at)
    typed = [str(form.values.get(name) or "") for name in ("motivation", "town")] if form.errors else []
    context = {
        "form": form,
        "kept": [] if has_form else [text for text in typed if text],
        "may_apply": rules.may_apply(viewer),
        "is_ambassador": rules.is_ambassador(viewer),
        "waiting": waiting,
        "again_at": again_at,
        "invited": await inviting.open_for(person),
        "terms": await terms.now(),
        "topics": await influence.topics(),
        "languages": wording.languages(),
    }
    return await pages.page(request, "ambassadors/programme/apply.html", context, status=status)


async def _known(topics: list[str]) -> list[str]:
    """Those of some topics that there are."""
    there = {key for key, _label in await influence.topics()}
    return [topic for topic in topics if topic in there]


async def withdraw(request: Request) -> Response:
    await applying.withdraw(request.state.viewer)
    pages.said(request, _("Your application is taken back. You may apply again when you like."))
    return pages.see_other(request, "/ambassadors")


async def refuse(request: Request) -> Response:
    await inviting.decline(request.state.viewer)
    pages.said(request, _("Thank you for answering. The rule does not ask you again for a year."))
    return pages.see_other(request, "/ambassadors")


async def mine(request: Request) -> Response:
    """The dashboard of an ambassador; for others, how their application stands."""
    return await _mine(request)


async def _mine(request: Request, *, form: Filled[Any] | None = None, leaving: Filled[Any] | None = None) -> Response:
    viewer: Viewer = request.state.viewer
    found = await Enrolment.get_or_none(current_for=viewer.id)
    if found is None:
        return await _not_yet(request)
    context = {
        "dash": await dash.of(viewer, found),
        "moves": await queries.moves(found.id),
        "enrolment": found,
        "form": form or await _pitched(found),
        "leaving": leaving or forms.blank(is_thanked=True),
        "topics": await influence.topics(),
        "languages": wording.languages(),
        "person": viewer.id,
    }
    return await pages.page(request, "ambassadors/programme/mine.html", context, status=422 if form or leaving else 200)


async def _not_yet(request: Request) -> Response:
    person = int(request.state.viewer.id or 0)
    context = {
        "last": await queries.last_application(person),
        "ended": await queries.last_part(person),
        "invited": await inviting.open_for(person),
        "again_at": await applying.again_at(person),
        "may_apply": rules.may_apply(request.state.viewer),
    }
    return await pages.page(request, "ambassadors/programme/notyet.html", context)


async def _pitched(found: Enrolment) -> Filled[Any]:
    known = await Expertise.filter(enrolment_id=found.id).order_by("id")
    return forms.blank(
        is_listed=found.is_listed,
        pitch=found.pitch,
        town=found.town,
        topics=[one.value for one in known if one.kind == "topic"],
        languages=[one.value for one in known if one.kind == "language"],
    )


async def describe(request: Request) -> Response:
    filled = await forms.read(request, PitchForm)
    await actions.own(request.state.viewer)
    if not filled.ok:
        return await _mine(request, form=filled)
    told = filled.valid
    await actions.describe(
        request.state.viewer,
        is_listed=told.is_listed,
        pitch=told.pitch,
        town=told.town,
        topics=await _known(told.topics),
        languages=told.languages,
    )
    pages.said(request, _("Saved.") if told.is_listed else _("Saved. Nobody finds you in the directory."))
    return pages.see_other(request, f"{MINE}#found")


async def agree(request: Request) -> Response:
    await actions.agree(request.state.viewer)
    pages.said(request, _("You have agreed to the new terms."))
    return pages.see_other(request, MINE)


async def retire(request: Request) -> Response:
    filled = await forms.read(request, RetireForm)
    await actions.own(request.state.viewer)
    if not filled.ok:
        return await _mine(request, leaving=filled)
    await actions.retire(request.state.viewer, is_thanked=filled.valid.is_thanked, words=filled.valid.words)
    pages.said(request, _("You have left the programme. Thank you for all you carried."))
    return pages.see_other(request, MINE)


routes = [
    get("/ambassadors/apply", ask, allow=members),
    post("/ambassadors/apply", apply, allow=members),
    post("/ambassadors/apply/withdrawal", withdraw, allow=members),
    post("/ambassadors/invitation/refusal", refuse, allow=members),
    get(MINE, mine, allow=members),
    post(MINE, describe, allow=members),
    post("/ambassadors/mine/terms", agree, allow=members),
    post("/ambassadors/mine/retirement", retire, allow=members),
]
