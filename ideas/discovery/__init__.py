"""Finding: search, and what was proposed already."""
