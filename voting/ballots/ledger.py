"""What stands, refolded from the ledger: nothing here reads a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Entry:
    """A line of the ledger: `at` is when it was given, `id` the order in which it was written."""

    id: int
    idea: int
    person: int
    kind: str
    at: datetime


@dataclass(frozen=True)
class Joining:
    """A merge as the fold knows it: `sources` count with `target` from `at` until it was undone."""

    target: int
    sources: tuple[int, ...]
    at: datetime
    undone_at: datetime | None = None

    def holds(self, moment: datetime | None) -> bool:
        """Is it in force at a moment (None: now)?"""
        if moment is None:
            return self.undone_at is None
        return self.at <= moment and (self.undone_at is None or self.undone_at > moment)


def roots(merges: Iterable[Joining], *, until: datetime | None = None) -> dict[int, int]:
    """Of each idea that is merged at a moment (None: now) the one it counts with, at the end of however long a chain."""
    leads = {source: one.target for one in merges if one.holds(until) for source in one.sources}
    found: dict[int, int] = {}
    for idea in leads:
        end, passed = idea, set[int]()
        while end in leads and end not in passed:
            passed.add(end)
            end = leads[end]
        found[idea] = end
    return found


def fold(
    entries: Iterable[Entry], *, merges: Iterable[Joining] = (), until: datetime | None = None
) -> dict[tuple[int, int], datetime]:
    """Supports that stand at a moment (None: now), as (idea, person) with the moment since when they do.

    For each member and idea the last line given by then decides, the later written of two of one moment. A repeated
    cast changes nothing, a withdrawal of nothing neither, so that the order of reading does not matter. What stands for
    an idea that is merged at that moment stands for where it leads, each person once, since the first of theirs does.
    """
    standing: dict[tuple[int, int], datetime] = {}
    given = (entry for entry in entries if until is None or entry.at <= until)
    for entry in sorted(given, key=lambda entry: (entry.at, entry.id)):
        pair = (entry.idea, entry.person)
        if entry.kind == WITHDRAWN:
            standing.pop(pair, None)
        else:
            standing.setdefault(pair, entry.at)
    leads = roots(merges, until=until)
    return joined(standing, leads) if leads else standing


def joined(standing: Mapping[tuple[int, int], datetime], leads: Mapping[int, int]) -> dict[tuple[int, int], datetime]:
    """The same where some ideas lead to others: each person once, since the first of theirs stands."""
    found: dict[tuple[int, int], datetime] = {}
    for (idea, person), at in standing.items():
        pair = (leads.get(idea, idea), person)
        found[pair] = min(at, found.get(pair, at))
    return found


def counts(standing: Iterable[tuple[int, int]]) -> dict[int, int]:
    """How many people support each idea."""
    found: dict[int, int] = {}
    for idea, _person in standing:
        found[idea] = found.get(idea, 0) + 1
    return found


class Line(NamedTuple):
    """A line of the ledger of scores: `value` goes with a score alone."""

    id: int
    design: int
    person: int
    kind: str
    value: int | None
    at: datetime


class Given(NamedTuple):
    """What a member gives a design: a score, if any, and whether they would buy it."""

    value: int | None = None
    wishes: bool = False


NOTHING = Given()
SCORED, UNSCORED, WISHED, UNWISHED = "scored", "unscored", "wished", "unwished"
_ON_WISHES = (WISHED, UNWISHED)


def turned(before: Given, kind: str, value: int | None) -> Given:
    """What is given after a line of the ledger."""
    if kind == SCORED:
        return Given(value, before.wishes)
    if kind == UNSCORED:
        return Given(None, before.wishes)
    return Given(before.value, kind == WISHED)


def fold_scores(lines: Iterable[Line], *, until: datetime | None = None) -> dict[tuple[int, int], Given]:
    """What members give designs at a moment (None: now), as (design, person); who gives nothing is not in it.

    The last line on the score decides the score and the last on the wish the wish, the later written of two of one
    moment, so that the order of reading does not matter.
    """
    scored: dict[tuple[int, int], Line] = {}
    wished: dict[tuple[int, int], Line] = {}
    for line in lines:
        number, design, person, kind, _value, at = line
        if until is not None and at > until:
            continue
        last = wished if kind in _ON_WISHES else scored
        before = last.setdefault((design, person), line)
        if before is not line and (at, number) > (before.at, before.id):
            last[design, person] = line
    alone = {value: Given(value) for value in range(6)}
    standing = {pair: alone[line.value or 0] for pair, line in scored.items() if line.kind == SCORED}
    for pair, line in wished.items():
        if line.kind == WISHED:
            standing[pair] = Given(standing.get(pair, NOTHING).value, wishes=True)
    return standing


def distributions(standing: Mapping[tuple[int, int], Given]) -> dict[int, list[int]]:
    """How many give each of the six scores, by design."""
    found: dict[int, list[int]] = {}
    for (design, _person), given in standing.items():
        if given.value is not None:
            found.setdefault(design, [0] * 6)[given.value] += 1
    return found
