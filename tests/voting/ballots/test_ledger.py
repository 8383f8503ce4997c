"""The ledger folds to the same whatever the order it is read in, and to the past at any past moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from voting.ballots.ledger import Entry, counts, fold

START = datetime(2026, 1, 1, tzinfo=UTC)
KINDS = st.sampled_from(["cast", "withdrawn", "on_behalf", "imported"])
LINES = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3), KINDS, st.integers(0, 20)), max_size=30)


def entries(lines: list[tuple[int, int, str, int]]) -> list[Entry]:
    return [
        Entry(number, idea, person, kind, START + timedelta(hours=hour))
        for number, (idea, person, kind, hour) in enumerate(lines)
    ]


@given(LINES, st.randoms())
def test_the_order_of_reading_does_not_matter(lines: list[tuple[int, int, str, int]], lot: object) -> None:
    read = entries(lines)
    mixed = sorted(read, key=lambda entry: lot.random())  # type: ignore[attr-defined]
    assert fold(mixed) == fold(read)


@given(LINES, st.integers(0, 20))
def test_the_past_is_what_a_ledger_cut_short_says(lines: list[tuple[int, int, str, int]], hour: int) -> None:
    moment = START + timedelta(hours=hour)
    read = entries(lines)
    assert fold(read, until=moment) == fold(entry for entry in read if entry.at <= moment)


@given(LINES)
def test_one_member_stands_once_for_an_idea_and_the_last_word_decides(lines: list[tuple[int, int, str, int]]) -> None:
    read = entries(lines)
    standing = fold(read)
    for pair in {(entry.idea, entry.person) for entry in read}:
        last = max((e for e in read if (e.idea, e.person) == pair), key=lambda entry: (entry.at, entry.id))
        assert (pair in standing) == (last.kind != "withdrawn")
    assert sum(counts(standing).values()) == len(standing)
