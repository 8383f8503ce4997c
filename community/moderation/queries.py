"""All reads of reports and rulings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from community.moderation.models import Report, Ruling
from community.people import queries as people
from community.people.queries import PersonCard
from kernel import db, lists
from kernel.lists import Listing

PAGE = 30
MOST_WORDS = 50
"""Of the reports on one thing so many are shown."""


@dataclass(frozen=True)
class Reported:
    """A thing with open reports, and the rule that the first of them names."""

    kind: str
    id: int
    rule: str


async def reported() -> list[Reported]:
    """Everything that was reported and not ruled on since, whether it still stands or not."""
    rows = await db.rows(
        "SELECT subject_kind, subject_id, rule FROM report WHERE id IN "
        "(SELECT min(id) FROM report WHERE ruling_id IS NULL GROUP BY subject_kind, subject_id) ORDER BY id"
    )
    return [Reported(row["subject_kind"], row["subject_id"], row["rule"]) for row in rows]


@dataclass(frozen=True)
class Unreported:
    """A thing that waits for a ruling though nobody reported it, and its case."""

    case: int
    kind: str
    id: int


async def unreported(after: int) -> list[Unreported]:
    """A thousand of them after a case, by number."""
    rows = await db.rows(
        "SELECT id, subject_kind, subject_id FROM moderation_case WHERE state <> 'done' AND reports = 0 AND id > ? "
        "ORDER BY id LIMIT 1000",
        after,
    )
    return [Unreported(row["id"], row["subject_kind"], row["subject_id"]) for row in rows]


@dataclass(frozen=True)
class Word:
    """One report, for staff; nobody's name where its reporter asked for that, or has no account any more."""

    reporter: PersonCard | None
    rule: str
    text: str
    created_at: datetime
    follows: int


async def reports_on(kind: str, number: int) -> list[Word]:
    """Who reported a thing, and in which words; open ones only."""
    found = await Report.filter(subject_kind=kind, subject_id=number, ruling_id=None).order_by("id").limit(MOST_WORDS)
    cards = await people.names([one.reporter_id for one in found if one.reporter_id and not one.is_anonymous])
    return [Word(cards.get(one.reporter_id or 0), one.rule, one.text, one.created_at, one.follows) for one in found]


@dataclass(frozen=True)
class Ruled:
    """An earlier ruling, for staff: what it was, by whom, and how many reports it answered."""

    id: int
    act: str
    measure: str
    until_at: datetime | None
    reason: str
    public: str
    created_at: datetime
    reversed_at: datetime | None
    judge: str
    answered: int


async def rulings_on(kind: str, number: int) -> list[Ruled]:
    """What was ruled on a thing before, newest first."""
    rows = await db.rows(
        "SELECT r.id, r.act, r.measure, r.until AS until_at, r.reason, r.public, r.created_at, r.reversed_at, "
        "coalesce(p.name, '') AS judge, "
        "(SELECT count(*) FROM report t WHERE t.ruling_id = r.id) AS answered FROM ruling r "
        "LEFT JOIN person p ON p.id = r.by_id WHERE r.subject_kind = ? AND r.subject_id = ? ORDER BY r.id DESC",
        kind,
        number,
    )
    return [Ruled(**row) for row in rows]


async def was_brought(kind: str, number: int) -> bool:
    """Did anybody ever report a thing or rule on it, or did it wait to be read?"""
    told = "SELECT 1 FROM {} WHERE subject_kind = ? AND subject_id = ?"
    any_of = " OR ".join(f"EXISTS ({told.format(table)})" for table in ("report", "ruling", "moderation_case"))
    return await db.value(f"SELECT 1 AS one WHERE {any_of}", *((kind, number) * 3)) is not None


async def has_reported(person_id: int, kind: str, number: int) -> bool:
    """Has somebody reported a thing since it was last ruled on?"""
    sql = "SELECT id FROM report WHERE subject_kind = ? AND subject_id = ? AND reporter_id = ? AND ruling_id IS NULL"
    return await db.value(sql, kind, number, person_id) is not None


async def reporters_of(kind: str, number: int) -> set[int]:
    """Who has an open report on a thing, those too who asked not to be named: for rules, never for pages."""
    sql = "SELECT reporter_id FROM report WHERE subject_kind = ? AND subject_id = ? AND ruling_id IS NULL"
    return {row["reporter_id"] for row in await db.rows(sql, kind, number) if row["reporter_id"]}


async def all_reporters(ruling: Ruling) -> set[int]:
    """Who ever reported what a ruling is about: for rules, never for pages."""
    sql = "SELECT reporter_id FROM report WHERE subject_kind = ? AND subject_id = ?"
    rows = await db.rows(sql, ruling.subject_kind, ruling.subject_id)
    return {row["reporter_id"] for row in rows if row["reporter_id"]}


async def was_answered(person_id: int, ruling_id: int) -> bool:
    """Did a ruling, or the one that took its place, answer a report of somebody's?"""
    sql = (
        "SELECT r.id FROM report r JOIN ruling u ON u.id = r.ruling_id "
        "WHERE r.reporter_id = ? AND (u.id = ? OR u.reverses_id = ?) LIMIT 1"
    )
    return await db.value(sql, person_id, ruling_id, ruling_id) is not None


async def last_ruling(kind: str, number: int) -> int:
    """The number of the last ruling on a thing; 0 where there was none."""
    sql = "SELECT coalesce(max(id), 0) FROM ruling WHERE subject_kind = ? AND subject_id = ?"
    return int(await db.value(sql, kind, number))


async def reported_by(person_id: int, after: str | None = None) -> Listing[db.Row]:
    """What somebody reported, the newest first, with the ruling that answered it."""
    place = lists.place(after, int)
    where, values = ("AND r.id < ?", [place[0]]) if place else ("", [])
    rows = await db.rows(
        "SELECT r.id, r.subject_kind, r.subject_id, r.rule, r.text, r.created_at, r.is_anonymous, r.ruling_id, u.act, "
        f"u.measure FROM report r LEFT JOIN ruling u ON u.id = r.ruling_id WHERE r.reporter_id = ? {where} "
        f"ORDER BY r.id DESC LIMIT {PAGE + 1}",
        *(person_id, *values),
    )
    return lists.page_of(rows, PAGE, lambda row: (row["id"],))


async def log(after: str | None = None) -> Listing[db.Row]:
    """The public log: act, rule, line and day; nobody's name."""
    place = lists.place(after, int)
    where, values = ("WHERE id < ?", [place[0]]) if place else ("", [])
    rows = await db.rows(
        "SELECT id, subject_kind, act, measure, until AS until_at, rule, version, public, source, created_at, reverses_id, "
        f"reversed_at FROM ruling {where} ORDER BY id DESC LIMIT {PAGE + 1}",
        *values,
    )
    return lists.page_of(rows, PAGE, lambda row: (row["id"],))
