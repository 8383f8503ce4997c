"""Bad luck on the way in by a provider, as who meets it sees it: it goes away half-way, somebody else was first."""

from __future__ import annotations

from community.people.models import Person
from community.providers import discovery
from community.providers.models import OutsideAccount
from kernel import db
from kernel.demo import PASSWORD
from kernel.models import Session
from tests import cast
from tests.browsing import Browser
from tests.community.providers.test_sign_in import came
from tests.community.providers.tiny import Tiny

NORA = {"email": "nora@example.org", "email_verified": True, "name": "Nora Blum"}
JOINING = "/sign-in/joining"


async def test_a_provider_that_is_gone_is_said_to_be_and_the_password_still_opens(tiny: Tiny, browser: Browser) -> None:
    await cast.person("ada")
    discovery.forget()
    tiny.close()
    page = await browser.get("/sign-in/with/acme?next=/ideas")
    assert page.status_code == 503
    for words in ("Acme does not answer", "Nothing was changed here", "Try again", 'href="/sign-in"'):
        assert words in page.text
    assert "Go on with Acme" in (await browser.get("/sign-in")).text, "the door stands open meanwhile"
    reply = await browser.post("/sign-in", {"email": "ada@example.org", "password": PASSWORD})
    assert (reply.status_code, await Session.all().count()) == (303, 1)


async def test_one_that_goes_away_between_going_and_coming_back_lets_nobody_in_and_the_next_try_works(
    tiny: Tiny, browser: Browser
) -> None:
    there = (await browser.peek("/sign-in/with/acme")).headers["location"]
    back = tiny.consent(there, **NORA).removeprefix("http://localhost:8000")
    tiny.status = 503
    page = await browser.get(back)
    assert (page.status_code, "Acme does not answer" in page.text, "Try again" in page.text) == (503, True, True)
    assert not await Session.all().exists()
    tiny.status = 200
    assert "Open an account" in (await came(browser, tiny, **NORA)).text


async def test_an_account_opened_meanwhile_with_the_same_address_is_not_taken_over(
    tiny: Tiny, browser: Browser
) -> None:
    """The page to look it over lies open; in another window somebody opens an account with that address."""
    assert "Open an account" in (await came(browser, tiny, **NORA)).text
    nora = await cast.person("nora")
    page = await browser.submit(JOINING, JOINING, name="Nora")
    assert "There is an account with your address" in page.text
    assert await Person.filter(email="nora@example.org").count() == 1
    assert not await OutsideAccount.all().exists()
    assert not await Session.filter(person_id=nora.id).exists()


async def test_two_accounts_there_that_name_one_address_are_told_apart_by_their_number(
    tiny: Tiny, browser: Browser
) -> None:
    """Neither an address in capitals nor one that moved to another person there opens what the first one opened."""
    await came(browser, tiny, **NORA)
    await browser.submit(JOINING, JOINING, name="Nora")
    for claims in ({**NORA, "email": "NORA@Example.org"}, NORA):
        page = await came(browser.another(), tiny, sub="s-2", **claims)
        assert "There is an account with your address" in page.text
        assert "Nora Blum" not in page.text or "sign in" in page.text.lower()
    assert await Person.filter(email="nora@example.org").count() == 1
    moved = browser.another()
    assert (await came(moved, tiny, email="other@example.org", email_verified=True)).url.path == "/ideas"
    assert await db.value("SELECT count(*) FROM person WHERE email = 'other@example.org'") == 0
