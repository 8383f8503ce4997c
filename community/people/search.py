"""People as the index holds them: accounts that somebody claimed, by their name and what they say of themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from community.people import queries
from kernel import db
from kernel.i18n import mark
from kernel.search.registry import Document, Searchable, Shown, numbered
from kernel.viewer import EVERYONE, Viewer

_SHOWN = "p.is_claimed = ? AND p.name <> ''"


async def _documents(tail: str, *values: object) -> list[Document]:
    """Accounts that somebody claimed."""
    found = await db.rows(
        f"SELECT p.id, p.handle, p.name, p.bio FROM person p WHERE {_SHOWN} AND {tail}", True, *values
    )
    return [
        Document("person", row["id"], row["name"], f"@{row['handle']} {row['bio']}", facets={"sight": (EVERYONE,)})
        for row in found
    ]


async def show(viewer: Viewer, numbers: Sequence[int]) -> Mapping[int, Shown]:
    """Everybody who has an account has a page that everybody may read."""
    found = await db.rows(
        f"SELECT p.id, p.handle, p.name, p.bio, p.is_ambassador FROM person p WHERE {_SHOWN} "
        f"AND p.id IN ({db.marks(numbers)})",
        True,
        *numbers,
    )
    return {
        row["id"]: Shown(
            queries.signed(row["name"], is_ambassador=row["is_ambassador"]),
            f"/people/{row['handle']}",
            row["bio"],
            f"@{row['handle']}",
        )
        for row in found
    }


EVENTS = ("person.joined", "person.confirmed", "person.changed")
searchable = Searchable("person", mark("People"), *numbered("p.id", _documents), show, EVENTS)
