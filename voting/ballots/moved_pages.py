"""The page of a merge for somebody whose support it moved: one button takes it back; from a letter without signing in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ideas.board import queries as ideas
from kernel import pages, sessions
from kernel.errors import Missing
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, number, post
from voting.ballots import moved_actions, moved_words, moves
from voting.ballots.moves import State, Told


async def show(request: Request) -> Response:
    """What was moved and where it counts; looking changes nothing, since mail programs look too."""
    told = await _told(request)
    with pages.speaking_to(request, await sessions.viewer_of(told.person)):
        return await _page(request, told)


async def take_back(request: Request) -> Response:
    """The button. With `follow` they hear of the idea further; what was done already is said, not done again."""
    told = await _told(request)
    wants_to_follow = (await request.form()).get("follow") == "1"
    if told.state == State.STANDS:
        await moved_actions.take_back(told.move.id, told.person)
    if wants_to_follow and told.sees and told.state in (State.STANDS, State.BACK):
        await moved_actions.follow(told.move.id, told.person)
    if request.state.viewer.is_member and told.state == State.STANDS:
        pages.said(request, _("Your vote is taken back."))
    return pages.see_other(request, request.url.path)


async def _told(request: Request) -> Told:
    """Whose page it is: the signed word says so, else whoever is signed in."""
    merge, word = number(request), request.path_params.get("word")
    viewer: Viewer = request.state.viewer
    person = moves.read(merge, word) if word is not None else int(viewer.id or 0)
    whose = await sessions.viewer_of(person)
    if not whose.is_member:
        raise Missing()
    move = await moves.find(merge)
    sees = not await ideas.unseen(whose, [move.into_id])
    return await moves.of_person(move, person, sees=sees, by_letter=word is not None)


async def _page(request: Request, told: Told) -> Response:
    titles, into = told.move.named(told.given), told.move.title if told.sees else ""
    context = {
        "told": told,
        "state": told.state.value,
        "lines": moved_words.lines(titles, into),
        "back": moved_words.back(titles),
        "parted": moved_words.parted(titles, is_back=told.stands),
        "own": ideas.address(told.given[0], ""),
        "address": request.url.path,
    }
    return await pages.page(request, "voting/ballots/moved.html", context)


routes = [
    get("/support/moved/{id}", show, allow=members),
    post("/support/moved/{id}", take_back, allow=members),
    get("/support/moved/{id}/{word}", show, allow=everyone),
    post("/support/moved/{id}/{word}", take_back, allow=everyone, tokenless=True),
]
