"""Cursors say where a list goes on, and a bad one is the first page."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import exports, lists

WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=50)


@given(
    st.integers(-(2**31) + 1, 2**31 - 1),
    WORDS,
    st.floats(-1e9, 1e9),
)
def test_a_place_comes_back_as_it_was(number: int, words: str, ratio: float) -> None:
    assert lists.place(lists.cursor(number, words, ratio), int, str, float) == (number, words, ratio)


@given(st.text(max_size=80))
def test_any_text_is_a_cursor_or_page_one(text: str) -> None:
    found = lists.place(text, int, str)
    assert found is None or len(found) == 2


@pytest.mark.parametrize("places", [(True,), ("1",), (None,), (2**31,), (1, 2), ([1],), ({"a": 1},)])
def test_a_place_of_another_kind_is_page_one(places: tuple[object, ...]) -> None:
    assert lists.place(lists.cursor(*places), int) is None


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "b\udfff"])
def test_a_place_that_no_column_holds_is_page_one(text: str) -> None:
    assert lists.place(lists.cursor(text), str) is None


def test_a_cursor_of_many_brackets_is_page_one() -> None:
    assert lists.place(base64.urlsafe_b64encode(b"[" * 30_000).decode(), str) is None


def test_one_row_too_many_tells_that_there_are_more() -> None:
    more = lists.page_of([1, 2, 3], 2, lambda row: (row,))
    assert (list(more.items), lists.place(more.after, int)) == ([1, 2], (2,))
    assert lists.page_of([1, 2], 2, lambda row: (row,)).after is None


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("@x", "'@x"),
        ("-2", "'-2"),
        (-2, -2),
        (None, ""),
        (True, "yes"),
        ("plain", "plain"),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "2026-01-02T03:04:05Z"),
    ],
)
def test_no_cell_is_run_by_a_spreadsheet(value: object, cell: object) -> None:
    assert exports.safe_cell(value) == cell


def test_a_line_break_or_quote_stays_in_its_cell() -> None:
    assert exports.csv_lines([['a "b"\n', "c,d"]]) == '"a ""b""\n","c,d"\r\n'
