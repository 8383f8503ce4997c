"""The gallery: designs on their shelves, narrowed and ordered, and its feed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ideas.studio import groups, products, queries, sheets
from ideas.studio.models import Design, State
from ideas.studio.products import Made
from ideas.studio.queries import DesignCard, DesignFilter
from kernel import feeds, i18n, lists, pages, site, speech, text
from kernel.errors import Missing
from kernel.feeds import Entry, full
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.search import looking
from kernel.viewer import Viewer, everyone
from kernel.web import get

SORTS = {
    "trending": mark("Trending"),
    "new": mark("Newest"),
    "score": mark("Best scored"),
    "remixed": mark("Most remixed"),
}
LEAD, ENOUGH, FEED = 2, 6, 30
_KEY = re.compile(r"([0-9]{1,10})(?:-[^/]*)?")
PARAMS = ("template", "colour", "of", "q")


@dataclass(frozen=True)
class Link:
    """One choice of a filter; `count` where it is known, `hex` for a colour."""

    name: str
    url: str
    current: bool
    count: int | None = None
    hex: str = ""


@dataclass(frozen=True)
class Narrowed:
    """A gallery as it was asked for; `told` names each thing it is narrowed to that has no chip of its own."""

    wanted: DesignFilter
    told: Sequence[str] = ()

    @property
    def is_whole(self) -> bool:
        return self.wanted == DesignFilter(sort=self.wanted.sort)


class Elsewhere(Exception):
    """The page has another address."""


class Unshared(Exception):
    """The page is for this viewer alone."""

    def __init__(self, design: Design) -> None:
        super().__init__()
        self.design = design


async def index(request: Request) -> Response:
    if request.query_params.get("q"):  # the index follows a change by a moment: nothing of it is kept
        return await pages.page(request, "ideas/studio/index.html", await _index(request))
    return await pages.shared(request, "ideas/studio/index.html", lambda: _index(request))


async def _index(request: Request) -> dict[str, Any]:
    viewer: Viewer = request.state.viewer
    known = list((await products.newest()).values())
    asked = await narrowed(request, known)
    wanted, after = asked.wanted, request.query_params.get("after")
    totals = await queries.totals(wanted)
    total = totals.get(wanted.template.template_id, 0) if wanted.template else sum(totals.values())
    leads = LEAD if asked.is_whole and not after and total >= ENOUGH else 0
    listing = await queries.listing(viewer, wanted, after, size=queries.PAGE + leads)
    colours = _colour_links(request, wanted, known)
    return {
        "wanted": wanted,
        "q": request.query_params.get("q", "")[:400],
        "kept": [(name, value[:80]) for name, value in request.query_params.items() if name not in ("q", "after")],
        "told": asked.told,
        "lead": _lead(listing.items[:leads]),
        "designs": listing.items[leads:],
        "next": lists.with_query(request, after=listing.after) if listing.after else "",
        "total": total,
        "shown": len(listing.items),
        "is_later": bool(after),
        "templates": _template_links(request, known, wanted, totals),
        "colours": colours,
        "colour": _chosen(colours),
        "groups": [
            (_(kind.label), links, _chosen(links))
            for kind in groups.groupings()
            for links in [await _group_links(request, kind)]
        ],
        "sorts": [
            Link(_(name), lists.with_query(request, sort=sort, after=None), sort == wanted.sort)
            for sort, name in SORTS.items()
        ],
        "everything": lists.with_query(request, **dict.fromkeys((*_params(), "after"), None)),
        "feed": f"/designs.atom?template={wanted.template.slug}" if wanted.template else "/designs.atom",
        "studio": wanted.template.url if wanted.template and wanted.template.is_open else "/studio",
        "open": [made for made in known if made.is_open],
    }


async def narrowed(request: Request, known: Sequence[Made]) -> Narrowed:
    """What the address asks for; Missing for a product, a group or a design that is not there."""
    asked, viewer = request.query_params, request.state.viewer
    told, conditions, template = list[str](), list[queries.Where](), None
    if asked.get("template"):
        template = next((made for made in known if made.slug == asked["template"]), None)
        if template is None:
            raise Missing()
    if asked.get("of"):
        original = await _original(viewer, asked["of"])
        told.append(_("remixes of “%(title)s”") % {"title": original.title})
        conditions.append(("d.original_id = ?", (original.id,)))
    for kind in groups.groupings():
        if asked.get(kind.param):
            holds = await kind.holds(viewer, asked[kind.param][:80])
            if holds is None:
                raise Missing()
            conditions.append(holds)
    sort, q = asked.get("sort", ""), asked.get("q", "").strip()[:400]
    return Narrowed(
        DesignFilter(
            template=template,
            dye=asked.get("colour", "")[:30],
            among=tuple(await looking.numbers(viewer, "design", q)) if q else None,
            within=_joined(conditions),
            sort=sort if sort in SORTS else "trending",
        ),
        told,
    )


async def _original(viewer: Viewer, typed: str) -> Design:
    if not typed.isascii() or not typed.isdecimal() or len(typed) > 10:
        raise Missing()
    return await queries.find(viewer, int(typed))


def _joined(conditions: Sequence[queries.Where]) -> queries.Where | None:
    if not conditions:
        return None
    return " AND ".join(sql for sql, _ in conditions), tuple(value for _, some in conditions for value in some)


def _params() -> list[str]:
    return [*PARAMS, *(kind.param for kind in groups.groupings())]


def _lead(first: Sequence[DesignCard]) -> Sequence[DesignCard]:
    """The two of the lead shelf; what stands takes the wide wall."""
    return sorted(first, key=lambda card: card.hangs)


def _template_links(
    request: Request, known: Sequence[Made], wanted: DesignFilter, totals: Mapping[int, int]
) -> list[Link]:
    """Every product that may be designed, or has been."""
    every = lists.with_query(request, template=None, colour=None, after=None)
    links = [Link(_("All designs"), every, wanted.template is None, sum(totals.values()))]
    for made in known:
        count, chosen = totals.get(made.template_id, 0), made == wanted.template
        if made.is_open or count or chosen:
            url = lists.with_query(request, template=made.slug, colour=None, after=None)
            links.append(Link(made.name, url, chosen, count))
    return links


def _colour_links(request: Request, wanted: DesignFilter, known: Sequence[Made]) -> list[Link]:
    """The dyes of the product chosen, else of all of them, each named once."""
    lang, found = i18n.language.get(), dict[str, Link]()
    for made in [wanted.template] if wanted.template else known:
        for dye in made.product.dyes:
            chosen = dye.id == wanted.dye
            url = lists.with_query(request, colour=None if chosen else dye.id, after=None)
            found.setdefault(dye.id, Link(dye.name.in_language(lang), url, chosen, hex=dye.hex))
    return list(found.values())


def _chosen(links: Sequence[Link]) -> Link | None:
    return next((link for link in links if link.current), None)


async def _group_links(request: Request, kind: groups.Grouping) -> list[Link]:
    chosen = request.query_params.get(kind.param, "")
    return [
        Link(
            group.name,
            lists.with_query(request, after=None, **{kind.param: None if group.slug == chosen else group.slug}),
            group.slug == chosen,
        )
        for group in await kind.choices(request.state.viewer)
    ]


async def show(request: Request) -> Response:
    """A design's page; the author's own draft is on the bench of the studio."""
    found = _KEY.fullmatch(request.path_params["key"])
    if not found:
        raise Missing()
    viewer: Viewer = request.state.viewer
    try:
        return await pages.shared(request, "ideas/studio/design.html", lambda: _shown(request, int(found[1])))
    except Elsewhere as moved:
        return RedirectResponse(str(moved), status_code=302)
    except Unshared as own:
        return await pages.page(request, "ideas/studio/design.html", {"sheet": await sheets.sheet(viewer, own.design)})


async def _shown(request: Request, design_id: int) -> dict[str, Any]:
    design = await queries.find(request.state.viewer, design_id)
    if design.state == State.DRAFT:
        made = await products.version(design.template_id, design.version)
        raise Elsewhere(f"{made.url}?draft={design.id}")
    url = queries.address(design.id, design.slug)
    if url != request.url.path:
        raise Elsewhere(url + (f"?{request.url.query}" if request.url.query else ""))
    if not design.is_listed:
        raise Unshared(design)
    return {"sheet": await sheets.sheet(request.state.viewer, design)}


async def feed(request: Request) -> Response:
    """The newest designs, as Atom."""
    viewer: Viewer = request.state.viewer
    asked = await narrowed(request, list((await products.newest()).values()))
    wanted = DesignFilter(template=asked.wanted.template, dye=asked.wanted.dye, within=asked.wanted.within, sort="new")
    found = await queries.listing(viewer, wanted, size=FEED)
    stories = await queries.stories([card.id for card in found.items])
    title = _("%(brand)s: designs") % {"brand": (await site.current()).name}
    return await feeds.answer(
        request, title, "/designs", [_entry(card, stories.get(card.id, "")) for card in found.items]
    )


def _entry(card: DesignCard, story: str) -> Entry:
    at = card.published_at
    if at is None:
        raise Missing()
    html = f'<p><img src="{escape(full(card.png))}" alt="{escape(card.template_name)}"></p>{text.markdown(story)}'
    tongues = speech.of(card.title), speech.of(story)
    return Entry(full(f"/designs/{card.id}"), card.title, full(card.url), at, at, card.author, html, *tongues)


routes = [
    get("/designs", index, allow=everyone),
    get("/designs.atom", feed, allow=everyone),
    get("/designs/{key}", show, allow=everyone),
]
