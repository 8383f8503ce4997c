"""Publishing a draft: its name, its story, what others may do with it, the idea it answers; throwing away, taking back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.studio import (
    actions,
    artworks,
    bench,
    drafts,
    likenesses,
    pictures,
    products,
    queries,
    recipe,
    renewal,
    rules,
    similar,
    ties,
)
from ideas.studio.forms import PublishForm
from ideas.studio.models import Design, Remixing
from ideas.studio.similar import Likeness
from kernel import db, forms, pages
from kernel.errors import Invalid, Missing, TooMany
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, members
from kernel.web import get, number, post


async def ask(request: Request) -> Response:
    """The page on which a draft is published."""
    design = await _draft(request)
    values = {"title": design.title, "remixing": Remixing.CREDIT.value, "idea": request.query_params.get("idea", "")}
    alike = await similar.near(design, await similar.picture_hash(design))
    return await _asked(request, design, forms.blank(**values), alike=alike)


async def publish(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    design = await _draft(request)
    filled = await forms.read(request, PublishForm)
    idea = await ties.named(viewer, filled, filled.valid.idea) if filled.data else None
    if filled.data and filled.valid.remixing == Remixing.SHARE and filled.valid.share is None:
        filled.refuse("share", _("Say how large the share is: between 1 and 50 percent."))
    gone = await _gone(design)
    if gone:
        filled.refuse("form", gone)
    hashed = await similar.picture_hash(design)
    alike = await similar.near(design, hashed)
    like = next((one.card.id for one in alike if not one.is_own), None)
    if like and filled.data and not filled.valid.anyway:
        filled.refuse(
            "anyway", _("It looks like a design that is there already. Look at both, and say so if it is yours.")
        )
        async with db.transaction():
            await likenesses.tell(viewer, design, like, title=filled.valid.title)
    if not filled.ok:
        return await _asked(request, design, filled, alike=alike)
    told = filled.valid
    try:
        await actions.publish(
            viewer,
            design,
            title=told.title,
            story=told.story,
            remixing=told.remixing,
            share=told.share or 0,
            idea_id=idea,
            picture_hash=hashed,
            like=like,
        )
    except (Invalid, TooMany) as error:
        return await _asked(request, design, filled.refuse("title", error.message), alike=alike, status=error.status)
    waits = _("Your design waits to be read before others see it. You will hear of it.")
    pages.said(request, waits if design.hidden_at else _("Your design is published."))
    return pages.see_other(request, queries.address(design.id, design.slug))


async def withdraw(request: Request) -> Response:
    """Take one's own design back."""
    viewer: Viewer = request.state.viewer
    design = await queries.find(viewer, number(request))
    await actions.withdraw(viewer, design)
    pages.said(request, _("Your design is taken back. It is in no list any more."))
    return pages.see_other(request, "/studio")


async def discard(request: Request) -> Response:
    """Ask before a draft is thrown away: without a script too, nothing is lost by one press."""
    design = await _draft(request)
    made, wanted = await products.version(design.template_id, design.version), recipe.parse(design.recipe)
    context = {"design": design, "made": made, "svg": await pictures.drawn(wanted, made)}
    return await pages.page(request, "ideas/studio/discard.html", context)


async def throw_away(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    await drafts.discard(viewer, await _draft(request))
    pages.said(request, _("The draft is thrown away."))
    return pages.see_other(request, "/studio#drafts")


async def remix(request: Request) -> Response:
    """Begin a draft from somebody's design."""
    viewer: Viewer = request.state.viewer
    original = await queries.find(viewer, number(request))
    try:
        design = await actions.remix(viewer, original)
    except TooMany as error:
        pages.said(request, error.message)
        return pages.see_other(request, queries.address(original.id, original.slug))
    made = await products.version(design.template_id, design.version)
    return pages.see_other(request, f"{made.url}?draft={design.id}")


async def _draft(request: Request) -> Design:
    viewer: Viewer = request.state.viewer
    design = await queries.find(viewer, number(request))
    if not rules.may_publish(viewer, design):
        raise Missing()
    return design


async def _asked(
    request: Request,
    design: Design,
    filled: forms.Filled[Any],
    *,
    alike: Sequence[Likeness] = (),
    status: int | None = None,
) -> Response:
    viewer: Viewer = request.state.viewer
    made, wanted = await products.version(design.template_id, design.version), recipe.parse(design.recipe)
    laid = await bench.lay(viewer, made, wanted, design=design)
    context = {"bench": laid, "design": design, "form": filled, "royalty": made.royalty / 10_000, "alike": alike}
    context["ideas"] = await ties.offered(viewer)
    status = status or (422 if filled.errors else 200)
    return await pages.page(request, "ideas/studio/publish.html", context, status=status)


async def _gone(design: Design) -> str:
    """Why a draft cannot be made as it is; empty when it can."""
    made = await products.version(design.template_id, design.version)
    wanted, newest = recipe.parse(design.recipe), await products.current(made.slug)
    if not made.is_open:
        return _("This product cannot be designed at the moment.")
    if made.version != made.newest and renewal.gone(wanted, made.product, newest.product):
        return _("Something of this design is no longer made. Go back to the studio and take what is made now.")
    missing = artworks.used(wanted) - (await artworks.known(artworks.used(wanted))).keys()
    return _("A picture of this design is gone. Go back to the studio and place another.") if missing else ""


routes = [
    get("/designs/{id}/publication", ask, allow=members),
    post("/designs/{id}/publication", publish, allow=members),
    get("/designs/{id}/removal", discard, allow=members),
    post("/designs/{id}/removal", throw_away, allow=members),
    post("/designs/{id}/withdrawal", withdraw, allow=members),
    post("/designs/{id}/remix", remix, allow=members),
]
