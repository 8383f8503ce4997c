"""A case: what was said, what stands beside it, why it stands where it does, and the ruling."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.moderation import (
    actions,
    cases,
    desks,
    edits,
    queries,
    queue,
    registry,
    removing,
    rulebook,
    rules,
    weighing,
)
from community.moderation.forms import DAYS, RulingForm
from community.moderation.models import Act, Case, Source, State
from community.moderation.registry import ReportedThing
from community.people import queries as people
from community.privacy import looks
from community.trust import changes
from kernel import clock, forms, pages
from kernel.errors import Conflict, Missing
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, managers
from kernel.web import get, number, post


async def checked(filled: forms.Filled[Any]) -> None:
    """A decision names a rule in force, and lasts as long as the list says."""
    known = (await rulebook.current()).by_slug
    if "rule" not in filled.errors and str(filled.values.get("rule", "")) not in known:
        filled.refuse("rule", _("Choose one of the list."))
    if filled.data is not None and filled.data.days not in DAYS:
        filled.refuse("days", _("Choose one of the list."))


async def case(request: Request) -> Response:
    return await _case(request, forms.blank(measure="none"))


async def _case(request: Request, filled: forms.Filled[Any], *, outrun: str = "") -> Response:
    """A case with its ruling's form; `outrun` says why the one that was sent came too late."""
    viewer: Viewer = request.state.viewer
    thing = await _thing(request)
    await looks.saw(viewer, [thing.author_id or 0], "case")
    found = await cases.of_thing(thing.kind, thing.id)
    reporting = await queries.reporters_of(thing.kind, thing.id)
    context = {
        **await _beside(thing, found),
        **await edits.beside(thing),
        "thing": thing,
        "case": found,
        "reports": await queries.reports_on(thing.kind, thing.id),
        "more_reports": found is not None and found.reports > queries.MOST_WORDS,
        "rulings": await queries.rulings_on(thing.kind, thing.id),
        "rules": await rulebook.names(),
        "book": await rulebook.current(),
        "may_rule": rules.may_rule(viewer, thing.author_id, [*reporting, *thing.against]),
        "choices": await _choices(thing, found, has_reports=bool(reporting)),
        "days": DAYS,
        "claim": await cases.held_by(thing.kind, thing.id),
        "blurred": await desks.is_blurred(viewer),
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


async def _beside(thing: ReportedThing, found: Case | None) -> dict[str, Any]:
    """What a moderator looks at before deciding."""
    entry = registry.kind_of(thing.kind)
    rule = found.rule if found else ""
    is_open = found is not None and found.state != State.DONE
    return {
        "label": entry.label,
        "author": await people.card(thing.author_id),
        "pictures": await entry.pictures(thing.id) if entry.pictures else (),
        "weight": _weight(found, clock.now()) if is_open and found else None,
        "similar": await queue.similar(thing.kind, thing.id, author_id=thing.author_id, rule=rule),
        "alike": await queue.waiting_like(thing.kind, thing.id),
        "history": await queue.of_author(thing.author_id),
        "is_set_aside": await removing.set_aside(thing.kind, thing.id) is not None,
    }


def _weight(found: Case, now: datetime) -> weighing.Weight:
    return weighing.weight(found.heard, found.reach, now - found.opened_at)


async def _choices(thing: ReportedThing, found: Case | None, *, has_reports: bool) -> list[tuple[str, str, str]]:
    """What may be done with the thing: as its kind allows, and as it stands now."""
    is_open = found is not None and found.state != State.DONE
    waits = is_open and found is not None and found.source in (Source.FILTER, Source.EDITED)
    if thing.kind == changes.KIND:
        return await edits.choices(thing, waits=waits)
    told = [(Act.NONE, _("Leave it hidden") if thing.is_hidden else _("Leave it"), _left(has_reports=has_reports))]
    if thing.is_hidden:
        told.append((Act.RESTORE, _("Show it again"), _("It is back in its place, with its count.")))
    if not thing.is_hidden or waits:
        told.append((Act.HIDE, _("Hide it"), _("Only its author and the team still see it. You can undo this.")))
    if registry.kind_of(thing.kind).words and not await removing.set_aside(thing.kind, thing.id):
        gone = _("Its words are gone for everybody. They come back if an appeal is won.")
        told.append((Act.REMOVE, _("Remove it"), gone))
        again = _("Hidden until its author has changed it; then it comes back to this list.")
        told.append((Act.EDIT, _("Ask for an edit"), again))
    return [(str(act), label, consequence) for act, label, consequence in told]


def _left(*, has_reports: bool) -> str:
    return _("The reports are answered.") if has_reports else _("Nothing happens to it.")


async def rule_on(request: Request) -> Response:
    """Take a ruling; when somebody was faster, theirs is shown and what was typed is kept."""
    thing = await _thing(request)
    filled = await forms.read(request, RulingForm)
    await checked(filled)
    if filled.errors:
        return await _case(request, filled)
    sent = filled.valid
    try:
        await actions.rule_on(request.state.viewer, thing, **sent.model_dump())
    except Conflict as error:
        return await _case(request, filled, outrun=error.message)
    pages.said(request, _("Ruled. The author has the reason, the log its line; you can undo it from the case."))
    return pages.see_other(request, "/moderation")


routes = [
    get("/moderation/cases/{kind}/{id}", case, allow=managers),
    post("/moderation/cases/{kind}/{id}", rule_on, allow=managers),
]
