"""The ballots of a club: what is open, what comes, what was decided, and the order of ideas that came of it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.clubs import head
from community.clubs import pages as clubs
from community.clubs.queries import ClubCard
from community.clubs.registry import News, Tab
from kernel import db, lists
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer, everyone
from kernel.web import get
from voting.ballots import club_slots, poll_queries

SIZE = 20


async def index(request: Request) -> Response:
    """For everybody whom the club is there for; the ballots themselves say who votes."""

    async def told(viewer: Viewer, club: ClubCard) -> dict[str, Any]:
        now = await poll_queries.listing(viewer, which="open", club_id=club.id)
        coming = await poll_queries.listing(viewer, which="coming", club_id=club.id)
        past = await poll_queries.listing(
            viewer, which="past", club_id=club.id, after=request.query_params.get("after"), size=SIZE
        )
        return {
            **head.band(viewer, club, "ballots"),
            "open": [club_slots.shown(one) for one in now.items],
            "coming": [club_slots.shown(one) for one in coming.items],
            "past": [club_slots.shown(one) for one in past.items],
            "next": lists.with_query(request, after=past.after) if past.after else "",
        }

    return await clubs.of_club(request, "voting/ballots/club.html", told)


def _closed(club: ClubCard, row: db.Row) -> tuple[str, str]:
    return _("Decided: %(title)s") % {"title": row["title"]}, f"/ballots/{row['number']}"


def _opened(club: ClubCard, row: db.Row) -> tuple[str, str]:
    return _("A ballot opened: %(title)s") % {"title": row["title"]}, f"/ballots/{row['number']}"


_OF_CLUB = "FROM ballot b WHERE b.club_id = ? AND b.hidden_at IS NULL AND b.state"
news = [
    News("ballot", f"SELECT b.closed_at AS at, b.id AS number, b.title {_OF_CLUB} = 'closed'", _closed),
    News("asked", f"SELECT b.opened_at AS at, b.id AS number, b.title {_OF_CLUB} = 'open'", _opened),
]
tabs = [Tab("ballots", mark("Ballots"), "/clubs/{slug}/ballots", 40)]
routes = [get("/clubs/{slug}/ballots", index, allow=everyone)]
