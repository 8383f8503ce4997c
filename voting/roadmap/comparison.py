"""Two snapshots held against each other: what rose, fell, came and went, and why; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

REASONS = ("supporters", "demand", "value", "status", "horizon", "effort")
"""Columns whose change explains a change of place, in the order they are named."""

CIRCUMSTANCES = ("worth_run", "worth_as_of", "default_worth", "policy", "currency", "window")
"""What figures were made with: a change of these moves ideas that nobody wanted more or less."""

Row = Mapping[str, Any]
Change = tuple[str, Any, Any]


@dataclass(frozen=True)
class Shift:
    """An idea in both snapshots: its ranks, and which figures changed from what to what."""

    idea: int
    title: str
    before: int
    after: int
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class Difference:
    rose: list[Shift]
    fell: list[Shift]
    new: list[Row]
    gone: list[Row]

    @property
    def empty(self) -> bool:
        return not (self.rose or self.fell or self.new or self.gone)


def compare(before: Sequence[Row], after: Sequence[Row]) -> Difference:
    """Rows of two snapshots by idea; `rose` and `fell` begin with the longest way."""
    old = {row["idea"]: row for row in before}
    new = {row["idea"]: row for row in after}
    shifts = [_shift(old[idea], row) for idea, row in new.items() if idea in old and old[idea]["rank"] != row["rank"]]
    shifts.sort(key=lambda shift: (-abs(shift.before - shift.after), shift.after))
    return Difference(
        rose=[shift for shift in shifts if shift.after < shift.before],
        fell=[shift for shift in shifts if shift.after > shift.before],
        new=[row for idea, row in new.items() if idea not in old],
        gone=[row for idea, row in old.items() if idea not in new],
    )


def circumstances(before: Row, after: Row) -> list[Change]:
    """Which of the heads' circumstances changed, from what to what."""
    return _changes(CIRCUMSTANCES, before, after)


def _shift(before: Row, after: Row) -> Shift:
    return Shift(after["idea"], after["title"], before["rank"], after["rank"], _changes(REASONS, before, after))


def _changes(names: Sequence[str], before: Row, after: Row) -> list[Change]:
    return [(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)]
