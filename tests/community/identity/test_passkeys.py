"""Passkeys: added, used, taken off; and every answer that is not what was asked for refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from community.identity.models import Attempt, Passkey
from kernel import db, sessions
from kernel.features import the_house
from tests import cast
from tests.authenticator import PRESENT, Authenticator
from tests.browsing import Browser, Page

NEW, LIST, DOOR = "/account/passkeys/new", "/account/passkeys", "/sign-in/passkey"


def csrf(browser: Browser) -> str:
    return sessions.csrf_of(str(browser.client.cookies.get("session")))


async def asked(browser: Browser, begin: str = f"{DOOR}/begin") -> dict[str, Any]:
    found = await browser.post(begin, {"csrf": csrf(browser)} if browser.client.cookies.get("session") else {})
    assert found.status_code == 200, found.text
    return dict(json.loads(found.text))


async def add(browser: Browser, key: Authenticator, label: str = "My telephone") -> Page:
    options = await asked(browser, f"{LIST}/begin")
    return await browser.submit(NEW, LIST, label=label, credential=key.make(options))


async def come_in(browser: Browser, key: Authenticator, **how: Any) -> Page:
    options = await asked(browser)
    return await browser.post(DOOR, {"credential": key.sign(options, **how), "next": "/account"})


async def test_a_passkey_is_added_named_shown_and_opens_the_account(browser: Browser) -> None:
    ada, key = await cast.browser_as(browser, "ada"), Authenticator()
    assert "“My telephone” opens your account from now on." in (await add(ada, key)).text
    assert "never used" in (await ada.get("/account/security")).text
    assert "My telephone" in await db.value("SELECT text FROM letter ORDER BY id DESC LIMIT 1")
    stranger = browser.another()
    reply = await come_in(stranger, key)
    assert (reply.status_code, reply.headers["location"]) == (303, "/account")
    page = (await stranger.get("/account/security")).text
    assert "last used" in page
    assert "by passkey" in (await stranger.get("/account/devices")).text
    assert await Attempt.all().count() == 0


async def test_several_passkeys_of_one_person_share_what_the_authenticator_knows_of_them(browser: Browser) -> None:
    ada, one, two = await cast.browser_as(browser, "ada"), Authenticator(), Authenticator()
    await add(ada, one)
    options = await asked(ada, f"{LIST}/begin")
    assert len(options["excludeCredentials"]) == 1
    await add(ada, two, "The other")
    assert one.mark == two.mark
    assert "ada" not in one.mark
    for key in (one, two):
        assert (await come_in(browser.another(), key)).status_code == 303
    ben = await cast.browser_as(browser, "ben")
    assert "known already" in (await add(ben, one)).text
    assert await Passkey.all().count() == 2


WRONG: dict[str, Callable[[Authenticator, dict[str, Any]], str]] = {
    "another origin": lambda key, asked: _from(key, origin="https://evil.example", asked=asked),
    "another site": lambda key, asked: _from(key, site="evil.example", asked=asked),
    "another challenge": lambda key, asked: key.sign({**asked, "challenge": "AAAA"}),
    "its owner was not verified": lambda key, asked: key.sign(asked, flags=PRESENT),
    "nobody was there": lambda key, asked: key.sign(asked, flags=0),
    "another's mark": lambda key, asked: key.sign(asked, mark="c29tZWJvZHk"),
    "an unknown key": lambda key, asked: Authenticator().sign(asked),
    "another key under its name": lambda key, asked: _named(Authenticator(), key, asked),
    "no signature": lambda key, asked: _without(key.sign(asked), "signature"),
    "no JSON": lambda key, asked: "{",
    "a list": lambda key, asked: "[]",
    "a number": lambda key, asked: '{"id": 5}',
    "nothing": lambda key, asked: "",
    "deep": lambda key, asked: "[" * 9000,
    "a NUL": lambda key, asked: '{"id": "\\u0000"}',
}


def _from(key: Authenticator, *, asked: dict[str, Any], **differs: str) -> str:
    before = {name: getattr(key, name) for name in differs}
    vars(key).update(differs)
    try:
        return key.sign(asked)
    finally:
        vars(key).update(before)


def _named(forger: Authenticator, key: Authenticator, asked: dict[str, Any]) -> str:
    forger.id, forger.mark = key.id, key.mark
    return forger.sign(asked)


def _without(answer: str, field: str) -> str:
    found = json.loads(answer)
    del found["response"][field]
    return json.dumps(found)


async def test_what_is_not_what_was_asked_for_opens_nothing(browser: Browser) -> None:
    ada, key = await cast.browser_as(browser, "ada"), Authenticator()
    await add(ada, key)
    for why, answer in WRONG.items():
        stranger = browser.another()
        reply = await stranger.post(DOOR, {"credential": answer(key, await asked(stranger))})
        assert (reply.status_code, "session" in stranger.client.cookies) == (422, False), why
    assert (await come_in(browser.another(), key)).status_code == 303


async def test_an_answer_opens_once_and_only_where_it_was_asked_for(browser: Browser) -> None:
    ada, key = await cast.browser_as(browser, "ada"), Authenticator()
    await add(ada, key)
    stranger, thief = browser.another(), browser.another()
    answer = key.sign(await asked(stranger))
    assert (await thief.post(DOOR, {"credential": answer})).status_code == 422
    await asked(thief)
    assert (await thief.post(DOOR, {"credential": answer})).status_code == 422
    kept = stranger.client.cookies.get("begun-passkey")
    assert (await stranger.post(DOOR, {"credential": answer})).status_code == 303
    again = browser.another()
    again.client.cookies.set("begun-passkey", str(kept))
    assert (await again.post(DOOR, {"credential": answer})).status_code == 422


async def test_a_counter_that_falls_is_refused_noted_and_told(browser: Browser) -> None:
    ada, key = await cast.browser_as(browser, "ada"), Authenticator()
    await add(ada, key)
    key.counter = 9
    assert (await come_in(browser.another(), key)).status_code == 303
    for counter in (9, 3):
        key.counter = counter
        reply = await come_in(browser.another(), key)
        assert (reply.status_code, "may have been copied" in reply.text) == (422, True)
    assert (await Passkey.get(person_id=(await cast.person("ada")).id)).refused_at is not None
    assert "as a copy of it would" in await db.value("SELECT text FROM letter ORDER BY id DESC LIMIT 1")
    assert "refused" in (await ada.get("/account/security")).text


async def test_an_authenticator_that_never_counts_is_welcome(browser: Browser) -> None:
    ada, key = await cast.browser_as(browser, "ada"), Authenticator()
    await add(ada, key)
    for _ in range(2):
        key.counter = -1
        assert (await come_in(browser.another(), key)).status_code == 303


async def test_a_passkey_of_an_erased_account_opens_nothing(browser: Browser) -> None:
    ada, key = await cast.browser_as(browser, "ada"), Authenticator()
    await add(ada, key)
    person = await cast.person("ada")
    async with db.transaction():
        for participant in the_house().registered("person.erasing"):
            await participant(person.id)
    assert (await come_in(browser.another(), key)).status_code == 422
    assert await Passkey.all().count() == 0


async def test_one_is_warned_before_the_last_way_in_goes_and_takes_off_ones_own_alone(browser: Browser) -> None:
    ada, ben, key = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben"), Authenticator()
    await add(ada, key)
    number = (await Passkey.get()).id
    assert (await ben.get(f"{LIST}/{number}")).status_code == 404
    assert (await ben.post(f"{LIST}/{number}/removal", {"csrf": csrf(ben)})).status_code == 404
    assert "your only passkey" in (await ada.get(f"{LIST}/{number}")).text
    await db.execute("UPDATE person SET password = NULL WHERE handle = 'ada'")
    assert "the last thing that opens your account" in (await ada.get(f"{LIST}/{number}")).text
    page = await ada.submit(f"{LIST}/{number}", f"{LIST}/{number}/removal")
    assert "opens nothing here any more" in page.text
    assert (await come_in(browser.another(), key)).status_code == 422


async def test_a_site_with_a_number_for_a_name_offers_none(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    numbered = the_house().settings.model_copy(update={"base_url": "http://127.0.0.1:8000"})
    monkeypatch.setattr(the_house(), "settings", numbered)
    ada = await cast.browser_as(browser, "ada")
    assert "only a number" in (await ada.get("/account/security")).text
    assert (await browser.post(f"{DOOR}/begin")).status_code == 403


async def test_what_was_typed_is_kept_when_a_passkey_cannot_be_added(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    await asked(ada, f"{LIST}/begin")
    page = await ada.submit(NEW, LIST, label="My <b>key</b>", credential="{}")
    assert (page.status_code, "My &lt;b&gt;key" in page.text) == (422, True)
    assert (await ada.submit(NEW, LIST, label="", credential="{}")).status_code == 422
