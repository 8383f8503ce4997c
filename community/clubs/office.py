"""Founding a club, and the pages on which its hosts keep it: what it says of itself, and its charter."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.clubs import actions, charters, head, queries, rules, wording
from community.clubs.forms import CharterForm, ClubForm, FoundForm
from community.clubs.models import Entry
from community.clubs.queries import ClubCard
from kernel import files, forms, pages
from kernel.errors import Conflict, Invalid, TooLarge, TooMany, require
from kernel.features import the_house
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer, members
from kernel.web import get, post

SIDE = 1200
ENTRIES = {
    Entry.OPEN: (mark("Open"), mark("Whoever wants to joins at once.")),
    Entry.REQUEST: (mark("By request"), mark("They answer your question, a host lets them in or not.")),
    Entry.INVITATION: (mark("By invitation"), mark("They come in by a link or a letter of yours.")),
}


async def new(request: Request) -> Response:
    require(rules.may_found(request.state.viewer), _("Your account is suspended: it founds no club meanwhile."))
    blank = {name: field.default for name, field in FoundForm.model_fields.items()}
    return await _founding(request, forms.blank(**{**blank, "entry": Entry.OPEN.value}))


async def found(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    filled = await forms.read(request, FoundForm)
    picture = await _picture(request, filled)
    if not filled.ok:
        return await _founding(request, filled, status=422)
    try:
        club = await actions.found(viewer, charter=filled.valid.charter, picture_id=picture, **filled.valid.columns)
    except (Invalid, TooMany) as error:
        return await _founding(request, filled.refuse("name", error.message), status=error.status)
    pages.said(request, _("Your club is there, and you are its host. Now invite the first members."))
    return pages.see_other(request, club.url)


async def _founding(request: Request, filled: Filled[Any], *, status: int = 200) -> Response:
    return await pages.page(request, "community/clubs/new.html", {"form": filled, **_choices()}, status=status)


def _choices() -> dict[str, Any]:
    return {
        "languages": [("", _("None, or several")), *wording.languages()],
        "walls": wording.walls(),
        "entries": [(entry.value, _(label), _(hint)) for entry, (label, hint) in ENTRIES.items()],
    }


async def edit(request: Request) -> Response:
    club = await hosted(request)
    return await _editing(request, club, forms.blank(**_held(club)))


def _held(club: ClubCard) -> dict[str, Any]:
    """A club as its form shows it."""
    names = ("name", "summary", "place", "language", "wall", "question", "is_private")
    return {**{name: getattr(club, name) for name in names}, "entry": club.entry.value}


async def save(request: Request) -> Response:
    club = await hosted(request)
    filled = await forms.read(request, ClubForm)
    picture = await _picture(request, filled)
    if not filled.ok:
        return await _editing(request, club, filled, status=422)
    changed: dict[str, Any] = dict(filled.valid.columns)
    if picture or filled.valid.remove_picture:
        changed["picture_id"] = picture
    try:
        url = await actions.change(request.state.viewer, club, **changed)
    except Invalid as error:
        return await _editing(request, club, filled.refuse("name", error.message), status=422)
    moved = _("The club is changed. Its address is another now, which nobody can guess.")
    pages.said(request, _("The club is changed.") if url == club.url else moved)
    return pages.see_other(request, url)


async def _editing(request: Request, club: ClubCard, filled: Filled[Any], *, status: int = 200) -> Response:
    context = {**head.desk(request.state.viewer, club, "edit"), "form": filled, **_choices()}
    return await pages.page(request, "community/clubs/edit.html", context, status=status)


async def hosted(request: Request) -> ClubCard:
    """The club of an address, for one of its hosts."""
    club = await queries.find(request.state.viewer, request.path_params["slug"])
    require(rules.may_host(request.state.viewer, club), _("This page is for the club’s hosts."))
    return club


async def _picture(request: Request, filled: Filled[Any]) -> int | None:
    """The picture that came with the form, decoded and kept; what is wrong with it is said beside it."""
    for upload in filled.files.get("picture", [])[:1]:
        try:
            body = await upload.read(the_house().settings.upload_limit + 1)
            return await files.keep_picture(body, owner=request.state.viewer.id, name=upload.filename or "", side=SIDE)
        except (Invalid, TooLarge) as error:
            filled.refuse("picture", error.message)
    return None


async def charter(request: Request) -> Response:
    club = await hosted(request)
    now = await charters.newest(club.id)
    return await _writing(request, club, forms.blank(body=now.body if now else ""))


async def rewrite(request: Request) -> Response:
    club = await hosted(request)
    filled = await forms.read(request, CharterForm)
    if filled.ok:
        try:
            number = await actions.rewrite(request.state.viewer, club, filled.valid.body)
        except (Conflict, Invalid) as error:
            filled.refuse("body", error.message)
        else:
            pages.said(request, _("The charter is written. Members hear of it, with what changed."))
            return pages.see_other(request, f"{club.url}/charter/{number}")
    return await _writing(request, club, filled, status=422)


async def _writing(request: Request, club: ClubCard, filled: Filled[Any], *, status: int = 200) -> Response:
    context = {
        **head.desk(request.state.viewer, club, "charter"),
        "form": filled,
        "now": await charters.newest(club.id),
    }
    return await pages.page(request, "community/clubs/writing.html", context, status=status)


async def agree(request: Request) -> Response:
    club = await queries.find(request.state.viewer, request.path_params["slug"])
    await actions.agree(request.state.viewer, club)
    pages.said(request, _("Noted: you agree to the charter."))
    return pages.see_other(request, club.url)


routes = [
    get("/clubs/new", new, allow=members),
    post("/clubs/new", found, allow=members),
    get("/clubs/{slug}/edit", edit, allow=members),
    post("/clubs/{slug}/edit", save, allow=members),
    get("/clubs/{slug}/charter/edit", charter, allow=members),
    post("/clubs/{slug}/charter/edit", rewrite, allow=members),
    post("/clubs/{slug}/charter/agreement", agree, allow=members),
]
