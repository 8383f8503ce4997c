"""Doubt in words: for staff with the numbers, for voters by kind alone, so that nobody learns how much is too much."""

from __future__ import annotations

import json
from typing import Any

from ideas.board.states import Counting
from kernel.i18n import gettext as _
from kernel.i18n import mark, ngettext
from voting.ballots.states import State

STATES = {
    State.VALID: mark("Counts"),
    State.DOUBTFUL: mark("Counts, marked as doubtful"),
    State.QUARANTINED: mark("Set aside: it does not count"),
}
POLICIES = {
    Counting.VALID: mark("valid votes alone decide"),
    Counting.DOUBTFUL: mark("valid and doubtful votes decide"),
}
KINDS = {
    "burst": mark("Many votes for the same came from one place within a day."),
    "device": mark(
        "A few votes for the same came from one place within a day, all by the same kind of device, from new accounts of one age."
    ),
    "together": mark("It was given in step with a group of other accounts."),
    "made": mark("Those accounts were made at about the same time."),
    "unknown": mark("Hardly any of those accounts belongs to a known customer."),
    "invited": mark("Those accounts were brought by the same person."),
}


def reasons(told: str) -> list[str]:
    """Kinds of doubt as sentences without a number."""
    return [_(KINDS[word]) for word in told.split() if word in KINDS]


def shared(told: str, found: str) -> list[str]:
    """What a group shares, for staff."""
    numbers = {name: int(value) for name, value in json.loads(found or "{}").items()}
    return [line for word in told.split() if (line := _line(word, numbers))]


def _line(word: str, numbers: dict[str, int]) -> str:
    people = numbers.get("people", 0)
    values: dict[str, Any] = {
        name: numbers.get(name, 0) for name in ("people", "ideas", "designs", "within", "days", "known", "brought")
    }
    if word == "burst":
        return (
            ngettext(
                "%(people)s person voted for one thing from one block of addresses on one day.",
                "%(people)s people voted for one thing from one block of addresses on one day.",
                people,
            )
            % values
        )
    if word == "device":
        return (
            _(
                "%(people)s accounts of an age voted for one thing on one day from one block of addresses on one kind of device."
            )
            % values
        )
    if word == "together" and "designs" in numbers:
        return _("%(people)s accounts gave most of the same %(designs)s designs the same kind of score.") % values
    if word == "together":
        return _("%(people)s accounts support most of the same %(ideas)s ideas.") % values
    if word == "made":
        return _("%(within)s of them were made within %(days)s days.") % values
    if word == "unknown":
        return _("%(known)s of them belong to known customers.") % values
    return _("%(brought)s of them were brought by one person.") % values if word == "invited" else ""


def state(name: str) -> str:
    return _(STATES[State(name)])
