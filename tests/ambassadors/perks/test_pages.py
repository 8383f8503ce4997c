"""The shop of perks as strangers, members and staff meet it: each of the three kinds redeemed through its pages."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

from ambassadors.perks import claims, pool, queries
from ambassadors.perks.models import Gives, PerkClaim, Standing
from ideas.board import answers
from ideas.board.models import Status
from kernel import clock, db
from tests import cast
from tests.ambassadors.perks import shelf
from tests.browsing import Browser
from tests.community.meetings import gatherings
from tests.ideas.board import things

CODE = re.compile(r"SORB-\d+-\d{4}")


async def test_strangers_read_what_there_is_and_sign_in_to_take_it(browser: Browser) -> None:
    perk = await shelf.perk(Gives.BADGE, name="First rope", label="First rope", price=60, stock=3)
    shown = await browser.get("/perks")
    assert "First rope" in shown.text
    assert "60 points" in shown.text
    assert "3 left" in shown.text
    page = await browser.get(perk.url)
    assert f"/sign-in?next={perk.url.replace('/', '%2F')}" in page.text or "Sign in to take it" in page.text
    assert "<form" not in page.text.split("<main", 1)[1]
    assert (await browser.get("/account/perks")).url.path == "/sign-in"


async def test_money_a_code_is_taken_looked_at_and_shown_again(browser: Browser) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    perk = await shelf.perk(name="Ten euros")
    page = await cast.browser_as(browser, "ada")
    taken = await page.submit(perk.url, f"{perk.url}/claim")
    assert "Your code is sealed" in taken.text
    assert not CODE.search(taken.text)
    shown = await page.submit(taken.url.path, f"{taken.url.path}/code")
    code = CODE.search(shown.text)
    assert code is not None
    assert code[0] == await pool.code_of((await PerkClaim.get(person_id=ada.id)).id)
    assert "Give it back" not in shown.text
    assert code[0] not in (await page.get("/account/perks")).text
    assert "900" in (await page.get("/perks")).text


async def test_money_given_back_sealed_the_points_are_free_again(browser: Browser) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    perk = await shelf.perk()
    page = await cast.browser_as(browser, "ada")
    taken = await page.submit(perk.url, f"{perk.url}/claim")
    back = await page.submit(taken.url.path, f"{taken.url.path}/return")
    assert "Your points are free again" in back.text
    assert await shelf.free(ada) == (1000, 0)
    refused = await page.post(f"{taken.url.path}/code", {"csrf": _token(back.text)})
    assert refused.status_code == 303
    assert not CODE.search((await page.get(taken.url.path)).text)


def _token(text: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', text)
    return found[1] if found else ""


async def test_experience_a_seat_at_a_meeting(browser: Browser) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    meeting = await gatherings.plan(None, seats=3)
    perk = await shelf.perk(Gives.SEAT, name="A kept seat", meeting_id=meeting.id, stock=1)
    page = await cast.browser_as(browser, "ada")
    taken = await page.submit(perk.url, f"{perk.url}/claim")
    assert meeting.title in taken.text
    assert "to come" in taken.text
    assert "Keep my place" not in (await page.get(meeting.url)).text
    again = await page.get(perk.url)
    assert "You have it already" in again.text


async def test_experience_early_access_opens_a_board(browser: Browser) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    perk = await shelf.perk(Gives.EARLY, name="First lasts", days=30)
    await things.board("early", see=f"perk:{perk.slug}")
    page, other = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    idea = await things.idea("A wider toe", by=await cast.editor(), on="early")
    address = f"/ideas/{idea.id}-{idea.slug}"
    assert (await page.get(address)).status_code == 404
    await page.submit(perk.url, f"{perk.url}/claim")
    assert (await page.get(address)).status_code == 200
    assert (await other.get(address)).status_code == 404


async def test_recognition_a_badge_stands_on_the_profile(browser: Browser) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    perk = await shelf.perk(Gives.BADGE, name="First rope", label="Tied in first")
    assert "Tied in first" not in (await browser.get("/people/ada")).text
    page = await cast.browser_as(browser, "ada")
    await page.submit(perk.url, f"{perk.url}/claim")
    assert "Tied in first" in (await browser.get("/people/ada")).text


async def test_recognition_thanks_on_an_idea_that_shipped(browser: Browser) -> None:
    ada, sol = await cast.member("ada"), await cast.editor()
    await shelf.purse(ada)
    await things.board()
    mine, theirs = await things.idea("Flat laces", by=ada), await things.idea("Round laces", by=sol)
    for idea in (mine, theirs):
        for status in (Status.PLANNED, Status.SHIPPED):
            await answers.answer(sol, idea, status=status, body="There now.")
    perk = await shelf.perk(Gives.THANKS, name="A thank you")
    page = await cast.browser_as(browser, "ada")
    form = await page.get(perk.url)
    assert "Flat laces" in form.text
    assert "Round laces" not in form.text
    foreign = await page.submit(perk.url, f"{perk.url}/claim", idea=str(theirs.id))
    assert foreign.status_code == 422
    await page.submit(perk.url, f"{perk.url}/claim", idea=str(mine.id))
    shown = (await browser.get(f"/ideas/{mine.id}-{mine.slug}")).text
    assert "With thanks to" in shown
    assert "With thanks to" not in (await browser.get(f"/ideas/{theirs.id}-{theirs.slug}")).text


async def test_recognition_a_name_in_a_release_on_the_roadmap(browser: Browser) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    perk = await shelf.perk(Gives.RELEASE, name="Your name", label="Spring 2027")
    assert "Spring 2027" not in (await browser.get("/roadmap")).text
    page = await cast.browser_as(browser, "ada")
    await page.submit(perk.url, f"{perk.url}/claim")
    shown = (await browser.get("/roadmap")).text
    assert "Spring 2027" in shown
    assert "Ada Morel" in shown


async def test_a_form_sent_twice_in_the_same_second_takes_one(browser: Browser) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    perk = await shelf.perk(most_each=5)
    page = await cast.browser_as(browser, "ada")
    token = _token((await page.get(perk.url)).text)
    sent = [page.post(f"{perk.url}/claim", {"csrf": token, "had": "0"}) for _ in range(4)]
    replies = [one.status_code for one in await asyncio.gather(*sent)]
    assert sorted(replies) == [303, 409, 409, 409]
    assert await shelf.free(ada) == (900, 100)


async def test_what_was_typed_comes_back_when_its_time_ended_meanwhile(browser: Browser) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    perk = await shelf.perk(Gives.NAMING, label="Winter insole", stock=1, closes_at=clock.now() + shelf.HOUR)
    page = await cast.browser_as(browser, "ada")
    token = _token((await page.get(perk.url)).text)
    await db.execute("UPDATE perk SET closes_at = ? WHERE id = ?", clock.now(), perk.id)
    late = await page.post(f"{perk.url}/claim", {"csrf": token, "had": "0", "words": "Millrace"})
    assert late.status_code == 409
    assert "Its time is over" in late.text
    empty = await page.post(f"{perk.url}/claim", {"csrf": token, "had": "nonsense"})
    assert empty.status_code == 422
    assert await shelf.free(ada) == (1000, 0)


@pytest.mark.parametrize(("audience", "status"), [("segment:vip", 404), ("ambassadors", 200), ("tier:rope", 200)])
async def test_what_is_for_a_segment_is_not_there_for_others(browser: Browser, audience: str, status: int) -> None:
    perk = await shelf.perk(price=0, audience=audience)
    page = await cast.browser_as(browser, "ada")
    found = await page.get(perk.url)
    assert found.status_code == status
    assert (perk.name in (await page.get("/perks")).text) is (status == 200)
    if status == 200:
        assert "It is for a group that you are not in" in found.text


async def test_a_draft_is_there_for_those_who_keep_perks_alone(browser: Browser) -> None:
    perk = await shelf.perk(publish=False)
    for who, status in (("member", 404), ("manager", 404), ("editor", 200), ("admin", 200)):
        page = await cast.browser_as(browser, who)
        assert (await page.get(perk.url)).status_code == status
    assert (await browser.get(perk.url)).status_code == 404


async def test_a_claim_is_its_owners_alone(browser: Browser) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    taken = await shelf.take(ada, await shelf.perk())
    await claims.look(ada, taken)
    for who in ("ben", "manager", "editor", "admin"):
        page = await cast.browser_as(browser, who)
        assert (await page.get(taken.url)).status_code == 404


async def test_pages_take_few_statements_however_much_there_is(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada, free=5000)
    perks = [await shelf.perk(name=f"Ten off {n}", price=10) for n in range(12)]
    for perk in perks:
        await shelf.take(ada, perk)
    page = await cast.browser_as(browser, "ada")
    real, asked = db.rows, list[str]()

    async def noted(sql: str, *values: Any) -> list[db.Row]:
        asked.append(sql)
        return await real(sql, *values)

    monkeypatch.setattr(db, "rows", noted)
    for path, most in (("/perks", 8), (perks[0].url, 12), ("/account/perks", 5)):
        await page.get("/rules")
        asked.clear()
        assert (await page.get(path)).status_code == 200
        assert len(asked) <= most, (path, asked)


async def test_standing_of_what_was_taken_is_said_in_words(browser: Browser) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    perk = await shelf.perk()
    taken = await shelf.take(ada, perk)
    page = await cast.browser_as(browser, "ada")
    assert "sealed" in (await page.get("/account/perks")).text
    await claims.look(ada, taken)
    assert "yours" in (await page.get("/account/perks")).text
    assert (await queries.claim(taken.id)).standing == Standing.USED
