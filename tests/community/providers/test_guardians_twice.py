"""A guardian's letter is opened by scanners, answered twice, answered late: the first answer counts, and is shown again."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from community.providers import guardians
from community.providers.models import GuardianConsent
from kernel import clock, db
from tests.browsing import Browser
from tests.community.providers import test_guardians
from tests.community.providers.test_guardians import asked, confirmed, held
from tests.community.providers.test_modes import is_open, letter_link
from tests.community.providers.tiny import Tiny

minimum = test_guardians.minimum
SAID = {"yes": "You said yes", "no": "You said no"}


async def test_a_scanner_that_opens_the_link_answers_nothing(tiny: Tiny, browser: Browser) -> None:
    path = await held(browser)
    before = await db.rows("SELECT * FROM guardian_consent")
    for _look in range(2):
        assert (await browser.another().get(path)).status_code == 200
        await browser.another().client.head(path)
        await browser.another().get(f"{path}/revocation")
    assert await db.rows("SELECT * FROM guardian_consent") == before
    assert not await is_open("zoe@example.org")


@pytest.mark.parametrize("answer", ["yes", "no"])
async def test_the_same_answer_twice_or_at_once_is_one(tiny: Tiny, browser: Browser, answer: str) -> None:
    path = await held(browser)
    replies = await asyncio.gather(*(browser.another().post(path, {"answer": answer}) for _press in range(2)))
    replies.append(await browser.another().post(path, {"answer": answer}))
    assert [(reply.status_code, reply.headers.get("location")) for reply in replies] == [(303, path)] * 3
    assert SAID[answer] in (await browser.another().get(path)).text
    told = "SELECT count(*) FROM letter WHERE address = 'zoe@example.org'"
    assert await db.value(told) == 2, "after the letter that opens, its owner is told once"


@pytest.mark.parametrize(("first", "second"), [("yes", "no"), ("no", "yes")])
async def test_another_answer_than_the_first_is_refused(tiny: Tiny, browser: Browser, first: str, second: str) -> None:
    path = await held(browser)
    await browser.another().post(path, {"answer": first})
    assert (await browser.another().post(path, {"answer": second})).status_code == 409
    assert SAID[first] in (await browser.another().get(path)).text
    assert await is_open("zoe@example.org") == (first == "yes")


async def test_taking_back_twice_is_once_and_an_old_yes_opens_nothing_again(tiny: Tiny, browser: Browser) -> None:
    path = await held(browser)
    mother = browser.another()
    await mother.post(path, {"answer": "yes"})
    replies = await asyncio.gather(*(browser.another().post(f"{path}/revocation") for _press in range(2)))
    replies.append(await mother.post(f"{path}/revocation"))
    assert [(reply.status_code, reply.headers.get("location")) for reply in replies] == [(303, path)] * 3
    assert (await mother.post(path, {"answer": "yes"})).status_code == 409, "a page left open in another tab"
    assert not await is_open("zoe@example.org")


async def test_what_was_never_agreed_to_cannot_be_taken_back(tiny: Tiny, browser: Browser) -> None:
    path = await held(browser)
    assert (await browser.another().post(f"{path}/revocation")).status_code == 409
    await browser.another().post(path, {"answer": "no"})
    assert (await browser.another().post(f"{path}/revocation")).status_code == 409


async def test_a_late_answer_opens_nothing(tiny: Tiny, browser: Browser) -> None:
    path = await held(browser)
    with clock.at(clock.now() + guardians.TIME_TO_ANSWER + timedelta(seconds=1)):
        for answer in ("yes", "no"):
            assert (await browser.another().post(path, {"answer": answer})).status_code == 404
    assert not await is_open("zoe@example.org")
    assert (await GuardianConsent.get()).answered_at is None


async def test_a_young_person_who_presses_twice_waits_all_the_same_and_one_letter_goes_out(
    tiny: Tiny, browser: Browser
) -> None:
    await asked(browser, age="younger", guardian="mother@example.org")
    link = await letter_link("/confirm/")
    assert (await confirmed(browser)).url.path == guardians.WAITING
    again = await browser.post(link.split("?")[0])
    assert (again.status_code, again.headers["location"]) == (303, guardians.WAITING)
    assert await db.value("SELECT count(*) FROM letter WHERE address = 'mother@example.org'") == 1


async def test_who_lost_the_answer_to_the_opening_is_led_to_sign_in(tiny: Tiny, browser: Browser) -> None:
    await asked(browser, age="older")
    link = await letter_link("/confirm/")
    await confirmed(browser)
    again = await browser.another().post(link.split("?")[0])
    assert (again.headers["location"], "set-cookie" in again.headers) == ("/sign-in?next=%2Faccount", False)
