"""Links in letters: once, for fifteen minutes, in the browser that asked; and the same answer for every address."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from community.identity.models import Attempt
from community.people import actions
from kernel import clock, db, jobs, security
from kernel.features import the_house
from tests import cast
from tests.browsing import Browser, hidden_fields
from tests.ideas.board.test_queries import statements

ASK = "/sign-in/link"


async def worked() -> None:
    await jobs.work(the_house(), until_idle=True)


async def links() -> list[str]:
    rows = await db.rows("SELECT text FROM letter ORDER BY id")
    return [
        found[0] for row in rows if (found := re.search(r"/(?:sign-in/link|account/proof/letter)/[\w-]+", row["text"]))
    ]


async def ask(browser: Browser, email: str = "ada@example.org", wanted: str = "/ideas") -> str:
    page = await browser.submit(f"{ASK}?next={wanted}", ASK, email=email)
    assert "a link is on its way" in page.text
    await worked()
    found = await links()
    return found[-1] if found else ""


async def test_a_link_signs_in_where_it_was_asked_for_by_one_press(browser: Browser) -> None:
    await cast.person("ada")
    link = await ask(browser)
    for _ in range(3):  # a mail program that looks ahead in the same browser
        assert "One press" in (await browser.get(link)).text
    assert "session" not in browser.client.cookies
    reply = await browser.post(link)
    assert (reply.status_code, reply.headers["location"]) == (303, "/ideas")
    assert "by letter" in (await browser.get("/account/devices")).text


async def test_in_another_browser_it_says_what_to_do_and_opens_nothing(browser: Browser) -> None:
    await cast.person("ada")
    link, other = await ask(browser), browser.another()
    for reply in (await other.get(link), await other.post(link)):
        assert reply.status_code == 404
        assert "only in the browser where you asked for it" in reply.text
        assert "Ask again here" in reply.text
    assert "session" not in other.client.cookies
    assert (await browser.post(link)).status_code == 303


async def test_late_or_twice_it_opens_nothing(browser: Browser) -> None:
    await cast.person("ada")
    link = await ask(browser)
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert (await browser.post(link)).status_code == 404
    kept = str(browser.client.cookies.get("begun-link"))
    assert (await browser.post(link)).status_code == 303
    again = browser.another()
    again.client.cookies.set("begun-link", kept)
    with clock.at(clock.now() + timedelta(seconds=31)):
        assert (await again.post(link)).status_code == 404


async def test_a_double_click_signs_in_once(browser: Browser) -> None:
    await cast.person("ada")
    link = await ask(browser)
    form = hidden_fields((await browser.get(link)).text, link)
    first = await browser.post(link, form)
    second = await browser.post(link, form)
    assert [(one.status_code, one.headers["location"]) for one in (first, second)] == [(303, "/ideas")] * 2
    assert await db.value("SELECT count(*) FROM session") == 1
    assert "/people/ada" in (await browser.get("/account")).text


async def test_a_double_click_whose_first_answer_was_lost_signs_in_all_the_same(browser: Browser) -> None:
    await cast.person("ada")
    link = await ask(browser)
    await browser.post(link)
    browser.client.cookies.delete("session")
    assert (await browser.another().post(link)).status_code == 404, "nobody else's browser"
    assert (await browser.post(link)).headers["location"] == "/ideas"
    assert "/people/ada" in (await browser.get("/account")).text
    assert await db.value("SELECT count(*) FROM session") == 1


async def test_after_signing_out_the_link_is_dead_at_once(browser: Browser) -> None:
    await cast.person("ada")
    link = await ask(browser)
    await browser.post(link)
    await browser.submit("/account", "/sign-out")
    assert (await browser.post(link)).status_code == 404
    assert await db.value("SELECT count(*) FROM session") == 0


async def test_a_second_press_is_nothing_to_whoever_is_signed_in_as_another(browser: Browser) -> None:
    await cast.person("ada")
    link = await ask(browser)
    kept = str(browser.client.cookies.get("begun-link"))
    await browser.post(link)
    ben = await cast.browser_as(browser, "ben")
    ben.client.cookies.set("begun-link", kept)
    form = hidden_fields((await ben.get("/account")).text, "/sign-out")
    assert (await ben.post(link, form)).status_code == 404
    assert "/people/ben" in (await ben.get("/account")).text


async def test_of_two_links_of_one_browser_the_newer_one_opens(browser: Browser) -> None:
    await cast.person("ada")
    await cast.person("ben")
    first, second = await ask(browser), await ask(browser, "ben@example.org")
    assert (await browser.post(first)).status_code == 404
    assert (await browser.post(second)).status_code == 303
    assert "/people/ben" in (await browser.get("/account")).text
    third = await ask(browser.another())
    assert (await browser.get(third)).status_code == 404


async def test_who_is_signed_in_is_told_whose_link_it_is(browser: Browser) -> None:
    ben = await cast.browser_as(browser, "ben")
    await cast.person("ada")
    link = await ask(ben)
    assert "You are signed in as Ben Okafor" in (await ben.get(link)).text
    await ben.submit(link, link)
    assert "/people/ada" in (await ben.get("/account")).text


async def test_unknown_addresses_are_answered_the_same_and_get_nothing(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await cast.person("ada")
    await actions.unclaimed([("file@example.org", "From a file")])
    await browser.get(ASK)
    seen = []
    for email in ("ada@example.org", "nobody@example.org", "file@example.org"):
        with statements(monkeypatch) as asked:
            reply = await browser.another().post(ASK, {"email": email})
        cookie = re.sub(r"begun-link=[^;]+|expires=[^;]+", "", reply.headers["set-cookie"])
        seen.append((reply.status_code, reply.headers["location"], cookie, list(asked)))
    assert seen[0] == seen[1] == seen[2]
    await worked()
    assert [row["address"] for row in await db.rows("SELECT address FROM letter")] == ["ada@example.org"]


async def test_the_worker_that_runs_twice_writes_one_letter(browser: Browser) -> None:
    from community.identity import links as writing

    await cast.person("ada")
    link = await ask(browser)
    begun = await Attempt.get()
    await writing.write(begun.id, "en")
    assert await links() == [link]
    with clock.at(clock.now() + timedelta(hours=1)):
        await writing.write(begun.id, "en")
    assert await links() == [link]


async def test_nobodys_letter_box_is_filled(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(the_house(), "settings", the_house().settings.model_copy(update={"rate_limits": "on"}))
    security.forget_limits()
    found = [(await browser.another().post(ASK, {"email": "ada@example.org"})).status_code for _ in range(6)]
    assert found == [303] * 5 + [429]


async def test_a_wrong_address_is_kept_on_the_form(browser: Browser) -> None:
    page = await browser.submit(f"{ASK}?next=//evil.example", ASK, email="no address")
    assert (page.status_code, "no address" in page.text, "evil" in page.text) == (422, True, False)
