"""Why a demand is what it is, for the product team; and what the figures mean, for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from community.privacy import looks
from ideas.board import queries as ideas
from ideas.studio import queries as designs
from kernel import i18n, lists, pages
from kernel.errors import Missing
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer, editors, everyone
from kernel.web import get, number
from voting.ballots import recorded
from voting.demand import carriers, clubs, codesign, policies, queries
from voting.demand.settings import DemandSettings
from voting.value import queries as customers
from voting.value.methods import POLICIES

if TYPE_CHECKING:
    from voting.demand.why import Why

SOURCES = {
    "stated": mark("stated by contract"),
    "model": mark("expected by the model"),
    "rule": mark("by the simple rule"),
    "default": mark("default worth"),
    "unknown": mark("no known customer, default worth"),
}
REFUSALS = {
    "few_voices": mark("fewer than 30 customers did anything on this board"),
    "few_effective": mark("the customers who spoke up are too unlike all customers: they count as fewer than 15"),
    "no_customers": mark("no customers are known yet"),
}
CLASSES = {"segment": mark("segment"), "tenure": mark("time as a customer"), "worth": mark("worth")}


async def why(request: Request) -> Response:
    """Every account behind an idea's demand, and what its share of base rests on."""
    from voting.demand.why import PER_PAGE
    from voting.demand.why import why as parts_of  # brings scipy, which the site does without

    viewer: Viewer = request.state.viewer
    policy = policies.named(request.query_params.get("policy"))
    idea = await ideas.find(viewer, number(request, "idea"))
    page = _page(request)
    found = await parts_of(idea.id, policy, page=page)
    if found.before_count and not found.parts:
        raise Missing()
    await _note_looks(viewer, found)
    stored = await queries.latest()
    kept = (await queries.of_ideas([idea.id]))[idea.id].figure
    by = "worth" if request.query_params.get("share") == "worth" else "heads"
    note = stored.notes["boards"].get(str(kept["data"]["board"])) if stored and kept else None
    context = {
        "idea": idea,
        "url": ideas.address(idea.id, idea.slug),
        "found": found,
        "amount": _writer(policy, found.currency),
        "choices": _choices(request, policy),
        "by": by,
        "measures": _measures(request, by),
        "share": _share(kept, by),
        "defaults": policies.DEFAULTS,
        "meaning": _(policies.MEANINGS[policy]),
        "sources": SOURCES,
        "worth_as_of": stored.notes.get("worth_as_of") if stored else None,
        "kept": kept,
        "note": note,
        **await _designed(viewer, idea.id, found.currency),
        "refusals": REFUSALS,
        "classes": CLASSES,
        "window_days": DemandSettings().demand_window_days,
        **_turning(request, page, is_last=not found.after_count),
        "first": (page - 1) * PER_PAGE + 1,
    }
    return await pages.page(request, "voting/demand/why.html", context)


async def _note_looks(viewer: Viewer, found: Why) -> None:
    linked = await customers.people_behind([part.customer for part in found.parts if part.customer])
    await looks.saw(viewer, [*linked, *(part.person for part in found.parts if part.person)], "customer")


def _turning(request: Request, page: int, *, is_last: bool) -> dict[str, str]:
    return {
        "previous": lists.with_query(request, page=str(page - 1)) if page > 1 else "",
        "more": "" if is_last else lists.with_query(request, page=str(page + 1)),
    }


async def _clubs(idea: int) -> dict[str, Any]:
    """The clubs and ambassadors that want an idea."""
    among = await carriers.ambassadors([idea])
    return {
        "ambassadors": None if among is None else among.get(idea, 0),
        "carry_most": carriers.most(),
        "written": (await recorded.counts([idea])).get(idea, 0),
        "clubs": (await clubs.wanting([idea])).get(idea, clubs.NOTHING),
        "clubs_meaning": clubs.meaning(),
    }


async def _designed(viewer: Viewer, idea: int, currency: str) -> dict[str, Any]:
    """What was designed for an idea, in all and design by design; and the clubs that want it."""
    told, each = await codesign.of_idea(idea)
    return {
        **await _clubs(idea),
        "designed": codesign.lines(told, currency),
        "designs": await designs.cards(viewer, list(each)),
        "each": codesign.table(each, told, currency),
    }


def _page(request: Request) -> int:
    text = request.query_params.get("page", "1")
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 7 and int(text) else 1


def _choices(request: Request, policy: str) -> list[tuple[str, str, bool]]:
    return [
        (lists.with_query(request, policy=name, page=None), _(policies.NAMES[name]), name == policy)
        for name in POLICIES
    ]


def _measures(request: Request, by: str) -> list[tuple[str, str, bool]]:
    return [
        (lists.with_query(request, share=None) + "#share", _("By heads"), by == "heads"),
        (lists.with_query(request, share="worth") + "#share", _("By worth"), by == "worth"),
    ]


def _share(kept: Mapping[str, Any] | None, by: str) -> dict[str, Any] | None:
    """Point, interval and doubt band of an idea's share, None where there is none."""
    share, band = policies.share_of(kept["data"], by) if kept else (None, None)
    return {"point": share[0], "interval": share[1:], "band": band} if share and band else None


def _writer(policy: str, currency: str) -> Any:
    """Writes hundredths of the policy's unit: money, or a plain number."""
    money = policy in policies.MONEY
    minor = policies.minor(currency)

    def write(hundredths: float) -> str:
        if money:
            return i18n.format_money(hundredths / 100 * minor, currency, 2)
        return i18n.format_number(hundredths / 100, 2)

    return write


async def meaning(request: Request) -> Response:
    """What the figures mean and what they do not."""
    return await pages.shared(request, "voting/demand/meaning.html", _meaning)


async def _meaning() -> dict[str, Any]:
    return {"window_days": DemandSettings().demand_window_days}


routes = [
    get("/figures", meaning, allow=everyone),
    get("/team/demand/{idea}", why, allow=editors),
]
