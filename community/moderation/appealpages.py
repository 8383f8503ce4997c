"""Appeals that wait, and the answer to one: by somebody else than who ruled."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.moderation import appeals, edits, queries, registry, removing, rulebook, rules
from community.moderation.casepages import checked
from community.moderation.forms import DAYS, AnswerForm
from community.moderation.models import Act, Appeal, Outcome, Ruling
from community.people import queries as people
from community.privacy import looks
from community.trust import changes
from kernel import forms, pages
from kernel.errors import Conflict, Missing
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, managers
from kernel.web import get, number, post


async def index(request: Request) -> Response:
    """Every appeal that waits: against rulings, and whatever other wings let people appeal."""
    others = [line for lines in the_house().registered("appeals") for line in await lines(request.state.viewer)]
    context = {
        "appeals": await appeals.awaiting(),
        "others": others,
        "labels": {entry.kind: entry.label for entry in registry.kinds()},
    }
    return await pages.page(request, "community/moderation/appeals.html", context)


async def case(request: Request) -> Response:
    return await _case(request, forms.blank(measure="none", act="none"))


async def _case(request: Request, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    found, ruling = await _found(request)
    await looks.saw(viewer, [found.by_id or 0, ruling.author_id or 0], "case")
    entry = registry.kind_of(ruling.subject_kind)
    thing = (await entry.find([ruling.subject_id])).get(ruling.subject_id)
    may = rules.may_judge(viewer, ruling, found.by_id, await queries.all_reporters(ruling))
    kept = await removing.set_aside(ruling.subject_kind, ruling.subject_id) if may else None
    context = {
        **await edits.beside(thing),
        "appeal": found,
        "ruling": ruling,
        "label": entry.label,
        "thing": thing,
        "kept": list(kept["now"].values()) if kept else [],
        "people": await people.names([one for one in (ruling.author_id, ruling.by_id) if one]),
        "rule": await rulebook.named(ruling.rule, ruling.version),
        "book": await rulebook.current(),
        "may_judge": may and found.decided_at is None,
        "may_hide": ruling.subject_kind != changes.KIND,
        "has_words": entry.words is not None,
        "days": DAYS,
        "form": filled,
    }
    return await pages.page(request, "community/moderation/appeal.html", context, status=status)


async def _found(request: Request) -> tuple[Appeal, Ruling]:
    found = await Appeal.get_or_none(id=number(request))
    if found is None:
        raise Missing()
    return found, await Ruling.get(id=found.ruling_id)


async def answer(request: Request) -> Response:
    """Decide an appeal."""
    filled = await forms.read(request, AnswerForm)
    await _checked(request, filled)
    if filled.errors:
        return await _case(request, filled, status=422)
    sent = filled.valid
    try:
        await appeals.decide(request.state.viewer, number(request), appeals.Verdict(**sent.model_dump()))
    except Conflict as error:
        return await _case(request, filled.refuse("answer", error.message), status=409)
    pages.said(request, _("Answered. Whoever appealed is told, with your words."))
    return pages.see_other(request, "/moderation/appeals")


async def _checked(request: Request, filled: forms.Filled[Any]) -> None:
    """What takes the place of a ruling has its line in the log; a change says what it is."""
    if filled.data is None:
        return
    sent = filled.data
    if sent.outcome == Outcome.MOOT:
        filled.refuse("outcome", _("Choose one of the list."))
    if sent.outcome != Outcome.UPHELD and not sent.public:
        filled.refuse("public", _("This is missing."))
    if sent.outcome == Outcome.CHANGED:
        await checked(filled)
        if sent.act not in (Act.NONE, Act.HIDE, Act.REMOVE, Act.EDIT):
            filled.refuse("act", _("Choose one of the list."))


routes = [
    get("/moderation/appeals", index, allow=managers),
    get("/moderation/appealed/{id}", case, allow=managers),
    post("/moderation/appealed/{id}", answer, allow=managers),
]
