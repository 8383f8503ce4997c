"""What doings weigh together: fading, caps, households, circles, and what is never a link."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from numpy.testing import assert_allclose

from ambassadors.influence import gathering, linking, scoring
from ambassadors.influence.gathering import Doings, Gathered
from ambassadors.influence.linking import Linked
from ambassadors.influence.registry import Heard
from ambassadors.influence.weights import Weight

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
KNOWN = np.ones(200, np.bool_)


def weight(kind: str = "support", **told: float) -> Weight:
    usual = {"weight": 1.0, "half_life": 100.0, "pair_cap": 99.0, "day_cap": 99}
    return Weight(kind=kind, label=kind, **{**usual, **told})  # type: ignore[arg-type]


def heard(listener: int, speaker: int, days: float = 0.0, share: float = 1.0, **told: object) -> Heard:
    return Heard(listener, speaker, NOW - timedelta(days=days), share, **told)  # type: ignore[arg-type]


def doings(*batches: tuple[str, list[Heard]]) -> Doings:
    gathered = Gathered()
    for kind, batch in batches:
        gathered.add(kind, batch, KNOWN, ((NOW - timedelta(days=800)).timestamp(), NOW.timestamp()))
    return gathered.done()


def linked(
    found: Doings, *weights: Weight, trusted: tuple[int, ...] = (), homes: dict[int, int] | None = None
) -> Linked:
    value = linking.weigh(found, {one.kind: one for one in weights}, NOW, homes or {})
    return linking.link(found, value, gathering.about(found, ""), np.array(trusted, np.int64), homes or {})


def links(made: Linked) -> dict[tuple[int, int, str], float]:
    graph = made.graph
    return {
        (int(made.people[one]), int(made.people[other]), made.places[place]): round(float(value), 6)
        for one, other, place, value in zip(graph.listener, graph.speaker, made.place, graph.weight, strict=True)
    }


@pytest.mark.parametrize(("days", "left"), [(0, 1.0), (100, 0.5), (200, 0.25), (300, 0.125)])
def test_a_doing_weighs_half_as_much_after_each_half_life(days: float, left: float) -> None:
    found = linked(doings(("support", [heard(1, 2, days)])), weight())
    assert_allclose(found.graph.weight, [left])


@pytest.mark.parametrize(
    "told",
    [
        heard(1, 1),
        heard(1, 2, days=-0.01),
        heard(1, 2, days=801),
        heard(1, 2, share=0.0),
        heard(1, 2, share=float("nan")),
        heard(1, 2, share=-1.0),
        heard(0, 2),
        heard(1, 900),
    ],
    ids=["oneself", "future", "far past", "no part", "not a number", "negative", "nobody", "unknown"],
)
def test_what_is_no_doing_is_no_link(told: Heard) -> None:
    found = linked(doings(("support", [told])), weight())
    assert links(found) == {}
    assert scoring.reckon(found.graph, found.seeds, walks=10, seed=1).reached.tolist() == []


def test_weights_that_are_all_zero_leave_nobody_to_reach() -> None:
    found = linked(doings(("support", [heard(1, 2), heard(2, 1)])), weight(weight=0.0), trusted=(1,))
    assert (links(found), len(found.seeds.person)) == ({}, 0)


def test_a_pair_weighs_the_cap_at_most_over_all_its_places() -> None:
    told = [heard(1, 2, place=place) for place in ("board:1", "board:1", "board:2", "club:7")]
    found = linked(doings(("support", [*told, heard(1, 3)])), weight(pair_cap=2.0))
    assert links(found) == {(1, 2, "board:1"): 1.0, (1, 2, "board:2"): 0.5, (1, 2, "club:7"): 0.5, (1, 3, ""): 1.0}


def test_the_first_of_a_day_count_up_to_the_cap() -> None:
    told = [heard(1, speaker, days=0.5 - speaker / 1000) for speaker in range(2, 12)]
    earlier = [heard(1, speaker, days=2.4) for speaker in range(20, 23)]
    found = linked(doings(("support", [*reversed(told), *earlier])), weight(day_cap=3, half_life=1e9))
    assert {speaker for _one, speaker, _place in links(found)} == {2, 3, 4, 20, 21, 22}


def test_parts_of_one_doing_are_one_for_the_day() -> None:
    told = [heard(1, 10 + part, days=0.1 * number, share=0.5) for number in (3, 2, 1) for part in (number, number + 50)]
    found = linked(doings(("support", told)), weight(day_cap=2, half_life=1e9))
    assert {speaker for _one, speaker, _place in links(found)} == {13, 63, 12, 62}


def test_caps_hold_for_each_kind_alone() -> None:
    told = doings(("support", [heard(1, 2)] * 3), ("comment", [heard(1, 2)] * 3))
    found = linked(told, weight(pair_cap=1.0), weight("comment", day_cap=2))
    kinds = {found.kinds[kind]: value for kind, value in zip(found.kind, found.graph.weight, strict=True)}
    assert_allclose([kinds["support"], kinds["comment"]], [1.0, 2.0])


def test_nothing_counts_inside_a_household() -> None:
    found = linked(doings(("support", [heard(1, 2), heard(1, 3), heard(3, 2)])), weight(), homes={1: 1, 2: 1})
    assert links(found) == {(1, 3, ""): 1.0, (3, 2, ""): 1.0}


def test_a_household_has_one_share_of_the_beginnings() -> None:
    told = [heard(one, 9) for one in (1, 2, 3, 4)]
    found = linked(doings(("support", told)), weight(), trusted=(1, 2, 3, 7), homes={1: 1, 2: 1})
    shares = dict(zip(found.people[found.seeds.person].tolist(), found.seeds.share.tolist(), strict=True))
    assert shares == {1: 0.25, 2: 0.25, 3: 0.5}


CIRCLE = [heard(1, 2), heard(2, 3), heard(3, 1)]


@pytest.mark.parametrize(
    ("told", "brought", "left"),
    [
        (CIRCLE, [(2, 1), (3, 1)], 0),
        (CIRCLE, [(2, 1), (3, 2)], 0),
        (CIRCLE, [(2, 1)], 3),
        (CIRCLE, [], 3),
        ([heard(2, 1), heard(3, 1)], [(2, 1), (3, 1)], 2),
        ([heard(2, 1), heard(1, 2)], [(2, 1)], 2),
        ([*CIRCLE, heard(1, 4), heard(4, 1)], [(2, 1), (3, 1)], 2),
    ],
    ids=["star", "chain", "two alone", "strangers", "friends who listen", "a pair", "and others"],
)
def test_nothing_counts_in_a_circle_of_accounts_that_brought_one_another(
    told: list[Heard], brought: list[tuple[int, int]], left: int
) -> None:
    found = doings(("support", told))
    assert int((~linking.in_rings(found, brought)).sum()) == left


def test_a_link_tells_how_often_since_when_and_about_what_last() -> None:
    told = [
        heard(1, 2, days=3, subject_kind="idea", subject_id=5),
        heard(1, 2, days=1, subject_kind="idea", subject_id=6),
        heard(1, 2, days=2, subject_kind="comment", subject_id=7),
    ]
    found = linked(doings(("support", told)), weight())
    rows = {
        found.subject_kinds[kind]: (int(subject), int(events), round((NOW.timestamp() - first) / 86400))
        for kind, subject, events, first in zip(
            found.subject_kind, found.subject, found.events, found.first, strict=True
        )
    }
    assert rows == {"idea": (6, 2, 3), "comment": (7, 1, 2)}


def test_topics_are_the_places_and_what_else_a_doing_is_about() -> None:
    found = doings(
        ("support", [heard(1, 2, place="board:1", topics=("tag:fit",)), heard(1, 3, place="board:1"), heard(2, 3)])
    )
    everything = np.ones(len(found), np.bool_)
    assert gathering.topics(found, everything) == ["board:1", "tag:fit"]
    assert gathering.about(found, "tag:fit").tolist() == [True, False, False]
    assert gathering.about(found, "board:1").tolist() == [True, True, False]
    assert gathering.about(found, "").tolist() == [True, True, True]
