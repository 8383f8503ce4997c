"""What every way of scoring writes alike: rows that stand, lines of the ledger, counts of designs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ideas.studio import places, queries
from kernel import db
from voting.ballots import means
from voting.ballots.ledger import Given
from voting.ballots.models import ScoreKind

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
    """Add to the counts of designs and keep their places right in both orders."""
    if not changes:
        return
    lock = "" if db.on_sqlite() else " FOR NO KEY UPDATE"
    rows = await db.rows(
        f"SELECT id, wishes, comments, remixes, published_at FROM design WHERE id IN ({db.marks(list(changes))}) "
        f"ORDER BY id{lock}",
        *changes,
    )
    tallied = await _tallied(changes)  # after the lock, so that it sees what whoever held it wrote of a challenge
    written = []
    for row in rows:
        change, (levels, is_secret) = changes[row["id"]], tallied[row["id"]]
        row |= {"scores": sum(levels), "wishes": row["wishes"] + change.wishes, "is_secret": is_secret}
        bound = means.standing(levels).bound
        written.append((row["scores"], change.raw, row["wishes"], bound, places.place(row), row["id"]))
    await db.execute_many(
        "UPDATE design SET scores = ?, raw_scores = raw_scores + ?, wishes = ?, bound = ?, trending = ? WHERE id = ?",
        written,
    )


async def _tallied(changes: Mapping[int, Change]) -> dict[int, tuple[list[int], bool]]:
    """Add to how many gave each score; says it for each design then, and whether nobody may see it."""
    secret, hides = queries.secret()
    names = [f"n{level}" for level in means.LEVELS]
    values = [number for design, change in sorted(changes.items()) for number in (design, *change.levels)]
    rows = await db.rows(
        f"INSERT INTO score_tally (design_id, {', '.join(names)}) "
        f"VALUES {', '.join(['(?, ?, ?, ?, ?, ?, ?)'] * len(changes))} ON CONFLICT (design_id) DO UPDATE SET "
        f"{', '.join(f'{name} = score_tally.{name} + excluded.{name}' for name in names)} "
        f"RETURNING design_id, {', '.join(names)}, "
        f"(SELECT {secret} FROM design d WHERE d.id = score_tally.design_id) AS is_secret",
        *values,
        *hides,
    )
    return {row["design_id"]: ([row[name] for name in names], row["is_secret"]) for row in rows}
