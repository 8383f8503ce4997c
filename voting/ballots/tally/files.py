"""Ballot files: our own, .blt for STV (ERS and OpenSTV), .pb of Pabulib, and PrefLib's orders. Text in, text out; no I/O.

Ours is a CSV in three parts, each with its name alone on a line and a line of columns: META (key, value), OPTIONS (option,
name, and cost for projects) in the order that parts equals, BALLOTS (receipt, then a column for each option; for picks:
receipt, picked, over).
"""

from __future__ import annotations

import csv
import io
import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from voting.ballots.tally.methods import METHODS, Kind, Poll
from voting.ballots.tally.profile import Ballots, gathered, weighed

FORMAT = "tandem-ballot 1"
PARTS = ("META", "OPTIONS", "PROJECTS", "BALLOTS", "VOTES")
MOST_OPTIONS = 2000
_RANKED = re.compile(r"\{[^{}]*+\}|\d+")
_PREFLIB_NAME = re.compile(r"#\s*ALTERNATIVE NAME (\d+):\s*(.*)")


class Unreadable(ValueError):
    """A file that is no ballot file; the message says why and where."""


@dataclass(frozen=True)
class BallotFile:
    """A poll out of a file, with the method the file names, and the keys and names of its options."""

    method: str
    poll: Poll
    keys: tuple[str, ...]
    names: tuple[str, ...]
    title: str = ""


def read(text: str, name: str = "") -> BallotFile:
    """A ballot file of any of the four kinds, told apart by what it begins with and by the ending of its name."""
    body = text.lstrip("\ufeff \t\r\n")
    try:
        if body.startswith("#"):
            return _preflib(body)
        if body.partition("\n")[0].strip() == "META":
            parts = _parts(body)
            return _pabulib(parts) if "PROJECTS" in parts else _own(parts)
        if name.endswith(".blt") or re.match(r"\d+\s+\d+\s", body):
            return _blt(body)
    except Unreadable:
        raise
    except (ValueError, KeyError, IndexError, csv.Error, OverflowError) as error:
        raise Unreadable(f"this is not a whole ballot file: {error}") from error
    raise Unreadable("this is none of the ballot files that are known: ours, .blt, .pb, or PrefLib's orders")


def _parts(body: str) -> dict[str, list[list[str]]]:
    """The rows of each part of a file, its line of columns first."""
    separator = ";" if re.search(r"^key;value", body, re.M) else ","
    found: dict[str, list[list[str]]] = {}
    part: list[list[str]] = []
    for row in csv.reader(io.StringIO(body, newline=""), delimiter=separator):
        if len(row) == 1 and row[0].strip() in PARTS:
            part = found.setdefault(row[0].strip(), [])
        elif row:
            part.append(row)
    return found


def _meta(parts: dict[str, list[list[str]]]) -> dict[str, str]:
    return {row[0].strip(): row[1].strip() for row in parts["META"][1:] if len(row) > 1}


def _named(rows: list[list[str]]) -> Iterator[dict[str, str]]:
    for row in rows[1:]:
        yield dict(zip(rows[0], row, strict=False))


def _own(parts: dict[str, list[list[str]]]) -> BallotFile:
    meta = _meta(parts)
    method = meta.get("method", "")
    if meta.get("format") != FORMAT or method not in METHODS:
        raise Unreadable("the file does not say `format` and `method` as it should")
    options = list(_named(parts["OPTIONS"]))
    keys = _distinct([row["option"] for row in options])
    kind, rows = METHODS[method].kind, parts["BALLOTS"]
    about = {"seats": _whole(meta.get("seats", "1"), 1), "budget": _whole(meta.get("budget", "0"))}
    costs = tuple(_whole(row["cost"], 1) for row in options) if kind == Kind.PROJECTS else ()
    if kind == Kind.PICKS:
        empty = gathered(keys, [])
        poll = Poll(kind, empty, about["seats"], wins=wins_of(keys, [(row[1], row[2]) for row in rows[1:]]))
    else:
        if tuple(rows[0][1:]) != keys:
            raise Unreadable("the columns of BALLOTS are not the options in their order")
        table = [[_whole(cell or "0") for cell in row[1:]] for row in rows[1:]]
        poll = Poll(kind, gathered(keys, table), about["seats"], costs, about["budget"])
    return BallotFile(method, poll, keys, tuple(row["name"] for row in options), meta.get("question", ""))


def wins_of(keys: Sequence[str], picks: Iterable[tuple[str, str]]) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """How often each option was picked over each other one."""
    at = {key: place for place, key in enumerate(keys)}
    wins = np.zeros((len(keys), len(keys)), np.int64)
    for picked, over in picks:
        if picked == over:
            raise Unreadable(f"{picked} was picked over itself")
        wins[at[picked], at[over]] += 1
    return wins


def _pabulib(parts: dict[str, list[list[str]]]) -> BallotFile:
    meta, projects = _meta(parts), list(_named(parts["PROJECTS"]))
    projects.sort(key=lambda row: _by_number(row["project_id"]))
    keys = _distinct([row["project_id"] for row in projects])
    at = {key: place for place, key in enumerate(keys)}
    table = []
    for row in _named(parts["VOTES"]):
        marks = [0] * len(keys)
        for project in filter(None, (cell.strip() for cell in row["vote"].split(","))):
            marks[at[project]] = 1
        table.append(marks)
    method = "equal-shares" if meta.get("rule", "").startswith("equalshares") else "knapsack"
    costs = tuple(_whole(row["cost"], 1) for row in projects)
    poll = Poll(Kind.PROJECTS, gathered(keys, table), 1, costs, _whole(meta["budget"]))
    return BallotFile(method, poll, keys, tuple(row.get("name", "") for row in projects), meta.get("description", ""))


def _blt(body: str) -> BallotFile:
    lines = [line.split("#")[0].strip() for line in body.splitlines()]
    lines = [line for line in lines if line]
    many, seats = (_whole(number, 1) for number in lines[0].split()[:2])
    withdrawn: set[int] = set()
    rows: list[tuple[int, list[int]]] = []
    for place, line in enumerate(lines[1:], start=1):
        numbers = [int(number) for number in line.split()] if line[0] != '"' else []
        if numbers == [0]:
            break
        if numbers and numbers[0] < 0:
            withdrawn |= {-number for number in numbers if number}
            continue
        if len(numbers) < 2 or numbers[-1] != 0 or not all(0 < number <= many for number in numbers[1:-1]):
            raise Unreadable(f"line {place + 1} is not a ballot: a count, options, and 0 at the end")
        rows.append((numbers[0], [number - 1 for number in numbers[1:-1] if number not in withdrawn]))
    else:
        raise Unreadable("the ballots do not end with a line of 0")
    texts = [shlex.split(line)[0] if line[0] in "\"'" else line for line in lines[place + 1 :]]
    if len(texts) < many or many > MOST_OPTIONS:
        raise Unreadable(f"{many} options are announced and {len(texts)} named")
    stands = [option for option in range(many) if option + 1 not in withdrawn]
    keys = tuple(str(option + 1) for option in stands)
    ballots = ranked(keys, [(count, [stands.index(option) for option in order]) for count, order in rows])
    title = texts[many] if len(texts) > many else ""
    return BallotFile("stv", Poll(Kind.RANKS, ballots, seats), keys, tuple(texts[option] for option in stands), title)


def ranked(keys: Sequence[str], orders: Iterable[tuple[int, Sequence[int]]]) -> Ballots:
    """Ballots from orders of options, best first, each with how many cast it."""
    rows = []
    for count, order in orders:
        ranks = [0] * len(keys)
        for rank, option in enumerate(order, start=1):
            if ranks[option]:
                raise Unreadable(f"a ballot names option {keys[option]} twice")
            ranks[option] = rank
        rows.append((count, ranks))
    return weighed(keys, rows)


def _preflib(body: str) -> BallotFile:
    """Orders with the most preferred first; options in braces stand together."""
    names: dict[int, str] = {}
    rows: list[tuple[int, list[int]]] = []
    for line in filter(None, map(str.strip, body.splitlines())):
        if line.startswith("#"):
            if found := _PREFLIB_NAME.match(line):
                names[int(found[1])] = found[2].strip()
            continue
        count, _colon, order = line.partition(":")
        ranks, place = [0] * len(names), 1
        for group in _RANKED.findall(order):
            together = [int(number) for number in re.findall(r"\d+", group)]
            for option in together:
                ranks[option - 1] = place
            place += len(together)
        rows.append((int(count), ranks))
    if not names or sorted(names) != list(range(1, len(names) + 1)):
        raise Unreadable("the file does not name its options from 1 on")
    keys = tuple(str(number) for number in sorted(names))
    return BallotFile("schulze", Poll(Kind.RANKS, weighed(keys, rows)), keys, tuple(names[int(key)] for key in keys))


def _distinct(keys: list[str]) -> tuple[str, ...]:
    if len(set(keys)) != len(keys) or not 0 < len(keys) <= MOST_OPTIONS:
        raise Unreadable("the options are not each there once")
    return tuple(keys)


def _by_number(key: str) -> tuple[str, int, str]:
    """Keys in the order people expect: c2 before c10."""
    head = key.rstrip("0123456789")
    return (head, int(key[len(head) :] or 0), key)


def _whole(text: str, least: int = 0) -> int:
    value = int(text)
    if not least <= value <= 10**15:
        raise Unreadable(f"{text} is out of range")
    return value
