"""Reading notices and wishes about them."""

from __future__ import annotations

import json
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime

from community.inbox.registry import NoticeKind, Reader, kinds, out_of_sight
from kernel import db, lists, sessions
from kernel.features import Ask
from kernel.i18n import gettext as _
from kernel.lists import Listing
from kernel.viewer import Viewer

PER_PAGE = 30


@dataclass(frozen=True)
class Told:
    """A notice as its reader sees it."""

    id: int
    line: str
    url: str
    created_at: datetime
    is_new: bool


@dataclass(frozen=True)
class Wish:
    """What a member wishes of one kind of notice."""

    kind: NoticeKind
    is_shown: bool
    is_mailed: bool


async def newest(viewer: Viewer, after: str | None) -> Listing[Told]:
    """One's notices, the newest first; those whose kind is no longer known are left out."""
    place = lists.place(after, int)
    rows = await db.rows(
        "SELECT id, kind, url, data, created_at, read_at FROM notice WHERE person_id = ? AND id < ? ORDER BY id DESC LIMIT ?",
        viewer.id,
        place[0] if place else 2**62,
        PER_PAGE + 1,
    )
    found = lists.page_of(rows, PER_PAGE, lambda row: (row["id"],))
    known = {kind.kind: kind for kind in kinds()}
    unseen = await out_of_sight(viewer, [row["url"] for row in found.items])
    return Listing([told(known[row["kind"]], row, unseen) for row in found.items if row["kind"] in known], found.after)


def told(kind: NoticeKind, row: db.Row, unseen: Container[str] = ()) -> Told:
    """A notice; one whose thing is no longer shown to its reader says no more than that."""
    gone = row["url"] in unseen
    line = _("This was about something that is no longer shown to you.") if gone else kind.line(json.loads(row["data"]))
    return Told(row["id"], line, row["url"], row["created_at"], row["read_at"] is None)


def unread(viewer: Viewer) -> Ask:
    """How many of one's notices are new, as a hole asks it."""
    sql = "SELECT 0 AS number, count(*) AS value FROM notice WHERE person_id = ? AND read_at IS NULL"
    return Ask(sql, (viewer.id,))


async def readers(kind: NoticeKind, ids: Sequence[int]) -> list[Reader]:
    """Of some people those who may be told: accounts with an owner; letters go to confirmed addresses alone."""
    if not ids:
        return []
    rows = await db.rows(
        "SELECT p.id, p.name, p.email, p.language, p.zone, p.email_confirmed_at, w.is_shown, w.is_mailed "
        "FROM person p LEFT JOIN preference w ON w.person_id = p.id AND w.kind = ? "
        f"WHERE p.is_claimed = ? AND p.id IN ({db.marks(ids)}) ORDER BY p.id",
        kind.kind,
        True,
        *ids,
    )
    return [_reader(kind, row) for row in rows]


def _reader(kind: NoticeKind, row: db.Row) -> Reader:
    wished = kind.default_mail if row["is_mailed"] is None else row["is_mailed"]
    return Reader(
        id=row["id"],
        name=row["name"],
        email=row["email"] or "",
        language=row["language"],
        zone=row["zone"],
        is_shown=row["is_shown"] is not False,
        is_mailed=bool(wished and row["email"] and row["email_confirmed_at"]),
    )


async def wishes(person_id: int | None) -> list[Wish]:
    """What somebody wishes of each kind."""
    rows = await db.rows("SELECT kind, is_shown, is_mailed FROM preference WHERE person_id = ?", person_id)
    said = {row["kind"]: row for row in rows}
    return [
        Wish(kind, said[kind.kind]["is_shown"], said[kind.kind]["is_mailed"])
        if kind.kind in said
        else Wish(kind, is_shown=True, is_mailed=kind.default_mail)
        for kind in kinds()
    ]


async def own_wishes(person_id: int) -> list[db.Row]:
    """What somebody wished to hear, for the same file."""
    return await db.rows(
        "SELECT kind, is_shown, is_mailed FROM preference WHERE person_id = ? ORDER BY kind", person_id
    )


async def own_data(person_id: int) -> list[db.Row]:
    """Notices for the file that members may take away; where one led is left out when it is no longer shown to them."""
    rows = await db.rows(
        "SELECT kind, url, created_at, read_at FROM notice WHERE person_id = ? ORDER BY id DESC LIMIT 5000", person_id
    )
    unseen = await out_of_sight(await sessions.viewer_of(person_id), [row["url"] for row in rows])
    return [{**row, "url": "" if row["url"] in unseen else row["url"]} for row in rows]
