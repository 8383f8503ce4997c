"""Letters to all who pre-ordered, each once: reached, given more time, let go, made. With an account or without one."""

from __future__ import annotations

from datetime import datetime

from ambassadors.storefronts import preorders, shopping
from ambassadors.storefronts.models import Wish
from kernel import db, i18n, mail
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.i18n import mark

AT_ONCE = 25
SAID = {
    "offer.reached": mark("“%(title)s” is wanted by enough people"),
    "offer.extended": mark("“%(title)s” has more time"),
    "offer.released": mark("“%(title)s” will not be made for now"),
    "offer.made": mark("“%(title)s” is being made"),
}


async def react(event: db.Row) -> None:
    """Write to everybody whose pre-order an event is about, a few at a time so that nobody waits for the lock."""
    while rows := await _unwritten(event):
        async with db.transaction(quiet=True):
            fresh = await db.rows(
                f"INSERT INTO offer_letter (preorder_id, event_id) VALUES {', '.join(['(?, ?)'] * len(rows))} "
                "ON CONFLICT (preorder_id, event_id) DO NOTHING RETURNING preorder_id",
                *[value for row in rows for value in (row["id"], event["id"])],
            )
            mine = {row["preorder_id"] for row in fresh}
            for row in rows:
                if row["id"] in mine:
                    await _write(row, event)


async def _unwritten(event: db.Row) -> list[db.Row]:
    """The next of those whom the event concerns: released with it, or confirmed before it."""
    released = event["kind"] == "offer.released"
    return await db.rows(
        "SELECT w.id, w.token, w.email, w.size, w.quantity, w.lang, w.person_id, k.handle FROM preorder w "
        "LEFT JOIN shop s ON s.id = w.via_id LEFT JOIN person k ON k.id = s.person_id "
        f"WHERE w.offer_id = ? AND w.state = ? AND {'w.ended_at = ?' if released else 'w.confirmed_at <= ?'} "
        "AND NOT EXISTS (SELECT 1 FROM offer_letter l WHERE l.preorder_id = w.id AND l.event_id = ?) "
        f"ORDER BY w.id LIMIT {AT_ONCE}",
        event["subject_id"],
        (Wish.RELEASED if released else Wish.CONFIRMED).value,
        event["at"],
        event["id"],
    )


async def _write(row: db.Row, event: db.Row) -> None:
    data, kind = event["data"], event["kind"]
    with i18n.speaking(row["lang"], the_house().settings.zone):
        bought = await shopping.link(data["design"], row["size"], row["handle"] or "") if kind == "offer.made" else ""
        await mail.write(
            row["email"],
            "offer",
            subject=_(SAID[kind]) % {"title": data["title"]},
            person=row["person_id"],
            kind=kind,
            let_go_by=data.get("why", ""),
            until=datetime.fromisoformat(data["until"]) if "until" in data else None,
            size=row["size"],
            quantity=row["quantity"],
            url=preorders.link(row["id"], row["token"]),
            shop=bought,
            why=_("You get this because you pre-ordered this design with this address."),
        )
