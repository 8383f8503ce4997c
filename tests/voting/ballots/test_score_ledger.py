"""The ledger of scores folds to the same whatever the order it is read in, and to the past at any past moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.ballots.ledger import Given, Line, distributions, fold_scores

START = datetime(2026, 1, 1, tzinfo=UTC)
KINDS = st.one_of(
    st.tuples(st.just("scored"), st.integers(0, 5)),
    st.tuples(st.sampled_from(["unscored", "wished", "unwished"]), st.none()),
)
LINES = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3), KINDS, st.integers(0, 20)), max_size=30)
Told = list[tuple[int, int, tuple[str, int | None], int]]


def lines(told: Told) -> list[Line]:
    return [Line(n, one, who, *what, START + timedelta(hours=hour)) for n, (one, who, what, hour) in enumerate(told)]


@pytest.mark.parametrize(
    ("told", "stands"),
    [
        ([("scored", 4)], Given(4, wishes=False)),
        ([("scored", 4), ("scored", 0)], Given(0, wishes=False)),
        ([("scored", 4), ("wished", None), ("unscored", None)], Given(None, wishes=True)),
        ([("wished", None), ("scored", 2), ("unwished", None)], Given(2, wishes=False)),
        ([("scored", 4), ("unscored", None)], None),
        ([("unscored", None), ("unwished", None)], None),
    ],
)
def test_the_last_word_on_each_decides(told: list[tuple[str, int | None]], stands: Given | None) -> None:
    folded = fold_scores(lines([(7, 1, what, 0) for what in told]))
    assert folded.get((7, 1)) == stands


@given(LINES, st.randoms())
def test_the_order_of_reading_does_not_matter(told: Told, lot: Random) -> None:
    read = lines(told)
    assert fold_scores(lot.sample(read, len(read))) == fold_scores(read)


@given(LINES, st.integers(0, 20))
def test_the_past_is_what_a_ledger_cut_short_says(told: Told, hour: int) -> None:
    moment = START + timedelta(hours=hour)
    read = lines(told)
    assert fold_scores(read, until=moment) == fold_scores(line for line in read if line.at <= moment)


@given(LINES)
def test_distributions_hold_every_standing_score_once(told: Told) -> None:
    standing = fold_scores(lines(told))
    scored = [pair for pair, what in standing.items() if what.value is not None]
    found = distributions(standing)
    assert sum(map(sum, found.values())) == len(scored)
    assert all(found[one][standing[one, who].value or 0] > 0 for one, who in scored)
