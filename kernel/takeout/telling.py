"""How far it is, on a terminal."""

from __future__ import annotations

import sys


def nothing(table: str, rows: int) -> None:
    """Somebody else is listening, or nobody."""


def progress(table: str, rows: int) -> None:
    """The table that was just done, in one line that is written over."""
    sys.stderr.write(f"\r\033[K{table}: {rows:,} rows")
    sys.stderr.flush()
