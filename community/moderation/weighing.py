"""How heavy a case weighs, and so where it stands in the queue. Pure; every factor is shown on the case.

    weight = reports + reach + age
    reports = log2(1 + 2 * sum of the accuracies of its distinct reporters)    one newcomer makes 1, three make 2
    reach   = log10(1 + views, messages and supporters) / 2                    a thousand make 1.5
    age     = 1 for each day it has waited                                     so that everything is read in the end

A reporter's accuracy is (heeded + 2) / (heeded + dismissed + 4): the mean of a beta distribution whose prior is as strong
as four reports and worth one half (Laplace's rule of succession, doubled). Whoever reported 10,000 times for nothing
weighs 0.0002 of a person.

Age grows for all alike: the queue is ordered by what does not move, `place` = reports + reach - days of the opening.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

PRIOR = 2.0
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
MOST_OPEN = 60
LEAST_OPEN = 3


@dataclass(frozen=True)
class Weight:
    """A weight and what it is made of."""

    reports: float
    reach: float
    age: float

    @property
    def total(self) -> float:
        return self.reports + self.reach + self.age


def accuracy(heeded: int, dismissed: int) -> float:
    """How much of a person a reporter weighs, between 0 and 1; a half for who has not been ruled on yet."""
    return (heeded + PRIOR) / (heeded + dismissed + 2 * PRIOR)


def weight(heard: float, reach: int, waited: timedelta) -> Weight:
    """`heard` is the sum of accuracies, `reach` counts people or their messages, `waited` since the first report."""
    return Weight(
        reports=math.log2(1 + 2 * max(heard, 0)), reach=math.log10(1 + max(reach, 0)) / 2, age=max(waited / _DAY, 0)
    )


def place(heard: float, reach: int, opened_at: datetime) -> float:
    """The weight without what grows for all alike: orders cases as their weights do, at any moment."""
    found = weight(heard, reach, timedelta(0))
    return found.reports + found.reach - (opened_at - _EPOCH) / _DAY


def may_have_open(heeded: int, dismissed: int) -> int:
    """How many open reports one person may have: sixty for a newcomer, fewer the oftener they were wrong."""
    return max(LEAST_OPEN, min(MOST_OPEN, round(2 * MOST_OPEN * accuracy(heeded, dismissed))))
