"""Acts of staff as an administrator reads them: in words, with whom or what each is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from community.people import queries as people
from community.people.queries import PersonCard
from kernel import audit, db, lists
from kernel.lists import Listing

PAGE = 30


@dataclass(frozen=True)
class StaffAct:
    """One line: `words` are empty where no wing knows the act any more, `actor` is nobody where the site itself did it."""

    at: datetime
    act: str
    words: str
    actor: PersonCard | None
    kind: str
    number: int | None
    person: PersonCard | None
    reason: str
    is_redacted: bool


async def newest(after: str | None = None) -> Listing[StaffAct]:
    """What staff did, newest first, with who did it."""
    place = lists.place(after, int)
    where, values = ("WHERE id < ?", [place[0]]) if place else ("", [])
    rows = await db.rows(
        "SELECT id, at, actor_id, act, subject_kind, subject_id, reason FROM staff_act "
        f"{where} ORDER BY id DESC LIMIT {PAGE + 1}",
        *values,
    )
    listing = lists.page_of(rows, PAGE, lambda row: (row["id"],))
    meant = [row["subject_id"] for row in listing.items if row["subject_kind"] == "person"]
    ids = [*meant, *(row["actor_id"] for row in listing.items)]
    cards = await people.names([number for number in ids if number])
    return Listing([_told(row, cards) for row in listing.items], listing.after)


def _told(row: db.Row, cards: dict[int, PersonCard]) -> StaffAct:
    is_redacted = audit.is_redacted(row["reason"])
    return StaffAct(
        at=db.moment(row["at"]),
        act=row["act"],
        words=audit.words(row["act"]),
        actor=cards.get(row["actor_id"]),
        kind=row["subject_kind"],
        number=row["subject_id"],
        person=cards.get(row["subject_id"]) if row["subject_kind"] == "person" else None,
        reason="" if is_redacted else row["reason"],
        is_redacted=is_redacted,
    )
