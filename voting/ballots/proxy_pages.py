"""A club's page on one's own vote: with whom it is, whose one carries, and what came of it."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from community.clubs import head
from community.clubs import queries as clubs
from community.clubs.queries import ClubCard
from community.people import queries as people
from kernel import forms, i18n, pages
from kernel.errors import Conflict, Missing
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, members
from kernel.web import get, number, post
from voting.ballots import carrying, proxies, proxy_queries, rules
from voting.ballots.forms import ProxyForm
from voting.ballots.proxy_queries import MOST_FOUND

PAGE = "voting/ballots/proxies.html"


async def index(request: Request) -> Response:
    return await _page(request, await _club(request), forms.blank(ballot=_asked(request)))


async def give(request: Request) -> Response:
    viewer, club = request.state.viewer, await _club(request)
    filled = await forms.read(request, ProxyForm)
    if not filled.ok:
        return await _page(request, club, filled, status=422)
    holder = await people.by_handle(filled.valid.holder)
    card = await people.card(holder.id) if holder else None
    if card is None or await clubs.role_at(card.id, club.id) is None:
        return await _page(
            request, club, filled.refuse("holder", _("Choose a member of the club from the list.")), status=422
        )
    wanted = filled.valid.ballot
    taking = await proxy_queries.ballot(viewer, club.id, wanted) if wanted else None
    try:
        await proxies.give(viewer, club, card, ballot=taking)
    except Conflict as error:
        return await _page(request, club, filled.refuse("holder", error.message), status=409)
    pages.said(request, _("%(name)s votes for you unless you vote yourself.") % {"name": card.name})
    return pages.see_other(request, taking.url if taking else _address(club))


async def take_back(request: Request) -> Response:
    """By whoever gave it; whoever carries it lays it down."""
    viewer: Viewer = request.state.viewer
    carried = await proxy_queries.find(viewer, number(request))
    club = await clubs.by_id(viewer, carried.club_id)
    if carried.giver.id == viewer.id:
        await proxies.take_back(viewer, club, carried)
        pages.said(request, _("Your vote is yours again."))
    else:
        await proxies.lay_down(viewer, club, carried)
        pages.said(
            request, _("You carry the vote of %(name)s no longer; they are told.") % {"name": carried.giver.name}
        )
    return pages.see_other(request, f"/ballots/{carried.only}" if carried.only else _address(club))


async def _page(request: Request, club: ClubCard, form: Filled[ProxyForm], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    words = request.query_params.get("q", "")
    found = await proxy_queries.candidates(viewer, club.id, words)
    context = {
        **head.band(viewer, club, "ballots"),
        "form": form,
        "q": words,
        "candidates": found,
        "is_cut": len(found) == MOST_FOUND or bool(words),
        "given": await proxy_queries.given_by(viewer, club.id),
        "carried": await proxy_queries.carried_by(viewer, club.id),
        "history": await proxy_queries.history(viewer, club.id),
        "choices": await _choices(club),
        "most": carrying.limit(club.members),
        "may_give": rules.may_give_proxy(viewer, club),
    }
    return await pages.page(request, PAGE, context, status=status)


async def _choices(club: ClubCard) -> list[tuple[str, str, str]]:
    """What a vote may be given for, as rows of a choice."""
    every = ("0", _("Every ballot of the club that takes proxies"), _("From now on, until you take it back."))
    ballots = await proxy_queries.open_ballots(club.id)
    until = [
        _("This ballot alone, until %(moment)s") % {"moment": i18n.format_datetime(one.closes_at)} for one in ballots
    ]
    return [every, *((str(one.id), one.title, said) for one, said in zip(ballots, until, strict=True))]


async def _club(request: Request) -> ClubCard:
    """The club of the address, for those who belong to it."""
    found = await clubs.find(request.state.viewer, request.path_params["slug"])
    if found.role is None:
        raise Missing()
    return found


def _asked(request: Request) -> str:
    wanted = request.query_params.get("ballot", "")
    return wanted if wanted.isascii() and wanted.isdecimal() else "0"


def _address(club: ClubCard) -> str:
    return proxies.ADDRESS.format(slug=quote(club.slug))


routes = [
    get("/clubs/{slug}/proxies", index, allow=members),
    post("/clubs/{slug}/proxies", give, allow=members),
    post("/proxies/{id}/end", take_back, allow=members),
]
