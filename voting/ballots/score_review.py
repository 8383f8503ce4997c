"""What a member gave: every score and wish of their own on one page, to be changed there or taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.challenges import queries as challenges
from ideas.studio import queries as designs
from ideas.studio.queries import DesignCard
from kernel import db, lists, pages
from kernel.lists import Listing
from kernel.viewer import Viewer, members
from kernel.web import get
from voting.ballots import score_queries
from voting.ballots.means import LEVELS
from voting.ballots.score_queries import SAME_ACCOUNT, Scorable

PLACE = "/designs/score/given"
PER_PAGE = 24
_GIVEN = (
    "SELECT s.id AS line, d.id, d.title, d.slug, d.author_id, d.is_listed, s.value, s.wishes, "
    f"{SAME_ACCOUNT} AS is_same_account, c.phase, c.jury_at FROM score s JOIN design d ON d.id = s.design_id "
)
_MINE = "WHERE s.person_id = ? AND d.is_listed = ? AND (s.value IS NOT NULL OR s.wishes = ?)"


@dataclass(frozen=True)
class Line:
    """A design that the viewer gave something, and whether that may be changed now."""

    design: Scorable
    card: DesignCard

    @property
    def is_open(self) -> bool:
        return self.design.takes_scores and not self.design.is_same_account


async def given(viewer: Viewer, after: str | None = None) -> Listing[Line]:
    """What the viewer gives designs that are shown, what they began with last first."""
    place, (turn, phases) = lists.place(after, int), challenges.turn()
    rows = await db.rows(
        f"{_GIVEN}{turn} {_MINE} AND s.id < ? ORDER BY s.id DESC LIMIT {PER_PAGE + 1}",
        viewer.id,
        *phases,
        viewer.id,
        True,
        True,
        place[0] if place else 2**62,
    )
    page = lists.page_of(rows, PER_PAGE, lambda row: (row["line"],))
    return Listing(await _lines(viewer, page.items), page.after)


async def _lines(viewer: Viewer, rows: Sequence[db.Row]) -> list[Line]:
    cards = await designs.cards(viewer, [row["id"] for row in rows])
    told = [{name: value for name, value in row.items() if name != "line"} for row in rows]
    return [
        Line(Scorable(**{**row, "wishes": bool(row["wishes"])}), cards[row["id"]]) for row in told if row["id"] in cards
    ]


async def count(viewer: Viewer) -> int:
    return int(
        await db.value(
            f"SELECT COUNT(*) AS n FROM score s JOIN design d ON d.id = s.design_id {_MINE}", viewer.id, True, True
        )
    )


async def index(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    listing = await given(viewer, request.query_params.get("after"))
    context: dict[str, Any] = {
        "lines": listing.items,
        "next": lists.with_query(request, after=listing.after) if listing.after else "",
        "total": await count(viewer),
        "levels": LEVELS,
        "here": request.query_params.get("after", ""),
    }
    return await pages.page(request, "voting/ballots/score_given.html", context)


def is_here(request: Request) -> bool:
    """Was a score sent from this page?"""
    return request.query_params.get("from") == "given"


async def changed(request: Request, design_id: int, told: str) -> Response:
    """To htmx the line anew, to a form the page again, at that line."""
    viewer: Viewer = request.state.viewer
    if not pages.by_htmx(request):
        pages.said(request, told)
        return pages.see_other(request, f"{_place(request)}#given-{design_id}")
    design = await score_queries.find(viewer, design_id)
    card = (await designs.cards(viewer, [design_id]))[design_id]
    here = request.query_params.get("after", "")
    context = {"line": Line(design, card), "levels": LEVELS, "here": here, "token": viewer.csrf}
    return await pages.page(request, "voting/ballots/_given.html", context)


def _place(request: Request) -> str:
    after = request.query_params.get("after", "")
    return f"{PLACE}?after={after}" if lists.place(after, int) else PLACE


routes = [get(PLACE, index, allow=members)]
