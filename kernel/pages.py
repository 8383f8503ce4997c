"""Pages: rendered once for all viewers of a scope, then each viewer's own holes are filled."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from secrets import token_hex
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kernel import assets, cache, forms, i18n, lists, site, slots, speech, text
from kernel.features import the_house
from kernel.viewer import Viewer

Context = Mapping[str, Any]
Build = Callable[[], Awaitable[Context]]
_skeletons: cache.Store[slots.Skeleton] = cache.Store(2000)
_TOKEN = f"token-{token_hex(12)}"  # stands where a viewer's own comes; nobody can have typed it


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates, with what every page may call."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=the_house().settings.development,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        cache_size=-1,
    )
    made.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=True, pgettext=i18n.pgettext)  # type: ignore[attr-defined]
    made.globals.update(asset=assets.url, sheet_url=assets.sheet_url, slot=slots.slot)
    made.globals.update(gettext=_told, _=_told, once=_once)
    made.filters.update(
        date=i18n.format_date,
        datetime=i18n.format_datetime,
        ago=i18n.format_ago,
        number=i18n.format_number,
        money=i18n.format_money,
        percent=i18n.format_percent,
        listing=i18n.format_list,
        markdown=text.markdown,
        plain=text.plain,
        slug=text.slug,
        spoken=speech.attribute,
    )
    return made


def _told(message: str, **values: Any) -> Markup:
    """A sentence of a template, as Jinja's own would say it: most have no value to put in, and are put together once."""
    words = _sentence(i18n.language.get(), message, bool(values))
    return words % values if values else words


@lru_cache(maxsize=8192)
def _sentence(lang: str, message: str, is_open: bool) -> Markup:
    words = Markup(i18n.gettext(message))
    return words if is_open else words % {}


def _once(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """A macro that says the same of the same words in one language and zone, and so is run once for each of them.

    What is marked as safe is told apart from the same letters as text.
    """

    @lru_cache(maxsize=1024, typed=True)
    def said_of(_lang: str, _zone: str, *args: Hashable, **kwargs: Hashable) -> Markup:
        return macro(*args, **kwargs)

    def told(*args: Hashable, **kwargs: Hashable) -> Markup:
        return said_of(i18n.language.get(), i18n.zone.get(), *args, **kwargs)

    return told


def render(template: str, context: Context, *, block: str = "") -> str:
    """A template, or one named block of it, as text with its holes still open."""
    found = environment().get_template(template)
    if not block:
        return found.render(context)
    return "".join(found.blocks[block](found.new_context(dict(context))))


def fragment(template: str, **context: Any) -> Markup:
    """A small template rendered by a slot's filler; `lang` and the globals are there, nothing of the page is."""
    return Markup(render(template, {"lang": i18n.language.get(), **context}))


def drawn(template: str, *, csrf: str = "", **context: Hashable) -> str:
    """The same, rendered once for all who see it alike: the context tells it apart, `csrf` is put in anew for each."""
    lang, zone = i18n.language.get(), i18n.zone.get()
    return _drawn(template, lang, zone, tuple(context.items())).replace(_TOKEN, csrf)


@lru_cache(maxsize=8192)
def _drawn(template: str, lang: str, zone: str, context: tuple[tuple[str, Hashable], ...]) -> str:
    return render(template, {"lang": lang, "csrf": _TOKEN, **dict(context)})


async def page(
    request: Request, template: str, context: Context | None = None, *, status: int = 200, block: str = ""
) -> Response:
    """A page for this viewer alone; nothing of it is kept."""
    viewer: Viewer = request.state.viewer
    told = {**await surroundings(request), **(context or {})}
    html = render(template, {**told, "mending": _mending(told)}, block=block)
    return answer(slots.text(await slots.fill(slots.cut(html), viewer, personal=True)), status=status)


async def shared(
    request: Request, template: str, build: Build, *, block: str = "", extra: Any = None, told: Viewer | None = None
) -> Response:
    """A page that is the same for all viewers of a scope but for its personal holes; `build` runs only when it must.

    The context must depend on nothing but the address, language and zone, and the viewer's scope (and `extra`).
    Where it is made for the viewer as known to belong to fewer clubs, `told` is who it is made for: more may share it then.
    """
    viewer: Viewer = request.state.viewer
    told = told or viewer
    asked = request.scope["path"], request.scope["query_string"]
    key = (template, block, *asked, i18n.language.get(), i18n.zone.get(), told.scope, extra)

    async def make() -> slots.Skeleton:
        html = render(template, {**await surroundings(request, told), **await build()}, block=block)
        return await slots.fill(slots.cut(html), told, personal=False)

    parts = await _skeletons.once(key, make)
    response = answer(slots.text(await slots.fill(parts, viewer, personal=True)))
    if not viewer.is_member:
        request.state.shareable = True
    return response


async def surroundings(request: Request, told: Viewer | None = None) -> dict[str, Any]:
    """What every page knows: brand, viewer's kind, language, doors."""
    viewer: Viewer = told or request.state.viewer
    brand = await site.current()
    return {
        "request": request,
        "lang": i18n.language.get(),
        "brand": brand,
        "demo": brand.demo,
        "viewer": viewer,
        "path": lists.address(request),
        "nav": sorted((door for door in the_house().all("doors") if door.allow(viewer)), key=attrgetter("place")),
        "base_url": the_house().settings.base_url.rstrip("/"),
        "mending": "",
    }


def _mending(context: Context) -> str:
    """What the title of a page begins with when one of its forms came back."""
    count = sum(value.error_count for value in context.values() if isinstance(value, forms.Filled))
    return i18n.ngettext("One thing to mend:", "%(count)s things to mend:", count) % {"count": count} if count else ""


def answer(html: str | bytes, *, status: int = 200) -> Response:
    return Response(html, status_code=status, media_type="text/html")


def by_htmx(request: Request) -> bool:
    """Was this asked by htmx for a part of a page?"""
    return request.headers.get("hx-request") == "true" and request.headers.get("hx-boosted") != "true"


@contextmanager
def speaking_to(request: Request, reader: Viewer) -> Iterator[None]:
    """Within the block the page is in the language of whoever a letter was for: the browser may be another's, or set otherwise.

    Who is signed in, or chose a language by link, is spoken to in that.
    """
    theirs = "" if request.state.viewer.is_member or request.cookies.get("language") else reader.language
    with i18n.speaking(theirs or i18n.language.get()):
        yield


def see_other(request: Request, url: str) -> Response:
    """After a write: the browser goes on to `url`; htmx is told to do the same."""
    if by_htmx(request):
        return Response(status_code=204, headers={"HX-Redirect": url})
    return RedirectResponse(url, status_code=303)


def said(request: Request, message: str) -> None:
    """A sentence shown once on the next page."""
    request.session["said"] = message


def safe_next(path: str | None, otherwise: str = "/") -> str:
    """An address on this site to go on to; anything else is `otherwise`."""
    if not path or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return otherwise
    return path if path.isprintable() else otherwise  # browsers leave tabs and line ends out, and see another address
