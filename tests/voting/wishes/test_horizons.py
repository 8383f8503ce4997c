"""The roadmap as a club sees it."""

from __future__ import annotations

from ideas.board import actions as board
from ideas.board import club_boards
from kernel.features import House
from tests import cast, clubs
from tests.ideas.board import things
from tests.voting.demand.test_clubs import supported
from tests.voting.wishes import lists
from voting.roadmap import actions as roadmap
from voting.wishes import horizons


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
    assert [step.title for step in found["open"]] == ["On no horizon"]


async def test_what_others_support_is_not_the_clubs(home: House) -> None:
    club = await clubs.found()
    idea = await things.idea("Theirs", by=await cast.viewer("ben"))
    await supported(idea.id, "eve")
    assert not any((await horizons.of_club(await cast.viewer("eve"), club.id)).values())


async def test_what_a_list_asks_for_is_there_once_members_may_sign(home: House) -> None:
    club = await clubs.found()
    idea = await things.idea("Asked for", by=await cast.viewer("ben"))
    await lists.drafted(club, items=[("Asked for", idea.id)])
    assert not any((await horizons.of_club(await cast.viewer("ada"), club.id)).values())
    await lists.frozen(club, items=[("Asked for", idea.id)])
    [step] = (await horizons.of_club(await cast.viewer("ada"), club.id))["open"]
    assert (step.title, step.wished, step.wanted) == ("Asked for", True, 0)


async def test_what_the_club_keeps_is_there_for_members_alone(home: House) -> None:
    club = await clubs.found()
    ada = await cast.viewer("ada")
    await board.propose(ada, await club_boards.opened(club), title="Between us")
    assert [step.title for step in (await horizons.of_club(ada, club.id))["open"]] == ["Between us"]
    assert not any((await horizons.of_club(await cast.viewer("eve"), club.id)).values())
