"""A small house of its own: the kernel and one wing whose pages try everything that the kernel offers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from jinja2 import DictLoader
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kernel import api, db, features, forms, lists, pages, security, sessions, slots
from kernel.app import kernel
from kernel.errors import Conflict, Forbidden, SignInNeeded
from kernel.features import Feature, House, Job, Reaction, Slot, Wing
from kernel.settings import Settings
from kernel.viewer import Viewer, everyone, members, staff
from kernel.web import get, number, post
from tests.browsing import Browser, site_on

PEOPLE = {
    1: Viewer(id=1, role="member", name="Ada Lovelace", handle="ada", language="en"),
    2: Viewer(id=2, role="member", name="Ben", handle="ben", language="fr"),
    3: Viewer(id=3, role="manager", name="Mo", handle="mo", language="en"),
}
TEMPLATES = {
    "page.html": '<form method="post" action="/t/write"><input type="hidden" name="csrf" value="{{ slot("csrf") }}">'
    '</form><p>{{ slot("said") }}</p>',
    "list.html": "<h1>{{ made }}</h1>{% block list %}{% for n in keys %}<li>{{ slot('t.shared', n) }}"
    "{% if viewer.is_member %}{{ slot('t.mine', n) }}{% endif %}</li>{% endfor %}{% endblock %}{{ typed }}",
    "form.html": "{{ form['values'].get('title', '') }}|{{ form.errors.title }}",
    "errors/problem.html": "<title>{{ title }}</title><p>{{ message }}</p>",
    "errors/plain.html": "<title>{{ title }}</title><p>{{ message }}</p>",
}
calls: dict[str, int] = {}


class TitleForm(forms.Form):
    title: forms.Line


async def paper(request: Request) -> Response:
    return await pages.page(request, "page.html")


async def listing(request: Request) -> Response:
    async def build() -> dict[str, Any]:
        calls["build"] = calls.get("build", 0) + 1
        count = await db.value("SELECT count(*) FROM event")
        return {"made": f"{count} events", "keys": [1, 2, 3], "typed": request.query_params.get("q", "")}

    return await pages.shared(request, "list.html", build, block="list" if pages.by_htmx(request) else "")


async def shared(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    calls["shared"] = calls.get("shared", 0) + 1
    return {key: f"shared {key} " + slots.slot("t.inner", key) for key in keys}


async def mine(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    calls["mine"] = calls.get("mine", 0) + 1
    return {key: f"{viewer.handle}'s {key}" for key in keys}


async def inner(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    return dict.fromkeys(keys, f"for {viewer.handle or 'nobody'}")


async def write(request: Request) -> Response:
    async with db.transaction():
        await _happen()
    pages.said(request, "It is written.")
    return pages.see_other(request, "/t/page")


async def _happen() -> None:
    from kernel.events import record

    await record("t.happened", actor=1, subject=("t", 1))


async def enter(request: Request) -> Response:
    return await sessions.begin(request, PlainTextResponse("in"), number(request))


async def leave(request: Request) -> Response:
    return await sessions.end(request, PlainTextResponse("out"))


async def fill(request: Request) -> Response:
    filled = await forms.read(request, TitleForm)
    if not filled.ok:
        return await pages.page(request, "form.html", {"form": filled}, status=422)
    return PlainTextResponse(filled.valid.title)


async def refuse(request: Request) -> Response:
    kinds = {"403": Forbidden("Not yours."), "409": Conflict("Late."), "500": ValueError("a secret detail")}
    raise kinds[request.path_params["kind"]]


class Thing(BaseModel):
    name: str = Field(max_length=10)


async def make_thing(request: Request) -> Response:
    thing = await api.body(request, Thing)

    async def act() -> tuple[int, Any]:
        calls["act"] = calls.get("act", 0) + 1
        await _happen()
        return 201, {"name": thing.name, "number": calls["act"]}

    return await api.once(request, thing.model_dump_json().encode(), act)


async def bearer(token: str, scope: str) -> Viewer:
    if token != f"good-{scope}":
        raise SignInNeeded("This token is not known.")
    return PEOPLE[1]


async def slow_down(request: Request) -> Response:
    security.limit("t", "one", burst=2, per_minute=1)
    return PlainTextResponse(lists.address(request))


seen: list[int] = []


async def heard(event: db.Row) -> None:
    seen.append(event["id"])


async def count_run(n: int) -> None:
    seen.append(n)


async def fail() -> None:
    raise ValueError("always")


wing = Wing(
    "kernel",
    routes=[
        get("/t/page", paper, allow=members),
        get("/t/list", listing, allow=everyone),
        get("/t/staff", paper, allow=staff),
        get("/t/refuse/{kind}", refuse, allow=everyone),
        get("/t/slow", slow_down, allow=everyone),
        post("/t/write", write, allow=members),
        post("/t/form", fill, allow=everyone, tokenless=True),
        post("/t/enter/{id}", enter, allow=everyone, tokenless=True),
        post("/t/leave", leave, allow=everyone, tokenless=True),
        api.route("POST", "/things", make_thing, summary="Make", scope="write", takes=Thing, gives=Thing, status=201),
    ],
    slots=[Slot("t.shared", shared), Slot("t.mine", mine, personal=True), Slot("t.inner", inner, personal=True)],
    jobs=[Job("t.count", count_run), Job("t.fail", fail, tries=2)],
    reactions=[Reaction("t.heard", ("t.happened",), heard)],
    registers={
        "viewer": [
            features.People(
                table="(SELECT 1 AS id UNION SELECT 2 UNION SELECT 3) p",
                columns="p.id",
                viewer=lambda row: PEOPLE.get(row["id"]),
            )
        ],
        "bearer": [bearer],
    },
)


def small_house(settings: Settings) -> House:
    calls.clear()
    seen.clear()
    security.forget_limits()
    made = House([kernel, Feature("tests", [wing])], settings)
    from kernel.features import open_house

    open_house(made)
    pages.environment.cache_clear()
    pages.environment().loader = DictLoader(TEMPLATES)
    return made


@pytest_asyncio.fixture
async def small(settings: Settings) -> AsyncIterator[House]:
    """The small house with its database open."""
    made = small_house(settings)
    async with db.opened(made.settings, made.features):
        yield made
    pages.environment.cache_clear()


@pytest_asyncio.fixture
async def surfer(settings: Settings) -> AsyncIterator[Browser]:
    """A stranger's browser on the small house."""
    async with site_on(small_house(settings)) as made:
        if not settings.sqlite:
            await asyncio.sleep(0.2)  # once it listens to other hosts, its caches begin anew
        yield made
    pages.environment.cache_clear()


async def entered(browser: Browser, person: int = 1) -> Browser:
    """The browser, signed in."""
    assert (await browser.post(f"/t/enter/{person}", {"csrf": csrf(browser)})).status_code == 200
    return browser


def csrf(browser: Browser) -> str:
    """The token of the forms that this browser would be shown."""
    return sessions.csrf_of(browser.client.cookies.get("session") or "")
