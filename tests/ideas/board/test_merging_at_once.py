"""Merges, undoings and messages at the same moment: one wins, the other is told, and every count holds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import pytest

from community.discussion import actions as talk
from community.discussion import registry as threads
from ideas.board import actions, merge_proofs, merging, proofs
from ideas.board.models import Idea, Merge
from kernel.errors import Conflict
from kernel.features import House
from tests import cast
from tests.ideas.board import things

pytestmark = pytest.mark.asyncio


async def every_count_holds() -> bool:
    checks = (
        merge_proofs.leads,
        merge_proofs.brought_tags,
        proofs.counts_of_boards,
        proofs.comments_of_ideas,
        proofs.places_of_ideas,
    )
    return [wrong for check in checks for wrong in await check()] == []


async def at_once(*acts: Awaitable[object]) -> list[object]:
    return [*await asyncio.gather(*acts, return_exceptions=True)]


def told(results: list[object]) -> list[str]:
    """What those who were late were told; anything but a Conflict is a fault."""
    assert all(isinstance(one, (Merge, Conflict)) for one in results), results
    return [one.message for one in results if isinstance(one, Conflict)]


async def test_two_who_merge_the_same_ideas_at_once(home: House) -> None:
    mo, root = await cast.manager(), await cast.admin()
    for _time in range(4):
        a, b = [(await things.idea(title)).id for title in ("Resole", "New soles")]
        results = await at_once(*(merging.merge(one, sources=[a], target=b) for one in (mo, root, mo, root)))
        assert len(told(results)) == 3
        assert all("“Resole” was merged into “New soles” by" in words for words in told(results))
        assert await Merge.filter(target_id=b).count() == 1
    assert await every_count_holds()


async def test_one_into_the_other_and_the_other_into_the_one(home: House) -> None:
    mo, root = await cast.manager(), await cast.admin()
    for _time in range(4):
        a, b = [(await things.idea(title)).id for title in ("Resole", "New soles")]
        results = await at_once(
            merging.merge(mo, sources=[a], target=b),
            merging.merge(root, sources=[b], target=a),
        )
        assert len(told(results)) == 1
        assert "was merged into" in told(results)[0]
        assert await Idea.filter(id__in=[a, b], merged_into_id=None).count() == 1
    assert await every_count_holds()


async def test_a_ring_of_merges_at_once_closes_nowhere(home: House) -> None:
    mo = await cast.manager()
    for _time in range(3):
        ring = [(await things.idea(f"Soles {n}")).id for n in range(4)]
        results = await at_once(
            *(merging.merge(mo, sources=[one], target=ring[(n + 1) % 4]) for n, one in enumerate(ring))
        )
        assert len(told(results)) == 1
        assert await Idea.filter(id__in=ring, merged_into_id=None).count() == 1
    assert await every_count_holds()


async def test_one_merge_is_undone_once(home: House) -> None:
    mo, root = await cast.manager(), await cast.admin()
    a, b = [(await things.idea(title)).id for title in ("Resole", "New soles")]
    made = await merging.merge(mo, sources=[a], target=b)
    results = await at_once(*(merging.undo(one, made.id) for one in (mo, root, mo)))
    assert told(results) == ["This merge was undone already."] * 2
    assert await every_count_holds()


async def test_messages_moderation_and_edits_come_in_while_ideas_are_merged_and_parted(home: House) -> None:
    mo, root, ada, ben = await cast.manager(), await cast.admin(), await cast.member("ada"), await cast.member("ben")
    a, b, c = [await things.idea(title, tag_names=[title]) for title in ("Resole", "New soles", "Resoling")]

    async def back_and_forth() -> None:
        for _time in range(4):
            one = await merging.merge(mo, sources=[a.id], target=b.id)
            two = await merging.merge(root, sources=[b.id], target=c.id)
            await merging.undo(root, one.id)
            await merging.undo(mo, two.id)

    async def says(idea: Idea, n: int) -> None:
        subject = await threads.subject(ben, "idea", idea.id)
        comment = await talk.post(ben, subject, body=f"Message {n}")
        if n % 3 == 0:
            await talk.hide(mo, comment.id)

    async def moderates() -> None:
        for _time in range(3):
            await actions.hide(mo, a.id)
            await actions.restore(mo, a.id)

    async def edits(n: int) -> None:
        await actions.edit(ada, await Idea.get(id=b.id), title=f"New soles {n}", body="", tag_names=[f"t{n}", "soles"])

    async def follows(idea: Idea) -> None:
        await actions.follow(ben, idea)
        await actions.unfollow(ben, idea)

    results = await at_once(
        back_and_forth(),
        moderates(),
        *(says(idea, n) for n, idea in enumerate([a, b, c] * 5)),
        *(edits(n) for n in range(4)),
        *(follows(idea) for idea in (a, b, c)),
    )
    faults = [one for one in results if isinstance(one, Exception) and not isinstance(one, Conflict)]
    assert [type(one).__name__ for one in faults if type(one).__name__ not in ("Forbidden", "Missing")] == []
    assert results[0] is None, results[0]
    assert await every_count_holds()
