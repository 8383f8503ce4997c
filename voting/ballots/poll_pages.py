"""Timed ballots as people meet them: the list, and a ballot in each of its states."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from community.clubs import queries as clubs
from community.clubs.models import Role
from community.clubs.queries import ClubCard
from kernel import forms, lists, pages
from kernel.errors import Missing
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members
from kernel.web import get
from voting.ballots import booth_pages, club_slots, outcomes, poll_queries, poll_rules, said, so_far, wording
from voting.ballots.opened import PAIRS, Opened, about, back, may_vote_now, opened, sheet_of
from voting.ballots.poll_queries import PollCard


async def show(request: Request) -> Response:
    """A ballot as it stands: the booth for whoever has not voted yet, the result once it is counted."""
    found = await opened(request)
    if found.ballot.is_counted:
        return await outcomes.page(request, found)
    if may_vote_now(request.state.viewer, found) and found.mine.cast_at is None and found.ballot.kind != PAIRS:
        return await booth_pages.booth_page(request, found, {})
    return await told(request, found)


async def told(request: Request, found: Opened, *, form: Any = None, status: int = 200) -> Response:
    """The page of a ballot that is not counted."""
    viewer: Viewer = request.state.viewer
    ballot = found.ballot
    gone = {option.id for option in found.options if option.withdrawn_at}
    context = {
        "ballot": ballot,
        "back": back(ballot),
        "mine": found.mine,
        "form": form or forms.blank(),
        "choices": [
            {
                "title": choice.title,
                "body": choice.body,
                "url": choice.url,
                "joined": choice.joined,
                "picture": choice.picture,
                "is_withdrawn": choice.id in gone,
                "price": wording.money(choice.cost, ballot.currency) if ballot.kind == "projects" else "",
            }
            for choice in found.choices
        ],
        "steering": _steering(viewer, ballot),
        "so_far": await so_far.told(ballot, found.standing),
        "told": {**await about(ballot), **_own(viewer, found), "withdrawable": _withdrawable(found)},
    }
    return await pages.page(request, "voting/ballots/ballot.html", context, status=status)


def _steering(viewer: Viewer, ballot: PollCard) -> dict[str, bool] | None:
    may_change, may_cancel = poll_rules.may_change(viewer, ballot), poll_rules.may_cancel(viewer, ballot)
    if not may_change and not may_cancel:
        return None
    return {"may_change": may_change, "may_cancel": may_cancel, "may_withdraw": may_cancel}


def _withdrawable(found: Opened) -> list[tuple[int, str]]:
    return [(choice.id, choice.title) for choice in found.standing]


def _own(viewer: Viewer, found: Opened) -> dict[str, Any]:
    """How the viewer stands to a ballot, in words."""
    ballot, may = found.ballot, may_vote_now(viewer, found)
    mine = ""
    if found.mine.cast_at:
        mine = _("You voted on %(moment)s.") % {"moment": said.moment(found.mine.cast_at)}
    why_not = said.why_not(viewer, ballot) if viewer.is_member and ballot.is_open and not may else ""
    return {
        "mine": mine,
        "why_not": why_not,
        "may_vote": may,
        "vote_url": f"{ballot.url}/{'pairs' if ballot.kind == PAIRS else 'vote'}",
    }


async def answers(request: Request) -> Response:
    """Who voted how, after an open ballot."""
    found = await opened(request)
    ballot = found.ballot
    if ballot.is_secret or not ballot.is_counted or ballot.kind == PAIRS:
        raise Missing()
    listing = await so_far.answers(ballot, request.query_params.get("after"))
    context = {
        "ballot": ballot,
        "rows": [
            {"person": one.person, "is_by_proxy": one.is_by_proxy, "says": said.in_words(sheet_of(found, one.marks))}
            for one in listing.items
        ],
        "more": lists.with_query(request, after=listing.after) if listing.after else "",
    }
    return await pages.page(request, "voting/ballots/answers.html", context)


async def index(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    slug = request.query_params.get("club", "")
    club = await clubs.find(viewer, slug) if slug else None
    may_make = poll_rules.may_make(viewer, club) if club else await makes(viewer)
    names = {"open": _("Open now"), "coming": _("Coming"), "past": _("Past"), "drafts": _("Drafts")}
    shown = [name for name in names if name != "drafts" or may_make]
    asked = request.query_params.get("which", "open")
    which = asked if asked in shown else "open"
    after = request.query_params.get("after")
    found = await poll_queries.listing(viewer, which=which, club_id=club.id if club else None, after=after)
    context = {
        "club": club,
        "tabs": [(f"/ballots?{_query(name, club)}", names[name], name == which) for name in shown],
        "rows": [club_slots.shown(ballot) for ballot in found.items],
        "more": lists.with_query(request, after=found.after) if found.after else "",
        "may_make": may_make,
        "nothing": {
            "open": _("No ballot is open now."),
            "coming": _("No ballot is announced."),
            "past": _("No ballot has closed yet."),
            "drafts": _("You have no draft."),
        }[which],
    }
    return await pages.page(request, "voting/ballots/ballots.html", context)


def _query(which: str, club: ClubCard | None) -> str:
    return urlencode({"which": which, **({"club": club.slug} if club else {})})


async def makes(viewer: Viewer) -> bool:
    """May the viewer ask a question anywhere?"""
    if viewer.is_manager or not viewer.is_member:
        return viewer.is_manager
    held = await clubs.of_person(viewer, int(viewer.id or 0))
    return any(club.role in (Role.HOST, Role.TREASURER) for club in held)


routes = [
    get("/ballots", index, allow=everyone),
    get("/ballots/{id}", show, allow=everyone),
    get("/ballots/{id}/answers", answers, allow=members),
]
