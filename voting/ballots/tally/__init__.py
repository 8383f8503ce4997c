"""Counting timed ballots: each method a pure function of its ballots. No I/O."""
