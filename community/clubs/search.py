"""Clubs and their topics as the index holds them, and those that a viewer may see of what was found."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from community.clubs import queries, topics
from community.clubs.queries import audience_of
from kernel import db
from kernel.i18n import LANGUAGES, mark
from kernel.i18n import gettext as _
from kernel.search.registry import Document, Searchable, Shown, numbered
from kernel.viewer import EVERYONE, Viewer


async def _clubs(tail: str, *values: object) -> list[Document]:
    """Clubs that go on."""
    found = await db.rows(
        "SELECT c.id, c.name, c.summary, c.place, c.language, c.is_private, h.body AS charter FROM club c "
        "LEFT JOIN charter h ON h.club_id = c.id AND h.number = (SELECT max(o.number) FROM charter o "
        f"WHERE o.club_id = c.id) WHERE c.hidden_at IS NULL AND c.archived_at IS NULL AND {tail}",
        *values,
    )
    return [
        Document(
            kind="club",
            id=row["id"],
            title=row["name"],
            body="\n".join(filter(None, (row["summary"], row["place"], row["charter"]))),
            language=row["language"] if row["language"] in LANGUAGES else "",
            facets={"sight": (_sight(row["id"], is_private=row["is_private"]),)},
        )
        for row in found
    ]


def _sight(club_id: int, *, is_private: bool) -> str:
    return audience_of(club_id) if is_private else EVERYONE


async def show_clubs(viewer: Viewer, numbers: Sequence[int]) -> Mapping[int, Shown]:
    """Those that the viewer may know of."""
    found = await queries.cards(viewer, numbers)
    return {
        club.id: Shown(club.name, club.url, club.summary, club.place or _("Online"))
        for club in found.values()
        if not club.is_archived
    }


async def _topics(tail: str, *values: object) -> list[Document]:
    """Topics that nobody took out of sight."""
    found = await db.rows(
        "SELECT t.id, t.title, t.body, t.club_id, c.is_private FROM topic t JOIN club c ON c.id = t.club_id "
        f"WHERE t.hidden_at IS NULL AND c.hidden_at IS NULL AND {tail}",
        *values,
    )
    return [
        Document(
            kind="topic",
            id=row["id"],
            title=row["title"],
            body=row["body"],
            facets={"sight": (_sight(row["club_id"], is_private=row["is_private"]),)},
        )
        for row in found
    ]


async def show_topics(viewer: Viewer, numbers: Sequence[int]) -> Mapping[int, Shown]:
    """Those of clubs that the viewer may see."""
    found = await topics.cards(viewer, numbers)
    return {number: Shown(one.title, one.url, one.body, one.author.signature) for number, one in found.items()}


def with_club(kind: str) -> Callable[[Sequence[Mapping[str, object]]], Awaitable[list[int]]]:
    """What is read again of a kind, its table called as it is: what an event is about, and all of a club that changed."""

    async def whose(events: Sequence[Mapping[str, object]]) -> list[int]:
        about = {
            name: [int(str(e["subject_id"])) for e in events if e["subject_kind"] == name] for name in (kind, "club")
        }
        clubs = about["club"]
        rows = await db.rows(f"SELECT id FROM {kind} WHERE club_id IN ({db.marks(clubs)})", *clubs) if clubs else []
        return sorted({*about[kind], *(row["id"] for row in rows)})

    return whose


_OF_CLUBS = ("club.hidden", "club.restored", "club.changed", "club.archived", "club.merged")
searchables = [
    Searchable(
        "club", mark("Clubs"), *numbered("c.id", _clubs), show_clubs, ("club.founded", "club.handover", *_OF_CLUBS)
    ),
    Searchable(
        "topic",
        mark("Topics of clubs"),
        *numbered("t.id", _topics),
        show_topics,
        ("topic.opened", "topic.changed", "topic.hidden", "topic.restored", *_OF_CLUBS),
        with_club("topic"),
    ),
]
