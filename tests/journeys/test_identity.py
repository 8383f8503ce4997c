"""Somebody signs in by each method, loses one and comes back, in Chromium: by keys, with an authenticator of its own."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import CDPSession, Page

from kernel import db
from kernel.demo import PASSWORD
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests import cast, chromium, databases
from tests.journeys.street import LONG_AGO, Street, opened, press
from tests.journeys.test_studio import faults

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
OWN = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    settings = databases.sqlite_copy(tmp_path_factory.mktemp("keys"))
    asyncio.run(_prepare(settings))
    with opened(settings, scripts=True) as found:
        yield found


async def _prepare(settings: Settings) -> None:
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        for handle in ("ada", "mo", "root"):
            await cast.person(handle, language="fr")


def authenticator(page: Page) -> tuple[CDPSession, str]:
    """A key in the machine, with its owner always at hand."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    made = line.send("WebAuthn.addVirtualAuthenticator", {"options": OWN})
    return line, str(made["authenticatorId"])


def seen(page: Page, words: str) -> None:
    page.get_by_text(words).locator("visible=true").first.wait_for()
    assert faults(page) == [], page.url


def write(page: Page, field: str, words: str) -> None:
    page.locator(field).fill(words)


def click(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).click()


def letter(street: Street, pattern: str) -> str:
    rows = databases.asked(street.settings, "SELECT text FROM letter ORDER BY id DESC")
    found = next(hit for row in rows if (hit := re.search(pattern, row[0])))
    return found[0]


def signed_out(page: Page) -> None:
    page.context.clear_cookies()


def away(key: tuple[CDPSession, str], *, is_away: bool = True) -> None:
    """Its owner's finger is elsewhere: what the browser offers by itself at the address is left."""
    sent = {"authenticatorId": key[1], "enabled": not is_away}
    key[0].send("WebAuthn.setAutomaticPresenceSimulation", sent)


def password(page: Page, words: str = PASSWORD) -> None:
    page.goto("/sign-in")
    write(page, "#email", "ada@example.org")
    write(page, "#password", words)
    press(page, "form[action='/sign-in'] button")


def test_in_by_each_method_one_lost_and_back(street: Street) -> None:
    page = street.page()
    key = authenticator(page)
    password(page)
    _adds_a_passkey(page)
    signed_out(page)
    page.goto("/sign-in")
    seen(page, "Avec une clé d’accès")
    click(
        page, "form[action='/sign-in/passkey'] button"
    )  # by keys one passes the address, where it is offered by itself
    page.goto("/account/devices")
    seen(page, "par clé d’accès")
    _by_letter(street, page)
    _in_by_two_steps(page, key, _adds_a_step(page))
    key[0].send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key[1]})
    _back_in(street, page)


def _adds_a_passkey(page: Page) -> None:
    page.goto("/account/security")
    seen(page, "Ce qui ouvre mon compte")
    press(page, "a[href='/account/passkeys/new']")
    seen(page, "Créer la clé d’accès")
    write(page, "#label", "Mon ordinateur")
    press(page, "form[action='/account/passkeys'] button")
    seen(page, "« Mon ordinateur » ouvre désormais votre compte.")


def _by_letter(street: Street, page: Page) -> None:
    signed_out(page)
    page.goto("/sign-in/link")
    write(page, "#email", "ada@example.org")
    press(page, "form[action='/sign-in/link'] button")
    seen(page, "un lien est en route")
    street.run("work", "--until-idle")
    link = letter(street, r"/sign-in/link/[\w-]+")
    other = street.page()
    other.goto(link)
    seen(other, "Pas dans ce navigateur")
    other.context.close()
    page.goto(link)
    press(page, f"form[action='{link}'] button")
    page.goto("/account/devices")
    seen(page, "par courriel")


def _adds_a_step(page: Page) -> list[str]:
    page.goto("/account/second-step")
    press(page, "form[action='/account/second-step'] button")
    seen(page, "Activer")
    secret = page.locator("code.known__key").inner_text().replace(" ", "")
    write(page, "#code", pyotp.TOTP(secret).now())
    press(page, "form[action$='/confirmation'] button")
    seen(page, "Vos codes de secours")
    with page.expect_download() as download:
        page.locator("a[download]").click()
    kept = Path(download.value.path()).read_text("utf-8")
    return re.findall(r"\w{4}(?:-\w{4}){5}", kept)


def _in_by_two_steps(page: Page, key: tuple[CDPSession, str], codes: list[str]) -> None:
    assert len(codes) == 10
    signed_out(page)
    away(key)
    password(page)
    seen(page, "Encore une étape")
    write(page, "#code", "000000")
    press(page, "form[action='/sign-in/second'] button")
    seen(page, "Ce code n’est pas bon")
    page.locator("summary").filter(has_text="Utiliser un code de secours").click()
    write(page, "#paper", codes[0])
    press(page, "form[action='/sign-in/second/paper'] button")
    page.goto("/account/security")
    seen(page, "Il reste 9 codes de secours")
    signed_out(page)
    password(page)
    away(key, is_away=False)
    press(page, "form[action='/sign-in/second/passkey'] button")
    page.goto("/account/devices")
    seen(page, "Où je suis connecté")


def _back_in(street: Street, page: Page) -> None:
    """Password, app and passkey are all gone: the team lets her in again."""
    signed_out(page)
    page.goto("/recovery")
    write(page, "#email", "ada@example.org")
    write(page, "#said", "J’ai proposé la semelle en liège.")
    press(page, "form[action='/recovery'] button")
    seen(page, "C’est commencé")
    street.run("work", "--until-idle")
    for person in ("mo", "root"):
        theirs = street.page(person)
        theirs.goto("/team/recoveries")
        seen(theirs, "Retours dans les comptes")
        press(theirs, "a[href^='/team/recoveries/']")
        seen(theirs, "semelle en liège")
        write(theirs, "#reason", "Rappelée au numéro de sa commande.")
        press(theirs, "form[action$='/voice'] button")
        theirs.context.close()
    _days_pass(street.settings)
    street.run("work", "--until-idle")
    link = letter(street, r"/recovery/back/[\w-]+")
    page.goto(link)
    seen(page, "Revenir")
    write(page, "#password", "confiture de coings 12")
    press(page, f"form[action='{link}'] button")
    seen(page, "Ce qui ouvre mon compte")
    assert page.locator("#passkeys ~ div .rows").count() == 0
    signed_out(page)
    password(page, "confiture de coings 12")
    page.goto("/account/devices")
    seen(page, "Où je suis connecté")


def _days_pass(settings: Settings) -> None:
    """The days of waiting are over, and the job that looks for it is due."""
    databases.asked(settings, f"UPDATE way_back SET opens_at = '{LONG_AGO}'")
    databases.asked(settings, f"UPDATE job SET run_at = '{LONG_AGO}' WHERE kind = 'identity.ways-back'")
