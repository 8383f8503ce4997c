"""Ideas of a club: proposed in it, shown to everyone or kept among its members."""

from __future__ import annotations

import pytest

from community.clubs import membership
from community.clubs.models import Club, End
from community.clubs.queries import ClubCard
from ideas.board import actions, boards, club_boards, proofs, queries
from ideas.board.models import Idea
from ideas.board.queries import IdeaFilter
from kernel import clock, db
from kernel.errors import Forbidden, Missing
from kernel.features import House
from tests import cast, clubs
from tests.browsing import Browser
from tests.ideas.board import things


async def kept_in(club: ClubCard, title: str = "Lamps for dark mornings") -> Idea:
    """An idea that the club keeps to itself."""
    ada = await cast.viewer("ada")
    return await actions.propose(ada, await club_boards.opened(club), title=title)


async def test_what_a_club_keeps_is_there_for_its_members_alone(home: House) -> None:
    club = await clubs.found(members=["ben"])
    idea = await kept_in(club)
    for handle, sees in (("ada", True), ("ben", True), ("eve", False), ("mo", False), ("sol", False), ("root", False)):
        viewer = await cast.viewer(handle)
        listed = [card.id for card in (await queries.listing(viewer, IdeaFilter(sort="new"))).items]
        assert (idea.id in listed) == sees, handle
        assert bool((await queries.listing(viewer, IdeaFilter(q="lamps"))).items) == sees
        assert bool(await queries.unseen(viewer, [idea.id])) != sees
        if not sees:
            with pytest.raises(Missing):
                await queries.find(viewer, idea.id)


async def test_who_leaves_the_club_loses_sight_of_it(home: House) -> None:
    club = await clubs.found(members=["ben"])
    idea = await kept_in(club)
    async with db.transaction():
        await membership.end(club.id, (await cast.person("ben")).id, End.LEFT)
    with pytest.raises(Missing):
        await queries.find(await cast.viewer("ben"), idea.id)


async def test_an_idea_of_the_club_on_a_board_is_for_everyone(home: House) -> None:
    club = await clubs.found()
    idea = await things.idea("Wider toes", by=await cast.viewer("ada"), club_id=club.id)
    stranger = await cast.viewer("eve")
    assert idea.club_id == club.id
    wanted = IdeaFilter(club_id=club.id, sort="new")
    assert [card.id for card in (await queries.listing(stranger, wanted)).items] == [idea.id]


async def test_others_do_not_propose_in_the_club(home: House) -> None:
    club = await clubs.found()
    with pytest.raises(Forbidden):
        await things.idea("In their name", by=await cast.viewer("eve"), club_id=club.id)
    with pytest.raises(Forbidden):
        await actions.propose(await cast.viewer("root"), await club_boards.opened(club), title="From above")


async def test_the_team_finds_no_board_of_a_club_among_its_own(home: House) -> None:
    club = await clubs.found(is_private=True)
    made = await club_boards.opened(club)
    assert made.id not in [board.id for board in await boards.general()]
    assert club.name not in [name for _value, name in await boards.audience_choices()]
    with pytest.raises(Missing):
        await boards.by_id(made.id)


async def test_a_club_that_becomes_part_of_another_takes_its_ideas_along(home: House) -> None:
    small = await clubs.found("small")
    large = await clubs.found("large", host="ben")
    kept, shown = await kept_in(small), await things.idea("Seen", by=await cast.viewer("ada"), club_id=small.id)
    await club_boards.opened(large)
    async with db.transaction():
        await club_boards.closing(small.id, large.id)
    found = await queries.find(await cast.viewer("ben"), kept.id)
    assert (found.club_id, (await Idea.get(id=shown.id)).club_id) == (large.id, large.id)
    assert await proofs.counts_of_boards() == []


async def test_a_club_without_a_board_takes_over_that_of_the_other(home: House) -> None:
    small = await clubs.found("small")
    large = await clubs.found("large", host="ben")
    kept = await kept_in(small)
    async with db.transaction():
        await club_boards.closing(small.id, large.id)
    assert (await queries.find(await cast.viewer("ben"), kept.id)).club_id == large.id
    assert await club_boards.of_club(large.id) is not None


async def test_an_archived_club_takes_no_further_idea(home: House) -> None:
    club = await clubs.found()
    await club_boards.opened(club)
    async with db.transaction():
        await Club.filter(id=club.id).update(archived_at=clock.now())
    with pytest.raises(Forbidden):
        await kept_in(club)


async def test_a_member_proposes_in_the_club_and_says_who_may_read_it(browser: Browser) -> None:
    club = await clubs.found(members=["ben"], is_private=True)
    await things.board()
    ada, eve = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "eve")
    page = await ada.get(f"/ideas/new?club={club.slug}")
    assert "Only the members of Runners" in page.text
    words = {"club": club.slug, "board": f"club:{club.id}", "title": "Lamps for dark mornings"}
    kept = await ada.submit("/ideas/new", "/ideas/new", **words)
    assert "Kept in the club" in kept.text
    shown = await ada.submit("/ideas/new", "/ideas/new", club=club.slug, board="shoes", title="Reflecting laces")
    assert "Proposed in the club" in shown.text
    theirs = await eve.get(shown.url.path)
    assert theirs.status_code == 200
    assert "Runners" not in theirs.text
    assert (await eve.get(kept.url.path)).status_code == 404
    assert (await eve.get(f"/clubs/{club.slug}/ideas")).status_code == 404
    assert (await eve.get(f"/ideas/new?club={club.slug}")).status_code == 404
    listed = await ada.get(f"/clubs/{club.slug}/ideas")
    assert "Lamps for dark mornings" in listed.text
    assert "Reflecting laces" in listed.text


async def test_a_moderator_hides_what_was_reported_though_the_club_keeps_it(home: House) -> None:
    club = await clubs.found(is_private=True)
    idea = await kept_in(club)
    await actions.hide(await cast.manager(), idea.id)
    assert (await Idea.get(id=idea.id)).hidden_at is not None
    await actions.restore(await cast.manager(), idea.id)
    assert (await Idea.get(id=idea.id)).hidden_at is None
