"""The first run: every page leads to the one that asks for the terminal's code."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from community.people import setup
from community.people.models import Person
from kernel import clock, db, security, site
from kernel.errors import TooMany
from kernel.features import House
from kernel.settings import Settings
from run import house
from tests import cast
from tests.browsing import Browser, site_on
from tests.pictures import png

TYPED = {
    "brand": "Sorbier",
    "accent": "#d9622b",
    "site_language": "fr",
    "board": "Chaussures",
    "name": "Rozenn Tanguy",
    "email": "rozenn@example.org",
    "password": "nine barges in a row",
}


@pytest_asyncio.fixture
async def fresh(settings: Settings) -> AsyncIterator[Browser]:
    """A site that nobody has set up."""
    async with site_on(house(settings)) as browser:
        await site.change(ready=False)
        yield browser


async def test_every_page_leads_to_the_first_run(fresh: Browser) -> None:
    for path in ("/", "/ideas", "/sign-in", "/team/people"):
        assert (await fresh.peek(path)).headers["location"].startswith("/setup")
    assert (await fresh.peek("/healthz")).text == "ok"
    assert "First run" in (await fresh.get("/ideas")).text
    assert setup.code() in await setup.notice()


async def test_a_program_is_told_that_the_site_is_not_set_up(fresh: Browser) -> None:
    for path in ("/api/v1/people/me", "/api/v1/openapi.json", "/api/nothing"):
        reply = await fresh.peek(path)
        assert reply.status_code == 503
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.json() == {
            "type": "about:blank",
            "title": "Service Unavailable",
            "status": 503,
            "detail": "This site has not been set up yet.",
        }


@pytest.mark.parametrize(
    "wrong", [{"code": "0000-0000-0000"}, {"accent": "red;}"}, {"password": "short"}, {"email": ""}]
)
async def test_nothing_is_set_up_by_whoever_has_not_the_code(fresh: Browser, wrong: dict[str, str]) -> None:
    page = await fresh.post("/setup", {**TYPED, "code": setup.code(), **wrong})
    assert page.status_code == 422
    assert "Chaussures" in page.text
    assert await Person.all().count() == 0
    assert await setup.is_awaited()


async def test_the_code_opens_the_house_with_its_board_and_its_first_administrator(fresh: Browser) -> None:
    page = await fresh.submit("/setup", "/setup", code=setup.code().upper(), **TYPED)
    assert page.status_code == 200
    assert "Sorbier" in page.text
    person = await Person.get(email="rozenn@example.org")
    assert person.role == "admin"
    assert (await fresh.get("/team/people")).status_code == 200
    assert (await fresh.get("/setup")).status_code == 404
    assert (await fresh.another().post("/setup", {**TYPED, "code": setup.code()})).status_code == 404
    assert await db.value("SELECT count(*) FROM board") == 1


async def test_the_brands_mark_may_come_with_the_first_run(fresh: Browser) -> None:
    sent = {"mark": ("mark.png", png(900, 300), "image/png")}
    page = await fresh.submit("/setup", "/setup", files=sent, code=setup.code(), **TYPED)
    address = (await site.current()).mark_url
    assert f'<img class="mark" src="{address}"' in page.text
    assert (await fresh.get(address)).headers["content-type"] == "image/png"


@pytest.mark.parametrize(
    ("code", "body", "told"),
    [
        ("0000-0000-0000", png(9, 9), "not the code that the terminal shows"),
        ("", b"<svg onload='alert(1)'/>", "not a picture we can read"),
    ],
)
async def test_a_mark_that_is_refused_opens_nothing(fresh: Browser, code: str, body: bytes, told: str) -> None:
    sent = {"mark": ("mark.png", body, "image/png")}
    page = await fresh.submit("/setup", "/setup", files=sent, code=code or setup.code(), **TYPED)
    assert page.status_code == 422
    assert told in page.text
    assert "choose mark.png again" in page.text
    assert "Chaussures" in page.text
    assert await db.value("SELECT count(*) FROM file") == 0
    assert await setup.is_awaited()


async def test_what_was_imported_before_the_first_run_is_read_and_answered_by_nobody(fresh: Browser) -> None:
    assert (await fresh.peek("/ideas")).status_code == 303
    await cast.person("imported")
    assert (await fresh.peek("/ideas")).status_code == 200
    reply = await fresh.post("/sign-up", {"name": "Eve", "email": "eve@example.org", "password": "long-enough-words"})
    assert reply.headers["location"].startswith("/setup")
    assert await setup.is_awaited()


async def test_a_demo_needs_no_setup(home: House) -> None:
    await site.change(ready=False, demo=True)
    assert not await setup.is_awaited()
    assert await setup.notice() == ""


async def test_the_code_is_guessed_no_oftener_from_many_processes_than_from_one(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "settings", home.settings.model_copy(update={"rate_limits": "on"}))
    with clock.at(clock.now()):
        for _ in range(10):
            assert not await setup.is_code("0000")
            security.forget_limits()  # what another process would not know of
        with pytest.raises(TooMany):
            await setup.is_code("0000")
