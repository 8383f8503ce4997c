"""Somebody comes in by another site, in Chromium: for the first time, linked to an account, and when that site is away."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, sync_playwright

from tests import chromium, databases, look
from tests.community.providers.bought import knows, serving_provider
from tests.journeys.test_identity import _prepare, letter, password, seen, signed_out, write
from tests.journeys.test_referral_walk import Street, press

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
WITH_ACME = "a[href^='/sign-in/with/acme']"


class Road(Street):
    """A street with another site at its end."""

    provider: str
    process: subprocess.Popen[bytes]


@pytest.fixture(scope="module", params=[True, False], ids=["scripts", "without-scripts"])
def road(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Road]:
    look.LOOK.mkdir(exist_ok=True)
    data = tmp_path_factory.mktemp("outside")
    asyncio.run(_prepare(databases.sqlite_copy(data)))
    with serving_provider() as (provider, process):
        knows(provider, "nora", email="nora@example.org", email_verified=True, name="Nora Blum")
        knows(provider, "ada-there", email="ada@elsewhere.example", email_verified=True, name="Ada")
        told = {"ISSUER": provider, "CLIENT_ID": "tandem", "CLIENT_SECRET": "word", "LABEL": "Acme"}
        settings = {f"TANDEM_OIDC_ACME_{name}": value for name, value in told.items()}
        settings["TANDEM_OUTGOING_ALLOW"] = urlsplit(provider).netloc
        with look.serving(data, **settings) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
            made = Road(address, data, browser, scripts=bool(request.param))
            made.provider, made.process = provider, process
            yield made
            browser.close()


def window(road: Road, person: str = "") -> Page:
    """The other site wants a stylesheet of a third one, which is not asked here."""
    page = road.page(person)
    page.route(lambda url: urlsplit(url).hostname not in ("localhost", "127.0.0.1"), lambda route: route.abort())
    return page


def consents(road: Road, page: Page, who: str) -> None:
    """What somebody does at the other site."""
    page.wait_for_url(f"{road.provider}/**")
    page.locator("input[name=sub]").fill(who)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{road.address}/**")


def test_in_by_another_site_out_again_linked_and_when_it_is_away(road: Road) -> None:
    _comes_for_the_first_time(road)
    page = window(road)
    _links(road, page)
    signed_out(page)
    page.goto("/sign-in")
    press(page, WITH_ACME)
    consents(road, page, "ada-there")
    page.goto("/account/security")
    seen(page, "ada@elsewhere.example")
    signed_out(page)
    road.process.terminate()
    road.process.wait(timeout=10)
    _it_is_away(road, page)


def _comes_for_the_first_time(road: Road) -> None:
    page = window(road)
    page.goto("/sign-up")
    press(page, WITH_ACME)
    consents(road, page, "nora")
    seen(page, "nora@example.org")
    assert page.locator("#name").input_value() == "Nora Blum"
    press(page, "form[action='/sign-in/joining'] button")
    page.goto("/account/devices")
    seen(page, "Acme")
    page.goto("/account")
    page.locator(".menu > summary").click()
    page.locator("form[action='/sign-out'] button").click()
    page.wait_for_url(f"{road.provider}/**")
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(f"{road.address}/**")
    seen(page, "Déconnecté, ici et là-bas")
    page.context.close()


def _links(road: Road, page: Page) -> None:
    """Ada has a password here; what she proves there opens the same account from now on."""
    password(page)
    page.goto("/account/providers")
    press(page, "a[href='/account/providers/acme/link']")
    seen(page, "Lier Acme")
    page.locator("form[action='/account/providers/acme/link'] button").click()
    consents(road, page, "ada-there")
    seen(page, "ada@elsewhere.example")


def _it_is_away(road: Road, page: Page) -> None:
    """What she came in by does not answer: a letter opens, and she parts from it."""
    page.goto("/sign-in")
    press(page, WITH_ACME)
    seen(page, "Acme ne répond pas")
    press(page, "main a[href='/sign-in']")
    page.goto("/sign-in/link")
    write(page, "#email", "ada@example.org")
    press(page, "form[action='/sign-in/link'] button")
    road.run("work", "--until-idle")
    link = letter(road.data, r"/sign-in/link/[\w-]+")
    page.goto(link)
    press(page, f"form[action='{link}'] button")
    page.goto("/account/providers")
    press(page, "a[href$='/unlinking']")
    press(page, "form[action$='/unlinking'] button")
    seen(page, "Acme ne vous ouvre plus ce compte")
