"""Two snapshots held against each other: as a table."""

from __future__ import annotations

from typing import Any

import pytest

from voting.roadmap.comparison import Row, circumstances, compare


def row(idea: int, rank: int, **more: Any) -> dict[str, Any]:
    return {"idea": idea, "rank": rank, "title": f"Idea {idea}", **more}


@pytest.mark.parametrize(
    ("before", "after", "rose", "fell", "new", "gone"),
    [
        ([], [], [], [], [], []),
        ([row(1, 1)], [row(1, 1)], [], [], [], []),
        ([], [row(1, 1)], [], [], [1], []),
        ([row(1, 1)], [], [], [], [], [1]),
        ([row(1, 1), row(2, 2)], [row(2, 1), row(1, 2)], [2], [1], [], []),
        ([row(1, 1), row(2, 2), row(3, 3)], [row(3, 1), row(1, 2), row(2, 3)], [3], [1, 2], [], []),
        ([row(1, 1), row(2, 2), row(3, 3)], [row(3, 1), row(4, 2), row(2, 3)], [3], [2], [4], [1]),
    ],
)
def test_what_rose_fell_came_and_went(
    before: list[Row], after: list[Row], rose: list[int], fell: list[int], new: list[int], gone: list[int]
) -> None:
    found = compare(before, after)
    assert [shift.idea for shift in found.rose] == rose
    assert [shift.idea for shift in found.fell] == fell
    assert [line["idea"] for line in found.new] == new
    assert [line["idea"] for line in found.gone] == gone
    assert found.empty == (not (rose or fell or new or gone))


def test_the_longest_way_comes_first() -> None:
    before = [row(n, n) for n in range(1, 6)]
    after = [row(5, 1), row(1, 2), row(3, 3), row(2, 4), row(4, 5)]
    assert [(shift.idea, shift.before, shift.after) for shift in compare(before, after).rose] == [(5, 5, 1)]
    assert [shift.idea for shift in compare(before, after).fell] == [2, 1, 4]


def test_a_change_of_place_names_the_figures_that_explain_it() -> None:
    before = [row(1, 1, supporters=3, demand=9.0, value=100, status="open", effort=None), row(2, 2)]
    after = [row(2, 1), row(1, 2, supporters=2, demand=4.0, value=100, status="planned", effort=5)]
    (shift,) = compare(before, after).fell
    assert shift.changes == [
        ("supporters", 3, 2),
        ("demand", 9.0, 4.0),
        ("status", "open", "planned"),
        ("effort", None, 5),
    ]
    assert compare(before, after).rose[0].changes == []


def test_a_file_with_other_columns_compares_too() -> None:
    (shift,) = compare([row(1, 2, demand=1.0), row(2, 1)], [row(1, 1), row(2, 2)]).rose
    assert shift.changes == [("demand", 1.0, None)]


def test_what_figures_were_made_with_is_named_where_it_changed() -> None:
    before = {
        "policy": "linear",
        "worth_run": 1,
        "worth_as_of": "2026-10-01",
        "default_worth": 20.0,
        "window": "180 days",
    }
    assert circumstances(before, before) == []
    assert circumstances(before, {**before, "worth_run": 2}) == [("worth_run", 1, 2)]
    assert circumstances({**before, "worth_run": None}, {**before, "policy": "log"}) == [
        ("worth_run", None, 1),
        ("policy", "linear", "log"),
    ]
