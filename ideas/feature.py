"""The wings of ideas, in order."""

from __future__ import annotations

from ideas.board.wing import wing as board
from ideas.challenges.wing import wing as challenges
from ideas.discovery.wing import wing as discovery
from ideas.studio.wing import wing as studio
from kernel.features import Feature

ideas = Feature("ideas", [board, discovery, studio, challenges])
