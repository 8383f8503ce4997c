"""The console's pages and questions: every idea once in every order, and nothing strange breaks it."""

from __future__ import annotations

import re

import pytest

from ideas.board.models import Idea
from ideas.discovery import links
from kernel.search import caught_up
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things
from tests.voting.roadmap import world
from voting.demand import reckon
from voting.roadmap import actions


async def figures_of(count: int) -> list[int]:
    numbers = [(await things.idea(f"Idea {n}")).id for n in range(count)]
    for place, number in enumerate(numbers[:6]):
        for handle in ("hal", "ivy", "joy")[: place % 3 + 1]:
            await world.give(handle, number)
    await reckon.store(await reckon.reckon())
    return numbers


@pytest.mark.parametrize("sort", ["rank", "value", "trend"])
async def test_pages_of_the_console_hold_each_idea_once(browser: Browser, sort: str) -> None:
    numbers = await figures_of(45)
    sol = await cast.browser_as(browser, "editor")
    seen: list[int] = []
    address = f"/team/roadmap?sort={sort}"
    while address:
        page = await sol.get(address)
        assert page.status_code == 200
        seen += [int(number) for number in re.findall(r'<tr id="idea-(\d+)"', page.text)]
        further = re.search(r'href="([^"]*)" rel="next"', page.text)
        address = further[1].replace("&amp;", "&") if further else ""
    assert sorted(seen) == numbers


@pytest.mark.parametrize(
    "query",
    [
        "after=zzz",
        "after=WzFd",
        "after=WzEuNSwxXQ",
        "after=Wzk5OTk5OTk5OTk5OTksMV0",
        "sort=share&after=WzEsMV0",
        "tag=%00",
        "board=%00&status=%00&horizon=%00",
        "tag=%FF%FE",
        "horizon=off&tag=%F0%9F%91%9F",
    ],
)
async def test_a_strange_question_is_no_error(browser: Browser, query: str) -> None:
    await figures_of(2)
    sol = await cast.browser_as(browser, "editor")
    assert (await sol.get(f"/team/roadmap?{query}")).status_code == 200


async def test_what_cannot_be_used_leaves_a_console_that_works(browser: Browser) -> None:
    (number, _) = await figures_of(2)
    sol = await cast.browser_as(browser, "editor")
    place = f"/team/roadmap/ideas/{number}/place"
    page = await sol.submit("/team/roadmap", place, horizon="now", reason="x" * 301)
    assert page.status_code == 422
    assert "Shorten it" in page.text
    for address in set(re.findall(r'(?:href|value)="(/team/roadmap[^"#]*)"', page.text)):
        assert (await sol.get(address.replace("&amp;", "&"))).status_code == 200, address


async def test_a_view_with_a_long_question_is_kept_or_refused(browser: Browser) -> None:
    await figures_of(1)
    sol = await cast.browser_as(browser, "editor")
    for query in ("tag=" + "'" * 400, "tag=" + "%F0%9F%91%9F" * 30, "x" * 600):
        page = await sol.submit("/team/roadmap", "/team/roadmap/views", name="Long", query=query)
        assert page.status_code in (200, 422), query


async def test_an_idea_page_says_where_it_stands_to_the_team_alone(browser: Browser) -> None:
    idea, sol = await things.idea(), await cast.editor()
    path = f"/ideas/{idea.id}-{idea.slug}"
    await actions.place(sol, idea.id, horizon="next", target="2027 Q1")
    assert "On the roadmap: Next, 2027 Q1" in (await (await cast.browser_as(browser, "editor")).get(path)).text
    for who in ("member", "manager"):
        assert "On the roadmap" not in (await (await cast.browser_as(browser, who)).get(path)).text
    assert "On the roadmap" not in (await browser.get(path)).text


async def test_the_feed_of_a_member_is_kept_by_no_proxy(browser: Browser) -> None:
    sol = await cast.editor()
    await things.board("inner", see="members")
    inner = await things.idea("For members", by=sol, on="inner")
    await actions.place(sol, inner.id, horizon="now", reason="=Because <b>")
    ada = await (await cast.browser_as(browser, "member")).get("/roadmap.atom")
    assert "For members" in ada.text
    assert "public" not in ada.headers.get("cache-control", "")
    stranger = await browser.get("/roadmap.atom")
    assert "For members" not in stranger.text
    told = (await browser.client.get("/api/v1/roadmap")).json()
    assert told["items"] == []


async def test_words_are_looked_for_in_the_index_beside_what_it_is_narrowed_to(browser: Browser) -> None:
    numbers = await figures_of(3)
    await Idea.filter(id=numbers[0]).update(title="Wider soles", status="planned")
    await Idea.filter(id=numbers[1]).update(title="Softer sole")
    await caught_up()
    sol = await cast.browser_as(browser, "editor")
    for query, ids in (("q=SOLE", numbers[:2]), ("q=sole&status=planned", numbers[:1]), ("q=lamp", []), ("q=%25", [])):
        page = (await sol.get(f"/team/roadmap?{query}")).text
        assert sorted(int(number) for number in re.findall(r'<tr id="idea-(\d+)"', page)) == ids, query
    page = (await sol.get("/team/roadmap?q=sole&sort=trend&horizon=off")).text
    assert 'value="sole"' in page
    assert "/team/roadmap?sort=value&amp;horizon=off&amp;q=sole" in page


async def test_a_row_says_what_has_to_come_first(browser: Browser) -> None:
    one, two = await figures_of(2)
    await links.link(await cast.editor(), one, two, links.Relation.BLOCKS)
    page = (await (await cast.browser_as(browser, "editor")).get("/team/roadmap")).text
    assert re.search(r"Has to come before: <a[^>]*>Idea 1</a>", page)
    assert re.search(r"Waits for: <a[^>]*>Idea 0</a>", page)
