"""Ambassadors who agreed to be found: by topic, by language, by the words of their place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ambassadors.influence import queries as influence
from ambassadors.programme import queries
from community.clubs import wording
from community.people import queries as people
from community.people.queries import PersonCard
from kernel import db, lists, text
from kernel.lists import Listing

PER_PAGE = 24
LISTED = "e.current_for IS NOT NULL AND e.is_listed = ?"


@dataclass(frozen=True)
class Wanted:
    topic: str = ""
    language: str = ""
    place: str = ""

    @property
    def is_all(self) -> bool:
        return not (self.topic or self.language or self.place)


@dataclass(frozen=True)
class Entry:
    """An ambassador as the directory shows them."""

    person: PersonCard
    tier: str
    town: str
    pitch: str
    topics: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)


async def listing(wanted: Wanted, after: str | None) -> Listing[Entry]:
    """By handle, from a cursor on: nobody stands above anybody."""
    where, values = _where(wanted)
    if place := lists.place(after, str):
        where, values = f"{where} AND p.handle > ?", [*values, place[0]]
    rows = await db.rows(
        "SELECT e.id, e.person_id, e.tier, e.town, e.pitch, p.handle FROM programme_enrolment e "
        f"JOIN person p ON p.id = e.person_id WHERE {where} ORDER BY p.handle LIMIT {PER_PAGE + 1}",
        *values,
    )
    found = lists.page_of(rows, PER_PAGE, lambda row: (row["handle"],))
    return Listing(await _entries(found.items), found.after)


async def total() -> int:
    """How many let themselves be found."""
    return int(await db.value(f"SELECT count(*) FROM programme_enrolment e WHERE {LISTED}", True))


def _where(wanted: Wanted) -> tuple[str, list[Any]]:
    where, values = LISTED, list[Any]([True])
    for kind, value in (("topic", wanted.topic), ("language", wanted.language)):
        if value:
            where += (
                " AND EXISTS (SELECT 1 FROM programme_expertise x WHERE x.enrolment_id = e.id "
                "AND x.kind = ? AND x.value = ?)"
            )
            values += [kind, value]
    key = text.slug(wanted.place)[:60] if wanted.place else ""
    if key:
        where, values = f"{where} AND e.town_key LIKE ?", [*values, f"%{key}%"]
    return where, values


async def _entries(rows: Any) -> list[Entry]:
    cards = await people.names([row["person_id"] for row in rows])
    names = {tier.slug: tier.name for tier in await queries.tiers()}
    ids = [row["id"] for row in rows]
    known = await db.rows(
        f"SELECT enrolment_id, kind, value FROM programme_expertise WHERE enrolment_id IN ({db.marks(ids)}) ORDER BY id",
        *ids,
    )
    labels = dict(await influence.topics())
    said: dict[tuple[int, str], list[str]] = {}
    for row in known:
        label = labels.get(row["value"]) if row["kind"] == "topic" else wording.language_name(row["value"])
        if label:
            said.setdefault((row["enrolment_id"], row["kind"]), []).append(label)
    return [
        Entry(
            cards[row["person_id"]],
            names.get(row["tier"], ""),
            row["town"],
            row["pitch"],
            said.get((row["id"], "topic"), []),
            said.get((row["id"], "language"), []),
        )
        for row in rows
    ]


async def choices() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Topics and languages that somebody listed has said, with their names."""
    rows = await db.rows(
        "SELECT DISTINCT x.kind, x.value FROM programme_expertise x JOIN programme_enrolment e ON e.id = x.enrolment_id "
        f"WHERE {LISTED} ORDER BY x.value",
        True,
    )
    there = {(row["kind"], row["value"]) for row in rows}
    topics = [(key, label) for key, label in await influence.topics() if ("topic", key) in there]
    return topics, [choice for choice in wording.languages() if ("language", choice[0]) in there]
