"""The product team's page of worth crossed with influence, and the segments made of its quarters."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.influence import plot, quarters, wording
from kernel import lists, pages
from kernel.errors import Conflict
from kernel.i18n import gettext as _
from kernel.viewer import editors
from kernel.web import get, post

CELL = 20
DESK = "/team/influence"


async def index(request: Request) -> Response:
    """Four quarters, drawn, with the customers behind them."""
    wanted = request.query_params.get("quarter", "")
    wanted = wanted if wanted in quarters.NAMES else ""
    found = await quarters.listing(wanted, request.query_params.get("after"))
    cells = await quarters.cells()
    counts = {name: sum(cell["customers"] for cell in cells if cell["quarter"] == name) for name in plot.QUARTERS}
    context = {
        "made": await quarters.made(),
        "dots": _dots(cells),
        "quarters": [
            {
                "key": name,
                "name": _(quarters.NAMES[name]),
                "meaning": _(quarters.MEANINGS[name]),
                "customers": counts[name],
                "segments": await quarters.segments_of(name),
            }
            for name in plot.QUARTERS
        ],
        "names": {name: _(words) for name, words in quarters.NAMES.items()},
        "rows": [{**row, "words": wording.band(row["band"]) if row["band"] else ""} for row in found.items],
        "wanted": wanted,
        "tabs": [(f"{DESK}?quarter={name}#table", _(words), name == wanted) for name, words in quarters.NAMES.items()],
        "more": lists.with_query(request, after=found.after) if found.after else "",
    }
    return await pages.page(request, "ambassadors/influence/plot.html", context)


def _dots(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Middles and radii of the dots, rows from the bottom up."""
    most = max((cell["customers"] for cell in cells), default=0)
    return [
        {
            "quarter": cell["quarter"],
            "x": cell["across"] * CELL + CELL // 2,
            "y": (plot.ROWS - cell["up"]) * CELL + CELL // 2,
            "r": plot.radius(cell["customers"], most),
        }
        for cell in cells
    ]


async def make_segment(request: Request) -> Response:
    try:
        name = await quarters.make_segment(request.state.viewer, request.path_params["quarter"])
    except Conflict as error:
        pages.said(request, error.message)
        return pages.see_other(request, DESK)
    pages.said(request, _("The segment “%(name)s” is there. It follows each reckoning.") % {"name": name})
    return pages.see_other(request, "/team/segments")


routes = [
    get(DESK, index, allow=editors),
    post(DESK + "/quarters/{quarter}/segment", make_segment, allow=editors),
]
