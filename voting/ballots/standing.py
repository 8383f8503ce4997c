"""What casts, withdrawals and imports write alike: standing supports, lines of the ledger, counts of ideas.

A support stays on the idea it was given to. Of ideas that are merged the one they lead to counts each person once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from ideas.board import trending
from ideas.board.groups import Moved
from kernel import db
from kernel.i18n import gettext as _
from voting.ballots.models import Kind
from voting.ballots.states import NOBODY, Counts, Pair, State, counted

T = TypeVar("T")
Pairs = dict[Pair, datetime]
"""(idea, person) and since when."""
States = Mapping[Pair, State]
"""(idea, person) and what their support is held to be."""
NONE: States = {}
Line = tuple[int, int, Kind, int | None, datetime, datetime]
"""Of the ledger: idea, person, kind, by whom, given at, recorded at."""
Roots = Mapping[int, int]
"""Of ideas that are merged or were merged into: where the supports of each count. Ideas that stand alone are not in it."""
TRIES = 8


async def add(pairs: Mapping[Pair, datetime]) -> States:
    """Insert what does not stand yet, always in the same order so that no two wait for each other; gives back the new.

    Whatever was held of such a vote before it was taken back is held of it again.
    """
    if not pairs:
        return {}
    held = "coalesce((SELECT d.state FROM doubt d WHERE d.kind = 'support' AND d.subject_id = ? AND d.person_id = ?), 'valid')"
    places = ", ".join([f"(?, ?, ?, {held})"] * len(pairs))
    values = [value for pair, at in sorted(pairs.items()) for value in (*pair, at, *pair)]
    rows = await db.rows(
        f"INSERT INTO support (idea_id, person_id, at, state) VALUES {places} "
        "ON CONFLICT (idea_id, person_id) DO NOTHING RETURNING idea_id, person_id, state",
        *values,
    )
    return _states(rows)


async def remove(pairs: Collection[Pair]) -> States:
    """Take away what stands of some pairs of idea and person; gives back what did."""
    if not pairs:
        return {}
    places = " OR ".join(["(idea_id = ? AND person_id = ?)"] * len(pairs))
    values = [value for pair in sorted(pairs) for value in pair]
    return _states(await db.rows(f"DELETE FROM support WHERE {places} RETURNING idea_id, person_id, state", *values))


async def remove_of(person: int) -> States:
    """Take away all that stands of somebody."""
    sql = "DELETE FROM support WHERE person_id = ? RETURNING idea_id, person_id, state"
    return _states(await db.rows(sql, person))


def _states(rows: Sequence[db.Row]) -> dict[Pair, State]:
    return {(row["idea_id"], row["person_id"]): State(row["state"]) for row in sorted(rows, key=_pair)}


def _pair(row: db.Row) -> Pair:
    return row["idea_id"], row["person_id"]


async def write(lines: Sequence[Line]) -> None:
    """Append to the ledger."""
    await db.execute_many(
        "INSERT INTO support_event (idea_id, person_id, kind, by_id, at, recorded_at) VALUES (?, ?, ?, ?, ?, ?)", lines
    )


async def joined(ideas: Collection[int]) -> Roots:
    """Where the supports of these ideas count, as far as they do not stand alone."""
    rows = await db.rows(
        "SELECT id, coalesce(merged_into_id, id) AS root FROM idea "
        f"WHERE id IN ({db.marks(list(ideas))}) AND (merged_from > 0 OR merged_into_id IS NOT NULL)",
        *ideas,
    )
    return {row["id"]: row["root"] for row in rows}


async def of_groups(pairs: Collection[Pair]) -> dict[Pair, int]:
    """What stands of some people for some ideas and all that lead to them, each with where it counts."""
    wanted = set(pairs)
    return {
        (row["idea_id"], row["person_id"]): row["root"]
        for row in await _standing({idea for idea, _person in wanted}, {person for _idea, person in wanted})
        if (row["root"], row["person_id"]) in wanted
    }


async def _standing(roots: Collection[int], persons: Collection[int]) -> list[db.Row]:
    marks = db.marks(list(roots))
    return await db.rows(
        "SELECT s.idea_id, s.person_id, s.state, coalesce(i.merged_into_id, i.id) AS root FROM support s "
        f"JOIN idea i ON i.id = s.idea_id WHERE s.person_id IN ({db.marks(list(persons))}) "
        f"AND (i.id IN ({marks}) OR i.merged_into_id IN ({marks}))",
        *persons,
        *roots,
        *roots,
    )


async def count(changed: States, by: int, roots: Roots) -> dict[int, int]:
    """Keep counts right, and places in the order, after supports came (`by` 1) or went (-1); says how many support each then.

    `roots` is what `changed` was decided by; Moved where a merge or its undo has changed that since.
    """
    return await recount(*((NONE, changed) if by > 0 else (changed, NONE)), roots)


async def turn(states: States) -> None:
    """Let what stands of some supports be held for something else, and the counts follow."""
    pairs = sorted(states)
    if not pairs:
        return
    lock = "" if db.on_sqlite() else " FOR UPDATE"
    rows = await db.rows(
        f"SELECT idea_id, person_id, state FROM support WHERE {' OR '.join(['(idea_id = ? AND person_id = ?)'] * len(pairs))} "
        f"ORDER BY idea_id, person_id{lock}",
        *(number for pair in pairs for number in pair),
    )
    before = {pair: state for pair, state in _states(rows).items() if state != states[pair]}
    after = {pair: states[pair] for pair in before}
    await db.execute_many(
        "UPDATE support SET state = ? WHERE idea_id = ? AND person_id = ?",
        [(state.value, *pair) for pair, state in after.items()],
    )
    await recount(before, after, await joined({idea for idea, _person in after}))


async def recount(before: States, after: States, roots: Roots) -> dict[int, int]:
    """The same for votes that stood as `before` says and stand as `after` does, whatever is in neither being unchanged."""
    changed = before.keys() | after.keys()
    if not changed:
        return {}
    places = {roots.get(idea, idea) for idea, _person in changed}
    lock = "" if db.on_sqlite() else " FOR NO KEY UPDATE"
    rows = await db.rows(
        "SELECT id, supporters, comments, created_at, merged_into_id, merged_from FROM idea "
        f"WHERE id IN ({db.marks(list(places))}) ORDER BY id{lock}",
        *places,
    )
    whole = {row["id"] for row in rows if row["merged_from"]}
    if any(row["merged_into_id"] for row in rows) or whole != places & set(roots.values()):
        raise moved()
    others = await _others(changed, roots) if whole else {}
    changes = dict.fromkeys(places, NOBODY)
    for (root, _person), (was, now) in _by_person(before, after, roots, others).items():
        changes[root] = changes[root].plus(counted(now)).plus(counted(was), -1)
    return await _write(rows, changes)


async def _others(changed: Collection[Pair], roots: Roots) -> dict[Pair, list[State]]:
    """What else stands of the same people behind ideas that others lead to, whose rows are held."""
    pairs = [(idea, person) for idea, person in changed if idea in roots]
    if await joined({idea for idea, _person in pairs}) != {idea: roots[idea] for idea, _person in pairs}:
        raise moved()
    found: dict[Pair, list[State]] = {}
    for row in await _standing({roots[idea] for idea, _person in pairs}, {person for _idea, person in pairs}):
        if _pair(row) not in changed:
            found.setdefault((row["root"], row["person_id"]), []).append(State(row["state"]))
    return found


def _by_person(
    before: States, after: States, roots: Roots, others: Mapping[Pair, list[State]]
) -> dict[Pair, tuple[list[State], list[State]]]:
    """For each root and person all that stood and all that stands."""
    found: dict[Pair, tuple[list[State], list[State]]] = {}
    for side, states in enumerate((before, after)):
        for (idea, person), state in states.items():
            place = (roots.get(idea, idea), person)
            held = others.get(place, [])
            found.setdefault(place, ([*held], [*held]))[side].append(state)
    return found


async def _write(rows: Sequence[db.Row], changes: Mapping[int, Counts]) -> dict[int, int]:
    after = {row["id"]: row["supporters"] + changes[row["id"]].valid for row in rows}
    await db.execute_many(
        "UPDATE idea SET raw_votes = raw_votes + ?, supporters = supporters + ?, doubtful_votes = doubtful_votes + ?, "
        "trending = ? WHERE id = ?",
        [
            (
                *changes[row["id"]],
                trending.score(after[row["id"]], row["comments"], row["created_at"]),
                row["id"],
            )
            for row in rows
        ],
    )
    return after


def moved() -> Moved:
    """What is said when it happens again and again."""
    return Moved(_("These ideas were merged or parted a moment ago. Try again."))


async def settled(act: Callable[[], Awaitable[T]]) -> T:
    """An act inside a transaction, begun anew in it when ideas were merged or parted while it was under way."""
    for _time in range(TRIES - 1):
        try:
            async with db.transaction(light=True):
                return await act()
        except Moved:
            continue
    return await act()
