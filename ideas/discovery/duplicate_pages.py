"""The team's page of likely duplicates: two ideas side by side, and what is to become of them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ideas.board import rules
from ideas.discovery import duplicates
from kernel import i18n, lists, pages
from kernel.errors import Conflict, Missing
from kernel.features import Slot
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer, managers
from kernel.web import get, number, post

SURE = (
    (0.9, mark("Almost certainly the same")),
    (0.75, mark("Very probably the same")),
    (0.5, mark("Probably the same")),
    (0.0, mark("Perhaps the same")),
)
"""From which certainty on a pair is told of in which words."""


def in_words(certainty: float) -> str:
    return _(next(label for least, label in SURE if certainty >= least))


async def index(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    found = await duplicates.waiting(viewer, request.query_params.get("after"))
    context = {
        "pairs": found.items,
        "in_words": in_words,
        "next": lists.with_query(request, after=found.after) if found.after else "",
        "count": await duplicates.count(viewer),
        "ruled": await duplicates.ruled(viewer),
    }
    return await pages.page(request, "ideas/discovery/duplicates.html", context)


async def differ(request: Request) -> Response:
    """Not the same, or only similar; the next pair stands first then."""
    viewer: Viewer = request.state.viewer
    asked = (await request.form()).get("ruling")
    if asked not in ("different", "similar"):
        raise Missing()
    try:
        await duplicates.differ(viewer, number(request), is_similar=asked == "similar")
    except Conflict as error:
        pages.said(request, error.message)
        return pages.see_other(request, "/moderation/duplicates")
    said = _("Linked as similar. Both pages say so.") if asked == "similar" else _("Remembered as not the same.")
    pages.said(request, said)
    return pages.see_other(request, "/moderation/duplicates#pairs")


async def undo(request: Request) -> Response:
    await duplicates.undo(request.state.viewer, number(request))
    pages.said(request, _("The ruling is undone. The two wait again."))
    return pages.see_other(request, "/moderation/duplicates")


async def way(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """Moderation's way to them, with how many wait."""
    if not rules.may_merge(viewer):
        return {}
    told = i18n.format_number(waits) if (waits := await duplicates.count(viewer)) else ""
    return dict.fromkeys(keys, pages.fragment("ideas/discovery/_duplicates_way.html", count=told))


slots = [Slot("moderation.duplicates", way, personal=True)]
routes = [
    get("/moderation/duplicates", index, allow=managers),
    post("/moderation/duplicates/{id}/ruling", differ, allow=managers),
    post("/moderation/duplicates/{id}/ruling/withdrawal", undo, allow=managers),
]
