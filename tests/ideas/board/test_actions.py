"""Proposing, editing, following and hiding."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from types import SimpleNamespace

import pytest

from ideas.board import actions, boards, proofs, queries, setup
from ideas.board.history import versions
from ideas.board.models import Follow, Idea
from ideas.board.queries import IdeaFilter
from kernel import db
from kernel.errors import Conflict, Forbidden, Missing
from kernel.features import House
from kernel.viewer import STRANGER
from tests import cast
from tests.ideas.board import things

pytestmark = pytest.mark.asyncio


async def all_counts_hold() -> bool:
    return [*await proofs.counts_of_boards(), *await proofs.places_of_ideas(), *await proofs.comments_of_ideas()] == []


async def test_a_proposed_idea_is_in_the_list_and_counted(home: House) -> None:
    idea = await things.idea("Resole my shoes", tag_names=["Soles", "soles", "Repair"])
    listing = await queries.listing(STRANGER, IdeaFilter())
    assert [card.title for card in listing.items] == ["Resole my shoes"]
    assert listing.items[0].tags == ("Repair", "Soles")
    assert listing.items[0].url == f"/ideas/{idea.id}-resole-my-shoes"
    assert (await things.board()).by_status == {"open": 1}
    assert await all_counts_hold()
    assert await db.value("SELECT kind FROM event ORDER BY id DESC LIMIT 1") == "idea.proposed"


async def test_a_stranger_a_suspended_member_and_a_closed_board_propose_nothing(home: House) -> None:
    board, ada = await things.board(), await cast.member()
    for viewer in (STRANGER, replace(ada, suspended=True)):
        with pytest.raises(Forbidden):
            await actions.propose(viewer, board, title="No")
    with pytest.raises(Forbidden):
        await actions.propose(ada, replace(board, is_open=False), title="No")
    with pytest.raises(Forbidden):
        await actions.propose(ada, replace(board, propose="customers"), title="No")
    assert await Idea.all().count() == 0


async def test_what_an_idea_said_before_stays_readable(home: House) -> None:
    idea, ada = await things.idea("First", body="One"), await cast.member()
    await actions.edit(ada, idea, title="Second", body="Two", tag_names=["new"])
    former = await versions(idea.id)
    assert [(v.title, v.body, v.handle) for v in former] == [("First", "One", "ada")]
    found = (await queries.listing(STRANGER, queries.IdeaFilter(q="second two"))).items
    assert [card.slug for card in found] == ["second"]
    assert not (await queries.listing(STRANGER, queries.IdeaFilter(q="first"))).items


async def test_only_its_author_and_managers_edit_an_idea(home: House) -> None:
    idea = await things.idea()
    with pytest.raises(Forbidden):
        await actions.edit(await cast.member("ben"), idea, title="Mine", body="")
    with pytest.raises(Forbidden):
        await actions.edit(await cast.editor(), idea, title="Mine", body="")
    await actions.edit(await cast.manager(), idea, title="Clearer", body="")
    assert await db.value("SELECT act FROM staff_act ORDER BY id DESC LIMIT 1") == "idea.edit"


async def test_following_twice_is_following_once(home: House) -> None:
    idea, ben = await things.idea(), await cast.member("ben")
    await asyncio.gather(*(actions.follow(ben, idea) for _ in range(5)))
    assert await Follow.all().count() == 1
    await actions.unfollow(ben, idea)
    await actions.unfollow(ben, idea)
    assert await Follow.all().count() == 0


async def test_a_hidden_idea_leaves_lists_and_counts_and_comes_back(home: House) -> None:
    idea, mo, ada = await things.idea(), await cast.manager(), await cast.member()
    await actions.hide(mo, idea.id)
    await actions.hide(mo, idea.id)
    assert not (await queries.listing(ada, IdeaFilter())).items
    assert (await things.board()).ideas == 0
    with pytest.raises(Missing):
        await queries.find(STRANGER, idea.id)
    assert (await queries.find(ada, idea.id)).id == idea.id
    await actions.restore(mo, idea.id)
    assert (await queries.listing(STRANGER, IdeaFilter())).items
    assert await all_counts_hold()


async def test_messages_move_an_idea_up(home: House) -> None:
    first, second = await things.idea("First"), await things.idea("Second")
    async with db.transaction():
        await actions.commented(first.id, 40)
    listing = await queries.listing(STRANGER, IdeaFilter(sort="trending"))
    assert [card.id for card in listing.items] == [first.id, second.id]
    assert not await proofs.places_of_ideas()


async def test_a_wrong_count_is_found_and_mended(home: House) -> None:
    await things.idea()
    async with db.transaction():
        await db.execute("UPDATE board_count SET ideas = 7")
        await db.execute("UPDATE board SET ideas = 9")
        await db.execute("UPDATE idea SET comments = 3")
    assert len(await proofs.counts_of_boards(fix=True)) == 2
    assert len(await proofs.comments_of_ideas(fix=True)) == 1
    assert await all_counts_hold()


async def test_two_boards_cannot_share_an_address(home: House) -> None:
    root = await cast.admin()
    await actions.open_board(root, name="Shoes", slug="shoes")
    with pytest.raises(Conflict):
        await actions.open_board(root, name="Other", slug="shoes")
    with pytest.raises(Forbidden):
        await actions.open_board(await cast.manager(), name="Third", slug="third")
    assert [board.slug for board in await boards.every()] == ["shoes"]


async def test_many_proposals_at_once_are_all_counted(home: House) -> None:
    board, ada = await things.board(), await cast.member()
    await asyncio.gather(*(actions.propose(ada, board, title=f"Idea {n}", tag_names=["same"]) for n in range(12)))
    assert (await things.board()).ideas == 12
    assert await all_counts_hold()


async def test_the_first_run_makes_the_first_board(home: House) -> None:
    await setup.first_board(await cast.admin(), SimpleNamespace(board="Idées & envies"))
    assert [(board.name, board.slug) for board in await boards.every()] == [("Idées & envies", "idees-envies")]
