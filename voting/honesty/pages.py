"""How votes are counted, for everyone; one's own votes that are in doubt, and objecting to it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.board import boards
from ideas.board.states import Counting
from kernel import forms, pages
from kernel.errors import Conflict, Missing
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, number, post
from voting.ballots.doubt_models import Voted
from voting.honesty import actions, queries, words
from voting.honesty.forms import ObjectionForm
from voting.honesty.queries import OwnVote
from voting.honesty.settings import HonestySettings

MINE = "/account/votes"


async def counting(request: Request) -> Response:
    """What is counted, what is marked and what is set aside, in words."""

    async def build() -> dict[str, Any]:
        apart = [board for board in await boards.visible_to(request.state.viewer) if board.counting != Counting.SITE]
        return {
            "kinds": words.KINDS,
            "counts_doubtful": HonestySettings().demand_counts_doubtful,
            "boards": [(board, _(words.POLICIES[Counting(board.counting)])) for board in apart],
        }

    return await pages.shared(request, "voting/honesty/counting.html", build)


async def index(request: Request) -> Response:
    votes = await queries.own_votes(request.state.viewer)
    context = {"votes": votes, "state": words.state, "reasons": words.reasons, "here": MINE}
    return await pages.page(request, "voting/honesty/mine.html", context)


async def objecting(request: Request) -> Response:
    return await _form(request, await _vote(request), forms.blank())


async def object_(request: Request) -> Response:
    vote, filled = await _vote(request), await forms.read(request, ObjectionForm)
    if filled.ok:
        try:
            await actions.object_(request.state.viewer, vote.kind, vote.subject, body=filled.valid.body)
        except Conflict as error:
            filled.refuse("body", error.message)
    if not filled.ok:
        return await _form(request, vote, filled, status=422)
    pages.said(request, _("Thank you. Somebody who has not decided about it yet reads it and answers you."))
    return pages.see_other(request, MINE)


async def _form(request: Request, vote: OwnVote, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    context = {"vote": vote, "form": filled, "state": words.state, "reasons": words.reasons(vote.reasons), "mine": MINE}
    return await pages.page(request, "voting/honesty/objection.html", context, status=status)


async def _vote(request: Request) -> OwnVote:
    viewer: Viewer = request.state.viewer
    kind = next((one for one in Voted if one == request.path_params["kind"]), None)
    if kind is None:
        raise Missing()
    return await queries.own(viewer, kind, number(request))


routes = [
    get("/counting", counting, allow=everyone),
    get(MINE, index, allow=members),
    get(MINE + "/{kind}/{id}", objecting, allow=members),
    post(MINE + "/{kind}/{id}/objection", object_, allow=members),
]
