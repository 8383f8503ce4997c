"""Honesty: which counts are doubtful, why, and what a person decided about it."""

from __future__ import annotations

from kernel.features import Wing

wing = Wing("honesty")
