"""The wings of voting, in order."""

from __future__ import annotations

from kernel.features import Feature
from voting.ballots.wing import wing as ballots
from voting.contests.wing import wing as contests
from voting.demand.wing import wing as demand
from voting.honesty.wing import wing as honesty
from voting.movers.wing import wing as movers
from voting.roadmap.wing import wing as roadmap
from voting.value.wing import wing as value
from voting.wishes.wing import wing as wishes

voting = Feature("voting", [value, ballots, honesty, demand, contests, roadmap, wishes, movers])
