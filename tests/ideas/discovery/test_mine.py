"""My ideas, and what became of them."""

from __future__ import annotations

import re

import pytest

from ideas.board import actions, answers, merging
from ideas.board.models import Idea, Status
from ideas.discovery import drafts
from kernel import db
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things
from tests.ideas.board.test_queries import statements
from voting.ballots import actions as ballots
from voting.ballots import queries as votes

pytestmark = pytest.mark.asyncio


async def support(handle: str, idea: Idea) -> None:
    viewer = await cast.viewer(handle)
    await ballots.cast(viewer, await votes.find(viewer, idea.id))


async def shown(browser: Browser, handle: str, show: str = "") -> list[str]:
    """The titles on somebody's page, in their order."""
    page = await (await cast.browser_as(browser, handle)).get(f"/ideas/mine{show}")
    assert page.status_code == 200, page.text[:500]
    return re.findall(r'idea__title" [^>]*><a href="[^"]*">([^<]*)', page.text)


async def test_strangers_are_led_to_the_door(browser: Browser) -> None:
    assert (await browser.peek("/ideas/mine")).headers["location"].startswith("/sign-in")


async def test_nothing_given_nothing_shown_but_a_way_to_begin(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    assert "What you propose, support or follow comes back to you" in (await ada.get("/ideas/mine")).text
    assert "One sentence is enough" in (await ada.get("/ideas/mine?show=proposed")).text


async def test_drafts_that_wait_are_one_step_away(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    assert "/ideas/drafts" not in (await ada.get("/ideas/mine")).text
    await drafts.save(await cast.viewer("ada"), {"title": "Half a wish", "window": drafts.named()})
    page = (await ada.get("/ideas/mine")).text
    assert "A draft of yours waits" in page
    assert 'href="/ideas/drafts"' in page


async def test_each_stands_where_it_was_given_what_waits_first(browser: Browser) -> None:
    mo, ada = await cast.manager(), await cast.member("ada")
    mine = await things.idea("Mine is settled")
    supported = await things.idea("Supported and under way", by=await cast.viewer("eve"))
    followed = await things.idea("Followed and open", by=await cast.viewer("eve"))
    await things.idea("Nothing of hers", by=await cast.viewer("eve"))
    await support("ada", supported)
    await actions.follow(ada, followed)
    await answers.answer(mo, mine, body="We tried it and it broke.", status=Status.DECLINED, would_change="Cork")
    assert await shown(browser, "ada") == ["Followed and open", "Supported and under way", "Mine is settled"]
    assert await shown(browser, "ada", "?show=proposed") == ["Mine is settled"]
    assert await shown(browser, "ada", "?show=supported") == ["Supported and under way"]
    assert await shown(browser, "ada", "?show=followed") == ["Followed and open"]
    page = (await (await cast.browser_as(browser, "ada")).get("/ideas/mine")).text
    assert "We tried it and it broke." in page
    assert page.index("Under way") < page.index("Settled")
    assert all(words in page for words in ("You proposed it", "You support it", "You follow it"))


async def test_a_merged_idea_is_met_where_it_leads(browser: Browser) -> None:
    source, target = await things.idea("Softer heels"), await things.idea("Heels", by=await cast.viewer("eve"))
    await support("ben", source)
    await merging.merge(await cast.manager(), sources=[source.id], target=target.id)
    assert await shown(browser, "ada") == ["Heels"]
    assert await shown(browser, "ben", "?show=supported") == ["Heels"]
    assert (
        "Your idea “Softer heels” is part of it now."
        in (await (await cast.browser_as(browser, "ada")).get("/ideas/mine")).text
    )


async def test_what_is_hidden_or_behind_a_door_that_closed_is_not_there(browser: Browser) -> None:
    hidden, kept = await things.idea("Hidden away"), await things.idea("Behind a door", on="desk")
    await actions.follow(await cast.viewer("ben"), kept)
    await actions.hide(await cast.manager(), hidden.id)
    await actions.change_board(await cast.admin(), kept.board_id, see="staff")
    assert await shown(browser, "ada") == []
    assert await shown(browser, "ben") == []


async def test_the_list_goes_on_from_a_cursor_and_from_no_bad_one(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(25):
        await things.idea(f"Wish {n}")
    ada = await cast.browser_as(browser, "ada")
    with statements(monkeypatch) as asked:
        first = (await ada.get("/ideas/mine")).text
    assert len(asked) <= 6, asked
    further = re.search(r'href="(/ideas/mine\?after=[^"]*)" rel="next"', first)
    assert further
    assert len(await shown(browser, "ada")) == 20
    rest = re.findall(r'href="(/ideas/\d+-[^"]*)"', (await ada.get(further[1])).text)
    assert len(set(rest)) == 5
    for bad in ("x", "WzEsMl0", "WzIsIm5vIiwzXQ", "%00", "a" * 3000):
        assert (await ada.get(f"/ideas/mine?after={bad}")).status_code == 200
    assert await db.value("SELECT count(*) FROM idea") == 25
