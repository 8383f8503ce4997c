"""A result as it is kept: read from its document, without counting and without arithmetic's libraries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from voting.ballots.drawings import NOBODY, Number, Totals


@dataclass(frozen=True)
class Round:
    """One step of a count; options that are out of it are not among its totals."""

    kind: str
    totals: Mapping[str, Number]
    elected: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    parted_by: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def whole(self) -> Totals:
        """The totals and what counts for nobody."""
        return {**self.totals, NOBODY: self.about.get("nobody", 0)}


@dataclass(frozen=True)
class Count:
    """Who won by a method, every option from best to worst, and how that came about."""

    method: str
    winners: tuple[str, ...]
    order: tuple[str, ...]
    rounds: tuple[Round, ...]
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def last(self) -> Mapping[str, Number]:
        return self.rounds[-1].totals if self.rounds else {}


@dataclass(frozen=True)
class Matter:
    """What was voted on, and by how many."""

    names: Mapping[str, str]
    seats: int = 1
    cast: int = 0
    electors: int = 0
    quorum: int = 0
    budget: int = 0
    currency: str = ""
    costs: Mapping[str, int] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.names)

    @property
    def is_quorate(self) -> bool:
        return self.cast >= self.quorum


def count_of(document: Mapping[str, Any]) -> Count:
    """A count out of the document that the tally wrote."""
    return Count(
        str(document["method"]),
        _texts(document.get("winners", ())),
        _texts(document.get("order", ())),
        tuple(_round(one) for one in document.get("rounds", ())),
        document.get("details") or {},
    )


def _round(one: Mapping[str, Any]) -> Round:
    return Round(
        str(one["kind"]),
        {str(key): total for key, total in one["totals"].items() if total is not None},
        _texts(one.get("elected", ())),
        _texts(one.get("excluded", ())),
        str(one.get("parted_by", "")),
        one.get("about") or {},
    )


def _texts(found: Sequence[Any]) -> tuple[str, ...]:
    return tuple(str(one) for one in found)
