"""What nobody would send, sent to every address that takes something: a clear refusal each time, and nothing half written."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode
from starlette.routing import Route
from tortoise import Tortoise

from community.people import keys
from kernel import db, reports
from kernel.features import the_house
from kernel.forms import Form
from kernel.search import caught_up
from tests import cast
from tests.browsing import ORIGIN, Browser, Page, hidden_fields
from tests.ideas.board import things

EXAMPLES = 8
HOSTILE = {
    "a long title": "x" * 100_000,
    "nothing": "",
    "a NUL": "a\0b",
    "changed directions": "\u202egnirts\u2066 \u2069",
    "emoji and an unpaired mark": "👩\u200d👩\u200d👧 e\u0301\u0327 🏳️",
    "right to left": "حذاء أوسع",
    "a formula": '=HYPERLINK("http://x.invalid")',
    "HTML": "<script>alert(1)</script>{{ 7 * 7 }}' OR 1=1 --",
    "a huge number": "9" * 400,
    "an odd number": "-1e309",
}
IDS = ("0", "-1", "999999999", "99999999999999999999999", "abc", "1%00", "%E2%80%AE1", "1'--")
PLAUSIBLE = {
    **dict.fromkeys(("title", "name", "label", "reason", "public", "text", "body", "brand"), "Some plain words"),
    "board": "shoes",
    "email": "who@example.org",
    "slug": "a-slug",
    "kind": "idea",
    "id": "1",
    "parent": "",
    "see": "everyone",
    "propose": "members",
    "comment": "members",
    "support": "members",
    "colour": "moss",
    "status": "under_review",
    "role": "member",
    "scopes": "read",
    "next": "/ideas",
    "language": "en",
    "handle": "root",
    "act": "none",
    "rule": "spam",
    "horizon": "next",
    "policy": "linear",
    "emoji": "heart",
}
WORDS = (
    "title",
    "name",
    "label",
    "reason",
    "public",
    "text",
    "body",
    "bio",
    "tags",
    "alt_1",
    "next",
    "handle",
    "target",
)


def form_routes() -> list[Route]:
    """Every address that takes a form."""
    routes = [route for route in the_house().all("routes") if isinstance(route, Route)]
    return [r for r in routes if "POST" in (r.methods or ()) and not r.path.startswith("/api/")]


def is_tokenless(route: Route) -> bool:
    """Does a browser or a mailbox send it, without a page of ours before it?"""
    return "unsubscribe" in route.path or route.path == reports.PATH


def is_for_strangers(route: Route) -> bool:
    """May it be sent by whoever is not signed in?"""
    return bool(getattr(route.endpoint, "about", {}).get("tokenless"))


def field_names() -> set[str]:
    """Every field that any form declares."""
    found, waiting = set(PLAUSIBLE) | set(WORDS), [Form]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        found |= set(form.model_fields)
    return found - {"password", "current", "csrf"}


def address(route: Route, number: str = "1") -> str:
    """The route's address with its places filled: the first of each kind, or a number that is asked for."""
    filled = route.path.replace("{kind}", "idea").replace("{token}", "nobody").replace("{signed}", "1-x-y")
    return re.sub(r"\{\w+(:int)?\}", number, filled)


async def counts() -> dict[str, int]:
    """How many rows each table holds, but for who looked: a form that is refused shows its page, and that is a look too."""
    named = {model._meta.db_table for app in (Tortoise.apps or {}).values() for model in app.values()}
    tables = sorted(named - {"look"})
    sql = " UNION ALL ".join(f"SELECT '{table}' AS name, count(*) AS n FROM {table}" for table in tables)
    return {row["name"]: row["n"] for row in await db.rows(sql)}


async def world(browser: Browser) -> None:
    """One of each thing, numbered 1, so that forms reach what they are about."""
    await cast.person("root")
    for handle in ("ada", "ben", "mo", "sol"):
        await cast.person(handle)
    idea = await things.idea("Resole my shoes", by=await cast.admin())
    await (await cast.browser_as(browser, "ada")).submit(f"/ideas/{idea.id}", "/comments", body="Mine too")
    await caught_up()


class Attacker:
    """Somebody signed in as administrator, who sends what no form of ours would."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.theirs, self.csrf = browser, browser, ""
        self.wrong: list[str] = []

    async def enter(self) -> None:
        self.theirs = await cast.browser_as(self.browser, "root")
        page = await self.theirs.get("/account")
        self.csrf = hidden_fields(page.text, "/account")["csrf"]

    async def send(self, why: str, path: str, fields: dict[str, Any], **headers: str) -> Page:
        before = await counts()
        reply = await self.theirs.post(path, fields, **{"Origin": ORIGIN, **headers})
        if reply.status_code >= 500:
            self.wrong.append(f"{path}, {why}: {reply.status_code}")
        elif reply.status_code >= 400 and (after := await counts()) != before:
            changed = {name for name in after if after[name] != before[name]}
            self.wrong.append(f"{path}, {why}: {reply.status_code}, and yet {sorted(changed)} changed")
        return reply


async def test_no_form_breaks_and_none_writes_a_half(browser: Browser) -> None:
    """Hostile words in plausible company on one database, alone among themselves on the other."""
    await world(browser)
    names, attacker = field_names(), Attacker(browser)
    plausible = {name: PLAUSIBLE.get(name, "1") for name in names}
    for route in form_routes():
        path = address(route)
        await attacker.enter()
        for why, value in HOSTILE.items():
            words = {**plausible, **dict.fromkeys(WORDS, value)} if db.on_sqlite() else dict.fromkeys(names, value)
            reply = await attacker.send(why, path, {**words, "csrf": attacker.csrf})
            if reply.status_code in (401, 403) or "/sign-in" in reply.headers.get("location", ""):
                await attacker.enter()
        if "{" in route.path:
            for number in IDS:
                reply = await attacker.send(f"number {number}", address(route, number), {"csrf": attacker.csrf})
    assert not attacker.wrong, "\n".join(attacker.wrong)
    differences = [line for proof in the_house().all("proofs") for line in await proof.check(fix=False)]
    assert not differences


async def test_a_stale_or_foreign_token_writes_nothing(browser: Browser) -> None:
    await world(browser)
    attacker = Attacker(browser)
    await attacker.enter()
    stale = attacker.csrf
    await attacker.enter()
    before = await counts()
    for route in form_routes():
        for why, token in (("stale", stale), ("none", ""), ("odd", "é\0"), ("long", "x" * 10_000)):
            # Where the browser names a page of ours, it was opened before its reader signed in, and is taken.
            whose = {"Sec-Fetch-Site": ""} if token == "" and is_for_strangers(route) else {}
            reply = await attacker.send(f"{why} token", address(route), {**PLAUSIBLE, "csrf": token}, **whose)
            assert reply.status_code in (403, 404, 422), (route.path, why, reply.status_code)
        reply = await attacker.send(
            "from another site",
            address(route),
            {**PLAUSIBLE, "csrf": attacker.csrf},
            **{"Sec-Fetch-Site": "cross-site"},
        )
        assert reply.status_code in (403, 404) or is_tokenless(route), (route.path, reply.status_code)
    assert not attacker.wrong, "\n".join(attacker.wrong)
    assert await counts() == before


async def test_ten_megabytes_are_refused_or_told_to_shorten(browser: Browser) -> None:
    await world(browser)
    attacker = Attacker(browser)
    await attacker.enter()
    much = "x" * 10_000_000
    for path in ("/ideas/new", "/comments", "/account", "/sign-up", "/ideas/1/answer"):
        fields = {**PLAUSIBLE, "body": much, "bio": much, "name": much, "csrf": attacker.csrf}
        reply = await attacker.send("ten megabytes", path, fields)
        assert reply.status_code in (400, 403, 404, 413, 422), (path, reply.status_code)
    reply = await attacker.send("twenty megabytes", "/sign-up", {"name": much * 2})
    assert reply.status_code in (400, 413, 422)
    assert not attacker.wrong, "\n".join(attacker.wrong)


def cases(schema: Any, mode: GenerationMode) -> list[dict[str, Any]]:
    """Some requests for every operation that the description names."""
    made: list[dict[str, Any]] = []
    for found in schema.get_all_operations():

        @settings(
            max_examples=EXAMPLES,
            database=None,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=found.ok().as_strategy(generation_mode=mode))
        def gather(case: Any) -> None:
            made.append(case.as_transport_kwargs(base_url=ORIGIN))

        with suppress(Unsatisfiable):  # nothing can be wrong in what takes nothing
            gather()
    return made


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
async def test_the_open_door_never_breaks(browser: Browser, mode: GenerationMode) -> None:
    await world(browser)
    token = await keys.issue(await cast.person("root"), name="fuzz", scopes=["read", "write", "customers", "team"])
    schema = schemathesis.openapi.from_dict((await browser.get("/api/v1/openapi.json")).json())
    sent, wrong = cases(schema, mode), []
    for request in sent:
        headers = {**dict(request.get("headers") or {}), "Authorization": f"Bearer {token}"}
        body = {"json": request["json"]} if "json" in request else {"content": request.get("data") or b""}
        plain = {name: value for name, value in headers.items() if str(value).isascii() and str(value).isprintable()}
        try:
            reply = await browser.client.request(
                request["method"], request["url"], params=request.get("params"), headers=plain, **body
            )
        except (ValueError, TypeError):
            continue  # no client can send it
        if reply.status_code >= 500:
            wrong.append(f"{request['method']} {request['url']}: {reply.status_code}, {body!r:.200}")
    assert len(sent) > 40
    assert not wrong, "\n".join(wrong)
