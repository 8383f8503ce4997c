"""A friend is brought in Chromium, in French on a narrow screen, by keys: from an empty browser to the reward."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from kernel import db
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests import cast, chromium, databases
from tests.ambassadors.referrals import friends
from tests.journeys.street import DRESSES, Dress, Street, opened, press
from tests.journeys.visit import by_keys

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
KIM = "kim@example.net"
CUSTOMERS = f"reference,name,email\nK-1,Kim,{KIM}\n"
ORDERS = "reference,customer,placed_at,amount,currency\nA-1,K-1,{day},89.00,EUR\n"


def confirming(street: Street) -> str:
    """The link of the letter that opens the account."""
    text = street.base("SELECT text FROM letter WHERE address = ? ORDER BY id DESC", KIM)
    found = re.search(r"/confirm/\S+", str(text))
    assert found is not None
    return found[0]


@pytest.fixture(scope="module", params=DRESSES, ids=str)
def street(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    dress: Dress = request.param
    with databases.of(dress.kind, tmp_path_factory.mktemp("street")) as settings:
        asyncio.run(_prepare(settings))
        with opened(settings, scripts=dress.scripts) as found:
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
    page.goto(confirming(street))
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
