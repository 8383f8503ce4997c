"""Honesty: which counts are doubtful, why, and what a person decided about it."""
