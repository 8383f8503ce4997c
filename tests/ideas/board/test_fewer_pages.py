"""Pages of ideas are kept for as few kinds of viewers as see them alike, and nothing of a private club gets into them."""

from __future__ import annotations

import pytest

from community.clubs import membership
from community.clubs.models import End
from ideas.board import actions, boards, club_boards
from kernel import db
from kernel.viewer import Viewer
from tests import cast, clubs
from tests.browsing import Browser
from tests.ideas.board import things
from tests.ideas.board.test_queries import statements

WORDS = "Lanterns for owls"


async def test_members_of_clubs_that_no_board_names_share_the_list(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await clubs.found(host="ada", members=["ben"])
    await clubs.found("owls", host="ada", is_private=True)
    await things.idea("Seen by all", by=await cast.viewer("eve"))
    seen: list[int] = []
    for handle in ("eve", "ben", "ada"):
        theirs = await cast.browser_as(browser, handle)
        await theirs.get("/account")
        with statements(monkeypatch) as asked:
            assert "Seen by all" in (await theirs.get("/ideas")).text
        seen.append(len(asked))
    assert max(seen[1:]) <= 2 < seen[0], seen


async def test_what_a_private_club_keeps_reaches_its_members_alone_whoever_looks_first(browser: Browser) -> None:
    club = await clubs.found("owls", host="ada", members=["ben"], is_private=True)
    await clubs.found(host="ada", members=["eve"])
    ada = await cast.viewer("ada")
    await actions.propose(ada, await club_boards.opened(club), title=WORDS, body="Between us.")
    for order in (("ben", "eve", "manager", ""), ("", "manager", "eve", "ben")):
        await things.idea(f"Another for {order[0]}")  # all that was kept is forgotten
        for who in order:
            theirs = await cast.browser_as(browser, who) if who else browser.another()
            for url in ("/ideas", "/clubs/owls"):
                words = WORDS if url == "/ideas" else "Owls"
                text = (await theirs.get(url)).text
                assert (words in text) == (who == "ben" or (who, url) == ("manager", "/clubs/owls")), (order, who, url)
    ben = await cast.browser_as(browser, "ben")
    assert WORDS in (await ben.get("/ideas")).text
    async with db.transaction():
        await membership.end(club.id, (await cast.viewer("ben")).id or 0, End.LEFT)
    assert WORDS not in (await ben.get("/ideas")).text
    assert (await ben.get("/clubs/owls")).status_code == 404


async def test_who_is_known_to_belong_to_fewer_clubs_is_in_no_audience_more(browser: Browser) -> None:
    await clubs.found("owls", host="ada", members=["ben"], is_private=True)
    ben = await cast.viewer("ben")
    told = await boards.known(ben)
    assert told.audiences < ben.audiences
    assert (told.id, told.clubs) == (ben.id, ())


def test_a_suspended_member_shares_no_page_with_others() -> None:
    assert Viewer(id=1, suspended=True).scope != Viewer(id=2).scope
