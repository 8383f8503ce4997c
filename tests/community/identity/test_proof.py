"""Whoever is signed in shows once more that it is them, by what they have, and goes on where they were."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pyotp
import pytest

from community.identity import steps
from kernel import clock, db, jobs, sessions
from kernel.demo import PASSWORD
from kernel.features import the_house
from tests import cast
from tests.authenticator import Authenticator
from tests.browsing import Browser, hidden_fields

PROOF = "/account/proof"
LATER = timedelta(minutes=16)
GUARDED = (
    "/account/passkeys/new",
    "/account/second-step",
    "/account/address",
    "/account/tokens/new",
)
POSTED = (
    "/account/passkeys/begin",
    "/account/passkeys",
    "/account/passkeys/1/removal",
    "/account/second-step",
    "/account/second-step/confirmation",
    "/account/second-step/codes",
    "/account/second-step/removal",
    "/account/address",
    "/account/tokens",
)


def token(browser: Browser) -> str:
    return str(browser.client.cookies.get("session"))


def csrf(browser: Browser) -> str:
    return sessions.csrf_of(token(browser))


@pytest.mark.parametrize("path", GUARDED)
async def test_what_opens_the_account_is_changed_only_by_who_has_just_shown_who_they_are(
    browser: Browser, path: str
) -> None:
    ada = await cast.browser_as(browser, "ada")
    assert (await ada.peek(path)).status_code == 200
    with clock.at(clock.now() + LATER):
        led = await ada.peek(path)
        assert (led.status_code, led.headers["location"]) == (303, f"{PROOF}?next={path}")
        there = await ada.get(path)
        assert "Show that it is you" in there.text
        assert hidden_fields(there.text, PROOF)["next"] == path
        wrong = await ada.submit(led.headers["location"], PROOF, password="not this one")
        assert (wrong.status_code, "not this one" in wrong.text) == (422, False)
        assert hidden_fields(wrong.text, PROOF)["next"] == path
        reply = await ada.post(PROOF, {"csrf": csrf(ada), "password": PASSWORD, "next": path})
        assert (reply.status_code, reply.headers["location"]) == (303, path)
        assert (await ada.peek(path)).status_code == 200


@pytest.mark.parametrize("path", POSTED)
async def test_a_form_that_comes_late_is_asked_too(browser: Browser, path: str) -> None:
    ada = await cast.browser_as(browser, "ada")
    with clock.at(clock.now() + LATER):
        reply = await ada.post(path, {"csrf": csrf(ada)})
        assert (reply.status_code, reply.headers.get("location", "").startswith(PROOF)) == (303, True)


async def test_another_role_asks_for_a_fresh_proof(browser: Browser) -> None:
    root, ada = await cast.browser_as(browser, "root"), await cast.person("ada")
    with clock.at(clock.now() + LATER):
        await root.post(f"/team/people/{ada.id}/role", {"csrf": csrf(root), "role": "admin"})
        assert await db.value("SELECT role FROM person WHERE id = ?", ada.id) == "member"


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example", PROOF, ""])
async def test_one_is_led_on_within_the_site_and_not_in_a_circle(browser: Browser, wanted: str) -> None:
    ada = await cast.browser_as(browser, "ada")
    reply = await ada.post(PROOF, {"csrf": csrf(ada), "password": PASSWORD, "next": wanted})
    assert reply.headers["location"] == "/account/security"


async def test_by_the_code_of_the_app(browser: Browser) -> None:
    ada, person = await cast.browser_as(browser, "ada"), await cast.person("ada")
    await steps.begin(person.id)
    app = pyotp.TOTP(str(await steps.pending(person.id)))
    await steps.confirm(person.id, app.at(clock.now()))
    with clock.at(clock.now() + LATER):
        assert (await ada.post(PROOF, {"csrf": csrf(ada), "code": "123"})).status_code == 422
        good = {"csrf": csrf(ada), "code": app.at(clock.now()), "next": "/account/devices"}
        assert (await ada.post(PROOF, good)).headers["location"] == "/account/devices"
        assert (await ada.post(PROOF, {**good, "csrf": csrf(ada)})).status_code == 422, "each code once"


async def test_by_ones_own_passkey_and_by_no_one_elses(browser: Browser) -> None:
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    keys = {}
    for who in (ada, ben):
        keys[who] = Authenticator()
        options = json.loads((await who.post("/account/passkeys/begin", {"csrf": csrf(who)})).text)
        answer = keys[who].make(options)
        await who.post("/account/passkeys", {"csrf": csrf(who), "label": "x", "credential": answer})
    with clock.at(clock.now() + LATER):
        for key, status in ((keys[ben], 422), (keys[ada], 303)):
            options = json.loads((await ada.post(f"{PROOF}/passkey/begin", {"csrf": csrf(ada)})).text)
            sent = {"csrf": csrf(ada), "credential": key.sign(options), "next": "/account/address"}
            assert (await ada.post(f"{PROOF}/passkey", sent)).status_code == status
        assert (await ada.peek("/account/address")).status_code == 200


async def test_by_letter_for_who_has_nothing_to_type(browser: Browser) -> None:
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    assert (await ada.post(f"{PROOF}/letter", {"csrf": csrf(ada)})).status_code == 404
    await db.execute("UPDATE person SET password = NULL")
    with clock.at(clock.now() + LATER):
        page = await ada.submit(f"{PROOF}?next=/account/address", f"{PROOF}/letter")
        assert "Open it in this browser" in page.text
        await jobs.work(the_house(), until_idle=True)
        found = re.search(rf"{PROOF}/letter/[\w-]+", await db.value("SELECT text FROM letter ORDER BY id DESC LIMIT 1"))
        assert found
        assert (await ben.get(found[0])).status_code == 404
        assert (await ben.post(found[0], {"csrf": csrf(ben)})).status_code == 404
        assert "It is me" in (await ada.get(found[0])).text
        reply = await ada.post(found[0], {"csrf": csrf(ada)})
        assert reply.headers["location"] == "/account/address"
        twice = await ada.post(found[0], {"csrf": csrf(ada)})
        assert (twice.status_code, twice.headers["location"]) == (303, "/account/address"), "a double click"
        assert (await ada.peek("/account/address")).status_code == 200
        with clock.at(clock.now() + LATER):
            assert (await ada.post(found[0], {"csrf": csrf(ada)})).status_code == 404


async def test_strangers_are_shown_the_door(browser: Browser) -> None:
    assert (await browser.peek(PROOF)).headers["location"] == f"/sign-in?next={PROOF}"


async def test_too_many_guesses_must_wait(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = await cast.browser_as(browser, "ada")
    monkeypatch.setattr(the_house(), "settings", the_house().settings.model_copy(update={"rate_limits": "on"}))
    found = [(await ada.post(PROOF, {"csrf": csrf(ada), "password": "x"})).status_code for _ in range(21)]
    assert found == [422] * 20 + [429]


async def test_proving_oneself_makes_another_token_here_and_leaves_other_browsers_alone(browser: Browser) -> None:
    """Session fixation: whoever had the token from before the proof is a stranger from then on."""
    ada, elsewhere = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ada")
    thief, before = browser.another(), str(ada.client.cookies.get("session"))
    thief.client.cookies.set("session", before)
    assert (await thief.peek("/account")).status_code == 200
    begun = await db.row("SELECT created_at, agent FROM session WHERE id = ?", sessions.digest(before))
    await ada.post(PROOF, {"csrf": csrf(ada), "password": PASSWORD, "next": "/account/tokens/new"})
    assert str(ada.client.cookies.get("session")) != before
    assert (await thief.peek("/account")).headers["location"].startswith(PROOF), "who cannot prove it is left outside"
    wrong = await thief.post(PROOF, {"csrf": sessions.csrf_of(before), "password": "a guess", "next": "/account"})
    assert (wrong.status_code, "set-cookie" in wrong.headers) == (422, False)
    assert [(await one.peek("/account")).status_code for one in (ada, elsewhere)] == [200, 200]
    kept = await db.row("SELECT created_at, agent FROM session WHERE id = ?", sessions.digest(token(ada)))
    assert kept == begun, "the same session, with its age"
    assert await db.value("SELECT count(*) FROM session") == 2
    assert (await ada.post("/account/sessions/end", {"csrf": csrf(ada)})).status_code == 303
    assert (await elsewhere.peek("/account")).status_code == 303


async def test_what_is_being_written_in_another_tab_is_sent_after_a_proof(browser: Browser) -> None:
    ada, other = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    tab = hidden_fields((await ada.get("/account")).text, "/account")
    typed = {**tab, "name": "Ada Weiss", "handle": "ada", "bio": "Ten hours on my feet."}
    await ada.post(PROOF, {"csrf": csrf(ada), "password": PASSWORD})
    assert "Ten hours on my feet." not in (await ada.get("/account")).text
    assert (await ada.post("/account", typed)).status_code == 303
    assert "Ten hours on my feet." in (await ada.get("/account")).text
    assert (await other.post("/account", typed)).status_code == 403, "of another person's forms it opens none"
    await ada.submit("/account", "/sign-out")
    assert (await ada.post("/account", typed)).status_code in (303, 401), "signed out"
    again = await ada.sign_in("ada@example.org", PASSWORD)
    late = await again.post("/account", {**typed, "bio": "Eleven hours on my feet."})
    assert (late.status_code, "Eleven hours on my feet." in late.text) == (403, True), "given back, not kept"


async def test_a_session_that_was_ended_elsewhere_does_not_come_back_by_a_proof(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    sent = {"csrf": csrf(ada), "password": PASSWORD}
    await ada.get("/account")
    await db.execute("DELETE FROM session")
    await ada.post(PROOF, sent)
    assert await db.value("SELECT count(*) FROM session") == 0


async def test_a_new_password_makes_another_token_and_says_so(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    before = token(ada)
    page = await ada.submit("/account/password", "/account/password", current=PASSWORD, password="quince jelly 12")
    assert "Your password is changed" in page.text
    assert token(ada) != before
