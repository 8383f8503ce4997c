"""A club's wish lists: writing, signing, delivering, and what came back; and the public record over all clubs."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from community.clubs import head
from community.clubs import queries as clubs
from community.clubs.queries import ClubCard
from community.people import queries as people
from ideas.board import queries as ideas
from kernel import forms, pages
from kernel.errors import Conflict, require
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, number, post
from voting.wishes import actions, deciding, queries, record, replies, rules, wording
from voting.wishes.forms import WishForm, WordForm, lines
from voting.wishes.queries import WishCard

FACES = 5


async def index(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    club = await clubs.find(viewer, request.path_params["slug"])
    if club.moved_to and not club.is_member:
        return RedirectResponse(f"{club.moved_to}/wishes", status_code=302)
    context = {
        **head.band(viewer, club, "wishes"),
        "lists": [(one, wording.state(one)) for one in await queries.of_club(viewer, club)],
        "may_write": rules.may_write(viewer, club),
    }
    return await pages.page(request, "voting/wishes/index.html", context)


async def show(request: Request) -> Response:
    club, wishes = await _list(request)
    return await _show(request, club, wishes, forms.blank())


async def _show(
    request: Request, club: ClubCard, wishes: WishCard, form: Filled[Any], *, item: int = 0, status: int = 200
) -> Response:
    viewer: Viewer = request.state.viewer
    faces = await people.names(await queries.signers(wishes.id, most=FACES))
    context = {
        **head.band(viewer, club, "wishes"),
        "wishes": wishes,
        "state": wording.state(wishes),
        "items": await queries.items(viewer, wishes),
        "signers": list(faces.values()),
        "record": await record.of_list(wishes.id),
        "has_signed": await queries.has_signed(viewer, wishes.id),
        "may_sign": rules.may_sign(viewer, club, wishes),
        "may_unsign": rules.may_unsign(viewer, club, wishes),
        "may_write": rules.may_write(viewer, club),
        "answers": wording.REPLIES,
        "horizons": wording.HORIZONS,
        "ballot": await deciding.named(viewer, wishes.ballot_id),
        "form": form,
        "sent_for": item,
    }
    return await pages.page(request, "voting/wishes/list.html", context, status=status)


async def text(request: Request) -> Response:
    """The frozen text, whose checksum anybody may reckon."""
    _club, wishes = await _list(request)
    return Response(wishes.frozen, media_type="text/plain; charset=utf-8")


async def new(request: Request) -> Response:
    club = await _writer(request)
    chosen = request.query_params.get("ballot", "")
    filled = forms.blank(**await deciding.prefilled(request.state.viewer, club, chosen))
    return await _form(request, club, filled, None)


async def make(request: Request) -> Response:
    club = await _writer(request)
    filled = await _read(request, club)
    if not filled.ok:
        return await _form(request, club, filled, None, status=422)
    said = filled.valid
    made = await actions.draft(
        request.state.viewer, club, title=said.title, body=said.body, items=lines(said.items), ballot_id=said.ballot
    )
    pages.said(request, _("The list is kept as a draft. Freeze it when members may sign."))
    return pages.see_other(request, f"{club.url}/wishes/{made}")


async def edit(request: Request) -> Response:
    club, wishes = await _writer(request), (await _list(request))[1]
    held = await queries.items(request.state.viewer, wishes, told=False)
    text = "\n".join(f"{one.words} #{one.idea_id}" if one.idea_id else one.words for one in held)
    filled = forms.blank(title=wishes.title, body=wishes.body, items=text, ballot=wishes.ballot_id or "")
    return await _form(request, club, filled, wishes)


async def save(request: Request) -> Response:
    club, wishes = await _writer(request), (await _list(request))[1]
    filled = await _read(request, club)
    if not filled.ok:
        return await _form(request, club, filled, wishes, status=422)
    said = filled.valid
    told: dict[str, Any] = {
        "title": said.title,
        "body": said.body,
        "items": lines(said.items),
        "ballot_id": said.ballot,
    }
    await actions.change(request.state.viewer, club, wishes, **told)
    pages.said(request, _("The draft is changed."))
    return pages.see_other(request, wishes.url)


async def _read(request: Request, club: ClubCard) -> Filled[WishForm]:
    """The form, its ideas and its ballot such as the writer may see them."""
    viewer: Viewer = request.state.viewer
    filled = await forms.read(request, WishForm)
    if filled.data:
        wanted = [idea for _words, idea in lines(filled.data.items) if idea]
        if unseen := await ideas.unseen(viewer, wanted) if wanted else set():
            filled.refuse("items", _("There is no idea with the number %(n)s.") % {"n": min(unseen)})
        if filled.data.ballot and filled.data.ballot not in dict(await deciding.choices(viewer, club)):
            filled.refuse("ballot", _("Choose one of the list."))
    return filled


async def _form(
    request: Request, club: ClubCard, filled: Filled[Any], wishes: WishCard | None, *, status: int = 200
) -> Response:
    viewer: Viewer = request.state.viewer
    context = {
        **head.band(viewer, club, "wishes"),
        "form": filled,
        "wishes": wishes,
        "ballots": await deciding.choices(viewer, club),
        "action": f"{wishes.url}/edit" if wishes else f"{club.url}/wishes/new",
    }
    return await pages.page(request, "voting/wishes/write.html", context, status=status)


async def _done(request: Request, act: Any, message: str) -> Response:
    """An act on a list, and back to it; what it refuses is said there."""
    club, wishes = await _list(request)
    try:
        await act(request.state.viewer, club, wishes)
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, message)
    return pages.see_other(request, f"{club.url}/wishes" if act is actions.throw_away else wishes.url)


async def freeze(request: Request) -> Response:
    return await _done(request, actions.freeze, _("The text is frozen. Members hear of it and may sign."))


async def sign(request: Request) -> Response:
    return await _done(request, actions.sign, _("You stand by this list."))


async def unsign(request: Request) -> Response:
    return await _done(request, actions.unsign, _("Your signature is taken back."))


async def deliver(request: Request) -> Response:
    return await _done(request, actions.deliver, _("Delivered. The product team owes an answer to each wish."))


async def throw_away(request: Request) -> Response:
    return await _done(request, actions.throw_away, _("The draft is gone."))


async def say_back(request: Request) -> Response:
    """The club answers what the brand asked about a wish."""
    club, wishes = await _list(request)
    filled, item = await forms.read(request, WordForm), number(request, "item")
    if filled.ok and not filled.valid.body:
        filled.refuse("body", _("Write what you answer."))
    if filled.ok:
        try:
            await replies.say_back(request.state.viewer, club, wishes, item, filled.valid.body)
        except Conflict as error:
            filled.refuse("body", error.message)
    if not filled.ok:
        return await _show(request, club, wishes, filled, item=item, status=422)
    pages.said(request, _("Your answer is with the product team, which owes one again."))
    return pages.see_other(request, wishes.url)


async def promises(request: Request) -> Response:
    """What was asked for, what was answered in time, and which promises were kept."""

    async def build() -> dict[str, Any]:
        whole, lists = await record.public()
        return {"whole": whole, "lists": lists}

    return await pages.shared(request, "voting/wishes/record.html", build)


async def _list(request: Request) -> tuple[ClubCard, WishCard]:
    viewer: Viewer = request.state.viewer
    club = await clubs.find(viewer, request.path_params["slug"])
    return club, await queries.find(viewer, club, number(request))


async def _writer(request: Request) -> ClubCard:
    club = await clubs.find(request.state.viewer, request.path_params["slug"])
    require(
        rules.may_write(request.state.viewer, club),
        _("A wish list is written by the club’s hosts and treasurers of votes."),
    )
    return club


_ONE = "/clubs/{slug}/wishes/{id}"
routes = [
    get("/wishes", promises, allow=everyone),
    get("/clubs/{slug}/wishes", index, allow=everyone),
    get("/clubs/{slug}/wishes/new", new, allow=members),
    post("/clubs/{slug}/wishes/new", make, allow=members),
    get(_ONE, show, allow=everyone),
    get(f"{_ONE}/text", text, allow=everyone),
    get(f"{_ONE}/edit", edit, allow=members),
    post(f"{_ONE}/edit", save, allow=members),
    post(f"{_ONE}/signing", freeze, allow=members),
    post(f"{_ONE}/signature", sign, allow=members),
    post(f"{_ONE}/signature/withdrawal", unsign, allow=members),
    post(f"{_ONE}/delivery", deliver, allow=members),
    post(f"{_ONE}/removal", throw_away, allow=members),
    post(_ONE + "/items/{item}/words", say_back, allow=members),
]
