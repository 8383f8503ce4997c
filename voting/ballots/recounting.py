"""The result of a ballot, made again from its file alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kernel.errors import Problem
from voting.ballots.tally import files
from voting.ballots.tally.files import BallotFile
from voting.ballots.tally.methods import count
from voting.ballots.tally.profile import Number, Outcome, Round

LARGEST = 200_000_000


def recounted(place: Path, method: str | None) -> tuple[BallotFile, str, Outcome]:
    """A ballot file, the method it was counted by, and the outcome; Problem where it cannot be."""
    try:
        if place.stat().st_size > LARGEST:
            raise Problem(f"{place} is over 200 MB.")
        read = files.read(place.read_text("utf-8"), place.name)
        return read, method or read.method, count(read.poll, method or read.method)
    except OSError as error:
        raise Problem(f"{place} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise Problem(f"{place} cannot be counted: {error}.") from error


def document(read: BallotFile, method: str, outcome: Outcome) -> dict[str, Any]:
    """The outcome with the options by their keys."""
    keys = read.keys
    return {
        "method": method,
        "winners": [keys[option] for option in outcome.winners],
        "order": [keys[option] for option in outcome.order],
        "rounds": [_round(keys, one) for one in outcome.rounds],
    }


def _round(keys: tuple[str, ...], one: Round) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "totals": {key: total for key, total in zip(keys, one.totals, strict=True) if total is not None},
        "elected": [keys[option] for option in one.elected],
        "excluded": [keys[option] for option in one.excluded],
        "parted_by": one.parted_by,
        "about": {name: keys[int(value)] if name == "option" else value for name, value in one.about.items()},
    }


def lines(read: BallotFile, method: str, outcome: Outcome) -> list[str]:
    """The same for people."""
    named = [f"{key} {name}".strip() for key, name in zip(read.keys, read.names, strict=True)]
    told = [f"{read.title or 'A ballot'}: {method}, {read.poll.cast} ballots"]
    for number, one in enumerate(outcome.rounds, start=1):
        totals = _paid(one) or ", ".join(
            f"{key} {_said(n)}" for key, n in zip(read.keys, one.totals, strict=True) if n is not None
        )
        told.append(f"round {number}, {one.kind}: {totals}")
        told += [f"    in: {named[option]}" for option in one.elected]
        told += [f"    out: {named[option]}" for option in one.excluded]
        if one.parted_by:
            told.append(f"    equals parted by: {one.parted_by}")
    return [*told, "winners: " + "; ".join(named[option] for option in outcome.winners)]


def _paid(one: Round) -> str:
    """What a purchase cost instead of the votes, which stay the same."""
    return ", ".join(f"{name} {_said(value)}" for name, value in one.about.items()) if "cost" in one.about else ""


def _said(number: Number) -> str:
    return f"{number:.5f}".rstrip("0").rstrip(".") if isinstance(number, float) else str(number)
