"""The ladder of trust: which step somebody has come to, and what the next one still needs. Pure.

A step needs all of its line: days since the account was opened, an address proven to be one's own, contributions that stand
in sight, days without a ruling against oneself that stands, and no measure in force. Rulings that were reversed count
for nothing. The highest step whose line, and every line below it, is met is the one somebody stands on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from community.trust.models import Step

STEPS = tuple(Step)


@dataclass(frozen=True)
class Rung:
    """What a step needs: days of account, contributions in sight, and days since the last ruling against the person."""

    days: int
    contributions: int
    clean: int


Ladder = Mapping[Step, Rung]

USUAL: Ladder = {Step.SETTLED: Rung(3, 2, 30), Step.REGULAR: Rung(30, 15, 90), Step.PILLAR: Rung(180, 60, 365)}
BOUNDS = {"days": (0, 730), "contributions": (0, 1000), "clean": (0, 730)}


@dataclass(frozen=True)
class Facts:
    """What is known of a person: `clean` is None where nothing was ever ruled against them."""

    days: int = 0
    confirmed: bool = False
    contributions: int = 0
    clean: int | None = None
    measures: int = 0


@dataclass(frozen=True)
class Need:
    """One thing that a step needs: what there is of it, what is wanted, and whether that is enough."""

    kind: str
    have: int
    wanted: int

    @property
    def is_met(self) -> bool:
        return self.have >= self.wanted


def needs(facts: Facts, rung: Rung) -> list[Need]:
    """The line of a step, each thing with what the person has of it."""
    found = [
        Need("confirmed", int(facts.confirmed), 1),
        Need("days", facts.days, rung.days),
        Need("contributions", facts.contributions, rung.contributions),
    ]
    if facts.clean is not None:
        found.append(Need("clean", facts.clean, rung.clean))
    return [*found, Need("measures", -facts.measures, 0)]


def step_of(facts: Facts, ladder: Ladder) -> Step:
    """The step somebody stands on."""
    reached = Step.NEWCOMER
    for step in STEPS[1:]:
        if not all(need.is_met for need in needs(facts, ladder[step])):
            break
        reached = step
    return reached


def following(step: Step) -> Step | None:
    """The step above, None from the last."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else None


def faults(ladder: Ladder) -> dict[str, str]:
    """What is wrong with a ladder: which line of which step is below that of the step before it, or out of bounds."""
    found = {}
    before = Rung(0, 0, 0)
    for step in STEPS[1:]:
        for name, (least, most) in BOUNDS.items():
            value = getattr(ladder[step], name)
            if not least <= value <= most:
                found[f"{step}_{name}"] = "bounds"
            elif value < getattr(before, name):
                found[f"{step}_{name}"] = "order"
        before = ladder[step]
    return found
