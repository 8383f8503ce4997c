"""The ranking against a second, independent reading of its document, and what must be true of any ranking."""

import json
import math
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.contests.result import checksum, document, faults, recompute, used_weights

ABOUT = {"slug": "autumn", "title": "Autumn", "result_at": "2025-09-21T16:00:00+00:00"}
WEIGHTS = {"public": 50, "jury": 30, "demand": 20}
CRITERIA = [{"name": "Brief", "weight": 3}, {"name": "Made", "weight": 1}]


def entry(design: int, scores: list[int], marks: list[list[int]], accounts: int) -> dict[str, Any]:
    return {"design": design, "title": f"Design {design}", "scores": scores, "marks": marks, "accounts": accounts}


def half_up(value: Fraction) -> int:
    return math.floor(value * 1_000_000 + Fraction(1, 2))


def by_hand(told: dict[str, Any]) -> list[int]:
    """The designs from the first place on, from the words of the page alone."""
    most = max(e["accounts"] for e in told["entries"])
    weight = dict(told["weights"])
    weight["demand"] *= most > 0
    weight["jury"] *= any(e["marks"] for e in told["entries"])
    total = sum(c["weight"] for c in told["criteria"])

    def key(e: dict[str, Any]) -> tuple[int, ...]:
        n = sum(e["scores"]) + 6
        mean = sum(s * (c + 1) for s, c in enumerate(e["scores"])) / n
        square = sum(s * s * (c + 1) for s, c in enumerate(e["scores"])) / n
        public = math.floor(max(0.0, mean - 1.6449 * math.sqrt((square - mean * mean) / (n + 1))) / 5 * 1_000_000 + 0.5)
        weights = [c["weight"] for c in told["criteria"]]
        rows = [sum(w * m for w, m in zip(weights, row, strict=True)) for row in e["marks"]]
        of_jurors = [Fraction(row, 5 * total) for row in rows]
        jury = half_up(Fraction(sum(of_jurors), len(of_jurors))) if of_jurors else 0
        demand = half_up(Fraction(e["accounts"], most)) if most else 0
        return (
            weight["public"] * public + weight["jury"] * jury + weight["demand"] * demand,
            jury,
            public,
            demand,
            -e["design"],
        )

    return [e["design"] for e in sorted(told["entries"], key=key, reverse=True)]


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    jury = draw(st.integers(0, 100))
    public = draw(st.integers(0, 100 - jury))
    criteria = [{"name": f"c{n}", "weight": draw(st.integers(1, 9))} for n in range(draw(st.integers(1, 3)))]
    jurors = draw(st.integers(0, 3))
    entries = [
        entry(
            design,
            draw(st.lists(st.integers(0, 40), min_size=6, max_size=6)),
            [[draw(st.integers(0, 5)) for _ in criteria] for _ in range(jurors)],
            draw(st.integers(0, 30)),
        )
        for design in range(1, draw(st.integers(1, 6)) + 1)
    ]
    return document(ABOUT, {"public": public, "jury": jury, "demand": 100 - public - jury}, criteria, entries)


@given(documents())
def test_the_file_alone_gives_the_same_ranking_to_another_reader(told: dict[str, Any]) -> None:
    read = json.loads(json.dumps(told))
    assert [one["design"] for one in read["result"]] == by_hand(read)
    assert faults(read) == []


@given(documents())
def test_places_follow_sums_and_points_stay_between_none_and_a_hundred(told: dict[str, Any]) -> None:
    placed = recompute(told)
    assert sorted(one.design for one in placed) == sorted(e["design"] for e in told["entries"])
    assert placed[0].place == 1
    for before, after in pairwise(placed):
        assert before.sum >= after.sum
        assert before.place <= after.place
        shared = (before.sum, before.jury, before.public, before.demand) == (
            after.sum,
            after.jury,
            after.public,
            after.demand,
        )
        assert (before.place == after.place) == shared
    assert all(0 <= one.points <= 1_000_000 for one in placed)


@given(documents(), st.data())
def test_a_higher_mark_never_costs_a_place(told: dict[str, Any], data: st.DataObject) -> None:
    raised = json.loads(json.dumps(told))
    chosen = data.draw(st.sampled_from(raised["entries"]))
    if not chosen["marks"] or chosen["marks"][0][0] == 5:
        return
    chosen["marks"][0][0] += 1
    place = {one.design: one.place for one in recompute(told)}[chosen["design"]]
    assert {one.design: one.place for one in recompute(raised)}[chosen["design"]] <= place


@given(documents(), st.randoms())
def test_the_order_of_entries_in_the_file_changes_nothing(told: dict[str, Any], chance: Any) -> None:
    mixed = json.loads(json.dumps(told))
    chance.shuffle(mixed["entries"])
    assert recompute(mixed) == recompute(told)


def test_a_table_worked_out_on_paper() -> None:
    told = document(
        ABOUT,
        WEIGHTS,
        CRITERIA,
        [
            entry(1, [0, 0, 0, 0, 0, 0], [[5, 5], [3, 1]], 10),
            entry(2, [0, 0, 0, 0, 0, 0], [[4, 4], [4, 4]], 5),
        ],
    )
    first, second = recompute(told)
    # no score: five sixths of 2.5 less 1.6449 x sqrt((55/6 - 6.25) / 7), by 5; jury (20 + 10) / 40 and 32 / 40
    public = round((2.5 - 1.6449 * math.sqrt((55 / 6 - 6.25) / 7)) / 5 * 1_000_000)
    assert (first.design, first.public, first.jury, first.demand) == (1, public, 750_000, 1_000_000)
    assert (second.design, second.public, second.jury, second.demand) == (2, public, 800_000, 500_000)
    assert first.sum == 50 * public + 30 * 750_000 + 20 * 1_000_000


@pytest.mark.parametrize(
    ("entries", "places", "parted"),
    [
        ([entry(1, [0] * 6, [[5, 5]], 0), entry(2, [0] * 6, [[5, 5]], 0)], [1, 1], ["shared", "shared"]),
        (
            [entry(1, [0] * 6, [[2, 0]], 6), entry(2, [0] * 6, [[0, 0]], 10), entry(3, [0] * 6, [[0, 0]], 0)],
            [1, 2, 3],
            ["jury", "jury", ""],
        ),
    ],
)
def test_ties_are_stated(entries: list[dict[str, Any]], places: list[int], parted: list[str]) -> None:
    # 40 x 300,000 of the jury and 30 x 600,000 of demand are as much as 30 x 1,000,000
    told = document(ABOUT, {"public": 30, "jury": 40, "demand": 30}, CRITERIA, entries)
    assert [one["place"] for one in told["result"]] == places
    assert [one["parted_by"] for one in told["result"]] == parted


def test_a_part_that_nobody_gave_anything_to_is_left_out_for_all() -> None:
    told = document(
        ABOUT, WEIGHTS, CRITERIA, [entry(1, [0, 0, 0, 0, 0, 9], [], 0), entry(2, [9, 0, 0, 0, 0, 0], [], 0)]
    )
    assert used_weights(told) == {"public": 50, "jury": 0, "demand": 0}
    first = told["result"][0]
    assert (first["design"], first["points"]) == (1, first["public"])


def test_what_is_changed_in_a_file_is_found() -> None:
    told = document(ABOUT, WEIGHTS, CRITERIA, [entry(1, [1] * 6, [[1, 2]], 3), entry(2, [2] * 6, [[4, 4]], 1)])
    assert faults(told) == []
    changed = json.loads(json.dumps(told))
    changed["entries"][0]["accounts"] = 300
    assert faults(changed) == ["the checksum is another", "the ranking is another"]
    changed["checksum"] = checksum(changed)
    assert faults(changed) == ["the ranking is another"]
    assert faults({"format": "else"}) == ["not a result of a challenge"]
    assert document(ABOUT, WEIGHTS, [], [])["result"] == []
