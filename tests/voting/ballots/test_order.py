"""A club's own order of the brand's ideas, out of its last ballot over them."""

from __future__ import annotations

import re

import pytest

from ideas.board import merging
from ideas.board.models import Idea
from kernel import clock
from tests import cast, clubs
from tests import polls as made
from tests.ideas.board import things
from voting.ballots import club_slots, order, polls
from voting.ballots.plans import Choice

pytestmark = pytest.mark.usefixtures("home")


async def counted(method: str = "schulze") -> tuple[int, list[Idea]]:
    """A club whose two members rank the third of three ideas first; the number of the club, and the ideas."""
    club = await clubs.found(members=["ben"])
    ideas = [await things.idea(title) for title in ("Soles", "Laces", "Lamps")]
    options = tuple(Choice(idea.title, cost=20, kind="idea", subject=idea.id) for idea in ideas)
    ada, ben = await cast.viewer("ada"), await cast.viewer("ben")
    ballot = await made.opened(method, by=ada, names=(), club_id=club.id, audience=club.named, options=options)
    soles, laces, lamps = await made.numbers(ballot)
    with made.while_open():
        for voter in (ada, ben):
            given = {lamps: 1} if method == "knapsack" else {lamps: 1, soles: 2, laces: 3}
            await polls.cast(voter, ballot.id, given)
    assert await order.latest(ada, club.id) is None
    await made.closed(ballot)
    return club.id, ideas


async def test_a_ranking_puts_every_idea_in_its_place() -> None:
    club, (soles, laces, lamps) = await counted()
    found = await order.latest(await cast.viewer("ben"), club)
    assert found is not None
    assert [(one.place, one.idea.id, one.has_won) for one in found.lines] == [
        (1, lamps.id, True),
        (2, soles.id, False),
        (3, laces.id, False),
    ]
    assert found.cast == 2


async def test_a_budget_names_what_it_pays_for_alone() -> None:
    club, (*_others, lamps) = await counted("knapsack")
    found = await order.latest(await cast.viewer("ben"), club)
    assert found is not None
    assert found.lines[0].idea.id == lamps.id
    assert all(one.has_won for one in found.lines)


async def test_an_idea_that_is_hidden_leaves_its_place_empty() -> None:
    club, (soles, laces, lamps) = await counted()
    await Idea.filter(id=soles.id).update(hidden_at=clock.now(), is_listed=False)
    found = await order.latest(await cast.viewer("ben"), club)
    assert found is not None
    assert [(one.place, one.idea.id) for one in found.lines] == [(1, lamps.id), (3, laces.id)]


async def test_an_idea_that_was_merged_keeps_its_place_and_says_where_it_went() -> None:
    club, (soles, laces, _lamps) = await counted()
    await merging.merge(await cast.manager(), sources=[soles.id], target=laces.id)
    found = await order.latest(await cast.viewer("ben"), club)
    assert found is not None
    assert [(one.place, one.idea.title, one.root.title if one.root else "") for one in found.lines] == [
        (1, "Lamps", ""),
        (2, "Soles", "Laces"),
        (3, "Laces", ""),
    ]
    page = (await club_slots.ideas(await cast.viewer("ben"), [str(club)]))[str(club)]
    assert re.search(r'>Soles</a> <span class="small quiet">joined with <a href="[^"]*laces"[^>]*>Laces</a>', page)
