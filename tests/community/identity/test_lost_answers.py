"""The answer to a proof never reaches the browser: it still sends the token of before, and is neither lost nor refused."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pyotp
import pytest

from community.identity import steps
from kernel import clock, db, sessions
from kernel.demo import PASSWORD
from tests import cast
from tests.browsing import Browser
from tests.community.identity.test_proof import LATER, PROOF, csrf, token


def goes_back(browser: Browser, before: str) -> None:
    """As if the answer had not come: the browser holds what it held."""
    browser.client.cookies.clear()
    browser.client.cookies.set(sessions.cookie_name(), before, domain="localhost.local")


async def test_pressed_again_with_the_token_of_before_it_goes_on(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    with clock.at(clock.now() + LATER):
        before, sent = token(ada), {"csrf": csrf(ada), "password": PASSWORD, "next": "/account/address"}
        for _press in range(3):
            goes_back(ada, before)
            reply = await ada.post(PROOF, sent)
            assert (reply.status_code, reply.headers["location"]) == (303, "/account/address")
        assert (await ada.peek("/account/address")).status_code == 200
    assert await db.value("SELECT count(*) FROM session") == 1


async def test_two_presses_at_once_end_in_one_token(browser: Browser) -> None:
    """Whichever answer comes last, the browser holds what is good."""
    ada = await cast.browser_as(browser, "ada")
    first, second = browser.another(), browser.another()
    for one in (first, second):
        goes_back(one, token(ada))
    sent = {"csrf": csrf(ada), "password": PASSWORD, "next": "/account/address"}
    replies = await asyncio.gather(first.post(PROOF, sent), second.post(PROOF, sent))
    assert [reply.status_code for reply in replies] == [303, 303]
    assert token(first) == token(second) != token(ada)
    assert (await first.peek("/account/address")).status_code == 200


async def test_who_goes_elsewhere_instead_is_asked_once_more_and_not_signed_out(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    before = token(ada)
    await ada.post(PROOF, {"csrf": csrf(ada), "password": PASSWORD})
    goes_back(ada, before)
    led = await ada.peek("/account/devices")
    assert (led.status_code, led.headers["location"]) == (303, f"{PROOF}?next=/account/devices")
    wrong = await ada.submit(led.headers["location"], PROOF, password="not this one")
    assert (wrong.status_code, token(ada)) == (422, before), "without a proof it opens nothing"
    there = await ada.submit(led.headers["location"], PROOF, password=PASSWORD)
    assert (there.status_code, there.url.path) == (200, "/account/devices")


async def test_a_code_that_was_used_by_the_lost_press_asks_for_the_next_one(browser: Browser) -> None:
    ada, person = await cast.browser_as(browser, "ada"), await cast.person("ada")
    await steps.begin(person.id)
    app = pyotp.TOTP(str(await steps.pending(person.id)))
    await steps.confirm(person.id, app.at(clock.now()))
    before, now = token(ada), clock.now() + LATER
    with clock.at(now):
        sent = {"csrf": csrf(ada), "code": app.at(now), "next": "/account/devices"}
        assert (await ada.post(PROOF, sent)).status_code == 303
        goes_back(ada, before)
        again = await ada.post(PROOF, sent)
        assert (again.status_code, "Take the next one" in again.text) == (422, True)
    with clock.at(now + timedelta(seconds=30)):
        reply = await ada.post(PROOF, {**sent, "code": app.at(clock.now())})
        assert (reply.status_code, reply.headers["location"]) == (303, "/account/devices")


@pytest.mark.parametrize("path", ["/account", "/account/data", "/account/proofs", "/ideas", "/"])
async def test_the_token_of_before_opens_no_other_page(browser: Browser, path: str) -> None:
    ada = await cast.browser_as(browser, "ada")
    before = token(ada)
    await ada.post(PROOF, {"csrf": csrf(ada), "password": PASSWORD})
    goes_back(ada, before)
    assert "Ada Morel" not in (await ada.peek(path)).text


async def test_after_two_minutes_it_leads_nowhere(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    before, now = token(ada), clock.now()
    sent = {"csrf": csrf(ada), "password": PASSWORD, "next": "/account/devices"}
    with clock.at(now):
        await ada.post(PROOF, sent)
    for after, way in ((sessions.LOST - timedelta(seconds=1), PROOF), (sessions.LOST, "/sign-in")):
        goes_back(ada, before)
        with clock.at(now + after):
            assert (await ada.peek("/account/devices")).headers["location"].startswith(way)
    with clock.at(now + sessions.LOST):
        assert (await ada.post(PROOF, sent)).headers["location"].startswith("/sign-in")


async def test_what_was_signed_out_meanwhile_stays_so(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    before, sent = token(ada), {"csrf": csrf(ada), "password": PASSWORD}
    await ada.post(PROOF, sent)
    await ada.submit("/account", "/sign-out")
    goes_back(ada, before)
    assert (await ada.post(PROOF, sent)).headers["location"].startswith("/sign-in")
    assert await db.value("SELECT count(*) FROM session") == 0


@pytest.mark.parametrize("ends", ["session SET expires_at = created_at", "person SET is_claimed = false"])
async def test_whose_session_or_account_has_ended_meanwhile_signs_in_and_goes_round_in_no_circle(
    browser: Browser, ends: str
) -> None:
    ada = await cast.browser_as(browser, "ada")
    before = token(ada)
    await ada.post(PROOF, {"csrf": csrf(ada), "password": PASSWORD})
    await db.execute(f"UPDATE {ends}")
    goes_back(ada, before)
    for path in ("/account", PROOF):
        assert (await ada.peek(path)).headers["location"].startswith("/sign-in")


async def test_a_word_that_waits_for_the_next_page_is_not_read_by_the_token_of_before(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    before = token(ada)
    await ada.post(PROOF, {"csrf": csrf(ada), "password": PASSWORD})
    await db.execute("UPDATE session SET data = ?", '{"said": "A word for Ada alone"}')
    goes_back(ada, before)
    assert "A word for Ada alone" not in (await ada.peek(PROOF)).text
