"""Meetings as the index holds them, and those that a viewer may see of what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from community.clubs.queries import audience_of
from community.meetings import queries, wording
from kernel import clock, db
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.search.registry import Document, Searchable, Shown, numbered
from kernel.viewer import Viewer

_ONE_OF_SERIES = (
    "(m.series_id IS NULL OR m.id = (SELECT e.id FROM meeting e WHERE e.series_id = m.series_id AND e.hidden_at IS NULL "
    "ORDER BY CASE WHEN e.ends_at >= ? AND e.cancelled_at IS NULL THEN 0 ELSE 1 END, "
    "CASE WHEN e.ends_at >= ? THEN e.begins_at END, e.begins_at DESC LIMIT 1))"
)
"""Of a series the meeting that comes next, or the last where none comes."""


async def _documents(tail: str, *values: object) -> list[Document]:
    """Meetings that nobody took out of sight."""
    found = await db.rows(
        "SELECT m.id, m.title, m.body, m.place, m.notes, m.audience, m.club_id, k.name AS club, k.is_private "
        f"FROM meeting m LEFT JOIN club k ON k.id = m.club_id WHERE m.hidden_at IS NULL AND {tail}",
        *values,
    )
    return [
        Document(
            kind="meeting",
            id=row["id"],
            title=row["title"],
            body="\n".join(filter(None, (row["body"], row["place"], row["club"], row["notes"]))),
            facets={"sight": (audience_of(row["club_id"]) if row["is_private"] else row["audience"],)},
        )
        for row in found
    ]


async def show(viewer: Viewer, numbers: Sequence[int]) -> Mapping[int, Shown]:
    """Those that the viewer may come to or read of; of a series one."""
    seen, values = queries.visible_to(viewer)
    now = clock.now()
    where = f"m.id IN ({db.marks(numbers)}) AND {seen} AND {_ONE_OF_SERIES}"
    found = await db.rows(f"SELECT m.id FROM meeting m WHERE {where}", *numbers, *values, now, now)
    cards = await queries.cards(viewer, [row["id"] for row in found])
    return {
        one.id: Shown(one.title, one.url, one.body, ", ".join((wording.when(one), one.place or _("Online"))))
        for one in cards.values()
    }


async def _whose(events: Sequence[Mapping[str, object]]) -> list[int]:
    """All of a series that one act made or changed, and those of a club whose doors changed."""
    found, clubs = set[int](), list[int]()
    for event in events:
        number = int(str(event["subject_id"]))
        if event["subject_kind"] == "club":
            clubs.append(number)
        else:
            found.add(number)
    chosen = (
        "m.club_id IN ({}) OR m.id IN ({}) OR m.series_id IN (SELECT o.series_id FROM meeting o WHERE o.id IN ({}))"
    )
    some = chosen.format(db.marks(clubs), db.marks(sorted(found)), db.marks(sorted(found)))
    rows = await db.rows(f"SELECT m.id FROM meeting m WHERE {some}", *clubs, *sorted(found), *sorted(found))
    return sorted(found | {row["id"] for row in rows})


EVENTS = (
    *("meeting.announced", "meeting.changed", "meeting.cancelled", "meeting.noted", "meeting.hidden"),
    *("meeting.restored", "club.changed"),
)
searchable = Searchable("meeting", mark("Meetings"), *numbered("m.id", _documents), show, EVENTS, _whose)
