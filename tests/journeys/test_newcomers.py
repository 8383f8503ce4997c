"""Newcomers open an account in Chromium where not everybody may: by their domain, by an invitation, by a guardian's yes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from kernel import db
from kernel.demo import PASSWORD
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests import cast, chromium, databases
from tests.journeys.hand import Hand
from tests.journeys.street import DRESSES, Dress, Street, opened, press
from tests.journeys.visit import WIDE, by_keys, said

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
DOOR = {"TANDEM_SIGN_UP": "domain", "TANDEM_SIGN_UP_DOMAINS": "example.org", "TANDEM_MINIMUM_AGE": "15"}
OPEN = "form[action='/sign-up'] button.button--main"
CONFIRM = "form[action^='/confirm/'] button"


@pytest.fixture(scope="module", params=DRESSES, ids=str)
def street(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    dress: Dress = request.param
    with databases.of(dress.kind, tmp_path_factory.mktemp("door")) as settings:
        asyncio.run(_prepare(settings))
        with opened(settings, scripts=dress.scripts, **DOOR) as found:
            yield found


async def _prepare(settings: Settings) -> None:
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        await cast.person("mo", language="fr")


def filled(page: Page, name: str, email: str) -> None:
    Hand(page, keys=True).write("#name", name)
    Hand(page, keys=True).write("#email", email)
    Hand(page, keys=True).write("#password", PASSWORD)


def aged(page: Page, *, younger: bool) -> None:
    """One of the two, by arrows."""
    by_keys(page, "input[name=age]")
    page.keyboard.press("Space")
    if younger:
        page.keyboard.press("ArrowDown")
    assert page.locator(f"input[name=age][value={'younger' if younger else 'older'}]").is_checked()


def link(street: Street, address: str, way: str) -> str:
    """The way that the newest letter to somebody opens."""
    text = street.base("SELECT text FROM letter WHERE address = ? ORDER BY id DESC", address)
    found = re.search(way, str(text))
    assert found is not None, text
    return found[0]


def comes_in(street: Street, page: Page, address: str) -> None:
    """By the letter, which asks for a press, since scanners of letters open links too."""
    page.goto(link(street, address, r"/confirm/\S+"))
    press(page, CONFIRM)


def is_in(page: Page) -> bool:
    page.goto("/account")
    return urlsplit(page.url).path == "/account"


def test_an_address_of_the_domain_opens_an_account_at_once(street: Street) -> None:
    lea = street.page()
    lea.goto("/sign-up")
    street.see(lea, said("fr", "Open an account"))
    filled(lea, "Léa", "lea@example.org")
    press(lea, OPEN)
    assert lea.locator("#age-wrong").count() == 1, "it is asked how old she is, and what she typed is kept"
    assert lea.input_value("#name") == "Léa"
    aged(lea, younger=False)
    Hand(lea, keys=True).write("#password", PASSWORD)
    press(lea, OPEN)
    comes_in(street, lea, "lea@example.org")
    assert is_in(lea)
    assert street.wrong == []


def test_another_address_is_told_why_and_comes_by_an_invitation(street: Street) -> None:
    tom = street.page()
    tom.goto("/sign-up")
    filled(tom, "Tom", "tom@example.net")
    aged(tom, younger=False)
    press(tom, OPEN)
    street.see(tom, "@example.org")
    assert tom.get_attribute("#email", "aria-invalid") == "true"
    assert street.base("SELECT count(*) FROM letter WHERE address = 'tom@example.net'") == 0

    mo = street.page("mo")
    mo.set_viewport_size({"width": WIDE, "height": 900})
    mo.goto("/team/invitations")
    Hand(mo, keys=True).write("#label", "Ouverture à Lyon")
    Hand(mo, keys=True).write("#email", "tom@example.net")
    press(mo, "form[action='/team/invitations'] button")
    street.see(mo, "Ouverture à Lyon")
    street.run("work", "--until-idle")

    invitation = link(street, "tom@example.net", r"/sign-up\?invitation=\S+")
    tom.goto(invitation)
    street.see(tom, said("fr", "You come by an invitation."))
    filled(tom, "Tom", "tom@example.net")
    aged(tom, younger=False)
    press(tom, OPEN)
    comes_in(street, tom, "tom@example.net")
    assert is_in(tom)
    mo.goto("/team/invitations")
    street.see(mo, said("fr", "Came by it:"))
    late = street.page()
    late.goto(invitation)
    street.see(
        late, said("fr", "This invitation has been used up, taken back or is over. Ask whoever sent it for another.")
    )
    assert street.wrong == []


def test_a_young_person_waits_for_the_yes_of_a_guardian_who_may_take_it_back(street: Street) -> None:
    zoe = street.page()
    zoe.goto("/sign-up")
    filled(zoe, "Zoé", "zoe@example.org")
    aged(zoe, younger=True)
    press(zoe, OPEN)
    assert zoe.locator("#guardian-wrong").count() == 1, "whoever looks after her is asked for"
    Hand(zoe, keys=True).write("#guardian", "mother@example.net")
    Hand(zoe, keys=True).write("#password", PASSWORD)
    press(zoe, OPEN)
    comes_in(street, zoe, "zoe@example.org")
    street.see(zoe, said("fr", "Now we wait for a yes"))
    assert not is_in(zoe), "nothing is open yet"

    mother = street.page()
    consent = link(street, "mother@example.net", r"/guardian/\S+")
    mother.goto(consent)
    street.see(mother, said("fr", "May %(name)s have an account?", name="Zoé"))
    press(mother, "button[name=answer][value=yes]")
    street.see(mother, said("fr", "You said yes"))

    zoe.goto("/sign-in")
    Hand(zoe, keys=True).write("#email", "zoe@example.org")
    Hand(zoe, keys=True).write("#password", PASSWORD)
    press(zoe, "form[action='/sign-in'] button")
    assert is_in(zoe)

    mother.goto(consent)
    press(mother, "form[action$='/revocation'] button")
    street.see(mother, said("fr", "You have taken your yes back"))
    assert not is_in(zoe), "shut at once"
    assert street.wrong == []
