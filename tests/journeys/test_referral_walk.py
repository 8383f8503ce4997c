"""A friend is brought in Chromium, in French on a narrow screen, by keys: from an empty browser to the reward."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kernel import db
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests import cast, chromium, databases, look
from tests.ambassadors.referrals import friends
from tests.journeys.test_studio import faults
from tests.journeys.visit import NARROW, by_keys

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
KIM = "kim@example.net"
CUSTOMERS = f"reference,name,email\nK-1,Kim,{KIM}\n"
ORDERS = "reference,customer,placed_at,amount,currency\nA-1,K-1,{day},89.00,EUR\n"


class Street:
    """A site on which ada invites, and the browsers of all who come by."""

    def __init__(self, address: str, data: Path, browser: Browser, *, scripts: bool) -> None:
        self.address, self.data, self.browser, self.scripts = address, data, browser, scripts
        self.wrong: list[str] = []

    def page(self, person: str = "") -> Page:
        """Somebody's window; a stranger's is empty, but that it prefers French."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": NARROW, "height": 780},
            locale="fr-FR",
            reduced_motion="reduce",
            java_script_enabled=self.scripts,
        )
        known: list[Any] = [
            {"name": n, "value": v, "url": self.address}
            for n, v in look.sign_in(self.address, person).items()
            if person
        ]
        context.add_cookies(known)
        return context.new_page()

    def see(self, page: Page, words: str) -> None:
        """The page says so, and axe-core finds nothing wrong with it."""
        page.get_by_text(words).first.wait_for()
        if self.scripts:
            self.wrong += [f"{page.url}: {one}" for one in faults(page)]

    def run(self, *words: str) -> None:
        """A command of the house, as whoever keeps the machine gives it."""
        settings = {"TANDEM_DATA_DIR": str(self.data), "TANDEM_BASE_URL": self.address}
        command = [sys.executable, "run.py", *words]
        subprocess.run(command, cwd=look.ROOT, env={**os.environ, **settings}, check=True, timeout=90)

    def base(self, sql: str, *values: Any) -> Any:
        with sqlite3.connect(self.data / "tandem.db", timeout=20) as base:
            found = base.execute(sql, values).fetchone()
        return found[0] if found else None

    def confirming(self) -> str:
        """The link of the letter that opens the account."""
        text = self.base("SELECT text FROM letter WHERE address = ? ORDER BY id DESC", KIM)
        found = re.search(r"/confirm/\S+", str(text))
        assert found is not None
        return found[0]


@contextmanager
def opened(data: Path, *, scripts: bool, **settings: str) -> Iterator[Street]:
    """A data folder served to a browser while the block lasts."""
    look.LOOK.mkdir(exist_ok=True)
    with look.serving(data, **settings) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        yield Street(address, data, browser, scripts=scripts)
        browser.close()


@pytest.fixture(scope="module", params=[True, False], ids=["scripts", "without-scripts"])
def street(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    data = tmp_path_factory.mktemp("street")
    asyncio.run(_prepare(databases.sqlite_copy(data)))
    with opened(data, scripts=request.param) as found:
        yield found


async def _prepare(settings: Settings) -> None:
    """A campaign whose orders may not go back, so that the story fits in a day."""
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        for handle in ("ada", "sol"):
            await cast.person(handle, language="fr")
        await friends.funded()
        await friends.campaign(return_days=0, words_fr="On garde une chaise.")


def press(page: Page, selector: str) -> None:
    """Reach a button or a link by keys and press it."""
    by_keys(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def linked(street: Street) -> str:
    """Ada makes her link, and writes to nobody."""
    page = street.page("ada")
    page.goto("/account/referrals")
    street.see(page, "Parrainer un proche")
    press(page, "form[action$='/link'] button")
    street.see(page, "Votre lien de parrainage")
    link = page.input_value("input[id^='link-']")
    page.context.close()
    return link


def came(street: Street, link: str) -> Page:
    """Kim looks, lets the browser remember, opens an account another way in, and answers the letter."""
    page = street.page()
    page.goto(link)
    street.see(page, "Ada Morel vous invite")
    assert page.context.cookies() == []
    press(page, "form[action='/sign-up/invited'] button")
    street.see(page, "Ce navigateur se souvient")
    assert [one["name"] for one in page.context.cookies()] == ["invited"]
    page.goto("/sign-up")
    for name, text in (("name", "Kim"), ("email", KIM), ("password", "une phrase assez longue")):
        by_keys(page, f"[name={name}]")
        page.keyboard.type(text)
    press(page, "form[action='/sign-up'] button[type=submit]")
    page.goto(street.confirming())
    press(page, "form[action^='/confirm/'] button")
    page.goto("/account/referrals")
    street.see(page, "Ada Morel vous a invité")
    assert "invited" not in [one["name"] for one in page.context.cookies()]
    return page


def bought(street: Street, folder: Path) -> None:
    """Files of the shop come in, and the night's work is done."""
    (folder / "customers.csv").write_text(CUSTOMERS, "utf-8")
    (folder / "orders.csv").write_text(ORDERS.format(day=f"{datetime.now(UTC):%Y-%m-%d}"), "utf-8")
    street.run("import", "customers", str(folder / "customers.csv"))
    street.run("import", "orders", str(folder / "orders.csv"))
    street.base("UPDATE job SET run_at = '2026-01-01 00:00:00+00:00' WHERE kind = 'referrals.decide'")
    street.run("work", "--until-idle")


def test_a_friend_is_brought_and_both_are_rewarded(street: Street, tmp_path: Path) -> None:
    page = came(street, linked(street))
    bought(street, tmp_path)
    page.reload()
    street.see(page, "Ce qui était promis vous est parvenu.")
    by_keys(page, "[name=shows_name]")
    page.keyboard.press("Space")
    press(page, "form[action$='/name'] button")
    street.see(page, "Votre nom lui est montré.")
    page.context.close()
    page = street.page("ada")
    page.goto("/account/referrals")
    street.see(page, "100 points vous ont été donnés pour cela.")
    street.see(page, "Kim")
    page.context.close()
    page = street.page("sol")
    page.goto("/team/referrals")
    press(page, "a[href^='/team/referrals/']:not([href$=new])")
    street.see(page, "Récompense donnée")
    page.context.close()
    assert street.wrong == []
