"""What a club's pages show of its ballots: what is open, what was decided, its own order of ideas."""

from __future__ import annotations

import pytest

from kernel import cache, slots
from kernel.viewer import STRANGER
from tests import cast, clubs
from tests import polls as made
from tests.browsing import Browser
from tests.ideas.board import things
from tests.ideas.board.test_queries import statements
from voting.ballots import polls
from voting.ballots.plans import Choice
from voting.ballots.poll_queries import PollCard

ROOM = "/clubs/runners/ballots"


async def asked(*, is_private: bool = False) -> tuple[PollCard, list[int]]:
    """A club of three with an open ballot over ideas, and the numbers of its options."""
    club = await clubs.found(members=["ben", "cid"], is_private=is_private)
    ideas = [await things.idea(title) for title in ("Soles", "Laces", "Lamps")]
    options = tuple(Choice(idea.title, kind="idea", subject=idea.id) for idea in ideas)
    ballot = await made.opened(
        "schulze",
        by=await cast.viewer("ada"),
        names=(),
        club_id=club.id,
        audience=club.named,
        options=options,
        quorum=2,
    )
    return ballot, await made.numbers(ballot)


async def test_a_club_s_home_says_what_is_open_and_who_still_waits(browser: Browser) -> None:
    ballot, (soles, laces, lamps) = await asked()
    ben = await cast.viewer("ben")
    with made.while_open():
        said = await slots.one("club.ballots", ben, str(ballot.club_id))
        assert "Which last first?" in said
        assert ">Vote<" in said
        assert "0 of 3" in said
        await polls.cast(ben, ballot.id, {lamps: 1, soles: 2, laces: 3})
        said = await slots.one("club.ballots", ben, str(ballot.club_id))
        assert "You voted" in said
        assert ">Vote<" not in said
        stranger = await slots.one("club.ballots", STRANGER, str(ballot.club_id))
        assert "1 of 3" in stranger
        assert ">Vote<" not in stranger
        home = await browser.get("/clubs/runners")
        assert "Which last first?" in home.text


async def test_a_counted_ballot_is_told_with_the_order_that_came_of_it(browser: Browser) -> None:
    ballot, (soles, laces, lamps) = await asked()
    with made.while_open():
        for handle in ("ben", "cid"):
            await polls.cast(await cast.viewer(handle), ballot.id, {lamps: 1, soles: 2, laces: 3})
    await made.closed(ballot)
    room = await (await cast.browser_as(browser, "ben")).get(ROOM)
    assert room.status_code == 200
    assert "Our order of ideas" in room.text
    assert room.text.index(">Lamps<") < room.text.index(">Soles<") < room.text.index(">Laces<")
    assert "From 2 ballots" in room.text
    said = await slots.one("club.ballots", STRANGER, str(ballot.club_id))
    assert "Decided last" in said
    assert "Lamps" in said


async def test_the_room_offers_what_each_may_do(browser: Browser) -> None:
    await asked()
    with made.while_open():
        assert "Ask the club a question" in (await (await cast.browser_as(browser, "ada")).get(ROOM)).text
        ben = await (await cast.browser_as(browser, "ben")).get(ROOM)
        assert "Ask the club a question" not in ben.text
        assert "/clubs/runners/proxies" in ben.text
        stranger = await browser.get(ROOM)
        assert stranger.status_code == 200
        assert "/clubs/runners/proxies" not in stranger.text


async def test_what_a_private_club_asks_is_told_to_its_members_alone(browser: Browser) -> None:
    ballot, _options = await asked(is_private=True)
    with made.while_open():
        for handle in ("zoe", "sol", "mo"):
            viewer = await cast.viewer(handle)
            assert not await slots.one("club.ballots", viewer, str(ballot.club_id)), handle
        assert (await browser.get(ROOM)).status_code == 404
        assert (await (await cast.browser_as(browser, "sol")).get(ROOM)).status_code == 404
        assert "Which last first?" in (await (await cast.browser_as(browser, "ben")).get(ROOM)).text


async def test_a_club_that_asked_nothing_says_so(browser: Browser) -> None:
    club = await clubs.found()
    room = await (await cast.browser_as(browser, "ada")).get(ROOM)
    assert "asked nothing yet" in room.text
    assert not await slots.one("club.ballots", STRANGER, str(club.id))


async def test_a_club_s_home_stays_within_its_statements(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    ballot, (soles, laces, lamps) = await asked()
    ben = await cast.browser_as(browser, "ben")
    with made.while_open():
        await ben.get("/clubs/runners")
        await polls.cast(await cast.viewer("cid"), ballot.id, {lamps: 1, soles: 2, laces: 3})
        with statements(monkeypatch) as while_open:
            assert "Which last first?" in (await ben.get("/clubs/runners")).text
    await made.closed(ballot)
    await ben.get("/clubs/runners")
    cache.bump(light=True)
    with statements(monkeypatch) as afterwards:
        assert "Decided last" in (await ben.get("/clubs/runners")).text
    assert 0 < len(while_open) <= 12, while_open
    assert 0 < len(afterwards) <= 12, afterwards


async def test_the_list_of_a_club_which_its_members_share_tells_nobody_who_voted(browser: Browser) -> None:
    club, mo = await clubs.found(members=["ben"]), await cast.member("ada")
    ballot = await made.opened(by=mo, club_id=club.id, audience=club.named)
    one, *_ = await made.numbers(ballot)
    with made.while_open():
        await polls.cast(mo, ballot.id, {one: 1})
        for handle in ("ada", "ben"):
            page = await (await cast.browser_as(browser, handle)).get("/clubs/runners/ballots")
            assert ballot.title in page.text
            assert "You voted" not in page.text
