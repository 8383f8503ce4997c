"""What an engine says when it cannot answer."""

from __future__ import annotations


class Away(Exception):
    """There is no index here yet, or it cannot be read: it is made anew, and meanwhile texts are read one by one."""


class Busy(Exception):
    """Somebody else is writing to the index."""
