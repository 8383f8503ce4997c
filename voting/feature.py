"""The wings of voting, in order."""

from __future__ import annotations

from kernel.features import Feature, Wing
from voting.value.wing import wing as value

voting = Feature("voting", [value, Wing("ballots"), Wing("demand"), Wing("roadmap")])
