"""The team's pages: the console, what is done in it, and saved views."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import Response

from community.people import queries as people
from ideas.board import boards
from ideas.board.models import Status
from ideas.discovery import links
from kernel import forms, lists, pages, text
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer, editors
from kernel.web import get, number, post
from voting.demand import clubs, codesign, policies
from voting.roadmap import actions, console
from voting.roadmap.forms import EstimateForm, PlaceForm, ViewForm
from voting.value.methods import POLICIES

HORIZONS = {"now": mark("Now"), "next": mark("Next"), "later": mark("Later"), "off": mark("Not on it")}
STATUSES = tuple(status for status in Status if status != Status.MERGED)


Asked = Mapping[str, str]
LONGEST = 100
"""Letters of what is looked for: a saved view keeps them too."""
_SLUG = re.compile(r"[a-z0-9_-]{1,60}")


def _asked(request: Request, form: forms.Filled[Any] | None) -> Asked:
    """What the console is asked for: by its address, or by that of the page a form was sent from."""
    if form is None:
        return request.query_params
    return dict(parse_qsl(str(form.values.get("query") or str(form.values.get("back", "")).partition("?")[2])))


def _filter(asked: Asked) -> console.Filter:
    def slug(name: str) -> str:
        return asked.get(name, "") if _SLUG.fullmatch(asked.get(name, "")) else ""

    return console.Filter(
        policy=slug("policy") if slug("policy") in POLICIES else policies.DEFAULT,
        sort=slug("sort") if slug("sort") in console.ORDERS else "rank",
        board=slug("board"),
        status=slug("status"),
        tag=slug("tag"),
        horizon=slug("horizon"),
        share="worth" if slug("share") == "worth" else "",
        q=text.one_line(asked.get("q", ""))[:LONGEST],
    )


def _query(asked: Asked, **changes: str) -> str:
    """The same question with some answers changed, without the place in the list."""
    wanted = _filter(asked)
    kept = {field.name: getattr(wanted, field.name) for field in fields(wanted) if field.name in asked}
    return urlencode({name: value for name, value in {**kept, **changes}.items() if value})


def _address(query: str) -> str:
    return "/team/roadmap" + (f"?{query}" if query else "")


async def index(request: Request) -> Response:
    return await _console(request)


async def _refused(request: Request, filled: forms.Filled[Any]) -> Response:
    """The console with the row's form as it was sent; each message leads to its field there."""
    idea = number(request)
    filled.errors = {f"{name}-{idea}": message for name, message in filled.errors.items()}
    return await _console(request, form=filled, idea=idea, status=422)


async def _console(
    request: Request, *, form: forms.Filled[Any] | None = None, idea: int = 0, status: int = 200
) -> Response:
    viewer: Viewer = request.state.viewer
    asked = _asked(request, form)
    made, wanted = await console.reckoning(), _filter(asked)
    listing = await console.lines(viewer, made["id"], wanted, asked.get("after")) if made else lists.Listing([])
    found = listing.items
    currency = made["currency"] if made else "EUR"
    context = {
        "made": made,
        "wanted": wanted,
        "lines": found,
        "next": _address(_query(asked, after=listing.after)) if listing.after else None,
        "most": max((line.data["demand"][2] for line in found), default=1.0),
        "most_value": max((line.data["value"][2] for line in found), default=1.0),
        "scale": policies.unit(wanted.policy, currency),
        "money_policy": wanted.policy in policies.MONEY,
        "policies": [
            (p, _(label), _(policies.MEANINGS[p]), _address(_query(asked, policy=p)))
            for p, label in policies.NAMES.items()
        ],
        "orders": [(name, _(label), _address(_query(asked, sort=name))) for name, label in SORTS.items()],
        "defaults": policies.DEFAULTS,
        "measures": [
            (_address(_query(asked, share="")), _("By heads"), wanted.by == "heads"),
            (_address(_query(asked, share="worth")), _("By worth"), wanted.by == "worth"),
        ],
        "boards": await boards.visible_to(viewer),
        "statuses": STATUSES,
        "horizons": [(name, _(label)) for name, label in HORIZONS.items()],
        "views": await console.views(int(viewer.id or 0)),
        "query": _query(asked),
        "path": lists.address(request) if form is None else _address(_query(asked)),
        "form": form or forms.blank(),
        "sent_for": idea,
        **await _beside(viewer, [line.id for line in found]),
        "codesign": partial(codesign.lines, currency=currency),
    }
    return await pages.page(request, "voting/roadmap/console.html", context, status=status)


async def _beside(viewer: Viewer, ids: list[int]) -> dict[str, Any]:
    """What stands in rows of the console beside their figures."""
    return {"ties": await links.in_order(viewer, ids), "clubs": await clubs.wanting(ids)}


SORTS = {
    "rank": mark("Demand"),
    "value": mark("Value"),
    "share": mark("Share of base"),
    "score": mark("Score"),
    "trend": mark("Trend"),
}


async def place(request: Request) -> Response:
    """Put an idea on a horizon."""
    filled = await forms.read(request, PlaceForm)
    if not filled.ok:
        return await _refused(request, filled)
    sent = filled.valid
    target = sent.target if "target" in filled.values else None
    await actions.place(
        request.state.viewer,
        number(request),
        horizon=sent.horizon,
        target=target,
        reason=sent.reason,
        before=sent.before,
    )
    pages.said(
        request, _("Moved. The public roadmap shows it, with the reason.") if sent.before is None else _("Moved.")
    )
    return pages.see_other(request, _back(sent.back, number(request)))


async def estimate(request: Request) -> Response:
    """Note effort and owner."""
    filled = await forms.read(request, EstimateForm)
    owner = await people.by_handle(filled.valid.owner.removeprefix("@")) if filled.ok and filled.valid.owner else None
    if filled.ok and filled.valid.owner and owner is None:
        filled.refuse("owner", _("Nobody here has this handle."))
    if not filled.ok:
        return await _refused(request, filled)
    sent = filled.valid
    await actions.estimate(
        request.state.viewer, number(request), effort=sent.effort, owner_id=owner.id if owner else None
    )
    pages.said(request, _("Noted."))
    return pages.see_other(request, _back(sent.back, number(request)))


def _back(path: str, idea: int) -> str:
    return pages.safe_next(path, "/team/roadmap") + f"#idea-{idea}"


async def save_view(request: Request) -> Response:
    """Keep the present way of looking at the console."""
    filled = await forms.read(request, ViewForm)
    if not filled.ok:
        return await _console(request, form=filled, status=422)
    query = _query(_asked(request, filled))
    await actions.save_view(request.state.viewer, name=filled.valid.name, query=query)
    pages.said(request, _("Saved."))
    return pages.see_other(request, _address(query))


async def forget_view(request: Request) -> Response:
    await actions.forget_view(request.state.viewer, number(request))
    return pages.see_other(request, "/team/roadmap")


routes = [
    get("/team/roadmap", index, allow=editors),
    post("/team/roadmap/ideas/{id}/place", place, allow=editors),
    post("/team/roadmap/ideas/{id}/estimate", estimate, allow=editors),
    post("/team/roadmap/views", save_view, allow=editors),
    post("/team/roadmap/views/{id}/deletion", forget_view, allow=editors),
]
