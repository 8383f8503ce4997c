"""Words found again: what is written in one place can be looked for from everywhere, each text in its own language."""
