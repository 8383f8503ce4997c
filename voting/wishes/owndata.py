"""What this wing keeps about a person, for the file they may take away; what they can no longer see is not named in it."""

from __future__ import annotations

from community.clubs import queries as clubs
from community.people.owndata import GIVEN, OwnData
from kernel import db, sessions
from kernel.i18n import gettext as _
from kernel.i18n import mark


async def _signatures(person_id: int) -> list[db.Row]:
    return await _told(
        person_id,
        "w.title AS list, s.at, s.ended_at",
        "signature s JOIN wish_list w ON w.id = s.wish_list_id",
        "s.person_id = ? ORDER BY s.id",
    )


async def _written(person_id: int) -> list[db.Row]:
    """Lists that somebody wrote for their club, with the items."""
    return await _told(
        person_id,
        "w.title AS list, w.body, w.state, w.created_at, i.position, i.words",
        "wish_list w JOIN wish_item i ON i.wish_list_id = w.id",
        "w.by_id = ? ORDER BY w.id, i.position",
    )


async def _told(person_id: int, columns: str, table: str, whose: str) -> list[db.Row]:
    """Rows with the words of their list as long as its club is shown to them."""
    seen, values = clubs.visible_to(await sessions.viewer_of(person_id))
    rows = await db.rows(
        f"SELECT CASE WHEN {seen} THEN w.id END AS shown, {columns} FROM {table} JOIN club c ON c.id = w.club_id "
        f"WHERE {whose}",
        *values,
        person_id,
    )
    hidden = {"list": _("a wish list you can no longer see"), "body": "", "words": ""}
    return [
        row if row.pop("shown") else {**row, **{name: said for name, said in hidden.items() if name in row}}
        for row in rows
    ]


async def _said(person_id: int) -> list[db.Row]:
    """What somebody said to items, for the brand or back for the club."""
    return await db.rows(
        "SELECT item_id AS item, is_brand, reply, horizon, promised_on, body, at FROM wish_word WHERE by_id = ? ORDER BY id",
        person_id,
    )


parts = [
    OwnData(
        "signatures_of_wish_lists",
        _signatures,
        GIVEN,
        mark("Wish lists you signed"),
        mark("Counted, and delivered to the brand."),
    ),
    OwnData("wish_lists", _written, GIVEN, mark("Wish lists you wrote"), mark("To tell who asks.")),
    OwnData(
        "words_to_wishes", _said, GIVEN, mark("Words you wrote to wishes"), mark("A part of the answer they belong to.")
    ),
]
