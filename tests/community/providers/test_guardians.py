"""Under the minimum age: a guardian is asked, and nothing is open before their yes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.people.models import Person
from community.providers import guardians
from community.providers.models import GuardianConsent, OutsideAccount
from kernel import clock, db, sessions
from kernel.models import Session
from tests.browsing import Browser, Page
from tests.community.providers.test_modes import PASSWORD, is_open, letter_link
from tests.community.providers.test_sign_in import came
from tests.community.providers.tiny import Tiny


@pytest.fixture(autouse=True)
def minimum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_MINIMUM_AGE", "15")


async def asked(browser: Browser, **typed: str) -> Page:
    return await browser.submit("/sign-up", "/sign-up", name="Zoé", email="zoe@example.org", password=PASSWORD, **typed)


async def confirmed(browser: Browser) -> Page:
    path = await letter_link("/confirm/")
    return await browser.submit(path, path.split("?")[0])


async def held(browser: Browser) -> str:
    """A child asked and confirmed their address; the address of the guardian's page."""
    await asked(browser, age="younger", guardian="mother@example.org")
    page = await confirmed(browser)
    assert page.url.path == "/sign-up/guardian"
    return await letter_link("/guardian/")


async def test_the_page_asks_for_no_birthday(tiny: Tiny, browser: Browser) -> None:
    page = (await browser.get("/sign-up")).text
    assert "I am 15 or older" in page
    assert "I am younger than 15" in page
    assert 'type="date"' not in page


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"age": "unknown"},
        {"age": "younger"},
        {"age": "younger", "guardian": "no address"},
        {"age": "younger", "guardian": "zoe@example.org"},
    ],
)
async def test_what_is_left_out_is_asked_for_and_the_rest_stays(
    tiny: Tiny, browser: Browser, typed: dict[str, str]
) -> None:
    page = await asked(browser, **typed)
    assert page.status_code == 422
    assert 'value="Zoé"' in page.text
    assert "field__wrong" in page.text
    assert not await db.row("SELECT id FROM letter")


async def test_who_is_old_enough_comes_in(tiny: Tiny, browser: Browser) -> None:
    await asked(browser, age="older")
    await confirmed(browser)
    assert await is_open("zoe@example.org")
    assert not await GuardianConsent.all().exists()


async def test_nothing_is_open_before_the_yes_and_everything_after_it(tiny: Tiny, browser: Browser) -> None:
    path = await held(browser)
    assert not await is_open("zoe@example.org")
    assert not await Session.all().exists()
    mother = browser.another()
    page = await mother.get(path)
    assert "I look after Zoé, who is younger than 15 years" in page.text
    assert not await is_open("zoe@example.org")
    said = await mother.submit(path, path, answer="yes")
    assert "You said yes" in said.text
    assert await is_open("zoe@example.org")
    kept = await GuardianConsent.get()
    assert (kept.is_given, kept.password, kept.email, kept.waiting) == (True, "", "", {})
    assert "I look after Zoé" in kept.wording
    assert kept.answered_at
    assert await letter_link("/sign-in") == "/sign-in"
    await browser.sign_in("zoe@example.org", PASSWORD)
    assert (await browser.get("/account")).status_code == 200
    assert (await mother.post(path, {"answer": "no"})).status_code == 409


async def test_a_no_keeps_nothing_of_what_was_typed(tiny: Tiny, browser: Browser) -> None:
    path = await held(browser)
    said = await browser.another().submit(path, path, answer="no")
    assert "You said no" in said.text
    assert not await Person.filter(email="zoe@example.org").exists()
    kept = await GuardianConsent.get()
    assert (kept.is_given, kept.password, kept.email) == (False, "", "")


async def test_a_yes_is_taken_back_by_the_same_letter(tiny: Tiny, browser: Browser) -> None:
    path = await held(browser)
    mother = browser.another()
    await mother.submit(path, path, answer="yes")
    await browser.sign_in("zoe@example.org", PASSWORD)
    said = await mother.submit(path, f"{path}/revocation")
    assert "You have taken your yes back" in said.text
    assert (await browser.peek("/account")).status_code == 303
    assert not await is_open("zoe@example.org")


async def test_a_provider_is_no_way_around_it(tiny: Tiny, browser: Browser) -> None:
    page = await came(browser, tiny, email="zoe@example.org", email_verified=True)
    assert "I am 15 or older" in page.text
    assert (await browser.post("/sign-in/joining", {"name": "Zoé"})).status_code == 422
    waits = await browser.submit(
        "/sign-in/joining", "/sign-in/joining", name="Zoé", age="younger", guardian="mother@example.org"
    )
    assert waits.url.path == "/sign-up/guardian"
    assert not await Session.all().exists()
    path = await letter_link("/guardian/")
    await browser.another().submit(path, path, answer="yes")
    assert (await OutsideAccount.get()).person_id == (await Person.get(email="zoe@example.org")).id
    assert (await came(browser.another(), tiny, email="zoe@example.org", email_verified=True)).url.path == "/ideas"


async def test_a_link_that_somebody_changed_says_nothing_of_age(tiny: Tiny, browser: Browser) -> None:
    await asked(browser, age="younger", guardian="mother@example.org")
    path = (await letter_link("/confirm/")).split("?")[0]
    page = await browser.submit(path, path)
    assert page.status_code == 409
    assert not await is_open("zoe@example.org")


async def test_a_letter_nobody_answers_is_forgotten(
    tiny: Tiny, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await held(browser)
    later = clock.now() + timedelta(days=15)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert (await browser.get(path)).status_code == 404
    await guardians.sweep()
    assert not await GuardianConsent.all().exists()


async def test_erasing_takes_the_guardians_address_along(tiny: Tiny, browser: Browser) -> None:
    path = await held(browser)
    await browser.another().submit(path, path, answer="yes")
    person = await Person.get(email="zoe@example.org")
    async with db.transaction():
        await guardians.erased(person.id)
    kept = await GuardianConsent.get()
    assert (kept.guardian_email, kept.wording, kept.name, kept.person_id) == ("", "", "", None)
    assert (await sessions.viewer_of(person.id)).is_member
