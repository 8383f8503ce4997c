"""Events told to whom they concern, once, in their language, and no more than they wish."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from community.inbox import actions, links, queries
from community.inbox.registry import NoticeKind
from community.people import actions as people
from kernel import db, jobs
from kernel.events import record
from kernel.features import Feature, House, Wing, open_house
from kernel.i18n import gettext as _
from kernel.settings import Settings
from tests import cast
from tests.browsing import Browser, site_on

LABEL = "A bell was rung"


async def everybody(event: db.Row) -> list[int]:
    return [row["id"] for row in await db.rows("SELECT id FROM person ORDER BY id")]


rung = NoticeKind(
    kind="bell.rung",
    events=("bell.rung", "bell.rung_twice"),
    label=LABEL,
    recipients=everybody,
    line=lambda data: _("Sign in") + f": {data['actor']} rang <{data['tone']}>",
    url=lambda event: f"/bells/{event['subject_id']}",
)
echoed = replace(rung, kind="bell.echoed", events=("bell.rung",), default_mail=False)


def with_bells(house: House) -> House:
    """The house with one wing more, whose events are told."""
    bells = Feature("tests", [Wing("community", registers={"notices": [rung, echoed]})])
    return House([*house.features, bells], house.settings)


@pytest_asyncio.fixture
async def bells(home: House) -> AsyncIterator[House]:
    made = with_bells(home)
    open_house(made)
    yield made


@pytest_asyncio.fixture
async def browser(settings: Settings) -> AsyncIterator[Browser]:
    from run import house

    async with site_on(with_bells(house(settings))) as made:
        yield made


async def ring(house: House, kind: str = "bell.rung", **data: Any) -> None:
    async with db.transaction():
        await record(kind, actor=(await cast.person("mo")).id, subject=("bell", 7), tone="la", **data)
    await jobs.work(house, until_idle=True, like="react.%")


async def letters() -> list[db.Row]:
    return await db.rows("SELECT * FROM letter ORDER BY id")


async def test_everybody_concerned_hears_but_who_did_it(bells: House) -> None:
    ada, sol = await cast.person("ada"), await cast.person("sol", language="fr")
    await ring(bells)
    told = await db.rows("SELECT * FROM notice ORDER BY person_id")
    assert [row["person_id"] for row in told] == [ada.id, sol.id]
    assert {(row["kind"], row["url"]) for row in told} == {("bell.rung", "/bells/7")}
    sent = await letters()
    assert [letter["address"] for letter in sent] == ["ada@example.org", "sol@example.org"]
    assert sent[0]["subject"] == "Sign in: Mo Haddad rang <la>"
    assert sent[1]["html"].startswith('<!doctype html>\n<html lang="fr">')
    assert "&lt;la&gt;" in sent[0]["html"]
    assert "<la>" in sent[0]["text"]
    assert "List-Unsubscribe-Post" in sent[0]["headers"]


async def test_an_event_told_twice_is_heard_once(bells: House) -> None:
    await cast.person("ada")
    await ring(bells)
    event = await db.row("SELECT * FROM event WHERE kind = 'bell.rung'")
    assert event
    await actions.react({**event, "data": {"tone": "la"}})
    assert await db.value("SELECT count(*) FROM notice") == 1
    assert len(await letters()) == 1


async def test_nobody_is_written_to_because_of_an_import(bells: House) -> None:
    await people.unclaimed([("old@example.org", "Old"), ("older@example.org", "")])
    await cast.person("ada", confirmed=False)
    await ring(bells)
    assert await db.value("SELECT count(*) FROM notice") == 1
    assert await letters() == []


async def test_wishes_are_kept_per_kind(bells: House) -> None:
    ada, sol = await cast.person("ada"), await cast.person("sol")
    await actions.wish(ada.id, [("bell.rung", True, False)])
    await actions.wish(sol.id, [("bell.rung", False, False)])
    await ring(bells)
    assert [row["person_id"] for row in await db.rows("SELECT person_id FROM notice")] == [ada.id]
    assert await letters() == []
    await actions.wish(sol.id, [("bell.rung", False, True)])
    await ring(bells, "bell.rung_twice")
    assert [letter["person_id"] for letter in await letters()] == [sol.id]
    assert await db.value("SELECT count(*) FROM notice WHERE person_id = ? AND read_at IS NULL", sol.id) == 0


async def test_whoever_is_left_out_hears_nothing(bells: House) -> None:
    ada = await cast.person("ada")
    await ring(bells, leave_out=[ada.id])
    assert await db.value("SELECT count(*) FROM notice") == 0


async def test_a_hundred_people_are_told(bells: House) -> None:
    for n in range(60):
        await people.create(name=f"Person {n}", email=f"p{n}@example.org", handle=f"p{n}")
    await ring(bells)
    assert await db.value("SELECT count(*) FROM notice") == 60
    assert len(await letters()) == 60


@pytest.mark.parametrize("broken", ["", "1-bell.rung", "1-bell.rung-00", "x-bell.rung-00", "1-bell.echoed-{mac}"])
async def test_a_link_we_did_not_write_stops_nothing(home: House, broken: str) -> None:
    from kernel.errors import Missing

    mac = links.stop(1, "bell.rung").rpartition("-")[2]
    with pytest.raises(Missing):
        links.read(broken.format(mac=mac))


async def test_the_inbox_marks_what_is_new_until_it_is_read(browser: Browser) -> None:
    from kernel.features import the_house

    ada = await cast.browser_as(browser, "ada")
    assert (await browser.peek("/inbox")).status_code == 303
    assert "Nothing yet" in (await ada.get("/inbox")).text
    await ring(the_house())
    page = await ada.get("/inbox")
    assert "Mo Haddad rang &lt;la&gt;" in page.text
    assert "Inbox, 1 new notice" in page.text
    number = await db.value("SELECT id FROM notice")
    assert (await ada.peek(f"/inbox/{number}")).headers["location"] == "/bells/7"
    assert "Inbox, 0 new notices" in (await ada.get("/inbox")).text
    assert (await (await cast.browser_as(browser, "ben")).get(f"/inbox/{number}")).status_code == 404
    await ring(the_house(), "bell.rung_twice")
    read = await ada.submit("/inbox", "/inbox/read")
    assert "told--new" not in read.text
    assert "Inbox, 0 new notices" in read.text


async def test_a_member_says_what_to_hear(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    page = await ada.get("/inbox/preferences")
    assert page.text.count(LABEL) >= 2
    await ada.submit("/inbox/preferences", "/inbox/preferences", **{"shown.bell.rung": "on"})
    person = await cast.person("ada")
    wishes = {w.kind.kind: (w.is_shown, w.is_mailed) for w in await queries.wishes(person.id)}
    assert {kind: wish for kind, wish in wishes.items() if kind.startswith("bell.")} == {
        "bell.rung": (True, False),
        "bell.echoed": (False, False),
    }


async def test_one_click_stops_a_kind_of_letter_without_signing_in(browser: Browser) -> None:
    from kernel.features import the_house

    await cast.person("ada")
    await ring(the_house())
    (letter,) = await letters()
    found = re.search(r"/unsubscribe/[\w.-]+", letter["text"])
    assert found
    asked = await browser.get(found[0])
    assert LABEL in asked.text
    pressed = await browser.post(found[0], {"List-Unsubscribe": "One-Click"}, **{"Sec-Fetch-Site": "none"})
    assert pressed.status_code == 200
    await ring(the_house(), "bell.rung_twice")
    assert len(await letters()) == 1
    assert await db.value("SELECT count(*) FROM notice") == 2
    assert (await browser.get("/unsubscribe/1-bell.rung-00")).status_code == 404
    ada = await cast.browser_as(browser, "ada")
    assert "No more of these letters" in (await ada.submit(found[0], found[0])).text
