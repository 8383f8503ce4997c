"""Reading clubs: the directory, a club's home, what it is about, who belongs to it, and its charter."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from community.clubs import charters, directory, head, newest, queries, roster, rules, wording
from community.clubs.directory import Wanted
from community.clubs.models import Role
from community.clubs.queries import ClubCard
from kernel import clock, lists, pages
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone
from kernel.web import get, number

Told = Callable[[Viewer, ClubCard], Awaitable[dict[str, Any]]]


class Alone(Exception):
    """A page that is this viewer's only: who looks into a private club from outside, or at a hidden one."""

    def __init__(self, club: ClubCard) -> None:
        super().__init__(club.slug)
        self.club = club


class Moved(Exception):
    """The club has become a part of another, at this address."""


async def index(request: Request) -> Response:
    if request.query_params.get("q"):  # the index follows a change by a moment: nothing of it is kept
        return await pages.page(request, "community/clubs/index.html", await _index(request))
    return await pages.shared(request, "community/clubs/index.html", lambda: _index(request))


async def _index(request: Request) -> dict[str, Any]:
    viewer: Viewer = request.state.viewer
    asked = request.query_params
    wanted = Wanted(asked.get("q", "")[:200], asked.get("place", "")[:80], asked.get("language", "")[:10])
    listing = await directory.listing(viewer, wanted, asked.get("after"))
    spoken = await directory.languages(viewer)
    return {
        "wanted": wanted,
        "clubs": [(club, wording.door(club), wording.language_name(club.language)) for club in listing.items],
        "own": list((await queries.cards(viewer, viewer.clubs)).values()) if wanted.is_all else [],
        "next": lists.with_query(request, after=listing.after) if listing.after else "",
        "total": await directory.total(viewer, wanted),
        "places": await directory.places(viewer),
        "languages": [
            (lists.with_query(request, language=None, after=None), _("All languages"), not wanted.language),
            *(
                (
                    lists.with_query(request, language=code, after=None),
                    wording.language_name(code),
                    code == wanted.language,
                )
                for code in spoken
            ),
        ],
        "may_found": rules.may_found(viewer),
    }


async def of_club(request: Request, template: str, told: Told, *, extra: Any = None) -> Response:
    """A page of a club, kept for all viewers of one scope: a private club's for its members, whose scope names it.

    `told` may read of the club what all of a scope share: whether they belong to it, not in which role.
    """
    viewer: Viewer = request.state.viewer

    async def build() -> dict[str, Any]:
        club = await queries.find(viewer, request.path_params["slug"])
        if club.moved_to and not club.is_member:
            raise Moved(club.moved_to)
        if (club.is_private and club.named not in viewer.audiences) or club.hidden_at:
            raise Alone(club)
        return await told(viewer, club)

    try:
        return await pages.shared(request, template, build, extra=extra)
    except Moved as moved:
        return RedirectResponse(str(moved), status_code=302)
    except Alone as alone:
        return await pages.page(request, template, await told(viewer, alone.club))


async def show(request: Request) -> Response:
    """A club's home, looked at anew every few minutes: what comes next is told by the clock too."""
    now = clock.now()
    return await of_club(request, "community/clubs/club.html", _home, extra=(clock.today(), now.hour, now.minute // 5))


async def _home(viewer: Viewer, club: ClubCard) -> dict[str, Any]:
    return {**await head.wall(viewer, club), "news": await newest.told(club)}


async def about(request: Request) -> Response:
    return await of_club(request, "community/clubs/about.html", _about)


async def _about(viewer: Viewer, club: ClubCard) -> dict[str, Any]:
    return {
        **head.band(viewer, club, "about"),
        "language": wording.language_name(club.language),
        "hosts": await roster.of_role(club.id, Role.HOST),
        "treasurers": await roster.of_role(club.id, Role.TREASURER),
        "charter": await charters.newest(club.id),
        "near": await directory.near(viewer, club),
    }


async def members(request: Request) -> Response:
    async def told(viewer: Viewer, club: ClubCard) -> dict[str, Any]:
        found = await roster.listing(club.id, request.query_params.get("after"))
        return {
            **head.band(viewer, club, "members"),
            "members": [(one, wording.role(one.role)) for one in found.items],
            "next": lists.with_query(request, after=found.after) if found.after else "",
        }

    return await of_club(request, "community/clubs/members.html", told)


async def charter(request: Request) -> Response:
    async def told(viewer: Viewer, club: ClubCard) -> dict[str, Any]:
        return {**head.band(viewer, club, "about"), "versions": await charters.versions(club.id)}

    return await of_club(request, "community/clubs/charter.html", told)


async def version(request: Request) -> Response:
    """A version of a charter, with what it changed."""

    async def told(viewer: Viewer, club: ClubCard) -> dict[str, Any]:
        found, before = await charters.version(club.id, number(request))
        parts = charters.differences(before.body, found.body) if before else []
        return {**head.band(viewer, club, "about"), "version": found, "before": before, "parts": parts}

    return await of_club(request, "community/clubs/version.html", told)


routes = [
    get("/clubs", index, allow=everyone),
    get("/clubs/{slug}", show, allow=everyone),
    get("/clubs/{slug}/about", about, allow=everyone),
    get("/clubs/{slug}/members", members, allow=everyone),
    get("/clubs/{slug}/charter", charter, allow=everyone),
    get("/clubs/{slug}/charter/{id}", version, allow=everyone),
]
