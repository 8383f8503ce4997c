"""Merging and parting ideas: states, groups, counts, tags, and who may."""

from __future__ import annotations

import pytest

from ideas.board import merging, queries
from ideas.board.models import Idea, MergeSource, Status
from ideas.board.queries import IdeaFilter
from kernel import db
from kernel.errors import Conflict, Forbidden, Invalid, Missing
from kernel.features import House
from kernel.viewer import STRANGER
from tests import cast
from tests.ideas.board import things
from tests.ideas.board.test_actions import all_counts_hold

pytestmark = pytest.mark.asyncio


async def stand(*titles: str) -> list[int]:
    return [(await things.idea(title)).id for title in titles]


async def leads() -> dict[int, int | None]:
    return {row["id"]: row["merged_into_id"] for row in await db.rows("SELECT id, merged_into_id FROM idea")}


async def test_a_merged_idea_leaves_its_lists_and_leads_to_the_other(home: House) -> None:
    a, b, c = await stand("Resole", "New soles", "Resoling")
    made = await merging.merge(await cast.manager(), sources=[a, c], target=b, reason="The same wish")
    assert await leads() == {a: b, b: None, c: b}
    assert [card.id for card in (await queries.listing(STRANGER, IdeaFilter())).items] == [b]
    assert await merging.group(a) == await merging.group(b) == (b, a, c)
    assert await MergeSource.filter(merge_id=made.id).values_list("idea_id", "status") == [
        (a, Status.OPEN),
        (c, Status.OPEN),
    ]
    assert (await Idea.get(id=b)).merged_from == 2
    assert (await things.board()).by_status["open"] == 1
    assert await all_counts_hold()


async def test_undone_each_stands_as_it_stood(home: House) -> None:
    a, b, c = await stand("Resole", "New soles", "Resoling")
    before = await db.rows("SELECT * FROM idea ORDER BY id")
    mo = await cast.manager()
    made = await merging.merge(mo, sources=[a, c], target=b)
    await merging.undo(mo, made.id)
    assert await db.rows("SELECT * FROM idea ORDER BY id") == before
    assert (await things.board()).by_status["open"] == 3
    with pytest.raises(Conflict):
        await merging.undo(mo, made.id)


@pytest.mark.parametrize("first", [0, 1])
async def test_a_chain_is_undone_in_any_order(home: House, first: int) -> None:
    a, b, c = await stand("Resole", "New soles", "Resoling")
    mo = await cast.manager()
    merges = [await merging.merge(mo, sources=[a], target=b), await merging.merge(mo, sources=[b], target=c)]
    assert await leads() == {a: c, b: c, c: None}
    await merging.undo(mo, merges[first].id)
    assert await leads() == ({a: None, b: c, c: None} if first == 0 else {a: b, b: None, c: None})
    await merging.undo(mo, merges[1 - first].id)
    assert await leads() == {a: None, b: None, c: None}
    assert await all_counts_hold()


async def test_what_was_merged_stands_for_where_it_leads_and_no_circle_closes(home: House) -> None:
    a, b, c = await stand("Resole", "New soles", "Resoling")
    mo = await cast.manager()
    await merging.merge(mo, sources=[a], target=b)
    made = await merging.merge(mo, sources=[c], target=a)
    assert made.target_id == b
    for sources, target in (([a], c), ([b], a), ([b], c)):
        with pytest.raises(Conflict) as told:
            await merging.merge(mo, sources=sources, target=target)
        assert "was merged into “New soles” by Mo Haddad" in told.value.message
    assert await leads() == {a: b, b: None, c: b}


async def test_who_may_and_what_is_refused(home: House) -> None:
    a, b = await stand("Resole", "New soles")
    for viewer in (STRANGER, await cast.member(), await cast.editor()):
        with pytest.raises(Forbidden):
            await merging.merge(viewer, sources=[a], target=b)
    mo = await cast.manager()
    for sources, target in (([], b), ([b], b), ([a, b], b), ([*range(100, 121)], b)):
        with pytest.raises(Invalid):
            await merging.merge(mo, sources=sources, target=target)
    for sources, target in (([a], 999), ([999], b), ([-1], b)):
        with pytest.raises(Missing):
            await merging.merge(mo, sources=sources, target=target)
    with pytest.raises(Missing):
        await merging.undo(mo, 999)
