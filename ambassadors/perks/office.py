"""For the product team: making a perk and changing it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.perks import actions, queries, wording
from ambassadors.perks.cards import PerkCard, Told
from ambassadors.perks.forms import PARTS, PerkForm, as_words, told_of
from ambassadors.perks.models import KINDS, Gives, Perk
from community.meetings import queries as meetings
from community.meetings.queries import Wanted
from ideas.board import queries as ideas
from ideas.board.boards import audience_choices
from kernel import forms, i18n, pages
from kernel.errors import Conflict, Missing
from kernel.features import the_house
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import EVERYONE, STAFF, Viewer, editors
from kernel.web import get, number, post

HOME = "/team/perks"


def kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a perk may give, by currency, as ways to make one."""
    return [
        (_(wording.KINDS[kind]), [(f"{HOME}/new/{gives.value}", _(wording.GIVES[gives])) for gives in members])
        for kind, members in KINDS.items()
    ]


async def new(request: Request) -> Response:
    fields = {name: field.default for name, field in PerkForm.model_fields.items()}
    return await _page(request, _gives(request), forms.blank(**as_words({**fields, "name": ""}, _zone())))


async def make(request: Request) -> Response:
    """Keep a draft."""
    gives = _gives(request)
    filled, told = await _read(request, gives)
    if told is None:
        return await _page(request, gives, filled, status=422)
    perk = await actions.make(request.state.viewer, gives, told)
    pages.said(request, _("The perk is kept. Nobody else sees it until you publish it."))
    return pages.see_other(request, f"{HOME}/{perk.id}")


async def edit(request: Request) -> Response:
    perk = await queries.by_id(number(request))
    row = await Perk.get(id=perk.id)
    held = {name: getattr(row, name) for name in Told.__dataclass_fields__}
    return await _page(request, perk.gives, forms.blank(**as_words(held, _zone())), perk)


async def save(request: Request) -> Response:
    perk = await queries.by_id(number(request))
    filled, told = await _read(request, perk.gives, perk)
    if told is not None:
        try:
            await actions.change(request.state.viewer, perk, told)
        except Conflict as error:
            filled.refuse("stock" if "stock" in PARTS[perk.gives] else "name", error.message)
        else:
            pages.said(request, _("The perk is changed. Who has it keeps it as it was."))
            return pages.see_other(request, f"{HOME}/{perk.id}")
    return await _page(request, perk.gives, filled, perk, status=422)


async def _read(request: Request, gives: Gives, perk: PerkCard | None = None) -> tuple[Filled[PerkForm], Told | None]:
    """The form, and what it says where all of it can be used."""
    viewer: Viewer = request.state.viewer
    filled = await forms.read(request, PerkForm)
    if not filled.ok:
        return filled, None
    told = told_of(filled, gives, _zone())
    if told.audience not in dict(await _audiences()):
        filled.refuse("audience", _("Choose one of the list."))
    if told.meeting_id and not (perk and perk.published_at):
        found = (await meetings.cards(viewer, [told.meeting_id])).get(told.meeting_id)
        if found is None or found.has_begun or found.is_cancelled:
            filled.refuse("meeting_id", _("Choose one of the list."))
    if told.idea_id and await ideas.unseen(viewer, [told.idea_id]):
        filled.refuse("idea_id", _("There is no such idea."))
    return filled, told if filled.ok else None


async def _page(
    request: Request, gives: Gives, filled: Filled[Any], perk: PerkCard | None = None, *, status: int = 200
) -> Response:
    context = {
        "form": filled,
        "perk": perk,
        "gives": _(wording.GIVES[gives]),
        "does": _(wording.DOES[gives]),
        "what": gives.value,
        "parts": PARTS[gives],
        "audiences": await _audiences(),
        "meetings": await _meetings(request.state.viewer) if gives == Gives.SEAT else [],
        "zone": _zone(),
        "action": f"{HOME}/{perk.id}" if perk else f"{HOME}/new/{gives.value}",
    }
    return await pages.page(request, "ambassadors/perks/edit.html", context, status=status)


async def _audiences() -> list[tuple[str, str]]:
    """Groups of members; strangers have no points, and the team takes no perks."""
    return [choice for choice in await audience_choices() if choice[0] not in (EVERYONE, STAFF)]


async def _meetings(viewer: Viewer) -> list[tuple[str, str]]:
    found = await meetings.listing(viewer, Wanted())
    named = [
        (str(one.id), f"{i18n.format_date(one.begins_at)}, {one.title}") for one in found.items if not one.is_cancelled
    ]
    return [("", _("Choose a meeting")), *named]


def _gives(request: Request) -> Gives:
    try:
        return Gives(request.path_params["gives"])
    except ValueError:
        raise Missing() from None


def _zone() -> str:
    zone: str = the_house().settings.zone
    return zone


routes = [
    get("/team/perks/new/{gives}", new, allow=editors),
    post("/team/perks/new/{gives}", make, allow=editors),
    get("/team/perks/{id}/edit", edit, allow=editors),
    post("/team/perks/{id}", save, allow=editors),
]
