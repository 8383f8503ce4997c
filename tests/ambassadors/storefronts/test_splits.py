"""Royalties along a chain: tables, and the parts always add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassadors.storefronts.splits import Link, royalty, split

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
