"""The wings of ideas, in order."""

from __future__ import annotations

from kernel.features import Feature, Wing

ideas = Feature("ideas", [Wing("board")])
