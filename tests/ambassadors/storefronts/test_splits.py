"""Royalties along a chain: tables, and the parts always add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassadors.storefronts.splits import Link, of_pieces, royalty, split, taken_back

links = st.lists(st.builds(Link, st.integers(1, 9), st.integers(1, 9), st.integers(0, 10_000)), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("amount", "rate", "earned"),
    [
        (12_900, 500, 645),
        (3_990, 500, 200),
        (3_989, 500, 199),
        (1, 500, 0),
        (10, 500, 1),
        (-3_990, 500, -200),
        (0, 500, 0),
    ],
)
def test_what_a_sale_earns(amount: int, rate: int, earned: int) -> None:
    assert royalty(amount, rate) == earned


@pytest.mark.parametrize(
    ("amount", "passes_on", "parts"),
    [
        (645, (0,), [645]),
        (645, (2_000, 0), [516, 129]),
        (100, (3_333, 3_333, 0), [67, 22, 11]),
        (1, (5_000, 5_000, 0), [1, 0, 0]),
        (2, (5_000, 5_000, 0), [1, 1, 0]),
        (-645, (2_000, 0), [-516, -129]),
        (645, (10_000, 0), [0, 645]),
    ],
)
def test_a_chain_shares(amount: int, passes_on: tuple[int, ...], parts: list[int]) -> None:
    chain = [Link(n, n, share) for n, share in enumerate(passes_on, 1)]
    assert split(amount, chain) == parts


@given(st.integers(-(10**9), 10**9), links)
def test_nothing_is_rounded_away(amount: int, chain: list[Link]) -> None:
    parts = split(amount, chain)
    assert sum(parts) == amount
    assert all(part * amount >= 0 for part in parts)


@given(st.integers(-(10**9), 10**9), links)
def test_a_reversal_takes_back_what_was_given(amount: int, chain: list[Link]) -> None:
    assert split(-amount, chain) == [-part for part in split(amount, chain)]


def test_a_chain_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        split(100, [])


@given(st.integers(0, 10**7), st.integers(0, 10_000), links, st.lists(st.integers(1, 10**7), max_size=8))
def test_what_is_given_back_in_parts_adds_up_and_leaves_nobody_below_nothing(
    amount: int, rate: int, chain: list[Link], steps: list[int]
) -> None:
    earned = royalty(amount, rate)
    given = split(earned, chain)
    stands, back = given, 0
    for step in (*steps, amount):
        back = min(amount, back + step)
        lost = taken_back(earned, stands, amount, back)
        assert all(0 <= part <= held for part, held in zip(lost, stands, strict=True))
        stands = [held - part for held, part in zip(stands, lost, strict=True)]
        assert abs((earned - sum(stands)) * amount - earned * back) * 2 <= amount
    assert sum(stands) == 0 or amount == 0


@pytest.mark.parametrize(
    ("earned", "stands", "amount", "back", "lost"),
    [
        (646, [433, 170, 43], 12_910, 6_455, [217, 85, 21]),
        (646, [216, 85, 22], 12_910, 12_910, [216, 85, 22]),
        (645, [645], 12_900, 4_300, [215]),
        (1, [1, 0], 100, 49, [0, 0]),
        (1, [1, 0], 100, 50, [1, 0]),
        (0, [0], 0, 0, [0]),
    ],
)
def test_a_part_of_an_order_loses_its_proportion(
    earned: int, stands: list[int], amount: int, back: int, lost: list[int]
) -> None:
    assert taken_back(earned, stands, amount, back) == lost


@given(st.integers(0, 10**9), st.integers(1, 100), st.lists(st.integers(1, 30), max_size=8))
def test_pieces_that_are_given_back_one_after_another_cost_what_all_of_them_cost(
    amount: int, pieces: int, steps: list[int]
) -> None:
    left, held = amount, pieces
    for step in (*steps, pieces):
        if not held:
            break
        back = min(step, held)
        given_back = of_pieces(left, held, back)
        assert 0 <= given_back <= left
        left, held = left - given_back, held - back
    assert (left, held) == (0, 0)
