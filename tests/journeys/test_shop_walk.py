"""A shop in Chromium, in French on a narrow screen: opened, wanted to the threshold, sold, and the statement read."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from ambassadors.storefronts import signing
from kernel import db
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests import cast, chromium, databases, look
from tests.ideas.studio import drawn
from tests.journeys.test_studio import faults
from tests.journeys.visit import NARROW, by_keys

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
SECRET = "what the shop signs with"
TOLD = {
    "TANDEM_SHOP_SECRET": SECRET,
    "TANDEM_OFFER_THRESHOLD": "3",
    "TANDEM_SHOP_LINK": "https://shop.example.org/{design}?size={size}&via={via}",
}


class Street:
    """A site on which ada has a design and no shop yet, and the browsers of all who come by."""

    def __init__(self, address: str, data: Path, browser: Browser, *, scripts: bool) -> None:
        self.address, self.base, self.browser, self.scripts = address, data / "tandem.db", browser, scripts
        self.wrong: list[str] = []

    def page(self, person: str = "") -> Page:
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": NARROW, "height": 780},
            locale="fr-FR",
            reduced_motion="reduce",
            java_script_enabled=self.scripts,
        )
        cookies: list[Any] = [{"name": "lang", "value": "fr", "url": self.address}]
        cookies += [
            {"name": n, "value": v, "url": self.address}
            for n, v in look.sign_in(self.address, person).items()
            if person
        ]
        context.add_cookies(cookies)
        page = context.new_page()
        page.goto("/language/fr?next=/healthz")
        return page

    def see(self, page: Page, words: str) -> None:
        """The page says so, and axe-core finds nothing wrong with it."""
        page.get_by_text(words).first.wait_for()
        if self.scripts:
            self.wrong += [f"{page.url}: {one}" for one in faults(page)]

    def row(self, sql: str, *values: Any) -> Any:
        with sqlite3.connect(self.base, timeout=20) as base:
            found = base.execute(sql, values).fetchone()
        return found[0] if found else None

    def letter(self, address: str, subject: str) -> str:
        """The text of the newest letter to somebody, once the worker has been here."""
        run = [sys.executable, "run.py", "work", "--until-idle"]
        settings = {"TANDEM_DATA_DIR": str(self.base.parent), "TANDEM_BASE_URL": self.address, **TOLD}
        subprocess.run(run, cwd=look.ROOT, env={**os.environ, **settings}, check=True, timeout=60)
        sql = "SELECT text FROM letter WHERE address = ? AND subject LIKE ? ORDER BY id DESC"
        found = self.row(sql, address, subject)
        assert found, f"no letter {subject!r} to {address}"
        return str(found)


@pytest.fixture(scope="module", params=[True, False], ids=["scripts", "without-scripts"])
def street(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    look.LOOK.mkdir(exist_ok=True)
    data = tmp_path_factory.mktemp("street")
    asyncio.run(_prepare(databases.sqlite_copy(data)))
    with look.serving(data, **TOLD) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        yield Street(address, data, browser, scripts=request.param)
        browser.close()


async def _prepare(settings: Settings) -> None:
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        for handle in ("ada", "sol"):
            await cast.person(handle)
        await drawn.published(await cast.member("ada"), title="Eau dormante", panel="lake")


def press(page: Page, selector: str) -> None:
    """Reach a button by keys and press it."""
    by_keys(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def banner() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((1200, 700)).save(out, "PNG")
    return out.getvalue()


def opened(street: Street) -> None:
    """Ada opens her shop by keys alone, hangs a banner, chooses its part, and puts her design on the shelf."""
    page = street.page("ada")
    page.goto("/account/shop")
    street.see(page, "Ouvrir votre vitrine")
    by_keys(page, "[name=name]")
    page.keyboard.type("Quai des Gabares")
    by_keys(page, "[name=story]")
    page.keyboard.type("Sobre de loin, une surprise de près.")
    press(page, "form[action='/account/shop'] button")
    street.see(page, "Bandeau")
    page.set_input_files("[name=banner]", {"name": "b.png", "mimeType": "image/png", "buffer": banner()})
    by_keys(page, "[name=alt]")
    page.keyboard.type("Brume sur le canal")
    press(page, "form[action='/account/shop/banner'] button")
    by_keys(page, "[name=down]")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    press(page, "form[action='/account/shop/banner'] button")
    assert page.input_value("[name=down]") == "55"
    page.goto("/account/shop")
    press(page, "form[action$='/shelving'] button")
    street.see(page, "Eau dormante")
    page.goto("/people/ada/shop")
    street.see(page, "Arranger ma vitrine")
    assert page.locator("img[alt='Brume sur le canal']").count() == 1
    page.context.close()


def wanted(street: Street, email: str, pieces: str) -> str:
    """A passer-by pre-orders by keys alone and answers the letter; says the letter's link."""
    page = street.page()
    page.goto("/people/ada/shop")
    press(page, "a[href*='/preorder?via=ada']")
    street.see(page, "Rien n’est payé maintenant")
    by_keys(page, "[name=size]")
    page.keyboard.press("Space")
    by_keys(page, "[name=quantity]")
    page.keyboard.type(pieces)
    by_keys(page, "[name=email]")
    page.keyboard.type(email)
    press(page, "form[action$='/preorder'] button")
    street.see(page, "Nous vous avons écrit")
    found = re.search(r"/preorders/[\w-]+", street.letter(email, "%Eau dormante%"))
    assert found is not None
    page.goto(found[0])
    street.see(page, "Oui, je la veux")
    press(page, "form[action^='/preorders/'] button")
    street.see(page, "Elle compte.")
    page.context.close()
    return found[0]


def test_a_shop_is_opened_wanted_sold_and_paid(street: Street) -> None:
    opened(street)
    link = wanted(street, "ines@example.net", "1")
    taken = wanted(street, "joao@example.net", "2")
    page = street.page()
    page.goto(taken)
    press(page, "form[action$='/withdrawal'] button")
    street.see(page, "Reprise")
    page.goto("/people/ada/shop")
    street.see(page, "certains ont repris la leur depuis")
    page.context.close()
    wanted(street, "zoe@example.net", "2")
    assert "reprendre votre précommande" in street.letter("ines@example.net", "%assez de précommandes%")
    page = street.page("sol")
    page.goto("/team/offers")
    press(page, "form[action$='/production'] button")
    street.see(page, "Elle entre en fabrication")
    page.context.close()
    assert "shop.example.org" in street.letter("ines@example.net", "%fabrication%")
    page = street.page()
    page.goto(link)
    street.see(page, "Rien n’a été payé")
    assert page.locator("a[href^='https://shop.example.org/'][href$='via=ada']").count() == 1
    page.context.close()
    reported(street)
    page = street.page("ada")
    page.goto("/account/royalties")
    street.see(page, "S-1")
    street.see(page, "Vente annulée")
    assert "9,68" in page.inner_text("main")
    page.context.close()
    assert street.wrong == []


def reported(street: Street) -> None:
    """Two pieces sold, one of them given back, each report twice."""
    design = street.row("SELECT id FROM design")
    sale = {"reference": "S-1", "design": design, "quantity": 2, "amount": "387.20", "currency": "EUR", "via": "ada"}
    back = {"kind": "reversal", "reference": "R-1", "order": "S-1", "quantity": 1}
    for body in ({**sale, "placed_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}, back):
        raw = json.dumps(body).encode()
        for _ in range(2):
            header = {signing.HEADER: signing.sign(raw, SECRET, datetime.now(UTC))}
            reply = httpx2.post(f"{street.address}/api/v1/shop-orders", content=raw, headers=header)
            assert reply.status_code == 200, reply.text
