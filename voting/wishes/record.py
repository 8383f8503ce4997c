"""The public record: what clubs asked for, what was answered in time, and the promises that were kept or are late."""

from __future__ import annotations

from dataclasses import dataclass

from kernel import clock, db


@dataclass(frozen=True)
class Record:
    """Sums over delivered lists. A promise that was kept after its day counts as late, as does one whose day has passed."""

    items: int = 0
    in_time: int = 0
    after: int = 0
    waiting: int = 0
    overdue: int = 0
    kept: int = 0
    late: int = 0
    due: int = 0


@dataclass(frozen=True)
class Line:
    """One delivered list of a club that everybody may know of."""

    id: int
    title: str
    club: str
    slug: str
    people: int
    record: Record

    @property
    def url(self) -> str:
        return f"/clubs/{self.slug}/wishes/{self.id}"


_SUMS = (
    "count(*) AS items, "
    "sum(CASE WHEN i.answered_at <= w.due_at THEN 1 ELSE 0 END) AS in_time, "
    "sum(CASE WHEN i.answered_at > w.due_at THEN 1 ELSE 0 END) AS after, "
    "sum(CASE WHEN i.reply IS NULL AND w.due_at >= ? THEN 1 ELSE 0 END) AS waiting, "
    "sum(CASE WHEN i.reply IS NULL AND w.due_at < ? THEN 1 ELSE 0 END) AS overdue, "
    "sum(CASE WHEN i.reply = 'accepted' AND i.kept_on <= i.promised_on THEN 1 ELSE 0 END) AS kept, "
    "sum(CASE WHEN i.reply = 'accepted' AND (i.kept_on > i.promised_on OR (i.kept_on IS NULL AND i.promised_on < ?)) "
    "THEN 1 ELSE 0 END) AS late, "
    "sum(CASE WHEN i.reply = 'accepted' AND i.kept_on IS NULL AND i.promised_on >= ? THEN 1 ELSE 0 END) AS due"
)
_FROM = (
    "FROM wish_list w JOIN club c ON c.id = w.club_id JOIN wish_item i ON i.wish_list_id = w.id "
    "WHERE w.state IN ('delivered', 'answered') AND w.hidden_at IS NULL"
)


async def public(*, most: int = 200) -> tuple[Record, list[Line]]:
    """Over all clubs that everybody may know of, and list by list, the newest first."""
    moments = (clock.now(), clock.now(), clock.today(), clock.today())
    known = f"{_FROM} AND c.is_private IS NOT TRUE AND c.hidden_at IS NULL"
    whole = await db.row(f"SELECT {_SUMS} {known}", *moments)
    rows = await db.rows(
        f"SELECT w.id, w.title, c.name AS club, c.slug, w.delivered_people AS people, {_SUMS} {known} "
        "GROUP BY w.id, w.title, c.name, c.slug, w.delivered_people, w.delivered_at ORDER BY w.delivered_at DESC, w.id DESC "
        f"LIMIT {most}",
        *moments,
    )
    lines = [Line(row["id"], row["title"], row["club"], row["slug"], row["people"] or 0, _record(row)) for row in rows]
    return _record(whole or {}), lines


async def of_list(number: int) -> Record:
    """The same of one list."""
    moments = (clock.now(), clock.now(), clock.today(), clock.today())
    return _record(await db.row(f"SELECT {_SUMS} {_FROM} AND w.id = ?", *moments, number) or {})


def _record(row: db.Row) -> Record:
    return Record(**{name: int(row.get(name) or 0) for name in Record.__dataclass_fields__})
