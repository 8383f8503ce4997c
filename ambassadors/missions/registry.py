"""Goals that the system can check: each wing that keeps such deeds registers how they are counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kernel.features import the_house
from kernel.i18n import gettext as _

Deeds = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Goal:
    """An entry of the registry "mission.goals".

    `label` is a message id of what is counted ("answers accepted"). `deeds(place)` is a SELECT of (person_id, at, what),
    one row for each deed; of one `what` a person is counted once. `places` are the kinds of place that it can keep to,
    such as club or tag; `events` those after which it is looked at once more, of such as are few: the others wait minutes.
    """

    kind: str
    label: str
    deeds: Callable[[str], Deeds]
    places: frozenset[str] = frozenset()
    events: tuple[str, ...] = ()


def goals() -> list[Goal]:
    """Every goal, in the order of the house."""
    found: list[Goal] = the_house().registered("mission.goals")
    return found


def goal_of(kind: str) -> Goal | None:
    return next((goal for goal in goals() if goal.kind == kind), None)


def label_of(kind: str) -> str:
    """What a goal is called; the name of its kind where its wing is gone."""
    goal = goal_of(kind)
    return _(goal.label) if goal else kind


class Moving(tuple[str, ...]):
    """The kinds of event after which some goal may have moved; known only when the house stands."""

    def __contains__(self, event: object) -> bool:
        return any(event in goal.events for goal in goals())
