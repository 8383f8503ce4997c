"""The result of a ballot: counted from its file alone, kept with the file's checksum, and read again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kernel import db
from kernel.events import record
from kernel.viewer import STRANGER, Viewer
from voting.ballots import closing, counter, filing, poll_queries, taking_part, weighing
from voting.ballots.filing import Entry, Filed, Sheet
from voting.ballots.marks import KINDS, from_text, standing
from voting.ballots.models import BallotState
from voting.value.rules import may_see_customers

Number = int | float


@dataclass(frozen=True)
class Round:
    """One step of a count, options by their numbers; an option that is out of it has no total."""

    kind: str
    totals: Mapping[int, Number]
    elected: tuple[int, ...]
    excluded: tuple[int, ...]
    parted_by: str
    about: Mapping[str, Number]


@dataclass(frozen=True)
class Told:
    """What one method says; lists in `details` are in the order of Result.options."""

    method: str
    winners: tuple[int, ...]
    order: tuple[int, ...]
    rounds: tuple[Round, ...]
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Result:
    """The result of a closed ballot: what its method says, and beside it what another would have said of the same ballots.

    `options` are those that stood, in the order that parts equals. `by_proxy` ballots are among the `cast` ones. `in_doubt` is
    what may be told of those in doubt, and `valid` who would have won without them, where that may be told too.
    """

    plain: Told
    beside: Told
    weighted: Told | None
    options: tuple[int, ...]
    seats: int
    electors: int
    cast: int
    blank: int
    by_proxy: int
    quorum: int
    forms: tuple[str, ...] = field(default=("csv",))
    in_doubt: str = ""
    valid: tuple[int, ...] = ()

    @property
    def is_quorate(self) -> bool:
        return self.cast >= self.quorum


async def filed(ballot_id: int) -> Filed:
    """A ballot's answers as they are counted: options that stand in the order of their lots, answers by receipt."""
    ballot = await db.row(
        'SELECT id, title, method, seats, budget, currency, electors, "cast" AS handed_in, quorum, in_doubt, '
        "(SELECT count(*) FROM elector WHERE ballot_id = ballot.id AND through_id IS NOT NULL) AS by_proxy "
        "FROM ballot WHERE id = ?",
        ballot_id,
    )
    if ballot is None:
        raise LookupError(f"no ballot {ballot_id}")
    options = [one for one in await poll_queries.options(ballot_id) if one.withdrawn_at is None]
    entries = tuple(
        Entry(one.key, one.id, one.title, one.cost) for one in sorted(options, key=lambda one: (one.lot, one.position))
    )
    stands = [entry.id for entry in entries]
    rows = await db.rows("SELECT receipt, marks FROM ballot_answer WHERE ballot_id = ? ORDER BY receipt", ballot_id)
    sheets = tuple(Sheet(row["receipt"], standing(ballot["method"], from_text(row["marks"]), stands)) for row in rows)
    picks = await _picks(ballot_id, stands) if KINDS[ballot["method"]] == "picks" else ()
    about = {"electors": ballot["electors"], "cast": ballot["handed_in"], "quorum": ballot["quorum"]}
    about |= {"by_proxy": ballot["by_proxy"], **taking_part.filed(ballot["in_doubt"])}
    return Filed(
        ballot["title"], ballot["method"], min(ballot["seats"], len(entries)) or 1, ballot["budget"], ballot["currency"],
        entries, sheets, picks, about,
    )  # fmt: skip


async def _picks(ballot_id: int, stands: list[int]) -> tuple[tuple[str, int, int], ...]:
    rows = await db.rows(
        "SELECT receipt, low, high, picked FROM ballot_pick WHERE ballot_id = ? AND picked > 0 ORDER BY receipt, low, high",
        ballot_id,
    )
    return tuple(
        (row["receipt"], row["picked"], row["low"] + row["high"] - row["picked"])
        for row in rows
        if row["low"] in stands and row["high"] in stands
    )


async def count(ballot: int) -> bool:
    """Count a closed ballot, once: its result is kept, and what tied a secret answer to anybody is gone."""
    waiting = await db.row("SELECT id FROM ballot WHERE id = ? AND state = 'closed' AND result = ''", ballot)
    if waiting is None:
        return False
    plain = await filed(ballot)
    doubted = await taking_part.doubted(ballot)
    in_doubt = taking_part.told(int((plain.about or {})["cast"]), len(doubted))
    found = replace(plain, about={**(plain.about or {}), **taking_part.filed(in_doubt)})
    text = filing.own(found)
    told = await counter.counted(text)
    beside = {
        "weighted": await weighing.weighed(ballot, found),
        "valid": await taking_part.winners_without(ballot, found, doubted),
    }
    said = json.dumps(kept(found, told) | {name: one for name, one in beside.items() if one})
    async with db.transaction():
        held = await closing.held(ballot)
        if held is None or held["state"] != BallotState.CLOSED or held["result"]:
            return False
        if held["is_secret"]:
            await _cut_loose(ballot)
        await db.execute(
            "UPDATE ballot SET result = ?, checksum = ?, in_doubt = ?, salt = '' WHERE id = ?",
            said,
            checksum(text),
            in_doubt,
            ballot,
        )
        await record("ballot.closed", actor=None, subject=("ballot", ballot), **closing.told(held))
    return True


def kept(found: Filed, told: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a count."""
    blank = 0 if found.kind == "picks" else sum(not sheet.marks for sheet in found.sheets)
    return {"count": told, "about": found.about, "blank": blank, "forms": filing.forms_of(found)}


def checksum(text: str) -> str:
    """The SHA-256 of a ballot file."""
    return hashlib.sha256(text.encode()).hexdigest()


async def _cut_loose(ballot: int) -> None:
    """Write the answers anew without their holders, in the order of their receipts: nothing tells who gave which, nor when.

    Which were cast by proxy is forgotten too: who carries whose vote is known, and so would be what they said.
    """
    answers = await db.rows("SELECT receipt, marks FROM ballot_answer WHERE ballot_id = ? ORDER BY receipt", ballot)
    picks = await db.rows(
        "SELECT receipt, low, high, picked FROM ballot_pick WHERE ballot_id = ? ORDER BY receipt, low, high", ballot
    )
    await db.execute("DELETE FROM ballot_answer WHERE ballot_id = ?", ballot)
    await db.execute("DELETE FROM ballot_pick WHERE ballot_id = ?", ballot)
    await db.execute_many(
        "INSERT INTO ballot_answer (ballot_id, receipt, marks, is_by_proxy) VALUES (?, ?, ?, ?)",
        [(ballot, row["receipt"], row["marks"], False) for row in answers],
    )
    await db.execute_many(
        "INSERT INTO ballot_pick (ballot_id, receipt, low, high, picked) VALUES (?, ?, ?, ?, ?)",
        [(ballot, row["receipt"], row["low"], row["high"], row["picked"]) for row in picks],
    )


async def result(ballot_id: int, viewer: Viewer = STRANGER) -> Result | None:
    """The kept result of a ballot, None before it is counted. What it says by worth is for those who may see customers:
    beside a name and its answer it would tell what an account is worth.
    """
    kept = await db.value("SELECT result FROM ballot WHERE id = ?", ballot_id)
    if not kept:
        return None
    found = json.loads(kept)
    if not may_see_customers(viewer):
        found.pop("weighted", None)
    numbers = {option.key: option.id for option in await poll_queries.options(ballot_id)}
    return read(found, numbers)


def read(found: Mapping[str, Any], numbers: Mapping[str, int]) -> Result:
    """A result out of what is kept; `numbers` are the options by their keys in the file."""
    told, about = found["count"], found["about"]
    return Result(
        plain=_told(told, numbers),
        beside=_told(told["beside"], numbers),
        weighted=_told(found["weighted"], numbers) if "weighted" in found else None,
        options=tuple(numbers[key] for key in told["options"]),
        seats=told["seats"],
        electors=about["electors"],
        cast=about["cast"],
        blank=found["blank"],
        by_proxy=about["by_proxy"],
        quorum=about["quorum"],
        forms=tuple(found["forms"]),
        in_doubt=about.get(taking_part.NAME, ""),
        valid=tuple(numbers[key] for key in found.get("valid", ())),
    )


def _told(told: Mapping[str, Any], numbers: Mapping[str, int]) -> Told:
    return Told(
        told["method"],
        tuple(numbers[key] for key in told["winners"]),
        tuple(numbers[key] for key in told["order"]),
        tuple(_round(one, numbers) for one in told["rounds"]),
        told["details"],
    )


def _round(one: Mapping[str, Any], numbers: Mapping[str, int]) -> Round:
    about = {name: numbers[str(value)] if name == "option" else value for name, value in one["about"].items()}
    return Round(
        one["kind"],
        {numbers[key]: total for key, total in one["totals"].items()},
        tuple(numbers[key] for key in one["elected"]),
        tuple(numbers[key] for key in one["excluded"]),
        one["parted_by"],
        about,
    )
