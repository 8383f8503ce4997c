"""A small world in which every figure can be reckoned by hand."""

from __future__ import annotations

from datetime import timedelta

from community.people import actions
from kernel import clock, db
from tests import cast
from tests.ideas.board import things
from voting.value import runs

STATED = {"A": 100_00, "B": 400_00, "C": 900_00}
LINKS = {"ada": "A", "ann": "A", "bob": "B"}
"""Two people speak for A, one for B, none for C; whoever else there is, is no known customer."""


async def customers() -> None:
    """Three buyers whose worth is stated, and a fourth of whom nothing is known, so that the default is 0."""
    for reference, stated in {**STATED, "D": None}.items():
        await db.execute(
            "INSERT INTO customer (reference, name, kind, email, segment, country, stated_value, created_at) "
            "VALUES (?, ?, 'person', '', ?, '', ?, ?)",
            reference,
            f"Customer {reference}",
            "north" if reference in "AC" else "south",
            stated,
            clock.now(),
        )
    for handle, reference in LINKS.items():
        await db.execute(
            "INSERT INTO customer_link (person_id, customer_id, source, created_at) "
            "SELECT ?, id, 'staff', ? FROM customer WHERE reference = ?",
            (await cast.person(handle)).id,
            clock.now(),
            reference,
        )


async def support(idea: int, handle: str, *, days: float = 1, withdrawn: bool = False) -> None:
    """A standing support given some days ago, or one taken back today."""
    person, at = (await cast.person(handle)).id, clock.now() - timedelta(days=days)
    line = "INSERT INTO support_event (idea_id, person_id, kind, by_id, at, recorded_at) VALUES (?, ?, ?, ?, ?, ?)"
    await db.execute(line, idea, person, "cast", person, at, at)
    if withdrawn:
        await db.execute(line, idea, person, "withdrawn", person, clock.now(), clock.now())
    else:
        await db.execute("INSERT INTO support (idea_id, person_id, at) VALUES (?, ?, ?)", idea, person, at)


async def crowd(idea: int, *, voices: int, wanting: int, base: int) -> None:
    """So many customers alike, of whom some proposed or support an idea."""
    emails = [(f"v{n}@example.net", f"V {n}") for n in range(voices)]
    ids = list((await actions.unclaimed(emails)).values())
    now = clock.now()
    await db.execute_many(
        "INSERT INTO customer (reference, name, kind, email, segment, country, created_at) "
        "VALUES (?, '', 'person', '', '', '', ?)",
        [(f"K{n}", now) for n in range(base)],
    )
    found = await db.rows("SELECT id FROM customer WHERE reference LIKE 'K%' ORDER BY id LIMIT ?", voices)
    await db.execute_many(
        "INSERT INTO customer_link (person_id, customer_id, source, created_at) VALUES (?, ?, 'imported', ?)",
        [(person, row["id"], now) for person, row in zip(ids, found, strict=True)],
    )
    other = (await things.idea("Something else")).id
    await db.execute_many(
        "INSERT INTO support (idea_id, person_id, at) VALUES (?, ?, ?)",
        [(idea if n < wanting else other, person, now) for n, person in enumerate(ids)],
    )


async def valued() -> int:
    return await runs.make()
