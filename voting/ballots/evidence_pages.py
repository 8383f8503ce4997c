"""For a customer's member: what the team wrote down in their name, to confirm, to put in their own words, or to remove."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.people import queries as people
from ideas.board import queries as ideas
from kernel import forms, pages
from kernel.errors import Missing
from kernel.i18n import gettext as _
from kernel.viewer import members
from kernel.web import get, number, post
from voting.ballots import evidence, recorded
from voting.ballots import evidence_words as told
from voting.ballots.forms import WordsForm

ALL = "/account/on-behalf"


async def index(request: Request) -> Response:
    lines = await recorded.of_person(request.state.viewer.id)
    cards = await people.names(sorted({line["by_id"] for line in lines if line["by_id"]}))
    context = {"lines": lines, "cards": cards, "address": ideas.address, "told": told.in_words}
    return await pages.page(request, "voting/ballots/said_for_me.html", context)


async def edit(request: Request) -> Response:
    line = await _line(request)
    return await _words(request, line, forms.blank(quote=line["quote"], importance=str(line["importance"])))


async def change(request: Request) -> Response:
    line, filled = await _line(request), await forms.read(request, WordsForm)
    if not filled.ok:
        return await _words(request, line, filled, status=422)
    said = filled.valid
    await evidence.change(request.state.viewer, line["event_id"], quote=said.quote, importance=said.importance)
    pages.said(request, _("Your words stand now in place of the team's."))
    return pages.see_other(request, ALL)


async def confirm(request: Request) -> Response:
    await evidence.confirm(request.state.viewer, number(request))
    pages.said(request, _("It is your own support now."))
    return pages.see_other(request, ALL)


async def remove(request: Request) -> Response:
    await evidence.remove(request.state.viewer, number(request))
    pages.said(request, _("Removed: it counts no more, and what was noted with it is gone."))
    return pages.see_other(request, ALL)


async def _line(request: Request) -> dict[str, Any]:
    event, lines = number(request), await recorded.of_person(request.state.viewer.id)
    found = next((line for line in lines if line["event_id"] == event), None)
    if found is None:
        raise Missing()
    return found


async def _words(request: Request, line: dict[str, Any], filled: forms.Filled[Any], *, status: int = 200) -> Response:
    context = {"line": line, "form": filled, "back": ALL, "levels": told.levels()}
    return await pages.page(request, "voting/ballots/said_words.html", context, status=status)


routes = [
    get(ALL, index, allow=members),
    get(f"{ALL}/{{id}}", edit, allow=members),
    post(f"{ALL}/{{id}}", change, allow=members),
    post(f"{ALL}/{{id}}/confirmation", confirm, allow=members),
    post(f"{ALL}/{{id}}/removal", remove, allow=members),
]
