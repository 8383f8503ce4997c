"""The same way against a provider that others wrote, as a process of its own: its discovery, its consent page, its logout."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx2
import pytest

from community.people.models import Person
from community.providers import discovery
from community.providers.models import OutsideAccount
from kernel.settings import Settings
from tests.browsing import Browser, Page, hidden_fields
from tests.community.providers.bought import knows, serving_provider

BACK = "http://localhost:8000"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Its address; the process is ended after the last test of the file."""
    with serving_provider() as (url, _process):
        yield url


@pytest.fixture
def settings(provider: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    discovery.forget()
    for name, value in {"ISSUER": provider, "CLIENT_ID": "tandem", "CLIENT_SECRET": "word", "LABEL": "Real"}.items():
        monkeypatch.setenv(f"TANDEM_OIDC_REAL_{name}", value)
    return settings.model_copy(update={"outgoing_allow": urlsplit(provider).netloc})


async def came(browser: Browser, subject: str, **form: str) -> Page:
    """To its consent page, the form sent, and back."""
    there = (await browser.peek("/sign-in/with/real?next=/ideas")).headers["location"]
    async with httpx2.AsyncClient() as web:
        page = await web.get(there)
        assert page.status_code == 200
        sent = await web.post(there, data=form or {"sub": subject})
    return await browser.get(sent.headers["location"].removeprefix(BACK))


async def test_the_first_time_and_again(provider: str, browser: Browser) -> None:
    knows(provider, "nora", email="nora@example.org", email_verified=True, name="Nora Blum")
    page = await came(browser, "nora")
    assert 'value="Nora Blum"' in page.text
    done = await browser.submit("/sign-in/joining", "/sign-in/joining", name="Nora Blum")
    assert done.url.path == "/ideas"
    assert (await OutsideAccount.get()).issuer == provider
    assert (await came(browser.another(), "nora")).url.path == "/ideas"
    assert await Person.filter(email="nora@example.org").count() == 1


async def test_who_says_no_there_stays_outside(provider: str, browser: Browser) -> None:
    page = await came(browser, "nora", action="deny", sub="nora")
    assert "You did not go on at Real" in page.text


async def test_who_signs_out_is_led_there_and_back(provider: str, browser: Browser) -> None:
    knows(provider, "nora", email="nora@example.org", email_verified=True, name="Nora Blum")
    await came(browser, "nora")
    await browser.submit("/sign-in/joining", "/sign-in/joining", name="Nora Blum")
    page = await browser.submit("/account", "/sign-out")
    there = page.text.split('content="0;url=')[1].split('"')[0].replace("&amp;", "&")
    async with httpx2.AsyncClient() as web:
        form = hidden_fields((await web.get(there)).text, "/oauth2/end_session/confirm")
        answer = await web.post(f"{provider}/oauth2/end_session/confirm", data=form)
    assert answer.headers["location"].removeprefix(BACK).startswith("/sign-out/done")
    assert "Signed out, here and there" in (await browser.get("/sign-out/done")).text
