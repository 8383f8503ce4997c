"""The statement of reasons to an author: what was decided and why, the way to appeal, and the words to edit."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.moderation import appeals, editing, registry, removing, rulebook, rules
from community.moderation import pages as public
from community.moderation.forms import AppealForm
from community.moderation.models import Act, Ruling, Sanction
from kernel import forms, pages
from kernel.errors import Conflict, Missing
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, members
from kernel.web import get, number, post


async def _ruling(request: Request) -> Ruling:
    """A ruling in the viewer's sight: its author's and the team's."""
    viewer: Viewer = request.state.viewer
    found = await Ruling.get_or_none(id=number(request))
    if found is None or found.act == Act.GONE or not (viewer.is_manager or viewer.id == found.author_id):
        raise Missing()
    return found


async def statement(request: Request) -> Response:
    return await _statement(request, await _ruling(request), forms.blank())


async def _statement(
    request: Request,
    ruling: Ruling,
    filled: forms.Filled[Any],
    *,
    status: int = 200,
    edited: dict[str, str] | None = None,
) -> Response:
    viewer: Viewer = request.state.viewer
    entry = registry.kind_of(ruling.subject_kind)
    thing = (await entry.find([ruling.subject_id])).get(ruling.subject_id)
    may_edit = await editing.may_edit(viewer, ruling)
    told = await appeals.of_ruling(ruling.id)
    context = {
        "ruling": ruling,
        "label": entry.label,
        "thing": thing if ruling.act != Act.REMOVE or ruling.reversed_at else None,
        "rule": await rulebook.named(ruling.rule, ruling.version),
        "until": rules.appeal_until(ruling.created_at),
        "is_mine": viewer.id == ruling.author_id,
        "may_appeal": await _may_appeal(viewer, ruling),
        "appeal": next((one for one in told if one.is_author), None),
        "words": edited or (await removing.read(entry, ruling.subject_id) if may_edit else {}),
        "columns": entry.words.columns if entry.words else {},
        "is_measure": ruling.measure != Sanction.NONE,
        "form": filled,
    }
    return await pages.page(request, "community/moderation/statement.html", context, status=status)


async def _may_appeal(viewer: Viewer, ruling: Ruling) -> bool:
    if ruling.reversed_at is not None or not rules.is_in_time(ruling.created_at):
        return False
    return await appeals.side(viewer, ruling) == "author"


async def appeal(request: Request) -> Response:
    """Ask that somebody else looks at a ruling, as its author or as who had reported."""
    viewer: Viewer = request.state.viewer
    ruling = await Ruling.get_or_none(id=number(request))
    whose = await appeals.side(viewer, ruling) if ruling else ""
    if ruling is None or not whose:
        raise Missing()
    filled = await forms.read(request, AppealForm)
    status = 422
    if filled.ok:
        try:
            await appeals.appeal(viewer, ruling.id, text=filled.valid.text)
        except Conflict as error:
            filled, status = filled.refuse("text", error.message), Conflict.status
    if filled.errors and whose == "reporter":
        return await public.answered(request, filled, status=status)
    if filled.errors:
        return await _statement(request, ruling, filled, status=status)
    pages.said(request, _("Your appeal is in. Somebody else than who ruled decides it and tells you why."))
    page = "reports/answers" if whose == "reporter" else "moderation/statements"
    return pages.see_other(request, f"/{page}/{ruling.id}")


async def edit(request: Request) -> Response:
    """The author's new words, in place of those that a ruling asked to change."""
    ruling = await _ruling(request)
    typed = {name: str(value).replace("\0", "") for name, value in (await forms.sent(request)).items()}
    try:
        problem = await editing.edit(request.state.viewer, ruling, typed)
    except Conflict as error:
        return await _statement(request, ruling, forms.blank().refuse("words", error.message), status=409, edited=typed)
    if problem:
        refused: forms.Filled[Any] = forms.Filled(values=typed, errors=problem)
        return await _statement(request, ruling, refused, status=422, edited=typed)
    pages.said(request, _("Thank you. Somebody of the team reads it, then it is shown again."))
    return pages.see_other(request, f"/moderation/statements/{ruling.id}")


routes = [
    get("/moderation/statements/{id}", statement, allow=members),
    post("/moderation/statements/{id}/words", edit, allow=members),
    post("/appeals/{id}", appeal, allow=members),
]
