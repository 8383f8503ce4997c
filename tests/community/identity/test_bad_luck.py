"""Bad luck with what proves one, as who meets it sees it: clocks that are wrong, links that come twice or late, letters lost."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from community.identity import steps
from kernel import clock
from tests import cast
from tests.browsing import Browser
from tests.community.identity.test_links import ask
from tests.community.identity.test_steps import KNOWN, SECOND, STEP, switched_on

CONFIRM = f"{STEP}/confirmation"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(5, "about 5 minutes fast"), (-5, "about 5 minutes slow"), (300, "see that the telephone’s clock")],
)
async def test_a_telephone_whose_clock_is_wrong_is_told_by_how_much_when_it_is_set_up(
    browser: Browser, minutes: int, words: str
) -> None:
    ada = await cast.browser_as(browser, "ada")
    await ada.submit(STEP, STEP)
    app = pyotp.TOTP(str(await steps.pending((await cast.person("ada")).id)))
    page = await ada.submit(STEP, CONFIRM, code=app.at(clock.now() + timedelta(minutes=minutes)))
    assert (page.status_code, words in page.text) == (422, True)
    assert "Your recovery codes" in (await ada.submit(STEP, CONFIRM, code=app.at(clock.now()))).text


@pytest.mark.parametrize("minutes", [5, -5])
async def test_at_the_door_a_clock_five_minutes_off_opens_nothing_and_the_page_says_what_to_do(
    browser: Browser, minutes: int
) -> None:
    """By how much is not said there: it would tell who guesses which code is good next."""
    app, codes = await switched_on((await cast.person("ada")).id)
    theirs = browser.another()
    await theirs.post("/sign-in", KNOWN)
    with clock.at(clock.now() + timedelta(minutes=10)):
        page = await theirs.post(SECOND, {"code": app.at(clock.now() + timedelta(minutes=minutes))})
        assert page.status_code == 422
        assert "sets its clock by itself, or use a recovery code" in page.text
        assert "minutes fast" not in page.text
        assert "minutes slow" not in page.text
        assert (await theirs.post(f"{SECOND}/paper", {"code": codes[0]})).status_code == 303


async def test_a_link_pressed_twice_in_the_same_browser_says_that_one_is_in(browser: Browser) -> None:
    await cast.person("ada")
    link = await ask(browser)
    assert (await browser.post(link)).status_code == 303
    page = await browser.get(link)
    assert page.status_code == 404
    assert "You are signed in here already" in page.text
    assert "Ask again here" not in page.text


async def test_a_link_that_comes_late_says_for_how_long_it_was_good_and_another_can_be_had(browser: Browser) -> None:
    await cast.person("ada")
    link = await ask(browser)
    with clock.at(clock.now() + timedelta(minutes=16)):
        page = await browser.get(link)
        assert page.status_code == 404
        assert "opens once, for fifteen minutes" in page.text
        assert 'href="/sign-in/link"' in page.text
        again = await ask(browser)
        assert again != link
        assert (await browser.post(again)).status_code == 303
