"""What every way of scoring writes alike: rows that stand, lines of the ledger, counts of designs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ideas.studio import places, queries
from kernel import db
from voting.ballots import means
from voting.ballots.ledger import Given
from voting.ballots.models import ScoreKind

LEVELS = tuple(f"n{level}" for level in means.LEVELS)
_SETS = ", ".join(f"{name} = ?" for name in LEVELS)
Pair = tuple[int, int]
"""Design and person."""
Line = tuple[int, int, ScoreKind, int | None, datetime]
"""Of the ledger: design, person, kind, value, at."""


@dataclass(frozen=True)
class Row:
    """What stands of a member and a design, and whether it counts."""

    given: Given
    is_valid: bool = True


@dataclass
class Change:
    """What is added to a design's counts; `levels` are its valid scores of 0 to 5."""

    raw: int = 0
    wishes: int = 0
    levels: list[int] = field(default_factory=lambda: [0] * len(means.LEVELS))

    def turn(self, before: Given, after: Given, *, is_valid: bool) -> None:
        for given, sign in ((before, -1), (after, 1)):
            if given.value is not None:
                self.raw += sign
                self.levels[given.value] += sign if is_valid else 0
            self.wishes += sign if is_valid and given.wishes else 0

    def judge(self, before: Given, after: Given) -> None:
        """The same where what is given stays given, and comes to count or no longer does."""
        raw = self.raw
        self.turn(before, after, is_valid=True)
        self.raw = raw


async def add(rows: Mapping[Pair, tuple[Given, datetime]]) -> set[Pair]:
    """Insert what has no row yet, always in one order so that no two wait for each other; gives back the new."""
    if not rows:
        return set()
    places = ", ".join(["(?, ?, ?, ?, ?, ?)"] * len(rows))
    values = [v for pair, (given, at) in sorted(rows.items()) for v in (*pair, given.value, given.wishes, True, at)]
    new = await db.rows(
        f"INSERT INTO score (design_id, person_id, value, wishes, is_valid, at) VALUES {places} "
        "ON CONFLICT (design_id, person_id) DO NOTHING RETURNING design_id, person_id",
        *values,
    )
    return {(row["design_id"], row["person_id"]) for row in new}


async def held(pairs: Iterable[Pair]) -> dict[Pair, Row]:
    """The rows of some pairs, kept from others until this transaction ends."""
    asked = sorted(pairs)
    if not asked:
        return {}
    lock = "" if db.on_sqlite() else " FOR UPDATE"
    found = await db.rows(
        "SELECT design_id, person_id, value, wishes, is_valid FROM score WHERE "
        f"{' OR '.join(['(design_id = ? AND person_id = ?)'] * len(asked))} ORDER BY design_id, person_id{lock}",
        *(number for pair in asked for number in pair),
    )
    return {
        (row["design_id"], row["person_id"]): Row(Given(row["value"], bool(row["wishes"])), row["is_valid"])
        for row in found
    }


async def of_own_account(pairs: Iterable[Pair]) -> set[Pair]:
    """Those of some pairs where the member counts for the same customer as the design's author."""
    asked = sorted(pairs)
    if not asked:
        return set()
    rows = await db.rows(
        "SELECT s.design_id, s.person_id FROM score s JOIN design d ON d.id = s.design_id "
        "JOIN customer_link mine ON mine.person_id = s.person_id "
        "JOIN customer_link theirs ON theirs.person_id = d.author_id AND theirs.customer_id = mine.customer_id "
        f"WHERE {' OR '.join(['(s.design_id = ? AND s.person_id = ?)'] * len(asked))}",
        *(number for pair in asked for number in pair),
    )
    return {(row["design_id"], row["person_id"]) for row in rows}


async def put(rows: Mapping[Pair, Given], at: datetime) -> None:
    """Write what stands now into rows that are there."""
    await db.execute_many(
        "UPDATE score SET value = ?, wishes = ?, at = ? WHERE design_id = ? AND person_id = ?",
        [(given.value, given.wishes, at, *pair) for pair, given in sorted(rows.items())],
    )


async def write(lines: Sequence[Line]) -> None:
    """Append to the ledger."""
    await db.execute_many(
        "INSERT INTO score_event (design_id, person_id, kind, value, at) VALUES (?, ?, ?, ?, ?)", lines
    )


async def count(changes: Mapping[int, Change]) -> None:
    """Add to the counts of designs and keep their places right in both orders.

    Whether anybody may see the scores is asked by the last statement, which sees what whoever held the rows before wrote of
    a challenge; so both places are handed to it.
    """
    if not changes:
        return
    lock = "" if db.on_sqlite() else " FOR NO KEY UPDATE"
    rows = await db.rows(
        f"SELECT id, wishes, {', '.join(LEVELS)}, comments, remixes, published_at FROM design "
        f"WHERE id IN ({db.marks(list(changes))}) ORDER BY id{lock}",
        *changes,
    )
    secret, hides = queries.secret()
    await db.execute_many(
        f"UPDATE design AS d SET scores = ?, raw_scores = raw_scores + ?, wishes = ?, {_SETS}, bound = ?, "
        f"trending = CASE WHEN {secret} THEN CAST(? AS double precision) ELSE CAST(? AS double precision) END "
        "WHERE d.id = ?",
        [_written(row, changes[row["id"]], hides) for row in rows],
    )


def _written(row: db.Row, change: Change, hides: tuple[Any, ...]) -> tuple[Any, ...]:
    """What a design's row holds once a change is added to it."""
    levels = [row[name] + added for name, added in zip(LEVELS, change.levels, strict=True)]
    now = {**row, "scores": sum(levels), "wishes": row["wishes"] + change.wishes}
    unseen, seen = places.place({**now, "is_secret": True}), places.place({**now, "is_secret": False})
    counts = (now["scores"], change.raw, now["wishes"], *levels)
    return (*counts, means.bound(levels), *hides, unseen, seen, row["id"])
