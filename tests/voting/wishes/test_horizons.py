"""The roadmap as a club sees it."""

from __future__ import annotations

from collections.abc import Sequence

from community.clubs.queries import ClubCard
from ideas.board import actions as board
from ideas.board import club_boards
from kernel.features import House
from kernel.lists import cursor
from tests import cast, clubs
from tests.browsing import Browser
from tests.ideas.board import things
from tests.voting.demand.test_clubs import supported
from tests.voting.wishes import lists
from voting.roadmap import actions as roadmap
from voting.wishes import horizons
from voting.wishes.horizons import Step


async def seen_by(handle: str, club: ClubCard) -> Sequence[Step]:
    """All that somebody finds on a club's roadmap, on horizons or on none."""
    viewer = await cast.viewer(handle)
    placed = [step for some in (await horizons.of_club(viewer, club.id)).values() for step in some]
    return [*placed, *(await horizons.unplaced(viewer, club.id)).items]


async def test_each_horizon_begins_with_what_most_members_want(home: House) -> None:
    club = await clubs.found(members=["ben"])
    few, many, loose = [await things.idea(title) for title in ("Few", "Many", "On no horizon")]
    await supported(few.id, "ben")
    await supported(many.id, "ada", "ben")
    await supported(loose.id, "ben")
    for idea in (few, many):
        await roadmap.place(await cast.editor(), idea.id, horizon="next", target="2027")
    found = await horizons.of_club(await cast.viewer("eve"), club.id)
    assert [(step.title, step.target) for step in found["next"]] == [("Many", "2027"), ("Few", "2027")]
    loose_ones = await horizons.unplaced(await cast.viewer("eve"), club.id)
    assert [step.title for step in loose_ones.items] == ["On no horizon"]


async def test_what_others_support_is_not_the_clubs(home: House) -> None:
    club = await clubs.found()
    idea = await things.idea("Theirs", by=await cast.viewer("ben"))
    await supported(idea.id, "eve")
    assert await seen_by("eve", club) == []


async def test_what_a_list_asks_for_is_there_once_members_may_sign(home: House) -> None:
    club = await clubs.found()
    idea = await things.idea("Asked for", by=await cast.viewer("ben"))
    await lists.drafted(club, items=[("Asked for", idea.id)])
    assert await seen_by("ada", club) == []
    await lists.frozen(club, items=[("Asked for", idea.id)])
    [step] = await seen_by("ada", club)
    assert (step.title, step.wished, step.wanted) == ("Asked for", True, 0)


async def test_what_the_club_keeps_is_there_for_members_alone(home: House) -> None:
    club = await clubs.found()
    ada = await cast.viewer("ada")
    await board.propose(ada, await club_boards.opened(club), title="Between us")
    assert [step.title for step in await seen_by("ada", club)] == ["Between us"]
    assert await seen_by("eve", club) == []


async def test_what_is_on_no_horizon_comes_ten_by_ten(browser: Browser) -> None:
    club = await clubs.found(members=["ben"])
    made = [await things.idea(f"Idea number {number:02}") for number in range(12)]
    for idea in made:
        await supported(idea.id, "ben")
    await supported(made[11].id, "ada")
    placed = await things.idea("Being made")
    await roadmap.place(await cast.editor(), placed.id, horizon="now", target="2027")
    await supported(placed.id, "ben")
    viewer = await cast.viewer("eve")
    first = await horizons.unplaced(viewer, club.id)
    rest = await horizons.unplaced(viewer, club.id, first.after)
    told = [step.title for step in (*first.items, *rest.items)]
    assert (len(first.items), rest.after) == (10, None)
    assert told == ["Idea number 11", *(f"Idea number {number:02}" for number in range(11))]
    page = await browser.get(f"{club.url}/roadmap")
    assert page.text.count("Idea number") == 10
    assert "Being made" in page.text
    further = await browser.get(f"{club.url}/roadmap?after={first.after}")
    assert further.text.count("Idea number") == 2
    assert "Short term" not in further.text
    beyond = await browser.get(f"{club.url}/roadmap?after={cursor(0, made[0].id)}")
    assert "No further idea on no horizon." in beyond.text
