"""Somebody comes in by another site in Chromium, by keys: for the first time, beside an account, in two tabs, and out again."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import Popen
from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kernel import db
from kernel.demo import PASSWORD
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests import cast, chromium, databases, look
from tests.community.providers.bought import knows, serving_provider
from tests.ideas.board import things
from tests.journeys.street import DRESSES, Dress, Street, press
from tests.journeys.test_identity import password, write
from tests.journeys.visit import by_keys

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
THERE = "a[href^='/sign-in/with/acme']"
MENU, OUT = "details:has(form[action='/sign-out']) > summary", "form[action='/sign-out'] button"


class Crossing(Street):
    """A street with another site at its end."""

    provider: str
    process: Popen[bytes]

    def page(self, person: str = "") -> Page:
        """A window that loads nothing but from the two: the other site's pages ask for a style elsewhere."""
        page = super().page(person)
        near = {urlsplit(self.address).netloc, urlsplit(self.provider).netloc}
        page.route(lambda url: urlsplit(url).netloc not in near, lambda route: route.abort())
        return page


@pytest.fixture(scope="module", params=DRESSES, ids=str)
def crossing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crossing]:
    look.LOOK.mkdir(exist_ok=True)
    dress: Dress = request.param
    with databases.of(dress.kind, tmp_path_factory.mktemp("crossing")) as settings:
        asyncio.run(_prepare(settings))
        with serving_provider() as (provider, process):
            knows(provider, "nora", email="nora@example.org", email_verified=True, name="Nora Blum")
            knows(provider, "ada", email="ada@example.org", email_verified=True, name="Ada Morel")
            with _served(settings, provider) as (address, browser):
                made = Crossing(address, settings, browser, scripts=dress.scripts)
                made.provider, made.process = provider, process
                yield made


@contextmanager
def _served(settings: Settings, provider: str) -> Iterator[tuple[str, Browser]]:
    """A site to which one may sign in by the other, and a browser."""
    acme = {"ISSUER": provider, "CLIENT_ID": "tandem", "CLIENT_SECRET": "word", "LABEL": "Acme"}
    told = {f"TANDEM_OIDC_ACME_{name}": value for name, value in acme.items()}
    told |= {"TANDEM_OUTGOING_ALLOW": urlsplit(provider).netloc, **databases.told(settings)}
    with look.serving(settings.data_dir, **told) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        yield address, browser
        browser.close()


async def _prepare(settings: Settings) -> None:
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        for handle in ("ada", "ben"):
            await cast.person(handle, language="fr")
        await things.idea("Une semelle en liège", by=await cast.member("ben"))


def there(page: Page, subject: str) -> None:
    """By the button to the other site, and its yes."""
    page.goto("/sign-in?next=/ideas")
    press(page, THERE)
    write(page, "input[name='sub']", subject)
    with page.expect_navigation(url=re.compile("^http://localhost")):
        page.locator("button", has_text="Authorize").press("Enter")


def _leaves(page: Page) -> None:
    """By the menu behind one's face."""
    by_keys(page, MENU)
    page.keyboard.press("Enter")
    by_keys(page, OUT)
    page.keyboard.press("Enter")


def test_for_the_first_time_again_and_out_there_too(crossing: Crossing) -> None:
    page = crossing.page()
    there(page, "nora")
    crossing.see(page, "Ouvrir un compte")
    assert page.locator("#name").input_value() == "Nora Blum"
    press(page, "form[action='/sign-in/joining'] button.button--main")
    assert urlsplit(page.url).path == "/ideas"
    page.goto("/account/devices")
    crossing.see(page, "par Acme")
    page.goto("/account")
    with page.expect_navigation(url=lambda url: url.startswith(crossing.provider)):
        _leaves(page)
    with page.expect_navigation(url=re.compile("/sign-out/done")):
        page.locator("form[action*='confirm'] button, form button").first.press("Enter")
    crossing.see(page, "Déconnecté, ici et là-bas")
    there(page, "nora")
    assert urlsplit(page.url).path == "/ideas", "known from the last time"
    assert crossing.wrong == []


def test_beside_an_account_it_opens_only_after_both_are_proven(crossing: Crossing) -> None:
    page = crossing.page()
    there(page, "ada")
    crossing.see(page, "Un compte existe avec votre adresse")
    press(page, "a[href='/sign-in?next=/sign-in/joining']")
    write(page, "#email", "ada@example.org")
    write(page, "#password", PASSWORD)
    press(page, "form[action='/sign-in'] button")
    crossing.see(page, "Est-ce aussi vous ?")
    press(page, "form[action='/sign-in/joining/link'] button")
    crossing.see(page, "Vous pouvez désormais vous connecter aussi avec Acme.")
    other = crossing.page()
    there(other, "ada")
    assert urlsplit(other.url).path == "/ideas"
    assert crossing.wrong == []


def test_a_form_of_one_tab_outlives_a_new_proof_in_another(crossing: Crossing) -> None:
    page = crossing.page()
    password(page)
    page.goto("/ideas/1")
    write(page, "form[action='/comments'] textarea", "Le liège sèche vite.")
    other = page.context.new_page()
    other.goto("/account/proof?next=/ideas")
    write(other, "#password", PASSWORD)
    press(other, "form[action='/account/proof'] button")
    assert urlsplit(other.url).path == "/ideas"
    page.locator("#say button").first.press("Enter")
    page.locator(":not(textarea)", has_text="Le liège sèche vite.").last.wait_for()
    assert crossing.base("SELECT count(*) FROM comment") > 0


def test_two_presses_of_the_button_are_one(crossing: Crossing) -> None:
    page = crossing.page()
    page.goto("/sign-in")
    write(page, "#email", "ben@example.org")
    write(page, "#password", PASSWORD)
    page.locator("form[action='/sign-in'] button").dblclick(no_wait_after=True)
    for _again in range(200):  # the first of two trips is broken off by the second, which is no fault
        if urlsplit(page.url).path != "/sign-in":
            break
        page.wait_for_timeout(100)
    page.wait_for_load_state()
    page.goto("/account/devices")
    crossing.see(page, "Où je suis connecté")
    held = "SELECT count(*) FROM session s JOIN person p ON p.id = s.person_id WHERE p.handle = 'ben'"
    assert crossing.base(held) == 1
    assert crossing.wrong == []


def test_it_is_away(crossing: Crossing) -> None:
    """While its answer is on the way; last of the file, for the other site is gone after it."""
    page = crossing.page()
    page.goto("/sign-in")
    press(page, THERE)
    back = httpx2.post(page.url, data={"sub": "nora"}).headers["location"]
    crossing.process.terminate()
    crossing.process.wait()
    page.goto(back)
    crossing.see(page, "Acme ne répond pas")
    assert crossing.wrong == []
