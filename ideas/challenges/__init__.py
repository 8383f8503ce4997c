"""Challenges: briefs, phases, entries."""
