"""Wishes: a club's signed list and the dated answers to it, and the roadmap as it sees it."""

from __future__ import annotations

from kernel.features import Wing

wing = Wing("wishes")
