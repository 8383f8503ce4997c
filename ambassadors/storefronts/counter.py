"""Where one pre-orders: the box on a design's page, the form of a page of its own, the link of a letter, one's own list."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.storefronts import preorders, queries, rules, shopping
from ambassadors.storefronts.forms import MOST_PIECES, PreOrderForm
from ambassadors.storefronts.models import PreOrder
from ambassadors.storefronts.queries import Offered
from ideas.studio import products
from ideas.studio import queries as studio
from ideas.studio.models import Design
from kernel import db, forms, pages, security
from kernel.errors import Missing
from kernel.features import Slot
from kernel.i18n import gettext as _
from kernel.viewer import STRANGER, Viewer, everyone, members
from kernel.web import get, number, post

FORM = "ambassadors/storefronts/preorder.html"


async def form_page(request: Request) -> Response:
    """The form on a page of its own: strangers may send it, as they may that of sign-up; a letter makes it count."""
    design, offer = await _offered(request)
    via = request.query_params.get("via", "")[:40]

    async def build() -> dict[str, Any]:
        return {**await _told(STRANGER, design, offer), "form": forms.blank(quantity=1, via=via)}

    if not request.state.viewer.is_member:
        return await pages.shared(request, FORM, build)
    return await _page(request, design, offer, forms.blank(quantity=1, via=via, email=await _address(request)))


async def ask(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    design, offer = await _offered(request)
    made = await products.version(design.template_id, design.version)
    filled = await forms.read(request, PreOrderForm, sizes=list(made.product.sizes))
    if not filled.ok:
        return await _page(request, design, offer, filled, status=422)
    told = filled.valid
    await _limit_letters(request, told.email)
    via = await queries.shop_named(told.via)
    counts = await preorders.ask(
        viewer, design, offer, email=told.email, size=told.size, quantity=told.quantity, via=via
    )
    if not counts:
        return pages.see_other(request, f"/designs/{design.id}/preorder/sent")
    pages.said(request, _("Your pre-order counts. Nothing is paid now."))
    return pages.see_other(request, studio.address(design.id, design.slug))


async def sent(request: Request) -> Response:
    design = await studio.find(request.state.viewer, number(request))

    async def build() -> dict[str, Any]:
        return {"design": design, "url": studio.address(design.id, design.slug)}

    return await pages.shared(request, "ambassadors/storefronts/sent.html", build)


async def known(request: Request) -> Response:
    """What the link of a letter opens: one button to confirm, or one to take back."""
    word = request.path_params["token"]
    kept = await preorders.find(word)
    offer = await queries.offer(kept.offer_id)
    design = await Design.get(id=offer.design_id)
    context = {
        "kept": kept,
        "offer": offer,
        "title": design.title,
        "url": studio.address(design.id, design.slug) if design.is_listed else "",
        "shop": await shopping.link(design.id, kept.size, await _via(kept)) if offer.fate == "production" else "",
        "word": word,
    }
    return await pages.page(request, "ambassadors/storefronts/known.html", context)


async def confirm(request: Request) -> Response:
    kept = await preorders.find(request.path_params["token"])
    await preorders.confirm(kept)
    return pages.see_other(request, request.url.path)


async def withdraw(request: Request) -> Response:
    kept = await preorders.find(request.path_params["token"])
    await preorders.withdraw(kept)
    return pages.see_other(request, request.url.path.removesuffix("/withdrawal"))


async def mine(request: Request) -> Response:
    """One's own pre-orders."""
    found = await queries.wanted_by(request.state.viewer)
    return await pages.page(request, "ambassadors/storefronts/mine.html", {"wanted": found})


async def withdraw_own(request: Request) -> Response:
    kept = await preorders.own(request.state.viewer, number(request))
    await preorders.withdraw(kept)
    pages.said(request, _("Taken back. It counts no longer."))
    form = await request.form()
    return pages.see_other(request, pages.safe_next(str(form.get("next", "")), "/account/preorders"))


async def box(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of designs: what is gathered, what the viewer wants of it, and the form or the way to it."""
    numbers = [int(key) for key in keys]
    found, own = await queries.offers(numbers), await queries.wanted_by(viewer, numbers)
    designs = {one.id: one for one in await Design.filter(id__in=numbers)}
    filled: dict[str, str] = {}
    for one in numbers:
        if one in designs and one in found:
            mine = [wanted for wanted in own if wanted.design_id == one]
            filled[str(one)] = await _box(viewer, designs[one], found[one], mine)
        elif one in designs and rules.may_shelve(viewer, designs[one]):
            filled[str(one)] = pages.fragment("ambassadors/storefronts/_shelve.html")
    return filled


async def _box(viewer: Viewer, design: Design, offer: Offered, mine: list[queries.Wanted]) -> str:
    email = await db.value("SELECT email FROM person WHERE id = ?", viewer.id) if viewer.is_member else ""
    return pages.fragment(
        "ambassadors/storefronts/_box.html",
        **await _told(viewer, design, offer),
        form=forms.blank(quantity=1, email=email or "", via=""),
        mine=[wanted for wanted in mine if wanted.stands],
        viewer=viewer,
        csrf=viewer.csrf,
        shop=await shopping.link(design.id) if offer.fate == "production" else "",
    )


async def _told(viewer: Viewer, design: Design, offer: Offered) -> dict[str, Any]:
    made = await products.version(design.template_id, design.version)
    url = studio.address(design.id, design.slug)
    return {
        "design": design,
        "card": (await studio.cards(viewer, [design.id])).get(design.id),
        "offer": offer,
        "sizes": made.product.sizes,
        "lead_days": made.product.lead_days,
        "most": MOST_PIECES,
        "url": url,
        "sign_in": f"/sign-in?next={quote(f'/designs/{design.id}/preorder')}",
    }


async def _page(
    request: Request, design: Design, offer: Offered, form: forms.Filled[Any], *, status: int = 200
) -> Response:
    context = {**await _told(request.state.viewer, design, offer), "form": form}
    return await pages.page(request, FORM, context, status=status)


async def _offered(request: Request) -> tuple[Design, Offered]:
    """A listed design that takes pre-orders; Missing else."""
    design = await studio.find(request.state.viewer, number(request))
    offer = await queries.offer_of(design.id)
    if not design.is_listed or not rules.is_open(offer):
        raise Missing(_("This design takes no pre-orders now."))
    return design, offer


async def _address(request: Request) -> str:
    return str(await db.value("SELECT email FROM person WHERE id = ?", request.state.viewer.id) or "")


async def _via(kept: PreOrder) -> str:
    sql = "SELECT p.handle FROM shop s JOIN person p ON p.id = s.person_id WHERE s.id = ?"
    return str(await db.value(sql, kept.via_id) or "") if kept.via_id else ""


async def _limit_letters(request: Request, email: str) -> None:
    """Nobody's letter box is filled from here."""
    await security.limit_everywhere("letters.from", security.address_of(request), burst=30, per_minute=6)
    await security.limit_everywhere("letters.to", email, burst=5, per_minute=0.5)


slots = [Slot("design.offer", box, personal=True)]
routes = [
    get("/designs/{id}/preorder", form_page, allow=everyone),
    post("/designs/{id}/preorder", ask, allow=everyone, tokenless=True),
    get("/designs/{id}/preorder/sent", sent, allow=everyone),
    get("/preorders/{token}", known, allow=everyone),
    post("/preorders/{token}", confirm, allow=everyone, tokenless=True),
    post("/preorders/{token}/withdrawal", withdraw, allow=everyone, tokenless=True),
    get("/account/preorders", mine, allow=members),
    post("/account/preorders/{id}/withdrawal", withdraw_own, allow=members),
]
