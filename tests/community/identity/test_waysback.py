"""A way back for who lost everything: told, stoppable, confirmed by two of the team, and then one link."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import pyotp
import pytest

from community.identity import steps, waysback
from community.identity.models import Passkey, WayBack
from kernel import clock, db, jobs, sessions
from kernel.errors import Conflict, Forbidden
from kernel.features import the_house
from tests import cast
from tests.browsing import Browser

ASK, TEAM, STOP = "/recovery", "/team/recoveries", "/account/recovery/stop"
WHY = "Called back; knows the last order."


def csrf(browser: Browser) -> str:
    return sessions.csrf_of(str(browser.client.cookies.get("session")))


async def worked() -> None:
    await jobs.work(the_house(), until_idle=True)


async def link(kind: str) -> str:
    rows = await db.rows("SELECT text FROM letter ORDER BY id DESC")
    found = [hit[0] for row in rows if (hit := re.search(rf"/recovery/{kind}/[\w-]+", row["text"]))]
    return found[0] if found else ""


async def begun(browser: Browser, email: str = "ada@example.org") -> WayBack:
    page = await browser.submit(ASK, ASK, email=email, said="I proposed the sneaker.")
    assert "It has begun, if there is such an account" in page.text
    await worked()
    return await WayBack.get(active__not_isnull=True)


async def yes(browser: Browser, way: WayBack, who: str) -> int:
    theirs = await cast.browser_as(browser, who)
    sent = {"csrf": csrf(theirs), "reason": WHY}
    return (await theirs.post(f"{TEAM}/{way.id}/voice", sent)).status_code


async def test_two_of_the_team_and_some_days_let_somebody_back_in(browser: Browser) -> None:
    ada, person = await cast.browser_as(browser, "ada"), await cast.person("ada")
    await steps.begin(person.id)
    await steps.confirm(person.id, pyotp.TOTP(str(await steps.pending(person.id))).at(clock.now()))
    await Passkey.create(person=person, credential="x", public_key="x", mark="x", name="x", created_at=clock.now())
    mo = await cast.browser_as(browser, "mo")
    way = await begun(browser.another())
    assert "has lost what opens their account" in (await mo.get("/inbox")).text
    assert "Ada Morel" in (await mo.get(TEAM)).text
    page = (await mo.get(f"{TEAM}/{way.id}")).text
    assert "I proposed the sneaker." in page
    assert await yes(browser, way, "mo") == 303
    assert await yes(browser, way, "root") == 303
    assert await link("back") == "", "the days are not over"
    with clock.at(clock.now() + timedelta(days=3, minutes=1)):
        await waysback.sweep()
        there = await link("back")
        anywhere = browser.another()
        assert "Come back in" in (await anywhere.get(there)).text
        assert (await anywhere.post(there, {"password": "short"})).status_code == 422
        reply = await anywhere.post(there, {"password": "quince jelly 12"})
        assert reply.headers["location"] == "/account/security"
        assert (await anywhere.get(there)).status_code == 404
        assert (await ada.peek("/account")).status_code == 303
        ways = await db.row("SELECT (SELECT count(*) FROM passkey) AS a, (SELECT count(*) FROM second_step) AS b")
        assert ways == {"a": 0, "b": 0}
        await browser.another().sign_in("ada@example.org", "quince jelly 12")
    acts = await db.rows("SELECT act, reason FROM staff_act WHERE act LIKE 'recovery%' ORDER BY id")
    assert acts == [{"act": "recovery.confirmed", "reason": WHY}] * 2


async def test_the_owner_stops_it_by_one_press_and_looking_alone_stops_nothing(browser: Browser) -> None:
    await cast.person("ada")
    way = await begun(browser)
    stop = await link("stop")
    for _ in range(2):
        assert "If it was not you, stop it" in (await browser.another().get(stop)).text
    assert "Nothing about the account changed" in (await browser.another().submit(stop, stop)).text
    assert "Nothing about the account changed" in (await browser.get(stop)).text
    assert await yes(browser, way, "mo") == 404
    assert (await WayBack.get(id=way.id)).stopped_at is not None


async def test_who_may_say_yes(browser: Browser) -> None:
    """Managers and administrators, each once, never about themselves; one of the two an administrator."""
    for who in ("ada", "mo", "root"):
        await cast.person(who)
    way = await begun(browser, "root@example.org")
    assert [await yes(browser, way, who) for who in ("ada", "sol", "root", "mo", "mo")] == [404, 404, 403, 303, 409]
    second = await cast.person("max", role="manager")
    assert await yes(browser, way, "max") == 303
    assert second.role == "manager"
    with clock.at(clock.now() + timedelta(days=4)):
        await waysback.sweep()
        assert await link("back") == "", "no administrator among them"
        await cast.person("ida", role="admin")
        assert await yes(browser, way, "ida") == 303
        assert await link("back")


async def test_one_yes_is_not_enough(browser: Browser) -> None:
    await cast.person("ada")
    way = await begun(browser)
    assert await yes(browser, way, "root") == 303
    with clock.at(clock.now() + timedelta(days=10)):
        await waysback.sweep()
        assert await link("back") == ""


async def test_a_refusal_ends_it_with_a_reason(browser: Browser) -> None:
    await cast.person("ada")
    way, mo = await begun(browser), await cast.browser_as(browser, "mo")
    short = await mo.post(f"{TEAM}/{way.id}/refusal", {"csrf": csrf(mo), "why": "no"})
    assert short.status_code == 422
    assert (
        "Refused" in (await mo.submit(f"{TEAM}/{way.id}", f"{TEAM}/{way.id}/refusal", why="Not her voice at all.")).text
    )
    assert await yes(browser, way, "root") == 404
    assert "Nobody has lost" in (await mo.get(TEAM)).text


async def test_everybody_is_answered_the_same_and_one_way_is_under_way_at_a_time(browser: Browser) -> None:
    await cast.person("ada")
    for email in ("nobody@example.org", "ada@example.org", "ada@example.org"):
        await browser.submit(ASK, ASK, email=email)
        await worked()
    assert await WayBack.all().count() == 1
    assert await db.value("SELECT count(*) FROM letter WHERE address = 'nobody@example.org'") == 0
    wrong = await browser.submit(ASK, ASK, email="nobody", said="Half a life <b>here</b>")
    assert (wrong.status_code, "Half a life &lt;b&gt;" in wrong.text) == (422, True)


async def test_two_that_decide_at_once_end_it_once(browser: Browser) -> None:
    await cast.person("ada")
    way = await begun(browser)
    mo, root = await cast.manager(), await cast.admin()
    done = await asyncio.gather(
        waysback.refuse(mo, way, reason=WHY), waysback.refuse(root, way, reason=WHY), return_exceptions=True
    )
    assert [type(one) for one in done if one] == [Conflict]
    with pytest.raises(Forbidden):
        await waysback.voice(await cast.editor(), way, reason=WHY)


async def test_what_is_left_lying_lapses_and_its_words_are_forgotten(browser: Browser) -> None:
    await cast.person("ada")
    way = await begun(browser)
    with clock.at(clock.now() + timedelta(days=31)):
        await waysback.sweep()
        assert (await WayBack.get(id=way.id)).active is None
    with clock.at(clock.now() + timedelta(days=91)):
        await waysback.sweep()
        assert (await WayBack.get(id=way.id)).said == ""


async def test_an_owner_who_is_signed_in_sees_it_on_every_page_and_stops_it_by_one_press(browser: Browser) -> None:
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    told = "Somebody asks for a way back into your account."
    assert told not in (await ada.get("/ideas")).text
    way = await begun(browser.another())
    for path in ("/", "/ideas", "/account/security", "/inbox"):
        assert told in (await ada.get(path)).text, path
        assert told not in (await ben.get(path)).text, path
        assert told not in (await browser.get(path)).text, path
    assert "if it was not you, stop it" in (await ada.get("/inbox")).text
    letters = await db.rows("SELECT address FROM letter WHERE text LIKE '%/recovery/stop/%'")
    assert [row["address"] for row in letters] == ["ada@example.org"], "once, with the link"
    assert (await ben.post(STOP, {"csrf": csrf(ben)})).status_code == 404
    assert "Nothing about your account changes" in (await ada.submit("/ideas", STOP)).text
    assert told not in (await ada.get("/ideas")).text
    assert (await WayBack.get(id=way.id)).stopped_at is not None
    assert await yes(browser, way, "mo") == 404
    assert (await ada.post(STOP, {"csrf": csrf(ada)})).status_code == 404
    assert "stopped from a browser that is signed in" in await db.value(
        "SELECT text FROM letter ORDER BY id DESC LIMIT 1"
    )


async def test_a_link_that_has_been_sent_already_is_stopped_too(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    way = await begun(browser.another())
    assert [await yes(browser, way, who) for who in ("mo", "root")] == [303, 303]
    with clock.at(clock.now() + timedelta(days=4)):
        await waysback.sweep()
        there = await link("back")
        assert "The link lies in your letter box" in (await ada.get("/account")).text
        await ada.submit("/account", STOP)
        assert (await browser.another().get(there)).status_code == 404
