"""Contests: scoring, jury and result of a challenge."""
