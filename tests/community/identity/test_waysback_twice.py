"""The letters of a way back are opened by scanners, pressed twice, pressed late: each act is done once, and nobody is lost."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from community.identity import waysback
from community.identity.models import WayBack
from kernel import clock, db
from tests import cast
from tests.browsing import Browser, hidden_fields
from tests.community.identity.test_waysback import begun, link, worked, yes

NEW, HOME = "quince jelly 12", "/account/security"
STOPPED = "Nothing about the account changed"


async def sent(browser: Browser) -> tuple[str, datetime]:
    """The days are over and two said yes: the last letter's link, and when it came."""
    for who in ("ada", "mo", "root"):
        await cast.person(who)
    way = await begun(browser)
    assert [await yes(browser, way, who) for who in ("mo", "root")] == [303, 303]
    then = clock.now() + timedelta(days=4)
    with clock.at(then):
        await waysback.sweep()
    return await link("back"), then


async def all_rows() -> list[list[db.Row]]:
    return [
        await db.rows(f"SELECT * FROM {table} ORDER BY id") for table in ("way_back", "person", "session", "letter")
    ]


async def test_a_scanner_that_opens_every_link_changes_nothing(browser: Browser) -> None:
    back, then = await sent(browser)
    stop = await link("stop")
    before = await all_rows()
    with clock.at(then):
        for path in (stop, back) * 2:
            seen = await browser.another().get(path, **{"User-Agent": "scanner"})
            assert (seen.status_code, "set-cookie" in seen.headers) == (200, False)
            await browser.another().client.head(path)
        assert await all_rows() == before
        assert (await browser.another().post(back, {"password": NEW})).headers["location"] == HOME


async def test_stop_pressed_twice_or_at_once_says_that_it_is_stopped(browser: Browser) -> None:
    await cast.person("ada")
    await begun(browser)
    stop = await link("stop")
    at_once = await asyncio.gather(*(browser.another().post(stop) for _press in range(2)))
    later = await browser.another().post(stop)
    assert [(reply.status_code, STOPPED in reply.text) for reply in (*at_once, later)] == [(200, True)] * 3
    await worked()
    assert await db.value("SELECT count(*) FROM way_back WHERE stopped_at IS NOT NULL") == 1


async def test_stop_pressed_after_somebody_came_back_does_not_say_it_was_stopped(browser: Browser) -> None:
    back, then = await sent(browser)
    stop = await link("stop")
    with clock.at(then):
        await browser.another().post(back, {"password": NEW})
        for reply in (await browser.another().post(stop), await browser.another().get(stop)):
            assert (reply.status_code, STOPPED in reply.text) == (404, False)


async def test_stop_pressed_while_the_link_is_there_shuts_that_too_and_twice_as_well(browser: Browser) -> None:
    back, then = await sent(browser)
    stop = await link("stop")
    with clock.at(then):
        assert [(await browser.post(stop)).status_code for _press in range(2)] == [200, 200]
        assert (await browser.post(back, {"password": NEW})).status_code == 404


async def test_back_pressed_twice_in_one_browser_goes_on(browser: Browser) -> None:
    back, then = await sent(browser)
    ada = browser.another()
    with clock.at(then):
        form = {**hidden_fields((await ada.get(back)).text, back), "password": NEW}
        for _press in range(2):
            reply = await ada.post(back, form)
            assert (reply.status_code, reply.headers["location"]) == (303, HOME)
        assert (await ada.get(HOME)).status_code == 200


async def test_back_whose_answer_was_lost_comes_in_by_the_password_just_chosen(browser: Browser) -> None:
    back, then = await sent(browser)
    with clock.at(then):
        await browser.another().post(back, {"password": NEW})
        again = browser.another()
        assert (await again.post(back, {"password": NEW})).headers["location"] == HOME
        assert (await again.get("/account")).status_code == 200
    assert await db.value("SELECT count(*) FROM way_back WHERE used_at IS NOT NULL") == 1


@pytest.mark.parametrize("typed", ["another sentence", "short", ""])
async def test_who_finds_the_used_link_and_not_the_password_is_only_shown_the_door(
    browser: Browser, typed: str
) -> None:
    back, then = await sent(browser)
    with clock.at(then):
        await browser.another().post(back, {"password": NEW})
        thief = browser.another()
        reply = await thief.post(back, {"password": typed})
        assert (reply.headers["location"], "set-cookie" in reply.headers) == (f"/sign-in?next={HOME}", False)
        await browser.another().sign_in("ada@example.org", NEW)


async def test_two_presses_at_once_come_back_once(browser: Browser) -> None:
    back, then = await sent(browser)
    with clock.at(then):
        replies = await asyncio.gather(*(browser.another().post(back, {"password": NEW}) for _press in range(2)))
    assert [reply.headers["location"] for reply in replies] == [HOME, HOME]
    assert await db.value("SELECT count(*) FROM event WHERE kind = 'recovery.used'") == 1


async def test_late_it_opens_nothing(browser: Browser) -> None:
    back, then = await sent(browser)
    with clock.at(then + waysback.LINK_LIFE + timedelta(seconds=1)):
        for reply in (await browser.get(back), await browser.post(back, {"password": NEW})):
            assert (reply.status_code, "its time is over" in reply.text) == (404, True)
    assert await WayBack.filter(used_at__not_isnull=True).count() == 0


async def test_a_used_link_is_worth_nothing_after_a_quarter_of_an_hour(browser: Browser) -> None:
    back, then = await sent(browser)
    with clock.at(then):
        await browser.another().post(back, {"password": NEW})
    with clock.at(then + waysback.PRESSED_AGAIN):
        assert (await browser.another().post(back, {"password": NEW})).status_code == 404
