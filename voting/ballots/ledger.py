"""What stands, refolded from the ledger: nothing here reads a database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Entry:
    """A line of the ledger: `at` is when it was given, `id` the order in which it was written."""

    id: int
    idea: int
    person: int
    kind: str
    at: datetime


def fold(entries: Iterable[Entry], *, until: datetime | None = None) -> dict[tuple[int, int], datetime]:
    """Supports that stand at a moment (None: now), as (idea, person) with the moment since when they do.

    For each member and idea the last line given by then decides, the later written of two of one moment. A repeated
    cast changes nothing, a withdrawal of nothing neither, so that the order of reading does not matter.
    """
    standing: dict[tuple[int, int], datetime] = {}
    given = (entry for entry in entries if until is None or entry.at <= until)
    for entry in sorted(given, key=lambda entry: (entry.at, entry.id)):
        pair = (entry.idea, entry.person)
        if entry.kind == WITHDRAWN:
            standing.pop(pair, None)
        else:
            standing.setdefault(pair, entry.at)
    return standing


def counts(standing: Iterable[tuple[int, int]]) -> dict[int, int]:
    """How many people support each idea."""
    found: dict[int, int] = {}
    for idea, _person in standing:
        found[idea] = found.get(idea, 0) + 1
    return found
