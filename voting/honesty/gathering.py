"""Reading what signals are made of, and writing down what they found: the daily look at all votes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kernel import clock, db
from kernel.events import record
from kernel.features import the_house
from voting.ballots import doubts
from voting.ballots.doubt_models import Voted
from voting.ballots.doubts import Held
from voting.ballots.states import Pair, State
from voting.value.links import SHOWN

if TYPE_CHECKING:
    from voting.honesty.signals import Group, Votes

EVERY = 6 * 3600
KEPT = "burst"
"""A reason that cannot be looked for again once the day's traces are gone stays."""
_VOTES = (
    "SELECT s.idea_id, s.person_id, s.at, coalesce(i.merged_into_id, i.id) AS root FROM support s "
    "JOIN idea i ON i.id = s.idea_id JOIN person p ON p.id = s.person_id WHERE p.is_claimed IS TRUE ORDER BY s.id"
)
_TRACES = (
    "SELECT person_id, CAST(day AS TEXT) AS day, MIN(block) AS block FROM trace GROUP BY person_id, day "
    "HAVING COUNT(DISTINCT block) = 1"
)


@dataclass(frozen=True)
class Ground:
    """The votes as arrays, and which rows of the database each is: `pairs[n]` is the idea and person of vote n."""

    votes: Votes
    pairs: list[Pair]
    roots: list[int]
    persons: list[int]


async def look() -> int:
    """Find groups among all supports and mark their votes; says how many groups. A person's decision is left as it is."""
    ground = await _read()
    if ground is None:
        return 0
    found, marks = await asyncio.to_thread(_found, ground)
    await _mark(marks)
    await doubts.settle()
    await _keep(ground, found)
    return len(found)


async def run() -> None:
    """As a job."""
    await look()


def _found(ground: Ground) -> tuple[list[Group], dict[Pair, str]]:
    from voting.honesty import signals

    found = signals.groups(ground.votes, signals.Limits())
    marked = signals.marked(ground.votes, found)
    place = list(zip(ground.votes.idea.tolist(), ground.votes.person.tolist(), strict=True))
    order = list(signals.Reason)
    return found, {
        pair: " ".join(reason for reason in order if reason in marked[at])
        for pair, at in zip(ground.pairs, place, strict=True)
        if at in marked
    }


async def _read() -> Ground | None:
    rows = await db.rows(_VOTES)
    if not rows:
        return None
    people = await db.rows("SELECT id, created_at FROM person WHERE is_claimed IS TRUE ORDER BY id")
    known = {
        row["person_id"]
        for row in await db.rows(f"SELECT person_id FROM customer_link WHERE source IN ({db.marks(SHOWN)})", *SHOWN)
    }
    inviters: dict[int, int] = {}
    for brought in the_house().registered("vote.inviters"):
        inviters |= await brought()
    traces = {(row["person_id"], row["day"][:10]): row["block"] for row in await db.rows(_TRACES)}
    return await asyncio.to_thread(_ground, rows, people, known, inviters, traces)


def _ground(
    rows: list[db.Row],
    people: list[db.Row],
    known: set[int],
    inviters: dict[int, int],
    traces: dict[tuple[int, str], str],
) -> Ground:
    import numpy as np

    from voting.honesty.signals import Votes

    persons = [row["id"] for row in people]
    place = {person: n for n, person in enumerate(persons)}
    roots = sorted({row["root"] for row in rows})
    at = {root: n for n, root in enumerate(roots)}
    blocks: dict[str, int] = {}
    block = [
        blocks.setdefault(told, len(blocks)) if (told := traces.get((row["person_id"], _day(row["at"])))) else -1
        for row in rows
    ]
    votes = Votes(
        person=np.array([place[row["person_id"]] for row in rows], dtype=np.int64),
        idea=np.array([at[row["root"]] for row in rows], dtype=np.int64),
        day=np.array([row["at"].timestamp() / 86_400 for row in rows]),
        block=np.array(block, dtype=np.int64),
        made=np.array([row["created_at"].timestamp() / 86_400 for row in people]),
        known=np.array([person in known for person in persons]),
        inviter=np.array([place.get(inviters.get(person, 0), -1) for person in persons], dtype=np.int64),
        ideas=len(roots),
    )
    return Ground(votes, [(row["idea_id"], row["person_id"]) for row in rows], roots, persons)


def _day(at: datetime) -> str:
    """As traces have it: in UTC."""
    return at.astimezone(UTC).date().isoformat()


async def _mark(marks: dict[Pair, str]) -> None:
    """What is found becomes doubtful, and what is found no more is valid again, but for what a person decided."""
    rows = await db.rows("SELECT subject_id, person_id, reasons FROM doubt WHERE kind = 'support' AND reasons <> ''")
    before = {(row["subject_id"], row["person_id"]): row["reasons"] for row in rows}
    wanted = {pair: KEPT for pair, told in before.items() if KEPT in told.split()}
    wanted |= {pair: _with_kept(told, wanted.get(pair)) for pair, told in marks.items()}
    changed = sorted(pair for pair in before.keys() | wanted.keys() if before.get(pair, "") != wanted.get(pair, ""))
    for start in range(0, len(changed), doubts.AT_ONCE):
        part = changed[start : start + doubts.AT_ONCE]
        async with db.transaction():
            held = await doubts.held(Voted.SUPPORT, part)
            turns = {pair: _turned(held.get(pair), wanted.get(pair, "")) for pair in part}
            await doubts.write(Voted.SUPPORT, turns, by=None)


def _with_kept(told: str, kept: str | None) -> str:
    return told if not kept or kept in told.split() else f"{kept} {told}"


def _turned(held: Held | None, reasons: str) -> Held:
    if held is None:
        return Held(State.DOUBTFUL if reasons else State.VALID, reasons)
    return standing(Held(held.state, reasons, held.quarantine, held.cleared_at))


def standing(held: Held) -> Held:
    """What follows from a quarantine, from a person's word that the vote is right, and from reasons, in this order."""
    if held.quarantine is not None:
        state = State.QUARANTINED
    elif held.cleared_at is not None or not held.reasons:
        state = State.VALID
    else:
        state = State.DOUBTFUL
    return Held(state, held.reasons, held.quarantine, held.cleared_at)


async def _keep(ground: Ground, found: list[Group]) -> None:
    """The groups of this look in the place of those of the last, but for bursts; what is decided already is left out."""
    decided = {
        (row["subject_id"], row["person_id"])
        for row in await db.rows(
            "SELECT subject_id, person_id FROM doubt WHERE kind = 'support' "
            "AND (state = 'quarantined' OR cleared_at IS NOT NULL) UNION "
            "SELECT v.subject_id, v.person_id FROM found_vote v JOIN vote_finding f ON f.id = v.finding_id "
            "WHERE f.reasons = ?",
            KEPT,
        )
    }
    by_person: dict[int, list[int]] = {}
    for n, person in enumerate(ground.votes.person.tolist()):
        by_person.setdefault(person, []).append(n)
    now = clock.now()
    async with db.transaction():
        await db.execute(
            "DELETE FROM found_vote WHERE finding_id IN (SELECT id FROM vote_finding WHERE reasons <> ?)", KEPT
        )
        await db.execute("DELETE FROM vote_finding WHERE reasons <> ?", KEPT)
        for group in found:
            pairs = sorted(set(_votes_of(ground, group, by_person)) - decided)
            if pairs:
                await write(" ".join(group.reasons), group.told, pairs, now)
        await record("votes.looked_at", actor=None, subject=("site", 0), found=len(found))


def _votes_of(ground: Ground, group: Group, by_person: dict[int, list[int]]) -> Iterable[Pair]:
    """Of a ring all that its people gave, of a burst what they gave to the idea."""
    ideas = set(group.ideas.tolist()) if "burst" in group.reasons else None
    for person in group.people.tolist():
        for n in by_person[person]:
            if ideas is None or int(ground.votes.idea[n]) in ideas:
                yield ground.pairs[n]


async def write(reasons: str, shares: dict[str, float], pairs: list[Pair], now: datetime) -> int:
    """Put a group before whoever decides; says its number."""
    told: dict[str, Any] = {**shares, "people": len({person for _idea, person in pairs})}
    number = await db.value(
        "INSERT INTO vote_finding (reasons, told, people, votes, found_at) VALUES (?, ?, ?, ?, ?) RETURNING id",
        reasons,
        json.dumps(told),
        told["people"],
        len(pairs),
        now,
    )
    await db.execute_many(
        "INSERT INTO found_vote (finding_id, kind, subject_id, person_id) VALUES (?, 'support', ?, ?)",
        [(number, *pair) for pair in pairs],
    )
    return int(number)
