"""The wings of voting, in order."""

from __future__ import annotations

from kernel.features import Feature, Wing

voting = Feature("voting", [Wing("value"), Wing("ballots"), Wing("demand"), Wing("roadmap")])
