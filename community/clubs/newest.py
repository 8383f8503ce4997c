"""What is new in a club: one list out of what every wing keeps of it, read in one query."""

from __future__ import annotations

from datetime import datetime

from community.clubs import registry
from community.clubs.queries import ClubCard
from community.clubs.registry import News
from kernel import db
from kernel.i18n import gettext as _

MOST = 6


async def told(club: ClubCard, *, most: int = MOST) -> list[tuple[str, str, datetime]]:
    """Sentences with their address and moment, the newest first."""
    kinds = {one.kind: one for one in registry.news(club)}
    if not kinds:
        return []
    parts = [
        f"SELECT * FROM (SELECT '{kind}' AS kind, q.at, q.number, q.title FROM ({one.sql}) q "
        f"ORDER BY q.at DESC LIMIT {most}) n{place}"
        for place, (kind, one) in enumerate(kinds.items())
    ]
    sql = f"SELECT * FROM ({' UNION ALL '.join(parts)}) u ORDER BY u.at DESC LIMIT {most}"
    found = await db.rows(sql, *[club.id] * len(parts))
    return [(*kinds[row["kind"]].say(club, row), row["at"]) for row in found]


def _chartered(club: ClubCard, row: db.Row) -> tuple[str, str]:
    url = f"{club.url}/charter/{row['number']}"
    return (_("The charter changed.") if row["number"] > 1 else _("The club gave itself a charter.")), url


def _joined(club: ClubCard, row: db.Row) -> tuple[str, str]:
    return _("%(name)s joined.") % {"name": row["title"]}, f"{club.url}/members"


def _talked(club: ClubCard, row: db.Row) -> tuple[str, str]:
    return _("A topic was opened: %(title)s") % {"title": row["title"]}, f"{club.url}/topics/{row['number']}"


news = [
    News("charter", "SELECT c.at, c.number, '' AS title FROM charter c WHERE c.club_id = ?", _chartered),
    News(
        "joined",
        "SELECT m.from_at AS at, m.id AS number, p.name AS title FROM membership m JOIN person p ON p.id = m.person_id "
        "WHERE m.club_id = ? AND m.stands IS TRUE ORDER BY m.from_at DESC LIMIT 2",
        _joined,
        for_members=True,
    ),
    News(
        "topic",
        "SELECT t.created_at AS at, t.id AS number, t.title FROM topic t WHERE t.club_id = ? AND t.hidden_at IS NULL "
        "ORDER BY t.created_at DESC LIMIT 2",
        _talked,
    ),
]
