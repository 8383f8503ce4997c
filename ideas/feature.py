"""The wings of ideas, in order."""

from __future__ import annotations

from ideas.board.wing import wing as board
from kernel.features import Feature

ideas = Feature("ideas", [board])
