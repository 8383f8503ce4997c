"""For the product team: the budget of each month, the rules and what was given by them, thanks by hand."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.points import actions, calendar, overview, queries, rulebook
from ambassadors.points.forms import FundForm, RuleForm, ThanksForm
from ambassadors.points.registry import earning, earnings
from community.people import queries as people
from kernel import clock, forms, i18n, pages
from kernel.errors import Missing, Problem
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, editors
from kernel.web import get, post

DESK = "/team/points"
LONGEST = timedelta(days=730)
"""How far ahead a rule may be dated."""


async def show(request: Request) -> Response:
    return await _desk(request)


async def fund(request: Request) -> Response:
    """Points for a month, or out of it."""
    form = await forms.read(request, FundForm)
    if form.ok:
        told = form.valid
        month = calendar.month_of(told.month) or calendar.this_month()
        try:
            await actions.fund(request.state.viewer, month, told.amount, reason=told.reason)
        except Problem as error:
            form.refuse("amount", error.message)
    if not form.ok:
        return await _desk(request, funding=form)
    pages.said(request, _("The month’s budget is changed, and the reason stands with it."))
    return pages.see_other(request, DESK)


async def thank(request: Request) -> Response:
    """Points by hand; says so where the budget or the rule let fewer through."""
    form = await forms.read(request, ThanksForm)
    given = 0
    if form.ok:
        told = form.valid
        found = await people.by_handle(told.handle.removeprefix("@"))
        rule = await rulebook.in_force("thanks")
        if found is None:
            form.refuse("handle", _("Nobody here has this handle."))
        elif rule is None or not rule.amount:
            form.refuse("points", _("Write a rule for thanks first: it says how many they are at most."))
        elif told.points > rule.amount:
            most = {"most": i18n.format_number(rule.amount)}
            form.refuse("points", _("The rule for thanks allows %(most)s at once.") % most)
        else:
            try:
                given = await actions.thank(request.state.viewer, found.id, amount=told.points, words=told.words)
            except Problem as error:
                form.refuse("handle", error.message)
    if not form.ok:
        return await _desk(request, thanking=form)
    fell_short = _("Given: %(given)s of %(due)s. The budget or the cap of the month let no more through.")
    numbers = {"given": i18n.format_number(given), "due": i18n.format_number(form.valid.points)}
    pages.said(request, _("Given, with your words.") if given == form.valid.points else fell_short % numbers)
    return pages.see_other(request, DESK)


async def _desk(
    request: Request, *, funding: forms.Filled[Any] | None = None, thanking: forms.Filled[Any] | None = None
) -> Response:
    this, rules, coming = calendar.this_month(), await rulebook.standing(), await rulebook.coming()
    months = [calendar.later(this, number) for number in range(12)]
    context = {
        "month": i18n.format_date(this, "MMMM y"),
        "budget": await queries.month(),
        "whole": await overview.whole(),
        "funding": funding or forms.blank(month=f"{this:%Y-%m}"),
        "thanking": thanking or forms.blank(),
        "choices": [(f"{day:%Y-%m}", i18n.format_date(day, "MMMM y")) for day in months],
        "months": [(i18n.format_date(day, "MMMM y"), one) for day, one in await queries.past_months(months[-1])],
        "funded": await overview.fundings(),
        "rules": [(one, rules.get(one.kind), coming.get(one.kind)) for one in earnings()],
        "given": await overview.by_kind(this),
        "twice": overview.twice(rules),
    }
    status = 422 if funding or thanking else 200
    return await pages.page(request, "ambassadors/points/desk.html", context, status=status)


async def rule(request: Request) -> Response:
    """What a kind of doing pays, and what it paid before."""
    kind = request.path_params["kind"]
    now = await rulebook.in_force(kind)
    blank = forms.blank(amount=now.amount if now else "", month_cap=now.month_cap if now else None)
    return await _rule(request, blank)


async def change(request: Request) -> Response:
    """A rule from a day on; today's holds from now on."""
    viewer: Viewer = request.state.viewer
    form = await forms.read(request, RuleForm)
    if form.ok:
        day = form.valid.from_on
        if day and not clock.today() <= day <= clock.today() + LONGEST:
            form.refuse("from_on", _("Choose today or a day within two years: what was given stays as it is."))
    if not form.ok:
        return await _rule(request, form)
    told = form.valid
    zone = i18n.timezone(the_house().settings.zone)
    begins = datetime.combine(told.from_on, time(), zone).astimezone(UTC) if told.from_on else clock.now()
    kind, amount, cap = _kind(request), told.amount, told.month_cap
    await actions.rule(viewer, kind, amount=amount, month_cap=cap, from_at=begins, reason=told.reason)
    pages.said(request, _("The rule is written. What was given before stays as it is."))
    return pages.see_other(request, f"{DESK}#rules")


def _kind(request: Request) -> str:
    if earning(request.path_params["kind"]) is None:
        raise Missing()
    return str(request.path_params["kind"])


async def _rule(request: Request, form: forms.Filled[Any]) -> Response:
    kind = _kind(request)
    versions = [one for one in await rulebook.versions() if one.kind == kind]
    names = await people.names([one.by_id for one in versions if one.by_id])
    context = {"form": form, "earning": earning(kind), "versions": versions, "names": names, "now": clock.now()}
    return await pages.page(request, "ambassadors/points/rule.html", context, status=422 if form.errors else 200)


routes = [
    get(DESK, show, allow=editors),
    post("/team/points/funding", fund, allow=editors),
    post("/team/points/thanks", thank, allow=editors),
    get("/team/points/rules/{kind}", rule, allow=editors),
    post("/team/points/rules/{kind}", change, allow=editors),
]
