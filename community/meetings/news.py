"""What meetings bring to the news of a club: what was planned, told to those whom the meeting is there for."""

from __future__ import annotations

from community.clubs.queries import ClubCard
from community.clubs.registry import News
from kernel import db
from kernel.i18n import gettext as _
from kernel.viewer import CLUB, EVERYONE, MEMBERS


def _planned_for(audience: str) -> str:
    """A series is told of once, by the first of its meetings."""
    return (
        "SELECT m.created_at AS at, m.id AS number, m.title FROM (SELECT e.created_at, e.id, e.title, row_number() OVER "
        "(PARTITION BY coalesce(e.series_id, -e.id) ORDER BY e.id) AS place FROM meeting e WHERE e.club_id = ? "
        f"AND e.hidden_at IS NULL AND e.cancelled_at IS NULL AND e.audience IN ({audience})) m WHERE m.place = 1"
    )


def _planned(club: ClubCard, row: db.Row) -> tuple[str, str]:
    return _("A meeting is planned: %(title)s") % {"title": row["title"]}, f"/meetings/{row['number']}"


news = [
    News("meeting", _planned_for(f"'{EVERYONE}'"), _planned),
    News("gathering", _planned_for(f"'{MEMBERS}', '{CLUB}' || e.club_id"), _planned, for_members=True),
]
