"""Support while ideas are merged and after they are parted: each person once, and nothing moves."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from ideas.board import merging
from ideas.board.groups import Moved
from ideas.board.models import Idea
from kernel import clock, db
from kernel.features import House
from kernel.viewer import Viewer
from tests import cast
from tests.ideas.board import things
from voting.ballots import actions, merges, proofs, queries
from voting.ballots.ledger import Entry, counts, fold

pytestmark = pytest.mark.asyncio


async def given(viewer: Viewer, *ideas: int) -> list[int | None]:
    return [await actions.cast(viewer, await queries.find(viewer, idea)) for idea in ideas]


async def taken(viewer: Viewer, idea: int) -> int | None:
    return await actions.withdraw(viewer, await queries.find(viewer, idea))


async def stand(*titles: str) -> list[int]:
    return [(await things.idea(title)).id for title in titles]


async def joined(target: int, *sources: int) -> int:
    return (await merging.merge(await cast.manager(), sources=list(sources), target=target)).id


async def parted(merge: int) -> None:
    await merging.undo(await cast.manager(), merge)


async def kept() -> dict[int, int]:
    """Counts as they are kept, where they are not nought; proved on the way."""
    assert await proofs.supports() == []
    return {
        row["id"]: row["supporters"] for row in await db.rows("SELECT id, supporters FROM idea WHERE supporters > 0")
    }


async def rows() -> set[tuple[int, str]]:
    found = await db.rows("SELECT s.idea_id, p.handle FROM support s JOIN person p ON p.id = s.person_id")
    return {(row["idea_id"], row["handle"]) for row in found}


async def folded(until: datetime | None = None) -> dict[int, int]:
    lines = await db.rows("SELECT id, idea_id AS idea, person_id AS person, kind, at FROM support_event")
    return counts(fold([Entry(**line) for line in lines], merges=await merges.every(), until=until))


async def test_each_person_counts_once_and_rows_stay_where_they_were_given(home: House) -> None:
    a, b, c = await stand("Resole", "New soles", "Resoling")
    ada, ben, zoe = [await cast.member(name) for name in ("ada", "ben", "zoe")]
    await given(ada, a, b)
    await given(ben, a)
    await given(zoe, c)
    before = await db.rows("SELECT * FROM idea ORDER BY id")
    merge = await joined(b, a, c)
    assert await kept() == {b: 3} == await folded()
    assert await rows() == {(a, "ada"), (b, "ada"), (a, "ben"), (c, "zoe")}
    assert await queries.audience(b) == {ada.id, ben.id, zoe.id}
    await parted(merge)
    assert await db.rows("SELECT * FROM idea ORDER BY id") == before
    assert await kept() == {a: 2, b: 1, c: 1} == await folded()


async def test_who_stands_behind_a_merged_idea_supports_where_it_leads(home: House) -> None:
    a, b = await stand("Resole", "New soles")
    ada = await cast.member("ada")
    await given(ada, a)
    await joined(b, a)
    assert (await queries.find(ada, b)).mine_at is not None
    assert (await queries.find(ada, a)).id == b
    assert await given(ada, b, a) == [None, None]
    assert await rows() == {(a, "ada")}
    assert await taken(ada, b) == 0
    assert await taken(ada, b) is None
    assert await rows() == set()
    assert await kept() == {}


async def test_a_support_given_at_a_merged_address_is_the_roots_and_stays_there(home: House) -> None:
    a, b = await stand("Resole", "New soles")
    ada, ben = await cast.member("ada"), await cast.member("ben")
    merge = await joined(b, a)
    assert await given(ada, a) == [1]
    assert await given(ben, b) == [2]
    await parted(merge)
    assert await rows() == {(b, "ada"), (b, "ben")}
    assert await kept() == {b: 2}


async def test_withdrawing_takes_back_whatever_stands_of_one_with_a_line_each(home: House) -> None:
    a, b, c = await stand("Resole", "New soles", "Resoling")
    ada, ben = await cast.member("ada"), await cast.member("ben")
    await given(ada, a, b, c)
    await given(ben, a, b)
    merge = await joined(b, a, c)
    assert await taken(ada, a) == 1
    lines = await db.rows("SELECT idea_id FROM support_event WHERE kind = 'withdrawn' ORDER BY idea_id")
    assert [line["idea_id"] for line in lines] == sorted([a, b, c])
    assert await kept() == {b: 1}
    await parted(merge)
    assert await kept() == {a: 1, b: 1}


@pytest.mark.parametrize("first", [0, 1])
async def test_chains_come_apart_in_any_order(home: House, first: int) -> None:
    a, b, c = await stand("Resole", "New soles", "Resoling")
    for name, ideas in (("ada", [a, b]), ("ben", [b, c]), ("zoe", [a]), ("kim", [c])):
        await given(await cast.member(name), *ideas)
    steps = [await joined(b, a), await joined(c, b)]
    assert await kept() == {c: 4} == await folded()
    await parted(steps[first])
    assert await kept() == await folded() == ({a: 2, c: 3} if first == 0 else {b: 3, c: 2})
    await parted(steps[1 - first])
    assert await kept() == await folded() == {a: 2, b: 2, c: 2}


async def test_past_dates_refold_to_what_was_shown_then(home: House) -> None:
    a, b = await stand("Resole", "New soles")
    ada, ben, zoe = [await cast.member(name) for name in ("ada", "ben", "zoe")]
    shown: list[tuple[datetime, dict[int, int]]] = []
    start = datetime(2026, 3, 1, tzinfo=UTC)

    async def on_day(day: int) -> None:
        shown.append((start + timedelta(days=day, hours=1), await kept()))

    merge = 0
    for day in range(8):
        with clock.at(start + timedelta(days=day)):
            match day:
                case 0:
                    await given(ada, a, b)
                case 1:
                    await given(ben, a)
                case 2:
                    merge = await joined(b, a)
                case 3:
                    await given(zoe, a)
                case 4:
                    await taken(ada, b)
                case 5:
                    await parted(merge)
                case 6:
                    await given(ada, a)
            await on_day(day)
    assert [count for _at, count in shown] == [
        *({a: 1, b: 1}, {a: 2, b: 1}, {b: 2}, {b: 3}, {b: 2}, {a: 1, b: 1}, {a: 2, b: 1}, {a: 2, b: 1})
    ]
    for moment, count in shown:
        assert await folded(moment) == count
        assert {idea: n for idea in (a, b) if (n := await queries.count_at(idea, moment))} == count
    assert await queries.supporters_at(b, shown[3][0]) == {ada.id, ben.id, zoe.id}
    assert await queries.supporters_at(a, shown[3][0]) == set()


async def test_a_vote_decided_before_a_merge_finds_its_way_after_it(home: House) -> None:
    a, b = await stand("Resole", "New soles")
    ada, ben = await cast.member("ada"), await cast.member("ben")
    await given(ada, b)
    seen, theirs = await queries.find(ada, a), await queries.find(ben, a)
    await joined(b, a)
    assert await actions.cast(ada, seen) is None
    assert await actions.cast(ben, theirs) == 2
    assert await rows() == {(b, "ada"), (b, "ben")}
    assert await actions.withdraw(ben, theirs) == 1
    assert await kept() == {b: 1}


async def test_a_vote_decided_under_a_merge_finds_its_way_after_its_undo(home: House) -> None:
    a, b = await stand("Resole", "New soles")
    ada = await cast.member("ada")
    await given(ada, a)
    merge = await joined(b, a)
    seen = await queries.find(ada, b)
    await parted(merge)
    assert await actions.withdraw(ada, seen) is None
    assert await actions.cast(ada, seen) == 1
    assert await kept() == {a: 1, b: 1}


async def test_votes_while_ideas_are_merged_and_parted_leave_counts_that_the_ledger_proves(home: House) -> None:
    a, b, c = await stand("Resole", "New soles", "Resoling")
    people = [await cast.member(f"member{n}") for n in range(6)]

    async def votes(viewer: Viewer, offset: int) -> None:
        for turn in range(6):
            idea = (a, b, c)[(offset + turn) % 3]
            await (taken(viewer, idea) if turn % 3 == 2 else given(viewer, idea))

    async def merged() -> None:
        for _turn in range(3):
            await parted(await joined(b, a, c))
            first, then = await joined(b, a), await joined(c, b)
            await parted(first)
            await parted(then)

    await asyncio.gather(*(votes(viewer, n) for n, viewer in enumerate(people)), merged())
    assert await kept() == await folded()


async def test_a_double_click_while_a_merge_goes_on_is_one_support(home: House) -> None:
    a, b = await stand("Resole", "New soles")
    ada = await cast.member("ada")
    seen = [await queries.find(ada, idea) for idea in (a, b)]
    clicks = [actions.cast(ada, idea) for idea in (seen[0], seen[0], seen[1], seen[1])]
    await asyncio.gather(joined(b, a), *clicks)
    assert await kept() == {b: 1} == await folded()


async def test_moved_is_what_a_reader_hears_when_nothing_settles(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = await stand("Resole", "New soles")
    ada = await cast.member("ada")
    seen = await queries.find(ada, a)
    await joined(b, a)

    async def stale(viewer: Viewer, number: int) -> queries.Supportable:
        return seen

    monkeypatch.setattr(queries, "find", stale)
    with pytest.raises(Moved):
        await actions.cast(ada, seen)
    assert await rows() == set()
    assert (await Idea.get(id=b)).supporters == 0
