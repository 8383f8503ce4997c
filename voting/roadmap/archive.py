"""Snapshots in the browser: freezing one, reading it, taking it away, holding it against another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from kernel import exports, forms, pages
from kernel.errors import Missing
from kernel.i18n import gettext as _
from kernel.viewer import editors
from kernel.web import get, number, post
from voting.roadmap import columns, comparison
from voting.roadmap.forms import FreezeForm

if TYPE_CHECKING:  # snapshots bring numpy, which a site that nobody plans on does without
    from voting.roadmap.snapshots import Frozen

SHOWN = 50


async def index(request: Request) -> Response:
    from voting.roadmap import snapshots

    context = {"snapshots": await snapshots.newest_first(), "form": forms.blank(policy=FreezeForm().policy)}
    return await pages.page(request, "voting/roadmap/snapshots.html", context)


async def freeze(request: Request) -> Response:
    """Freeze the roadmap as it is now."""
    from voting.roadmap import snapshots

    filled = await forms.read(request, FreezeForm)
    if not filled.ok:
        context = {"snapshots": await snapshots.newest_first(), "form": filled}
        return await pages.page(request, "voting/roadmap/snapshots.html", context, status=422)
    frozen = await snapshots.freeze(request.state.viewer, policy=filled.valid.policy)
    pages.said(request, _("Snapshot %(number)s is frozen.") % {"number": frozen.id})
    return pages.see_other(request, f"/team/snapshots/{frozen.id}")


async def show(request: Request) -> Response:
    """A snapshot's first rows, how it was made, and what changed since another."""
    from voting.roadmap import snapshots

    frozen = await snapshots.find(number(request))
    others = [other for other in await snapshots.newest_first() if other.id != frozen.id]
    with_one = _chosen(request, frozen, others)
    rows = await _rows(frozen)
    differently = (
        comparison.circumstances(await snapshots.head(with_one), await snapshots.head(frozen)) if with_one else []
    )
    context = {
        "frozen": frozen,
        "differently": differently,
        "others": others,
        "rows": rows[:SHOWN],
        "compared": with_one,
        "difference": comparison.compare(await _rows(with_one), rows) if with_one else None,
        "holds": await snapshots.verify(frozen),
    }
    return await pages.page(request, "voting/roadmap/snapshot.html", context)


def _chosen(request: Request, frozen: Frozen, others: list[Frozen]) -> Frozen | None:
    """The one that was asked for, else the one before; the first has none."""
    asked = request.query_params.get("with", "")
    named = next((other for other in others if str(other.id) == asked), None)
    return named or next((other for other in others if other.id < frozen.id), None)


async def _rows(frozen: Frozen) -> list[dict[str, Any]]:
    from voting.roadmap import snapshots

    return [dict(zip(frozen.columns, row, strict=True)) async for batch in snapshots.batches(frozen) for row in batch]


async def download(request: Request) -> Response:
    """A snapshot as a file."""
    from voting.roadmap import formats, snapshots

    form = request.path_params["form"]
    if form not in formats.FORMATS:
        raise Missing()
    frozen = await snapshots.find(number(request))
    pieces = formats.FORMATS[form](frozen)
    return exports.attachment(pieces, name=snapshots.file_name(frozen, form), media_type=formats.MEDIA[form])


async def dictionary(request: Request) -> Response:
    """What each column means."""
    return await pages.page(request, "voting/roadmap/columns.html", {"columns": columns.layout(["segment"])})


routes = [
    get("/team/snapshots", index, allow=editors),
    post("/team/snapshots", freeze, allow=editors),
    get("/team/snapshots/columns", dictionary, allow=editors),
    get("/team/snapshots/{id}", show, allow=editors),
    get("/team/snapshots/{id}/roadmap.{form}", download, allow=editors),
]
