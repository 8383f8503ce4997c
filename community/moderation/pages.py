"""The house rules, reporting, one's own reports, and the public log."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.moderation import actions, appeals, queries, registry, rulebook, rules
from community.moderation.forms import ReportForm
from community.moderation.models import Ruling
from kernel import forms, lists, pages
from kernel.errors import Missing, TooMany
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, number, post


async def house_rules(request: Request) -> Response:
    """The rules in force, or those of an earlier version, for everyone."""
    asked = request.query_params.get("version", "")
    known = asked.isascii() and asked.isdecimal() and len(asked) < 7

    async def build() -> dict[str, Any]:
        book = await rulebook.at(int(asked)) if known else await rulebook.current()
        return {"book": book, "newest": await rulebook.current(), "history": await rulebook.history()}

    return await pages.shared(request, "community/moderation/rules.html", build)


async def log(request: Request) -> Response:
    """Every ruling in one line, without names."""

    async def build() -> dict[str, Any]:
        listing = await queries.log(request.query_params.get("after"))
        following = lists.with_query(request, after=listing.after) if listing.after else None
        return {"rulings": listing.items, "next": following, "rules": await rulebook.names()}

    return await pages.shared(request, "community/moderation/log.html", build)


async def new_report(request: Request) -> Response:
    """The form to report something."""
    asked = request.query_params
    digits = asked.get("id", "")
    number_asked = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else 0
    told = {"rule": asked.get("rule", ""), "text": asked.get("text", "")[:400]}
    return await _report_form(request, forms.blank(kind=asked.get("kind", ""), id=number_asked, **told))


async def _report_form(request: Request, filled: forms.Filled[Any], *, status: int = 0) -> Response:
    kind, number_asked = str(filled.values.get("kind", "")), int(filled.values.get("id") or 0)
    if not await registry.kind_of(kind).seen(request.state.viewer, number_asked):
        raise Missing()
    context = {
        "form": filled,
        "thing": await registry.thing(kind, number_asked),
        "book": await rulebook.current(),
        "before": (await queries.rulings_on(kind, number_asked))[:1],
    }
    status = status or (422 if filled.errors else 200)
    return await pages.page(request, "community/moderation/report.html", context, status=status)


async def report(request: Request) -> Response:
    """Take a report."""
    filled = await forms.read(request, ReportForm)
    if {"kind", "id"} & filled.errors.keys():
        raise Missing()
    if str(filled.values.get("rule", "")) not in (await rulebook.current()).by_slug:
        filled.refuse("rule", _("Choose one of the list."))
    if not filled.ok:
        return await _report_form(request, filled)
    sent = filled.valid
    thing = await registry.thing(sent.kind, sent.id)
    about: dict[str, Any] = {"rule": sent.rule, "text": sent.text, "anonymous": sent.anonymous}
    try:
        fresh = await actions.report(request.state.viewer, sent.kind, sent.id, **about)
    except TooMany as error:
        return await _report_form(request, filled.refuse("text", error.message), status=TooMany.status)
    told = _("Thank you: a person will read it, and tell you what became of it.")
    pages.said(request, told if fresh else _("You have reported this already; it is being looked at."))
    return pages.see_other(request, thing.url)


async def own_reports(request: Request) -> Response:
    """What one reported, and what became of it."""
    viewer: Viewer = request.state.viewer
    listing = await queries.reported_by(int(viewer.id or 0), request.query_params.get("after"))
    following = lists.with_query(request, after=listing.after) if listing.after else None
    found = await registry.things((row["subject_kind"], row["subject_id"]) for row in listing.items)
    context = {
        "reports": [(row, found.get((row["subject_kind"], row["subject_id"]))) for row in listing.items],
        "next": following,
        "rules": await rulebook.names(),
        "labels": {entry.kind: entry.label for entry in registry.kinds()},
    }
    return await pages.page(request, "community/moderation/own_reports.html", context)


async def answer(request: Request) -> Response:
    """What became of one's report, and the way to ask that somebody else looks at it."""
    return await answered(request, forms.blank())


async def answered(request: Request, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    """The answer to a reporter, with their appeal's form as they sent it."""
    viewer: Viewer = request.state.viewer
    ruling = await Ruling.get_or_none(id=number(request))
    if ruling is None or not await queries.was_answered(int(viewer.id or 0), ruling.id):
        raise Missing()
    may = await appeals.side(viewer, ruling) == "reporter" and rules.is_in_time(ruling.created_at)
    found = await registry.things([(ruling.subject_kind, ruling.subject_id)])
    context = {
        "ruling": ruling,
        "label": registry.kind_of(ruling.subject_kind).label,
        "thing": found.get((ruling.subject_kind, ruling.subject_id)),
        "rule": await rulebook.named(ruling.rule, ruling.version),
        "appeal": next((one for one in await appeals.of_ruling(ruling.id) if one.by_id == viewer.id), None),
        "may_appeal": may and ruling.reversed_at is None,
        "until": rules.appeal_until(ruling.created_at),
        "form": filled,
    }
    return await pages.page(request, "community/moderation/answer.html", context, status=status)


routes = [
    get("/rules", house_rules, allow=everyone),
    get("/moderation/log", log, allow=everyone),
    get("/reports", own_reports, allow=members),
    get("/reports/new", new_report, allow=members),
    post("/reports/new", report, allow=members),
    get("/reports/answers/{id}", answer, allow=members),
]
