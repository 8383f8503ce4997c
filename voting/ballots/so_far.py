"""What the ballots say so far, where a ballot shows its counts while it is open; and who gave which, after an open one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from community.people import queries as people
from kernel import cache, clock, db
from kernel.i18n import format_number
from kernel.lists import Listing, page_of, place
from voting.ballots import drawings, marks
from voting.ballots.booth import Choice
from voting.ballots.marks import from_text
from voting.ballots.pictured import Bar
from voting.ballots.poll_queries import PollCard

SIZE = 50
SLICE = 500
EACH = 10_000
"""Answers for which a sum is kept one minute more: the more there are, the seldomer they are added up."""
_held: cache.Store[dict[int, int]] = cache.Store(200, steady=True)


@dataclass(frozen=True)
class SoFar:
    """Every option with what it has, first choices in a ranking; so many minutes old at most."""

    bars: tuple[Bar, ...]
    age: int


async def told(ballot: PollCard, choices: Sequence[Choice]) -> SoFar | None:
    """What an open ballot that shows its counts says so far; None for one that hides them, is over, or has no answer."""
    if not ballot.shows_counts or not ballot.is_open or ballot.kind == "picks" or not ballot.cast:
        return None
    age = 1 + ballot.cast // EACH
    moment = int(clock.now().timestamp()) // (60 * age)
    found = await _held.once((ballot.id, age, moment), lambda: _added_up(ballot))
    ordered = sorted(choices, key=lambda choice: -found.get(choice.id, 0))
    lengths = drawings.widths([found.get(choice.id, 0) for choice in ordered])
    bars = (
        Bar(choice.title, format_number(found.get(choice.id, 0)), length)
        for choice, length in zip(ordered, lengths, strict=True)
    )
    return SoFar(tuple(bars), age)


async def _added_up(ballot: PollCard) -> dict[int, int]:
    """What each option has, slice by slice: others are served in between."""
    found: dict[int, int] = {}
    after = 0
    while rows := await db.rows(
        "SELECT id, marks FROM ballot_answer WHERE ballot_id = ? AND id > ? ORDER BY id LIMIT ?",
        ballot.id,
        after,
        SLICE,
    ):
        add(found, ballot.kind, [from_text(row["marks"]) for row in rows])
        after = rows[-1]["id"]
    return found


def add(found: dict[int, int], kind: str, answers: Iterable[marks.Marks]) -> None:
    """Add what some answers give each option: the sum of its marks, in a ranking how many put it first."""
    for answer in answers:
        for option, value in answer.items():
            found[option] = found.get(option, 0) + (int(value == 1) if kind == "ranks" else value)


@dataclass(frozen=True)
class Named:
    """An answer of an open ballot with whose it is, None for an account that is gone."""

    id: int
    person: people.PersonCard | None
    marks: Mapping[int, int]
    is_by_proxy: bool


async def answers(ballot: PollCard, after: str | None) -> Listing[Named]:
    """Every answer by name, once an open ballot is counted."""
    cut = place(after, int)
    rows = await db.rows(
        "SELECT id, holder, marks, is_by_proxy FROM ballot_answer WHERE ballot_id = ? AND id > ? ORDER BY id LIMIT ?",
        ballot.id,
        cut[0] if cut else 0,
        SIZE + 1,
    )
    persons = await people.names([int(row["holder"]) for row in rows if str(row["holder"] or "").isdecimal()])
    told = [
        Named(row["id"], persons.get(_number(row)), from_text(row["marks"]), bool(row["is_by_proxy"])) for row in rows
    ]
    return page_of(told, SIZE, lambda one: (one.id,))


def _number(row: Mapping[str, Any]) -> int:
    return int(row["holder"]) if str(row["holder"] or "").isdecimal() else 0
