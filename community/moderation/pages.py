"""Reporting, the team's list and cases, the public log, the house rules, acts of staff, and jobs that gave up."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.moderation import actions, queries, registry, rules
from community.moderation.forms import ReportForm, RulingForm
from community.moderation.registry import ReportedThing
from community.people import queries as people
from kernel import forms, jobs, lists, pages
from kernel.errors import Conflict, Missing
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, admins, everyone, managers, members
from kernel.web import get, number, post


async def house_rules(request: Request) -> Response:
    """The rules, for everyone."""

    async def build() -> dict[str, Any]:
        return {"rules": rules.RULES}

    return await pages.shared(request, "community/moderation/rules.html", build)


async def log(request: Request) -> Response:
    """Every ruling in one line, without names."""

    async def build() -> dict[str, Any]:
        listing = await queries.log(request.query_params.get("after"))
        following = lists.with_query(request, after=listing.after) if listing.after else None
        return {"rulings": listing.items, "next": following, "rules": rules.BY_SLUG}

    return await pages.shared(request, "community/moderation/log.html", build)


async def new_report(request: Request) -> Response:
    """The form to report something."""
    asked = request.query_params
    digits = asked.get("id", "")
    number_asked = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else 0
    told = {"rule": asked.get("rule", ""), "text": asked.get("text", "")[:400]}
    return await _report_form(request, forms.blank(kind=asked.get("kind", ""), id=number_asked, **told))


async def _report_form(request: Request, filled: forms.Filled[Any]) -> Response:
    kind, number_asked = str(filled.values.get("kind", "")), int(filled.values.get("id") or 0)
    if not await registry.kind_of(kind).seen(request.state.viewer, number_asked):
        raise Missing()
    context = {
        "form": filled,
        "thing": await registry.thing(kind, number_asked),
        "rules": rules.RULES,
        "before": (await queries.rulings_on(kind, number_asked))[:1],
    }
    status = 422 if filled.errors else 200
    return await pages.page(request, "community/moderation/report.html", context, status=status)


async def report(request: Request) -> Response:
    """Take a report."""
    filled = await forms.read(request, ReportForm)
    if not filled.ok:
        if {"kind", "id"} & filled.errors.keys():
            raise Missing()
        return await _report_form(request, filled)
    sent = filled.valid
    thing = await registry.thing(sent.kind, sent.id)
    fresh = await actions.report(request.state.viewer, sent.kind, sent.id, rule=sent.rule, text=sent.text)
    told = _("Thank you: a person will read it, and tell you what became of it.")
    pages.said(request, told if fresh else _("You have reported this already; it is being looked at."))
    return pages.see_other(request, thing.url)


async def index(request: Request) -> Response:
    """What awaits a ruling."""
    cases = await queries.open_cases()
    found = await registry.things((case.kind, case.id) for case in cases)
    standing = [(case, found[case.kind, case.id]) for case in cases if (case.kind, case.id) in found]
    context = {"cases": standing[: queries.PAGE], "rules": rules.BY_SLUG, "count": len(standing)}
    return await pages.page(request, "community/moderation/index.html", context)


async def case(request: Request) -> Response:
    return await _case(request, forms.blank())


async def _case(request: Request, filled: forms.Filled[Any], *, outrun: str = "") -> Response:
    """A case with its ruling's form; `outrun` says why the one that was sent came too late."""
    viewer: Viewer = request.state.viewer
    thing = await _thing(request)
    context = {
        "thing": thing,
        "author": await people.card(thing.author_id),
        "reports": await queries.reports_on(thing.kind, thing.id),
        "rulings": await queries.rulings_on(thing.kind, thing.id),
        "rules": rules.RULES,
        "by_slug": rules.BY_SLUG,
        "may_rule": rules.may_rule(viewer, thing.author_id),
        "form": filled,
        "outrun": outrun,
    }
    status = Conflict.status if outrun else 422 if filled.errors else 200
    return await pages.page(request, "community/moderation/case.html", context, status=status)


async def _thing(request: Request) -> ReportedThing:
    """What a case is about: something that was brought before moderation, or that the viewer sees anyhow."""
    thing = await registry.thing(request.path_params["kind"], number(request))
    brought = await queries.was_brought(thing.kind, thing.id)
    if not brought and not await registry.kind_of(thing.kind).seen(request.state.viewer, thing.id):
        raise Missing()
    return thing


async def rule_on(request: Request) -> Response:
    """Take a ruling; when somebody was faster, theirs is shown and what was typed is kept."""
    thing = await _thing(request)
    filled = await forms.read(request, RulingForm)
    if not filled.ok:
        return await _case(request, filled)
    sent = filled.valid
    try:
        await actions.rule_on(request.state.viewer, thing, **sent.model_dump())
    except Conflict as error:
        return await _case(request, filled, outrun=error.message)
    pages.said(request, _("Ruled. The author has the reason, the log its line; you can undo it from the case."))
    return pages.see_other(request, "/moderation")


async def staff_acts(request: Request) -> Response:
    """What staff did, newest first."""
    listing = await queries.acts(request.query_params.get("after"))
    following = lists.with_query(request, after=listing.after) if listing.after else None
    return await pages.page(request, "community/moderation/acts.html", {"acts": listing.items, "next": following})


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
    get("/rules", house_rules, allow=everyone),
    get("/moderation/log", log, allow=everyone),
    get("/reports/new", new_report, allow=members),
    post("/reports/new", report, allow=members),
    get("/moderation", index, allow=managers),
    get("/moderation/cases/{kind}/{id}", case, allow=managers),
    post("/moderation/cases/{kind}/{id}", rule_on, allow=managers),
    get("/team/audit", staff_acts, allow=admins),
    get("/team/jobs", dead_jobs, allow=admins),
    post("/team/jobs/{id}/retry", retry_job, allow=admins),
]
