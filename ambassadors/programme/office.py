"""The team's desk: applications to read, who belongs, tiers and terms."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.programme import actions, applying, queries, reading, rules, terms, tiering
from ambassadors.programme.forms import EndForm, ReviewForm, TermsForm, TierForm
from ambassadors.programme.models import Application, Enrolment
from ambassadors.programme.settings import ProgrammeSettings
from community.privacy import looks
from kernel import clock, forms, lists, pages
from kernel.errors import Conflict, Invalid, Missing
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, staff
from kernel.web import get, number, post

DESK = "/ambassadors/desk"


async def index(request: Request) -> Response:
    """What waits to be read, and what was decided last."""
    viewer: Viewer = request.state.viewer
    listing = await reading.decided(request.query_params.get("after"))
    context = {
        "waiting": await reading.waiting(int(viewer.id or 0)),
        "decided": listing.items,
        "next": lists.with_query(request, after=listing.after) if listing.after else "",
        "rule": ProgrammeSettings(),
    }
    return await pages.page(request, "ambassadors/programme/desk.html", context)


async def show(request: Request) -> Response:
    return await _show(request, await _application(request), forms.blank())


async def _show(request: Request, found: Application, form: Filled[Any], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    await looks.saw(viewer, [found.person_id], "application")
    sheet = await reading.sheet(viewer, found)
    may_review = rules.may_review(viewer, found.person_id)
    has_form = sheet.is_open and not sheet.mine and may_review
    context = {
        "one": sheet,
        "form": form,
        "has_form": has_form,
        "may_review": may_review,
        "kept": [] if has_form else [told for name in ("words", "note") if (told := form.values.get(name))],
    }
    return await pages.page(request, "ambassadors/programme/application.html", context, status=status)


async def review(request: Request) -> Response:
    found, filled = await _application(request), await forms.read(request, ReviewForm)
    if "form" in filled.errors:
        filled.errors["words"] = filled.errors.pop("form")
    if not filled.ok:
        return await _show(request, found, filled, status=422)
    told = filled.valid
    try:
        await applying.review(request.state.viewer, found, is_for=told.says == "yes", note=told.note, words=told.words)
    except Conflict as error:
        return await _show(request, found, filled.refuse("says", error.message), status=422)
    pages.said(request, _("Your reading is noted."))
    return pages.see_other(request, f"{DESK}/{found.id}")


async def _application(request: Request) -> Application:
    found = await Application.get_or_none(id=number(request))
    if found is None:
        raise Missing()
    return found


async def people(request: Request) -> Response:
    return await _people(request)


async def _people(request: Request, *, form: Filled[Any] | None = None, wrong: Enrolment | None = None) -> Response:
    """Who belongs; what was written about somebody whose part has no form on this page is given back above."""
    listing = await reading.belonging(request.query_params.get("after"))
    has_form = {one.id for one in listing.items if one.ended_at is None}
    context = {
        "people": listing.items,
        "next": lists.with_query(request, after=listing.after) if listing.after else "",
        "form": form or forms.blank(),
        "wrong": wrong.id if wrong else 0,
        "kept": form.values.get("reason", "") if form and wrong and wrong.id not in has_form else "",
        "may_run": rules.may_run(request.state.viewer),
        "tiers": {tier.slug: tier.name for tier in await queries.tiers()},
    }
    return await pages.page(request, "ambassadors/programme/belonging.html", context, status=422 if form else 200)


async def end(request: Request) -> Response:
    found = await Enrolment.get_or_none(id=number(request))
    if found is None:
        raise Missing()
    filled = await forms.read(request, EndForm)
    if not filled.ok:
        return await _people(request, form=filled, wrong=found)
    try:
        await actions.end(request.state.viewer, found, reason=filled.valid.reason)
    except Conflict as error:
        return await _people(request, form=filled.refuse("reason", error.message), wrong=found)
    pages.said(request, _("The part is ended; the person reads your reason."))
    return pages.see_other(request, f"{DESK}/people")


async def tiers(request: Request) -> Response:
    return await _tiers(request)


async def _tiers(request: Request, *, form: Filled[Any] | None = None, slug: str | None = None) -> Response:
    found, counted = await queries.tiers(), await queries.counted()
    context = {
        "tiers": [(tier, counted.get(tier.slug, 0), form if slug == tier.slug else _as_is(tier)) for tier in found],
        "coming": await queries.coming(),
        "fresh": form if slug == "" else forms.blank(),
        "wrong": slug,
        "form": form or forms.blank(),
        "may_run": rules.may_run(request.state.viewer),
        "first": found[0].slug,
        "today": clock.today(),
        "days": ProgrammeSettings().ambassador_terms_days,
    }
    return await pages.page(request, "ambassadors/programme/tiers.html", context, status=422 if form else 200)


def _as_is(tier: queries.Tier) -> Filled[Any]:
    return forms.blank(**{**tier.__dict__, "percentile": f"{tier.percentile:g}"})


async def set_tier(request: Request) -> Response:
    """A tier anew, or one more."""
    slug, filled = str(request.path_params.get("slug", "")), await forms.read(request, TierForm)
    if not filled.ok:
        return await _tiers(request, form=filled, slug=slug)
    told = filled.valid.model_dump()
    day = told.pop("from_on")
    try:
        moment = datetime.combine(day, time(), UTC) if day else None
        await tiering.set_tier(request.state.viewer, slug, **told, from_at=moment)
    except (Invalid, Conflict) as error:
        for name, message in error.detail.get("errors", {"name_en": error.message}).items():
            filled.refuse(name, message)
        return await _tiers(request, form=filled, slug=slug)
    pages.said(request, _("The tier is written down, with the day it counts from."))
    return pages.see_other(request, f"{DESK}/tiers")


async def drop_tier(request: Request) -> Response:
    await tiering.drop_tier(request.state.viewer, str(request.path_params["slug"]))
    pages.said(request, _("The tier is no more. Who stood there moves with the next reckoning."))
    return pages.see_other(request, f"{DESK}/tiers")


async def some_terms(request: Request) -> Response:
    newest = (await terms.every())[0]
    return await _terms(request, forms.blank(body_en=newest.body_en, body_fr=newest.body_fr))


async def _terms(request: Request, form: Filled[Any], *, status: int = 200) -> Response:
    context = {
        "form": form,
        "versions": await terms.every(),
        "now": (await terms.now()).number,
        "may_run": rules.may_run(request.state.viewer),
        "days": ProgrammeSettings().ambassador_terms_days,
    }
    return await pages.page(request, "ambassadors/programme/wording.html", context, status=status)


async def publish(request: Request) -> Response:
    filled = await forms.read(request, TermsForm)
    if not filled.ok:
        return await _terms(request, filled, status=422)
    told = filled.valid
    try:
        moment = datetime.combine(told.from_on, time(), UTC)
        await tiering.publish(request.state.viewer, body_en=told.body_en, body_fr=told.body_fr, from_at=moment)
    except (Invalid, Conflict) as error:
        for name, message in error.detail.get("errors", {"from_on": error.message}).items():
            filled.refuse(name, message)
        return await _terms(request, filled, status=422)
    pages.said(request, _("The terms are published; every ambassador hears of them."))
    return pages.see_other(request, f"{DESK}/terms")


routes = [
    get(DESK, index, allow=staff),
    get(f"{DESK}/people", people, allow=staff),
    get(f"{DESK}/tiers", tiers, allow=staff),
    get(f"{DESK}/terms", some_terms, allow=staff),
    post(f"{DESK}/terms", publish, allow=rules.may_run),
    post(f"{DESK}/tiers", set_tier, allow=rules.may_run),
    post(f"{DESK}/tiers/{{slug}}", set_tier, allow=rules.may_run, name="programme.tier"),
    post(f"{DESK}/tiers/{{slug}}/removal", drop_tier, allow=rules.may_run),
    post(f"{DESK}/people/{{id}}/end", end, allow=rules.may_run),
    get(f"{DESK}/{{id}}", show, allow=staff),
    post(f"{DESK}/{{id}}/review", review, allow=staff),
]
