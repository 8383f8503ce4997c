"""Votes in doubt and votes set aside: what a person adds to the counts, now, merged, taken back and at past moments."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from ideas.board import merging
from ideas.board.models import Idea
from kernel import clock, db
from kernel.features import House
from kernel.viewer import Viewer
from tests import cast
from tests.browsing import Browser
from tests.cast import browser_as
from tests.voting.ballots.test_support import csrf, given, idea, taken_back
from voting.ballots import actions, doubts, proofs, queries, standing, states, traces
from voting.ballots.doubt_models import Doubt, DoubtEvent, Voted
from voting.ballots.states import Counts, State, Turn, counted
from voting.ballots.traces import Trace


@contextmanager
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement meanwhile, inside transactions too."""
    seen: list[str] = []
    with monkeypatch.context() as patched:
        for name in ("rows", "execute", "execute_many"):
            original = getattr(db, name)

            async def counted(sql: str, *values: Any, original: Any = original) -> Any:
                seen.append(sql)
                return await original(sql, *values)

            patched.setattr(db, name, counted)
        yield seen


V, D, Q = State.VALID, State.DOUBTFUL, State.QUARANTINED
START = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("held", "adds"),
    [
        ((), (0, 0, 0)),
        ((V,), (1, 1, 0)),
        ((D,), (1, 1, 1)),
        ((Q,), (1, 0, 0)),
        ((V, D), (1, 1, 0)),
        ((V, Q), (1, 1, 0)),
        ((D, Q), (1, 1, 1)),
        ((Q, Q), (1, 0, 0)),
    ],
)
def test_of_several_votes_of_one_person_the_best_decides(held: tuple[State, ...], adds: tuple[int, int, int]) -> None:
    assert counted(held) == Counts(*adds)


def test_the_ledger_of_doubts_folds_to_any_moment_whatever_the_order() -> None:
    turns = [
        Turn(number, (1, 7), state, START + timedelta(hours=number))
        for number, state in enumerate((D, Q, V, D), start=1)
    ]
    for hour, state in ((0, None), (1, D), (2, Q), (3, None), (4, D)):
        told = {} if state is None else {(1, 7): state}
        assert states.fold(reversed(turns), until=START + timedelta(hours=hour)) == told


async def kept(number: int) -> tuple[int, int, int]:
    row = await db.row("SELECT raw_votes, supporters, doubtful_votes FROM idea WHERE id = ?", number)
    assert row is not None
    assert await proofs.supports() == []
    return row["raw_votes"], row["supporters"], row["doubtful_votes"]


async def hold(one: Idea, viewer: Viewer, state: State) -> None:
    async with db.transaction():
        await doubts.write(Voted.SUPPORT, {(one.id, int(viewer.id or 0)): doubts.Held(state, "burst")}, by=None)


async def test_counts_follow_what_votes_are_held_to_be_and_a_vote_cast_again_is_held_for_the_same(home: House) -> None:
    one, ada, ben = await idea(), await cast.member("ada"), await cast.member("ben")
    await given(ada, one.id)
    await given(ben, one.id)
    assert await kept(one.id) == (2, 2, 0)
    await hold(one, ada, D)
    assert await kept(one.id) == (2, 2, 1)
    await hold(one, ada, Q)
    assert await kept(one.id) == (2, 1, 0)
    assert (await queries.supporters(one.id))[0].items == [ben.id]
    await taken_back(ada, one.id)
    assert await kept(one.id) == (1, 1, 0)
    await given(ada, one.id)
    assert await kept(one.id) == (2, 1, 0)
    await hold(one, ada, V)
    assert await kept(one.id) == (2, 2, 0)
    assert await DoubtEvent.all().count() == 3


async def test_past_days_are_counted_as_they_were(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    one, ada, ben = await idea(), await cast.member("ada"), await cast.member("ben")
    now = [START]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    await given(ada, one.id)
    now[0] = START + timedelta(days=1)
    await given(ben, one.id)
    for day, state in ((2, Q), (3, V)):
        now[0] = START + timedelta(days=day)
        await hold(one, ada, state)
    told = [await queries.count_at(one.id, START + timedelta(days=day, hours=1)) for day in range(4)]
    assert told == [1, 2, 1, 2]
    assert await queries.supporters_at(one.id, START + timedelta(days=2, hours=1)) == {ben.id}


async def test_merged_ideas_count_the_best_of_each_persons_votes_and_parted_ones_their_own(home: House) -> None:
    a, b, other = [await idea() for _ in range(3)]
    for here, there in product((None, V, D, Q), repeat=2):
        one = await cast.member(f"{here}-{there}")
        for place, state in ((a, here), (b, there)):
            if state is not None:
                await given(one, place.id)
                await hold(place, one, state)
    apart = [await kept(one.id) for one in (a, b, other)]
    assert apart == [(12, 8, 4), (12, 8, 4), (0, 0, 0)]
    merge = await merging.merge(await cast.manager(), sources=[a.id, other.id], target=b.id)
    assert [await kept(one.id) for one in (a, b, other)] == [(0, 0, 0), (15, 12, 5), (0, 0, 0)]
    await merging.undo(await cast.manager(), merge.id)
    assert [await kept(one.id) for one in (a, b, other)] == apart


async def test_a_lost_state_is_found_and_mended(home: House) -> None:
    one, ada = await idea(), await cast.member("ada")
    await given(ada, one.id)
    await hold(one, ada, Q)
    await db.execute("UPDATE support SET state = 'valid'")
    await db.execute("UPDATE idea SET supporters = 9, doubtful_votes = 4 WHERE id = ?", one.id)
    assert len(await proofs.supports(fix=True)) == 3
    assert await kept(one.id) == (1, 0, 0)


async def test_supports_that_stand_otherwise_than_they_are_held_are_brought_in_line(home: House) -> None:
    one, ada = await idea(), await cast.member("ada")
    await hold(one, ada, Q)
    await given(ada, one.id)
    await db.execute("UPDATE support SET state = 'valid'")
    await db.execute("UPDATE idea SET supporters = 1 WHERE id = ?", one.id)
    await doubts.settle()
    assert await kept(one.id) == (1, 0, 0)


async def test_a_trace_says_which_block_and_device_for_a_day_and_is_swept(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await cast.member("ada")
    today = clock.now().date()
    async with db.transaction():
        await traces.write([Trace(today, int(ada.id or 0), "a", "b")] * 2)
        await traces.write([Trace(today - timedelta(days=31), int(ada.id or 0), "a", "b"), None])
    await db.execute("INSERT INTO day_salt (day, salt) VALUES (?, ?)", today - timedelta(days=1), "aa" * 32)
    await traces.sweep()
    assert [row["day"] for row in await db.rows("SELECT CAST(day AS TEXT) AS day FROM trace")] == [today.isoformat()]
    assert await db.value("SELECT COUNT(*) AS n FROM day_salt") == 0
    await traces.erased(int(ada.id or 0))
    assert await db.value("SELECT COUNT(*) AS n FROM trace") == 0


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:12:3456::1", "2001:db8:12::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("local", "local"),
    ],
)
def test_a_block_is_as_wide_as_a_household_or_an_office(address: str, block: str) -> None:
    assert traces.block(address) == block


async def test_a_vote_leaves_one_trace_a_day_and_the_second_costs_no_statement_more(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = [await idea() for _ in range(3)]
    ada = await browser_as(browser, "member")
    seen = []
    token = {"csrf": await csrf(ada)}
    for one in some:
        with statements(monkeypatch) as told:
            assert (await ada.post(f"/ideas/{one.id}/support", token)).status_code == 303
        seen.append(len(told))
    rows = await db.rows("SELECT day, block, device FROM trace")
    assert len(rows) == 1
    assert len(rows[0]["block"]) == len(rows[0]["device"]) == 24
    assert seen[1] == seen[2] < seen[0]


async def test_the_first_trace_of_the_day_is_one_statement_and_later_ones_are_none(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    some, ada = [await idea() for _ in range(4)], await cast.member("ada")
    trace = Trace(date(2026, 11, 1), int(ada.id or 0), "a", "b")
    taken = []
    for one, told in zip(some, (None, None, trace, trace), strict=True):
        votable = await queries.find(ada, one.id)
        with statements(monkeypatch) as seen:
            await actions.cast(ada, votable, trace=told)
        taken.append([sql.split()[2] for sql in seen if sql.startswith("INSERT")])
    assert taken[1:] == [taken[1], [*taken[1], "trace"], taken[1]]
    assert await Doubt.all().count() == 0
    assert await standing.joined([some[0].id]) == {}
