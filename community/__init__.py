"""People and what passes between them."""
