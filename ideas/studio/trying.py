"""What a form of the studio asks for: tried against the product, kept as a draft's next step, and shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.studio import actions, artworks, bench, drafts, forms, products, queries, recipe
from ideas.studio.models import Design, State
from ideas.studio.products import Made
from ideas.studio.recipe import Recipe
from kernel import pages
from kernel.errors import Missing
from kernel.viewer import Viewer

STUDIO, PREVIEW = "ideas/studio/studio.html", "ideas/studio/_preview.html"


@dataclass
class Tried:
    """What somebody chose: a recipe that can be made, what was wrong with the rest, and the part `touched` last."""

    made: Made
    design: Design | None
    wanted: Recipe
    values: dict[str, Any]
    errors: dict[str, str]
    kept: drafts.Kept | None = None
    touched: str = ""


async def read(request: Request) -> tuple[dict[str, Any], Mapping[str, Any]]:
    """The fields of a form, and all that was sent with its files."""
    sent = await request.form(max_files=20, max_fields=400, max_part_size=12_000_000)
    return forms.typed(sent.multi_items()), sent


async def shelf(viewer: Viewer, template_id: int | None = None) -> list[dict[str, Any]]:
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


def address(made: Made, design: Design | None, view: str = "", *, part: str = "") -> str:
    """The page of the studio for a draft, one of its sides shown, one of its parts open."""
    side = f"&view={view}" if view != made.view and view in {one.id for one in made.product.views} else ""
    opened = f"&open={part}#part-{part}" if part else ""
    return f"{made.url}?draft={design.id}{side}{opened}" if design else made.url


async def own_draft(viewer: Viewer, typed: str) -> Design:
    """The viewer's own design of a number that came with a form or an address."""
    if not typed.isascii() or not typed.isdecimal() or len(typed) > 10:
        raise Missing()
    design = await queries.find(viewer, int(typed))
    if design.author_id != viewer.id:
        raise Missing()
    return design


async def tried_on(viewer: Viewer, made: Made, design: Design | None, values: dict[str, Any]) -> Tried:
    base = recipe.parse(design.recipe) if design else recipe.plain(made.slug, made.version, made.product)
    wanted, _faults = forms.chosen(values, made.product, base)
    usable = await artworks.usable(viewer, wanted)
    wanted, errors = forms.checked(values, made.product, base, usable)
    return Tried(made, design, wanted, values, errors, touched=_touched(base, wanted))


def _touched(before: Recipe, after: Recipe) -> str:
    """The part, the words or the print whose choice changed; empty where none did."""
    found = recipe.differences(before, after)
    return {"texts": "text-", "artworks": "art-"}.get(found[-1].kind, "") + found[-1].place if found else ""


async def shown(request: Request, tried: Tried, *, view: str = "", opened: str = "", part: bool = False) -> Response:
    viewer: Viewer = request.state.viewer
    filled = bench.errors_of(tried.errors, tried.values)
    side = bench.Side(view, opened)
    laid = await bench.lay(viewer, tried.made, tried.wanted, design=tried.design, filled=filled, side=side)
    context = {
        "bench": laid,
        "form": filled,
        "drafts": [] if tried.design else await shelf(viewer, tried.made.template_id),
    }
    if part:
        return await pages.page(request, PREVIEW, context)
    return await pages.page(request, STUDIO, context, status=422 if tried.errors else 200)


async def kept(viewer: Viewer, slug: str, values: dict[str, Any]) -> Tried:
    """What a form asks for, kept as the next step of its draft, which begins with it."""
    made, design = await products.current(slug), await drafts.begun(viewer, _visit(values))
    if values.get("draft"):
        design = await own_draft(viewer, values["draft"])
    if design:
        if design.state != State.DRAFT or design.template_id != made.template_id:
            raise Missing()
        made = await products.version(design.template_id, design.version)
    tried = await tried_on(viewer, made, design, values)
    await keep(viewer, tried, tried.wanted)
    return tried


async def keep(viewer: Viewer, tried: Tried, wanted: Recipe) -> None:
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
