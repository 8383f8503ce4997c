"""The studio: its shelf, and one product on the bench, as a page that works without scripts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from ideas.studio import actions, artworks, bench, drafts, forms, pictures, products, queries, recipe, renewal
from ideas.studio.models import Design, State
from ideas.studio.products import Made
from ideas.studio.recipe import Recipe
from kernel import pages
from kernel.errors import Invalid, Missing, TooLarge
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, number, post

STUDIO, PREVIEW = "ideas/studio/studio.html", "ideas/studio/_preview.html"


@dataclass
class Tried:
    """What somebody chose: a recipe that can be made, and what was wrong with the rest."""

    made: Made
    design: Design | None
    wanted: Recipe
    values: dict[str, Any]
    errors: dict[str, str]
    kept: drafts.Kept | None = None


async def index(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    if viewer.is_member:
        return await pages.page(request, "ideas/studio/products.html", await _index(viewer))
    return await pages.shared(request, "ideas/studio/products.html", lambda: _index(viewer))


async def _index(viewer: Viewer) -> dict[str, Any]:
    plain = [
        (made, await pictures.drawn(recipe.plain(made.slug, made.version, made.product), made))
        for made in await products.all_open()
    ]
    return {
        "products": [(made, svg, bench.money(made.product.price, made.currency)) for made, svg in plain],
        "drafts": await _drafts(viewer),
    }


async def _drafts(viewer: Viewer, template_id: int | None = None) -> list[dict[str, Any]]:
    """The viewer's drafts, each with the product it is of."""
    known = await products.newest()
    return [
        {
            "title": design.title or known[design.template_id].name,
            "url": address(known[design.template_id], design),
            "picture": f"/designs/{design.id}.svg?v={design.digest[:8]}",
            "wall": queries.WALLS[design.id % len(queries.WALLS)],
            "hangs": known[design.template_id].product.hangs,
            "away": f"/designs/{design.id}/removal",
            "changed_at": design.changed_at,
        }
        for design in await queries.drafts(viewer)
        if template_id in (None, design.template_id)
    ]


def address(made: Made, design: Design | None, view: str = "") -> str:
    """The page of the studio for a draft."""
    side = f"&view={view}" if view and view != made.view else ""
    return f"{made.url}?draft={design.id}{side}" if design else made.url


async def studio(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    values = forms.typed(request.query_params.multi_items())
    made = await products.current(request.path_params["template"])
    if viewer.is_member or values:
        return await _opened(request, viewer, made, values)
    plain = recipe.plain(made.slug, made.version, made.product)

    async def build() -> dict[str, Any]:
        return {"bench": await bench.lay(viewer, made, plain), "form": bench.errors_of({}, {}), "drafts": []}

    return await pages.shared(request, STUDIO, build)


async def _opened(request: Request, viewer: Viewer, made: Made, values: dict[str, Any]) -> Response:
    """The studio with choices from the address, or with a draft."""
    if values.get("draft"):
        design = await _draft(viewer, values["draft"])
        if design.state != State.DRAFT:
            return RedirectResponse(queries.address(design.id, design.slug), status_code=303)
        own = await products.version(design.template_id, design.version)
        tried = Tried(own, design, recipe.parse(design.recipe), {}, {})
        return await _shown(request, tried, view=values.get("view", ""))
    tried = await _tried(viewer, made, None, values)
    if values.get("do") == "shuffle":
        tried.wanted = recipe.shuffled(tried.wanted, made.product, secrets.choice)
        return RedirectResponse(bench.share_url(made, tried.wanted), status_code=303)
    if values.get("do") == "sign-in" and not viewer.is_member:
        return RedirectResponse(f"/sign-in?next={quote(bench.share_url(made, tried.wanted))}", status_code=303)
    return await _shown(request, tried, view=values.get("view", ""))


async def _draft(viewer: Viewer, typed: str) -> Design:
    """The viewer's own design of a number that came with a form or an address."""
    if not typed.isascii() or not typed.isdecimal() or len(typed) > 10:
        raise Missing()
    design = await queries.find(viewer, int(typed))
    if design.author_id != viewer.id:
        raise Missing()
    return design


async def _tried(viewer: Viewer, made: Made, design: Design | None, values: dict[str, Any]) -> Tried:
    base = recipe.parse(design.recipe) if design else recipe.plain(made.slug, made.version, made.product)
    wanted, _faults = forms.chosen(values, made.product, base)
    usable = await artworks.usable(viewer, wanted)
    wanted, errors = forms.checked(values, made.product, base, usable)
    return Tried(made, design, wanted, values, errors)


async def _shown(request: Request, tried: Tried, *, view: str = "", part: bool = False) -> Response:
    viewer: Viewer = request.state.viewer
    filled = bench.errors_of(tried.errors, tried.values)
    laid = await bench.lay(viewer, tried.made, tried.wanted, design=tried.design, filled=filled, view=view)
    context = {
        "bench": laid,
        "form": filled,
        "drafts": [] if tried.design else await _drafts(viewer, tried.made.template_id),
    }
    if part:
        return await pages.page(request, PREVIEW, context)
    return await pages.page(request, STUDIO, context, status=422 if tried.errors else 200)


async def act(request: Request) -> Response:
    """Each button of the form: what is chosen is kept first, whatever is done then."""
    viewer: Viewer = request.state.viewer
    values = forms.typed((await request.form(max_files=20, max_fields=400, max_part_size=12_000_000)).multi_items())
    tried, do = await _kept(viewer, request.path_params["template"], values), values.get("do", "")
    if tried.errors:
        return await _shown(request, tried, view=values.get("view", ""))
    if tried.design is None:
        raise Missing()
    design = tried.design
    if do == "undo":
        await drafts.undo(viewer, design)
    elif do == "redo":
        await drafts.redo(viewer, design)
    elif do == "shuffle":
        await _keep(viewer, tried, recipe.shuffled(tried.wanted, tried.made.product, secrets.choice))
    elif do == "renew":
        await _renew(viewer, tried)
    elif do in ("take", "leave") and values.get("save", "").isdecimal():
        settle = drafts.take if do == "take" else drafts.leave
        await settle(viewer, design, int(values["save"][:18]))
    elif do == "publish" and not (tried.kept and tried.kept.aside):
        return pages.see_other(request, f"/designs/{design.id}/publication")
    elif do == "save":
        pages.said(request, _("Your draft is kept."))
    return pages.see_other(request, address(tried.made, design, values.get("view", "")[:30]))


async def _kept(viewer: Viewer, slug: str, values: dict[str, Any]) -> Tried:
    """What a form asks for, kept as the next step of its draft, which begins with it."""
    made, design = await products.current(slug), await drafts.begun(viewer, _visit(values))
    if values.get("draft"):
        design = await _draft(viewer, values["draft"])
    if design:
        if design.state != State.DRAFT or design.template_id != made.template_id:
            raise Missing()
        made = await products.version(design.template_id, design.version)
    tried = await _tried(viewer, made, design, values)
    await _keep(viewer, tried, tried.wanted)
    return tried


async def _keep(viewer: Viewer, tried: Tried, wanted: Recipe) -> None:
    title = forms.title_of(tried.values, tried.design.title if tried.design else "")
    if tried.design is None:
        tried.design = await actions.start(viewer, tried.made, visit=_visit(tried.values))
    sent = tried.values.get("revision", "1")
    seen = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else 0
    revision = tried.kept.revision if tried.kept else seen
    visit = _visit(tried.values)
    tried.kept = await actions.keep(viewer, tried.design, wanted, revision=revision, title=title, visit=visit)
    await tried.design.refresh_from_db()


def _visit(values: dict[str, Any]) -> str:
    """Which opening of the page a form comes from."""
    return str(values.get("visit", ""))[:16]


async def _renew(viewer: Viewer, tried: Tried) -> None:
    """Go on with what is made now."""
    tried.made = await products.current(tried.made.slug)
    await _keep(viewer, tried, renewal.renewed(tried.wanted, tried.made.version, tried.made.product))


async def preview(request: Request) -> Response:
    """The drawing and the price after each choice, kept as it is made; a part of the page, for htmx."""
    if not pages.by_htmx(request):
        return await act(request)
    viewer: Viewer = request.state.viewer
    values = forms.typed((await request.form(max_files=20, max_fields=400, max_part_size=12_000_000)).multi_items())
    tried = await _kept(viewer, request.path_params["template"], values)
    if tried.kept and tried.kept.aside:
        return pages.see_other(request, address(tried.made, tried.design))
    response = await _shown(request, tried, view=values.get("view", ""), part=True)
    response.headers["HX-Replace-Url"] = address(tried.made, tried.design, values.get("view", "")[:30])
    return response


async def upload(request: Request) -> Response:
    """A picture sent for one of the areas: made safe, kept, and placed."""
    viewer: Viewer = request.state.viewer
    sent = await request.form(max_files=20, max_fields=400, max_part_size=12_000_000)
    values = forms.typed(sent.multi_items())
    tried, key = await _kept(viewer, request.path_params["template"], values), values.get("area", "")
    if key not in {area.id for area in tried.made.product.areas}:
        raise Missing()
    if tried.errors:
        return await _shown(request, tried)
    file = sent.get(f"picture-{key}")
    try:
        if not isinstance(file, UploadFile) or not file.filename:
            raise Invalid(_("Choose a picture first."))
        body = await file.read(artworks.LARGEST + 1)
        rights = _(forms.RIGHTS) if values.get(f"rights-{key}") else ""
        art = await artworks.add(viewer, body, name=file.filename, rights=rights)
    except (Invalid, TooLarge) as problem:
        tried.errors[f"picture-{key}"] = problem.message
        return await _shown(request, tried)
    area = tried.made.product.area(key)
    placed = {**tried.values, **forms.placing(forms.fitted(area, art.digest, art), key)}
    again = await _tried(viewer, tried.made, tried.design, placed)
    again.kept = tried.kept
    if again.errors:
        return await _shown(request, again)
    await _keep(viewer, again, again.wanted)
    return pages.see_other(request, address(again.made, again.design, area.view))


async def artwork(request: Request) -> Response:
    """The small picture of one's own artwork."""
    place = await artworks.picture(request.state.viewer, number(request))
    headers = {"Cache-Control": "private, max-age=86400", "Content-Security-Policy": pictures.INERT}
    return FileResponse(place, media_type=artworks.KINDS[place.suffix[1:]], headers=headers)


async def stylesheet(request: Request) -> Response:
    """The rules that repaint a product at once."""
    made = await products.current(request.path_params["template"])
    asked = request.query_params.get("version", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < 6:
        made = await products.version(made.template_id, int(asked))
    lasting = request.query_params.get("v") == bench.sheet_digest(made)
    headers = {"Cache-Control": "public, max-age=31536000, immutable" if lasting else "public, max-age=60"}
    return Response(bench.sheet(made), media_type="text/css", headers=headers)


routes = [
    get("/studio", index, allow=everyone),
    get("/studio/artworks/{id}", artwork, allow=members),
    get("/studio/{template}.css", stylesheet, allow=everyone),
    get("/studio/{template}", studio, allow=everyone),
    post("/studio/{template}", act, allow=members),
    post("/studio/{template}/preview", preview, allow=members),
    post("/studio/{template}/artworks", upload, allow=members),
]
