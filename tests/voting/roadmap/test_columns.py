"""The order of columns is promised to whoever reads our files; each has a meaning."""

from __future__ import annotations

from kernel.features import House
from voting.roadmap import columns

PROMISED = [
    "rank",
    "idea",
    "title",
    "url",
    "board",
    "tags",
    "status",
    "horizon",
    "target",
    "owner",
    "created",
    "merged_from",
    "supporters",
    "accounts",
    "raw_votes",
    "valid_votes",
    "doubtful_votes",
    "demand",
    "demand_low",
    "demand_high",
    "value",
    "value_low",
    "value_high",
    "share_of_base",
    "share_low",
    "share_high",
    "<segments>",
    "designs",
    "design_score",
    "design_wishes",
    "preorders",
    "preorder_value",
    "on_behalf",
    "trend_30d",
    "ambassadors",
    "clubs",
    "effort",
    "score",
    "response",
]


def test_the_columns_stand_in_the_promised_order(home: House) -> None:
    place = PROMISED.index("<segments>")
    assert [column.name for column in columns.layout([])] == PROMISED[:place] + PROMISED[place + 1 :]
    named = [column.name for column in columns.layout(["gold", "be"])]
    assert named == [*PROMISED[:place], "gold", "be", *PROMISED[place + 1 :]]


def test_each_column_has_a_kind_and_a_meaning(home: House) -> None:
    for column in columns.layout(["gold"]):
        assert column.kind in ("text", "number", "whole", "date"), column
        assert column.explained.endswith("."), column


def test_a_stored_snapshot_knows_its_columns_again(home: House) -> None:
    layout = columns.layout(["gold"])
    assert columns.of_names([column.name for column in layout]) == layout
