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


@dataclass(frozen=True)
class Case:
    """A thing that was reported and not ruled on yet."""

    kind: str
    id: int
    reports: int
    oldest: datetime
    rules: list[str]

    @property
    def url(self) -> str:
        return f"/moderation/cases/{self.kind}/{self.id}"


async def open_cases() -> list[Case]:
    """What awaits a ruling: the most reported first, then the oldest."""
    together = "group_concat(DISTINCT rule)" if db.on_sqlite() else "string_agg(DISTINCT rule, ',')"
    rows = await db.rows(
        f"SELECT subject_kind, subject_id, count(*) AS n, min(created_at) AS oldest_at, {together} AS rules FROM report "
        "WHERE ruling_id IS NULL GROUP BY subject_kind, subject_id ORDER BY n DESC, oldest_at LIMIT 200"
    )
    return [
        Case(row["subject_kind"], row["subject_id"], row["n"], row["oldest_at"], str(row["rules"]).split(","))
        for row in rows
    ]


@dataclass(frozen=True)
class Word:
    """One report, for staff."""

    reporter: PersonCard
    rule: str
    text: str
    created_at: datetime


async def reports_on(kind: str, number: int) -> list[Word]:
    """Who reported a thing, and in which words; open ones only."""
    found = await Report.filter(subject_kind=kind, subject_id=number, ruling_id=None).order_by("id")
    cards = await people.names([report.reporter_id for report in found])  # type: ignore[attr-defined]
    return [Word(cards[r.reporter_id], r.rule, r.text, r.created_at) for r in found]  # type: ignore[attr-defined]


async def rulings_on(kind: str, number: int) -> list[Ruling]:
    """What was ruled on a thing before, newest first."""
    return await Ruling.filter(subject_kind=kind, subject_id=number).order_by("-id").prefetch_related("by")


async def log(after: str | None = None) -> Listing[db.Row]:
    """The public log: act, rule, line and day; nobody's name."""
    place = lists.place(after, int)
    where, values = ("WHERE id < ?", [place[0]]) if place else ("", [])
    rows = await db.rows(
        f"SELECT id, subject_kind, act, rule, public, created_at FROM ruling {where} ORDER BY id DESC LIMIT {PAGE + 1}",
        *values,
    )
    return lists.page_of(rows, PAGE, lambda row: (row["id"],))


async def acts(after: str | None = None) -> Listing[db.Row]:
    """Acts of staff, newest first, with who did them."""
    place = lists.place(after, int)
    where, values = ("WHERE a.id < ?", [place[0]]) if place else ("", [])
    rows = await db.rows(
        "SELECT a.id, a.at, a.act, a.subject_kind, a.subject_id, a.reason, p.name AS actor FROM staff_act a "
        f"LEFT JOIN person p ON p.id = a.actor_id {where} ORDER BY a.id DESC LIMIT {PAGE + 1}",
        *values,
    )
    return lists.page_of(rows, PAGE, lambda row: (row["id"],))
