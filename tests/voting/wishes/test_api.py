"""Wish lists by the API."""

from __future__ import annotations

from tests import cast, clubs
from tests.browsing import Browser
from tests.voting.wishes import lists
from voting.wishes import queries, replies
from voting.wishes.models import Reply


async def test_lists_and_answers_are_told_as_on_the_pages(browser: Browser) -> None:
    club = await clubs.found()
    wishes, sol = await lists.delivered(club), await cast.editor()
    first = (await queries.items(sol, wishes))[0]
    await replies.answer(sol, wishes, first.id, reply=Reply.DECLINED, body="Not in 2027.")
    await lists.drafted(club)
    [head] = (await browser.get(f"/api/v1/clubs/{club.slug}/wishes")).json()["items"]
    assert (head["state"], head["owed"], head["signatures"]) == ("delivered", 2, 1)
    told = (await browser.get(f"/api/v1/clubs/{club.slug}/wishes/{wishes.id}")).json()
    assert (told["wishes"][0]["reply"], told["wishes"][0]["answer"]) == ("declined", "Not in 2027.")
    assert told["wishes"][1]["reply"] is None
    assert "worth" not in " ".join(told)


async def test_a_private_clubs_lists_are_not_there(browser: Browser) -> None:
    club = await clubs.found(is_private=True)
    wishes = await lists.delivered(club)
    for url in (f"/api/v1/clubs/{club.slug}/wishes", f"/api/v1/clubs/{club.slug}/wishes/{wishes.id}"):
        assert (await browser.get(url)).status_code == 404
        assert (await (await cast.browser_as(browser, "editor")).get(url)).status_code == 404
