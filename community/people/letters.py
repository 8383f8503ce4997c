"""The demo's letter box: every letter it would have sent, as pages."""

from __future__ import annotations

import json

import nh3
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kernel import db, exports, lists, pages, site
from kernel.errors import Missing
from kernel.features import the_house
from kernel.viewer import everyone
from kernel.web import get, number

PER_PAGE = 30
_TAGS = {"a", "article", "b", "br", "div", "h1", "h2", "li", "p", "q", "span", "strong", "ul", "blockquote"}


async def index(request: Request) -> Response:
    await _only_in_the_demo()
    place = lists.place(request.query_params.get("after"), int)
    rows = await db.rows(
        "SELECT id, address, subject, created_at FROM letter WHERE id < ? ORDER BY id DESC LIMIT ?",
        place[0] if place else 2**31 - 1,
        PER_PAGE + 1,
    )
    found = lists.page_of(rows, PER_PAGE, lambda row: (row["id"],))
    more = lists.with_query(request, after=found.after) if found.after else ""
    return await pages.page(request, "community/people/letters.html", {"letters": found.items, "more": more})


async def show(request: Request) -> Response:
    await _only_in_the_demo()
    letter = await db.row("SELECT * FROM letter WHERE id = ?", number(request))
    if letter is None:
        raise Missing()
    context = {"letter": letter, "body": shown(letter["html"])}
    return await pages.page(request, "community/people/letter.html", context)


async def invitation(request: Request) -> Response:
    """The calendar file that goes with a letter."""
    await _only_in_the_demo()
    held = await db.value("SELECT attached FROM letter WHERE id = ?", number(request))
    if held is None:
        raise Missing()
    told = json.loads(held)
    headers = {**exports.named("invite.ics"), "Cache-Control": "no-store"}
    return Response(told["text"], media_type=f"text/calendar; method={told['method']}; charset=utf-8", headers=headers)


def shown(html: str) -> Markup:
    """A letter in our own type: its inline styles would be refused here, its links stay on the address in use."""
    base = the_house().settings.base_url.rstrip("/")
    kept = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags={"style", "title", "script"},
        attributes={tag: {"class"} for tag in _TAGS} | {"a": {"class", "href"}},
        link_rel=None,
    )
    return Markup(kept.replace(f'href="{base}/', 'href="/'))  # noqa: S704  cleaned just above


async def _only_in_the_demo() -> None:
    if not (await site.current()).demo:
        raise Missing()


routes = [
    get("/letters", index, allow=everyone),
    get("/letters/{id}", show, allow=everyone),
    get("/letters/{id}/invite.ics", invitation, allow=everyone),
]
