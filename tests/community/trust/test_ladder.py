"""The ladder: which step the facts lead to, what is missing, what administrators may set."""

from __future__ import annotations

from dataclasses import replace

import pytest

from community.trust import ladder
from community.trust.ladder import USUAL, Facts, Rung
from community.trust.models import Step

GOOD = Facts(days=400, confirmed=True, contributions=100)


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        (Facts(), Step.NEWCOMER),
        (GOOD, Step.PILLAR),
        (replace(GOOD, confirmed=False), Step.NEWCOMER),
        (replace(GOOD, measures=1), Step.NEWCOMER),
        (replace(GOOD, days=2), Step.NEWCOMER),
        (replace(GOOD, days=3), Step.SETTLED),
        (replace(GOOD, days=29), Step.SETTLED),
        (replace(GOOD, days=30), Step.REGULAR),
        (replace(GOOD, days=179), Step.REGULAR),
        (replace(GOOD, contributions=1), Step.NEWCOMER),
        (replace(GOOD, contributions=2), Step.SETTLED),
        (replace(GOOD, contributions=15), Step.REGULAR),
        (replace(GOOD, contributions=60), Step.PILLAR),
        (replace(GOOD, clean=0), Step.NEWCOMER),
        (replace(GOOD, clean=30), Step.SETTLED),
        (replace(GOOD, clean=90), Step.REGULAR),
        (replace(GOOD, clean=365), Step.PILLAR),
    ],
)
def test_the_step_that_the_facts_lead_to(facts: Facts, step: Step) -> None:
    assert ladder.step_of(facts, USUAL) == step


def test_a_step_whose_line_below_is_not_met_is_not_reached() -> None:
    odd = {**USUAL, Step.SETTLED: Rung(0, 500, 0)}
    assert ladder.step_of(GOOD, odd) == Step.NEWCOMER


def test_what_is_missing_is_told_with_what_there_is() -> None:
    needs = {need.kind: need for need in ladder.needs(Facts(days=1, contributions=2), USUAL[Step.SETTLED])}
    assert {kind for kind, need in needs.items() if not need.is_met} == {"confirmed", "days"}
    assert (needs["days"].have, needs["days"].wanted) == (1, 3)
    assert "clean" not in needs


@pytest.mark.parametrize(
    ("step", "rung", "faults"),
    [
        (Step.REGULAR, Rung(30, 15, 90), {}),
        (Step.REGULAR, Rung(2, 15, 90), {"regular_days": "order"}),
        (Step.SETTLED, Rung(3, -1, 30), {"settled_contributions": "bounds"}),
        (Step.PILLAR, Rung(5000, 60, 365), {"pillar_days": "bounds"}),
    ],
)
def test_a_ladder_rises_and_stays_within_bounds(step: Step, rung: Rung, faults: dict[str, str]) -> None:
    assert ladder.faults({**USUAL, step: rung}) == faults
