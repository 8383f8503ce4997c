"""Figures column by column say what they say one by one."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.features import House
from tests.voting.demand import people
from tests.voting.demand.test_reckon import small
from voting.demand import queries, reckon, sheets
from voting.demand.clubs import NOTHING
from voting.demand.results import IdeaFigures, columns_of, data, ranked, rounded
from voting.value.methods import POLICIES

MONEY = (
    st.floats(-1e15, 1e15)
    | st.integers(-(10**9), 10**9).map(lambda n: n / 1000)
    | st.integers(0, 999).map(lambda n: n / 200)
)


@settings(max_examples=300, deadline=None)
@given(st.lists(MONEY, min_size=1, max_size=20), st.sampled_from([2, 4]))
def test_many_are_rounded_as_each_would_be(values: list[float], places: int) -> None:
    assert rounded(np.array(values), places).tolist() == [round(value, places) for value in values]


def test_what_is_unknown_stays_unknown() -> None:
    assert math.isnan(rounded(np.array([np.nan, 1.005]), 2)[0])


async def test_a_row_of_the_table_says_what_the_command_says(home: House) -> None:
    await small()
    await people.valued()
    reckoned = await reckon.reckon()
    await reckon.store(reckoned)
    stored = await queries.latest()
    assert stored is not None
    for policy in POLICIES:
        rows = await queries.by_rank(stored.id, policy, limit=None)
        kept = [sheets.kept(row, policy, stored, NOTHING).model_dump() for row in rows]
        assert kept == sheets.sheet(reckoned, policy, {row["idea_id"]: row["title"] for row in rows}, {})
        assert [list(row) for row in kept] == [list(row) for row in sheets.sheet(reckoned, policy, {}, {})]


async def test_ideas_rank_by_demand_then_supporters_then_number(home: House) -> None:
    await small()
    reckoned = await reckon.reckon()

    def key(found: IdeaFigures) -> tuple[float, int, int]:
        return -found.demand["linear"].point, -found.people, found.idea

    assert [key(found) for found in ranked(reckoned, "linear")] == sorted(key(found) for found in reckoned.ideas)


def test_nothing_kept_is_a_table_without_rows() -> None:
    none = columns_of([], "linear")
    assert none.rows() == []
    assert none.shares.shape == (0, 10)


async def test_what_was_kept_comes_back_as_it_was(home: House) -> None:
    await small()
    reckoned = await reckon.reckon(["log"])
    told = [(f.idea, f.trend_30d, {**data(f), "demand": f.demand["log"]}) for f in reckoned.ideas]
    assert columns_of(told, "log").rows() == reckoned.ideas
