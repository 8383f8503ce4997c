"""A ballot as files: our own, .blt, .pb and PrefLib's orders. Text out; no I/O, and none of the arithmetic.

The options stand in the order that parts equals, so that whoever counts the file needs no other.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kernel.exports import safe_cell
from voting.ballots.marks import KINDS, Marks

FORMAT = "tandem-ballot 1"
FORMS: Mapping[str, str] = {"blt": "ranks", "soi": "ranks", "soc": "ranks", "pb": "projects"}
"""Formats of others, and what a voter gives each option there."""


@dataclass(frozen=True)
class Entry:
    """An option that stands, by the key that it has in files."""

    key: str
    id: int
    title: str
    cost: int = 0


@dataclass(frozen=True)
class Sheet:
    """One answer: its receipt, its marks by the number of the option."""

    receipt: str
    marks: Marks


@dataclass(frozen=True)
class Filed:
    """All that a file says. `entries` are in the order that parts equals; `picks` are receipt, picked, over."""

    title: str
    method: str
    seats: int
    budget: int
    currency: str
    entries: tuple[Entry, ...]
    sheets: tuple[Sheet, ...]
    picks: tuple[tuple[str, int, int], ...] = ()
    about: Mapping[str, str | int] | None = None

    @property
    def kind(self) -> str:
        return KINDS[self.method]


def own(ballot: Filed) -> str:
    """Our own file, which `recount-ballot` and the page of recounts read."""
    is_priced = ballot.kind == "projects"
    keys = {entry.id: entry.key for entry in ballot.entries}
    rows: list[Sequence[str | int]] = [["META"], ["key", "value"], ["format", FORMAT], ["method", ballot.method]]
    rows += [["seats", ballot.seats], ["budget", ballot.budget], ["question", _cell(ballot.title)]]
    rows += [[name, value] for name, value in (ballot.about or {}).items()]
    rows += [["OPTIONS"], ["option", "name", *(["cost"] if is_priced else [])]]
    rows += [[entry.key, _cell(entry.title), *([entry.cost] if is_priced else [])] for entry in ballot.entries]
    rows += [["BALLOTS"]]
    if ballot.kind == "picks":
        rows += [["receipt", "picked", "over"], *([code, keys[one], keys[other]] for code, one, other in ballot.picks)]
    else:
        rows += [["receipt", *keys.values()]]
        rows += [[sheet.receipt, *(sheet.marks.get(option, "") for option in keys)] for sheet in ballot.sheets]
    return _csv(rows, ",")


def blt(ballot: Filed) -> str:
    """Orders for counting programs; a blank ballot is a line without options."""
    place = {entry.id: str(number) for number, entry in enumerate(ballot.entries, start=1)}
    lines = [f"{len(place)} {ballot.seats}"]
    for order, count in _orders(ballot):
        lines.append(" ".join([str(count), *(place[option] for option in order), "0"]))
    names = [entry.title for entry in ballot.entries] + [ballot.title]
    return "\n".join([*lines, "0", *(f'"{_quoted(name)}"' for name in names), ""])


def preflib(ballot: Filed) -> str:
    """PrefLib's orders; it knows no blank ballots, so that these are left out."""
    place = {entry.id: str(number) for number, entry in enumerate(ballot.entries, start=1)}
    orders = [(order, count) for order, count in _orders(ballot) if order]
    total = sum(count for _order, count in orders)
    head = [f"# TITLE: {_line(ballot.title)}", f"# DATA TYPE: {'soc' if is_complete(ballot) else 'soi'}"]
    head += [
        f"# NUMBER ALTERNATIVES: {len(place)}",
        f"# NUMBER VOTERS: {total}",
        f"# NUMBER UNIQUE ORDERS: {len(orders)}",
    ]
    head += [f"# ALTERNATIVE NAME {place[entry.id]}: {_line(entry.title)}" for entry in ballot.entries]
    return "\n".join([*head, *(f"{count}: {','.join(place[o] for o in order)}" for order, count in orders), ""])


def pb(ballot: Filed) -> str:
    """Pabulib's file; a project's number is its place in the order that parts equals."""
    place = {entry.id: str(number) for number, entry in enumerate(ballot.entries, start=1)}
    rule = "equalshares/add1" if ballot.method == "equal-shares" else "greedy"
    meta: list[tuple[str, str | int]] = [("description", _line(ballot.title)), ("num_projects", len(place))]
    meta += [("num_votes", len(ballot.sheets)), ("budget", ballot.budget), ("currency", ballot.currency)]
    meta += [("vote_type", "approval"), ("rule", rule)]
    votes = Counter(entry for sheet in ballot.sheets for entry in sheet.marks)
    rows: list[Sequence[str | int]] = [
        ["META"],
        ["key", "value"],
        *meta,
        ["PROJECTS"],
        ["project_id", "cost", "votes", "name"],
    ]
    rows += [[place[e.id], e.cost, votes[e.id], _cell(_line(e.title))] for e in ballot.entries]
    rows += [["VOTES"], ["voter_id", "vote"]]
    rows += [[sheet.receipt, ",".join(sorted((place[o] for o in sheet.marks), key=int))] for sheet in ballot.sheets]
    return _csv(rows, ";")


WRITERS = {"csv": own, "blt": blt, "pb": pb, "soi": preflib, "soc": preflib}


def forms_of(ballot: Filed) -> list[str]:
    """The endings of the files that a ballot has."""
    found = [form for form in ("blt", "pb") if FORMS[form] == ballot.kind]
    if ballot.kind == "ranks":
        found.append("soc" if is_complete(ballot) else "soi")
    return ["csv", *found]


def is_complete(ballot: Filed) -> bool:
    """Does every ballot that is not blank rank every option?"""
    return all(len(sheet.marks) in (0, len(ballot.entries)) for sheet in ballot.sheets)


def _orders(ballot: Filed) -> list[tuple[tuple[int, ...], int]]:
    """Different orders, best first, each with how many cast it, the commonest first."""
    orders = Counter(tuple(sorted(sheet.marks, key=sheet.marks.__getitem__)) for sheet in ballot.sheets)
    return sorted(orders.items(), key=lambda pair: (-pair[1], pair[0]))


def _csv(rows: Iterable[Sequence[str | int]], separator: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _cell(text: str) -> str:
    return str(safe_cell(text))


def _line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    return _line(text).replace("\\", "\\\\").replace('"', '\\"')
