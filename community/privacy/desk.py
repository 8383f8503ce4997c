"""Where the team answers what members contest about what is known of them."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.people.owndata import OwnData
from community.privacy import contests, looks, told
from community.privacy.forms import AnswerForm
from community.privacy.models import Fate
from kernel import db, forms, pages
from kernel.errors import Conflict
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import staff
from kernel.web import get, number, post


async def index(request: Request) -> Response:
    """What waits, by its day; or what was answered."""
    answered = request.query_params.get("show") == "answered"
    found = await contests.waiting(request.state.viewer, answered=answered, after=request.query_params.get("after"))
    more = f"?{'show=answered&' if answered else ''}after={found.after}" if found.after else ""
    context = {"rows": [_told(row) for row in found.items], "answered": answered, "more": more}
    return await pages.page(request, "community/privacy/desk.html", context)


async def show(request: Request) -> Response:
    return await _page(request, forms.blank(fate="mended"))


async def answer(request: Request) -> Response:
    filled = await forms.read(request, AnswerForm)
    if filled.ok:
        try:
            fate, words = Fate(filled.valid.fate), filled.valid.words
            await contests.answer(request.state.viewer, number(request), fate=fate, words=words)
        except Conflict as error:
            filled.refuse("words", error.message)
    if not filled.ok:
        return await _page(request, filled, status=422)
    pages.said(request, _("Answered. Whoever it is about hears of it."))
    return pages.see_other(request, "/contested")


async def _page(request: Request, form: Filled[Any], *, status: int = 200) -> Response:
    """What is contested, beside what is known: looking at it is written down."""
    found = await contests.find(request.state.viewer, number(request))
    await looks.saw(request.state.viewer, [found.person_id], "contest", reason=f"#{found.id}")
    entry: OwnData | None = next((one for one in told.registered() if one.name == found.part), None)
    known = told.part(entry, await entry.collect(found.person_id), handle="") if entry else None
    person = await db.row("SELECT name, handle FROM person WHERE id = ?", found.person_id)
    context = {"contest": found, "label": contests.label(found.part), "part": known, "person": person, "form": form}
    return await pages.page(request, "community/privacy/contested.html", context, status=status)


def _told(row: db.Row) -> db.Row:
    return {**row, "label": contests.label(row["part"])}


routes = [
    get("/contested", index, allow=staff),
    get("/contested/{id}", show, allow=staff),
    post("/contested/{id}", answer, allow=staff),
]
