"""Looking at all votes and writing down what was found: marks on votes, and groups for a person to decide about."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kernel import clock, db
from kernel.events import record
from voting.ballots import doubts
from voting.ballots.doubt_models import Voted
from voting.ballots.doubts import Held
from voting.ballots.states import Pair, State
from voting.honesty import ground
from voting.honesty.ground import Ground

if TYPE_CHECKING:
    from voting.honesty.traits import Group

EVERY = 6 * 3600
KEPT = ("burst", "device")
"""Reasons that cannot be looked for again once the day's traces are gone stay."""


async def look() -> int:
    """Find groups among all supports and all scores and mark their votes; says how many groups.

    A person's decision is left as it is.
    """
    who = await ground.people()
    many = 0
    for kind in Voted:
        found = await ground.read(kind, who)
        many += 0 if found is None else await _of_kind(found)
    async with db.transaction():
        await record("votes.looked_at", actor=None, subject=("site", 0), found=many)
    return many


async def _of_kind(here: Ground) -> int:
    found, marks = await asyncio.to_thread(_found, here)
    await _mark(here.kind, marks)
    await doubts.settle()
    await _keep(here, found)
    return len(found)


async def run() -> None:
    """As a job."""
    await look()


def _found(here: Ground) -> tuple[list[Group], dict[Pair, str]]:
    from voting.honesty import signals, traits

    found = signals.groups(here.votes, traits.Limits())
    marked = signals.marked(here.votes, found)
    place = list(zip(here.votes.idea.tolist(), here.votes.person.tolist(), strict=True))
    order = list(traits.Reason)
    return found, {
        pair: " ".join(reason for reason in order if reason in marked[at])
        for pair, at in zip(here.pairs, place, strict=True)
        if at in marked
    }


async def _mark(kind: Voted, marks: Mapping[Pair, str]) -> None:
    """What is found becomes doubtful, and what is found no more is valid again, but for what a person decided."""
    rows = await db.rows(
        "SELECT subject_id, person_id, reasons FROM doubt WHERE kind = ? AND reasons <> ''", kind.value
    )
    before = {(row["subject_id"], row["person_id"]): row["reasons"] for row in rows}
    wanted = {pair: kept for pair, told in before.items() if (kept := _kept(told))}
    wanted |= {pair: _joined(wanted.get(pair, ""), told) for pair, told in marks.items()}
    changed = sorted(pair for pair in before.keys() | wanted.keys() if before.get(pair, "") != wanted.get(pair, ""))
    for start in range(0, len(changed), doubts.AT_ONCE):
        part = changed[start : start + doubts.AT_ONCE]
        async with db.transaction():
            held = await doubts.held(kind, part)
            turns = {pair: _turned(held.get(pair), wanted.get(pair, "")) for pair in part}
            await doubts.write(kind, turns, by=None)


def _kept(told: str) -> str:
    return " ".join(word for word in told.split() if word in KEPT)


def _joined(kept: str, told: str) -> str:
    return " ".join(dict.fromkeys([*kept.split(), *told.split()]))


def _turned(held: Held | None, reasons: str) -> Held:
    if held is None:
        return Held(State.DOUBTFUL if reasons else State.VALID, reasons)
    return standing(replace(held, reasons=reasons))


def standing(held: Held) -> Held:
    """What follows from a quarantine, from a person's word that the vote is right, and from reasons, in this order."""
    if held.quarantine is not None:
        state = State.QUARANTINED
    elif held.cleared_at is not None or not held.reasons:
        state = State.VALID
    else:
        state = State.DOUBTFUL
    return Held(state, held.reasons, held.quarantine, held.cleared_at)


async def _keep(here: Ground, found: list[Group]) -> None:
    """The groups of this look in the place of those of the last, but for what traces told; what is decided is left out."""
    of_traces = f"f.reasons IN ({db.marks(KEPT)})"
    of_kind = f"f.id IN (SELECT finding_id FROM found_vote WHERE kind = ?) AND NOT {of_traces} "
    of_kind += "OR NOT EXISTS (SELECT 1 FROM found_vote v WHERE v.finding_id = f.id)"
    decided = await db.rows(
        "SELECT subject_id, person_id FROM doubt WHERE kind = ? AND (state = 'quarantined' OR cleared_at IS NOT NULL) "
        "UNION SELECT v.subject_id, v.person_id FROM found_vote v JOIN vote_finding f ON f.id = v.finding_id "
        f"WHERE v.kind = ? AND {of_traces}",
        here.kind.value,
        here.kind.value,
        *KEPT,
    )
    done = {(row["subject_id"], row["person_id"]) for row in decided}
    by_person: dict[int, list[int]] = {}
    for n, person in enumerate(here.votes.person.tolist()):
        by_person.setdefault(person, []).append(n)
    now = clock.now()
    async with db.transaction():
        old = [
            row["id"]
            for row in await db.rows(f"SELECT f.id FROM vote_finding f WHERE {of_kind}", here.kind.value, *KEPT)
        ]
        await db.execute(f"DELETE FROM found_vote WHERE finding_id IN ({db.marks(old)})", *old)
        await db.execute(f"DELETE FROM vote_finding WHERE id IN ({db.marks(old)})", *old)
        for group in found:
            pairs = sorted(set(_votes_of(here, group, by_person)) - done)
            if pairs:
                await write(" ".join(group.reasons), _told(here.kind, group), pairs, now, kind=here.kind)


def _told(kind: Voted, group: Group) -> dict[str, float]:
    """Of scores what they share are designs."""
    return {"designs" if kind == Voted.SCORE and name == "ideas" else name: n for name, n in group.told.items()}


def _votes_of(here: Ground, group: Group, by_person: dict[int, list[int]]) -> Iterable[Pair]:
    """Of a ring all that its people gave, of what traces told what they gave to the one thing."""
    ideas = None if "together" in group.reasons else set(group.ideas.tolist())
    for person in group.people.tolist():
        for n in by_person[person]:
            if ideas is None or int(here.votes.idea[n]) in ideas:
                yield here.pairs[n]


async def write(
    reasons: str, shares: Mapping[str, float], pairs: list[Pair], now: datetime, *, kind: Voted = Voted.SUPPORT
) -> int:
    """Put a group before whoever decides; says its number."""
    told: dict[str, Any] = {**shares, "people": len({person for _subject, person in pairs})}
    number = await db.value(
        "INSERT INTO vote_finding (reasons, told, people, votes, found_at) VALUES (?, ?, ?, ?, ?) RETURNING id",
        reasons,
        json.dumps(told),
        told["people"],
        len(pairs),
        now,
    )
    await db.execute_many(
        "INSERT INTO found_vote (finding_id, kind, subject_id, person_id) VALUES (?, ?, ?, ?)",
        [(number, kind.value, *pair) for pair in pairs],
    )
    return int(number)
