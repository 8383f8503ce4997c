"""Changing what is told of a published design: its title, its story, and the idea it answers."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.studio import actions, products, queries, rules, ties
from ideas.studio.forms import TellForm
from ideas.studio.models import Design
from kernel import forms, pages
from kernel.errors import Invalid, Missing
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, members
from kernel.web import get, number, post


async def ask(request: Request) -> Response:
    design = await _own(request)
    values = {"title": design.title, "story": design.story, "idea": await ties.address(design.idea_id)}
    return await _asked(request, design, forms.blank(**values))


async def retell(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    design = await _own(request)
    filled = await forms.read(request, TellForm)
    idea = await ties.named(viewer, filled, filled.valid.idea, design.idea_id) if filled.data else None
    if not filled.ok:
        return await _asked(request, design, filled)
    told = filled.valid
    try:
        await actions.retell(viewer, design, title=told.title, story=told.story, idea_id=idea)
    except Invalid as error:
        return await _asked(request, design, filled.refuse("title", error.message))
    pages.said(request, _("Your changes are kept."))
    return pages.see_other(request, queries.address(design.id, design.slug))


async def _own(request: Request) -> Design:
    """A design of the viewer's own that is shown."""
    viewer: Viewer = request.state.viewer
    design = await queries.find(viewer, number(request))
    if not rules.may_retell(viewer, design):
        raise Missing()
    return design


async def _asked(request: Request, design: Design, filled: forms.Filled[Any]) -> Response:
    viewer: Viewer = request.state.viewer
    card = (await queries.cards(viewer, [design.id]))[design.id]
    made = await products.version(design.template_id, design.version)
    context = {"card": card, "made": made, "form": filled, "ideas": await ties.offered(viewer)}
    return await pages.page(request, "ideas/studio/retell.html", context, status=422 if filled.errors else 200)


routes = [
    get("/designs/{id}/edit", ask, allow=members),
    post("/designs/{id}/edit", retell, allow=members),
]
