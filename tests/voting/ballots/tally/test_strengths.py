"""Picks between two as strengths: against the published table, and against the field's library."""

from __future__ import annotations

import csv
import json

import choix
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared_data import shared
from voting.ballots.tally import strengths
from voting.ballots.tally.profile import LOT


def baseball() -> tuple[list[str], np.ndarray[tuple[int, int], np.dtype[np.int64]]]:
    """Games of the American League's eastern division, 1987 (Agresti, Categorical Data Analysis, 2002, table 10.10)."""
    rows = list(csv.DictReader(shared("reference/agresti_baseball_1987.csv").open(encoding="utf-8")))
    teams = sorted({row["home.team"] for row in rows})
    wins = np.zeros((len(teams), len(teams)), np.int64)
    for row in rows:
        home, away = teams.index(row["home.team"]), teams.index(row["away.team"])
        wins[home, away] += int(row["home.wins"])
        wins[away, home] += int(row["away.wins"])
    return teams, wins


def test_the_baseball_table_is_as_published() -> None:
    published = json.loads(shared("reference/published_values.json").read_text("utf-8"))
    teams, wins = baseball()
    found = strengths.strengths(wins)
    assert wins.sum() == 273
    assert found.is_firm
    from_baltimore = found.values - found.values[teams.index("Baltimore")]
    told = published["bradley_terry_agresti_2002_table_10_11"]
    assert {team: round(float(v), 3) for team, v in zip(teams, from_baltimore, strict=True)} == pytest.approx(
        told, abs=6e-4
    )


def test_errors_of_differences_are_those_of_the_logistic_regression() -> None:
    # Two options, 12 picks to 4: the log-odds are ln 3 and their variance 1/12 + 1/4.
    found = strengths.strengths(np.array([[0, 12], [4, 0]]))
    assert found.values[0] - found.values[1] == pytest.approx(np.log(3))
    both = found.covariance
    assert both[0, 0] + both[1, 1] - 2 * both[0, 1] == pytest.approx(1 / 12 + 1 / 4)


picks = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda pair: pair[0] != pair[1]), max_size=80)


@settings(max_examples=40)
@given(picks)
def test_strengths_are_those_of_choix(pairs: list[tuple[int, int]]) -> None:
    wins = np.zeros((5, 5), np.int64)
    for one, other in pairs:
        wins[one, other] += 1
    found = strengths.strengths(wins)
    assert found.is_firm == strengths.connected(wins)
    if found.is_firm:
        assert found.values == pytest.approx(choix.opt_pairwise(5, pairs, tol=1e-9), abs=1e-4)
    assert np.isfinite([found.values, found.errors]).all()


def test_one_that_always_wins_has_a_strength_that_is_not_firm() -> None:
    outcome = strengths.bradley_terry(np.array([[0, 3, 3], [0, 0, 2], [0, 1, 0]]), (0, 1, 2))
    assert outcome.winners == (0,)
    assert not outcome.details["is_firm"]
    assert outcome.details["low"][0] < outcome.rounds[0].totals[0] < outcome.details["high"][0]


def test_nobody_picked() -> None:
    outcome = strengths.bradley_terry(np.zeros((3, 3), np.int64), (2, 0, 1))
    assert (outcome.winners, outcome.rounds[0].parted_by) == ((1,), LOT)


def test_every_option_is_shown_about_as_often_and_no_pair_twice_to_one_voter() -> None:
    wins, chance = np.zeros((8, 8), np.int64), np.random.default_rng(1)
    for _voter in range(30):
        seen: set[tuple[int, int]] = set()
        lots = chance.permutation(8).tolist()
        for _card in range(6):
            pair = strengths.next_pair(wins, seen, lots)
            assert pair is not None
            assert pair not in seen
            seen.add(pair)
            first = chance.random() < 1 / (1 + np.exp((pair[0] - pair[1]) / 2))
            wins[pair if first else pair[::-1]] += 1
    shown = wins.sum(axis=0) + wins.sum(axis=1)
    assert shown.max() - shown.min() <= 0.2 * shown.max()


def test_cards_end_when_every_pair_was_seen_and_leave_out_what_is_withdrawn() -> None:
    wins = np.zeros((3, 3), np.int64)
    assert strengths.next_pair(wins, [(1, 0), (0, 2), (2, 1)], (0, 1, 2)) is None
    assert strengths.next_pair(wins, [], (0, 1, 2), open_to=(True, False, True)) == (0, 2)


def test_shares_of_wins_stand_beside() -> None:
    outcome = strengths.most_wins(np.array([[0, 3], [1, 0]]), (0, 1))
    assert outcome.rounds[0].totals == (0.75, 0.25)
