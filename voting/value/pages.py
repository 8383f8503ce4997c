"""The product team's pages of customers: who they are, what they are worth and why, who speaks for them."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.people import queries as people
from community.privacy import looks
from kernel import db, forms, lists, pages
from kernel.errors import Missing
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer, editors, members
from kernel.web import get, number, post
from voting.value import groups, links, methods, queries, sums
from voting.value.forms import LinkForm, UnlinkForm

SOURCES = {
    "stated": mark("stated by contract"),
    "model": mark("expected by the model"),
    "rule": mark("by the simple rule"),
    "default": mark("default worth"),
}
LINKS = {
    "confirmed": mark("by their confirmed address"),
    "staff": mark("by the team"),
    "imported": mark("by an address from the file, for counting only"),
}


async def index(request: Request) -> Response:
    """All customers, to search, by segment, with worth and its source."""
    viewer: Viewer = request.state.viewer
    words, segment = request.query_params.get("q", "")[:100], request.query_params.get("segment", "")[:60]
    found = await queries.listing(viewer, words=words, segment=segment, after=request.query_params.get("after"))
    await looks.saw(viewer, await queries.people_behind([row["id"] for row in found.items]), "customer")
    context = {
        "customers": found.items,
        "more": lists.with_query(request, after=found.after) if found.after else "",
        "words": words,
        "segment": segment,
        "segments": await groups.every(),
        "total": await queries.count(),
        "run": await queries.latest_run(),
        "sources": SOURCES,
        "rfm": groups.RFM_NAMES,
        "words_of": methods,
    }
    return await pages.page(request, "voting/value/customers.html", context)


async def show(request: Request) -> Response:
    return await _sheet(request, forms.blank())


async def _sheet(request: Request, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    customer = await queries.find(request.state.viewer, number(request))
    worths = await queries.worths_of(customer["id"])
    run = await queries.run(worths[0]["run_id"]) if worths else None
    linked, unlinked = await queries.members_of(customer["id"]), await queries.unlinked_from(customer["id"])
    await looks.saw(request.state.viewer, [row["person_id"] for row in linked], "customer")
    context = {
        "customer": customer,
        "orders": await queries.orders_of(customer["id"]),
        "newest": await queries.newest_orders(customer["id"]),
        "worths": worths,
        "run": run,
        "sum": sums.explained(run, worths[0], customer["stated_value"]) if run else [],
        "method": _(methods.METHODS[run.method]) if run else "",
        "reason": _(methods.REASONS[run.reason]) if run and run.reason else "",
        "members": linked,
        "unlinked": unlinked,
        "cards": await people.names(sorted({row["person_id"] for row in linked} | _named(unlinked))),
        "segments": await queries.segments_of([customer["id"]]),
        "labels": {card.slug: card.label for card in await groups.every()},
        "sources": SOURCES,
        "rfm": groups.RFM_NAMES,
        "links": LINKS,
        "form": filled,
    }
    return await pages.page(request, "voting/value/customer.html", context, status=status)


def _named(unlinked: list[db.Row]) -> set[int]:
    return {row[name] for row in unlinked for name in ("person_id", "by_id") if row[name]}


async def link(request: Request) -> Response:
    """A member, named by handle, counts for this customer."""
    viewer: Viewer = request.state.viewer
    customer = await queries.find(viewer, number(request))
    filled = await forms.read(request, LinkForm)
    person = await people.by_handle(filled.valid.handle) if filled.ok else None
    if filled.ok and person is None:
        filled.refuse("handle", _("Nobody has this handle."))
    if person is None:
        return await _sheet(request, filled, status=422)
    await links.link(viewer, customer["id"], person=person.id, reason=filled.valid.reason)
    pages.said(request, _("%(name)s counts for this customer now.") % {"name": person.name})
    return pages.see_other(request, f"/team/customers/{customer['id']}")


async def unlink(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    customer = await queries.find(viewer, number(request))
    filled = await forms.read(request, UnlinkForm)
    if not filled.ok:
        raise Missing()
    await links.unlink(viewer, customer["id"], person=filled.valid.person, reason=filled.valid.reason)
    pages.said(request, _("This member counts for this customer no longer, and no file changes that."))
    return pages.see_other(request, f"/team/customers/{customer['id']}")


async def disown(request: Request) -> Response:
    """A member: this customer is not me."""
    if await links.disown(request.state.viewer):
        pages.said(request, _("You are shown as this customer no longer, and no file changes that."))
    return pages.see_other(request, "/account/data")


async def own_again(request: Request) -> Response:
    """A member: it is me after all."""
    if await links.own_again(request.state.viewer):
        pages.said(request, _("Your word is taken back."))
    return pages.see_other(request, "/account/data")


routes = [
    post("/account/customer/removal", disown, allow=members),
    post("/account/customer", own_again, allow=members),
    get("/team/customers", index, allow=editors),
    get("/team/customers/{id}", show, allow=editors),
    post("/team/customers/{id}/links", link, allow=editors),
    post("/team/customers/{id}/links/removal", unlink, allow=editors),
]
