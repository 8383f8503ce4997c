"""Charters: every version is kept, and what changed from one to the next can be read word for word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from community.people import queries as people
from community.people.queries import PersonCard
from kernel import clock, db
from kernel.errors import Missing

_PIECE = re.compile(r"\n+|[^\S\n]+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Version:
    """A charter as it stood from a day on."""

    number: int
    body: str
    at: datetime
    by: PersonCard | None


@dataclass(frozen=True)
class Part:
    """Some words of a charter: `kept`, `added` or `gone`."""

    what: str
    words: str


async def newest(club_id: int) -> Version | None:
    """The charter that holds now."""
    found = await versions(club_id, most=1)
    return found[0] if found else None


async def versions(club_id: int, *, most: int = 200) -> list[Version]:
    """All of them, the newest first."""
    found = await db.rows(
        "SELECT c.number, c.body, c.at, p.id, p.handle, p.name, p.role, p.is_ambassador, p.is_claimed, f.digest "
        "FROM charter c JOIN person p ON p.id = c.by_id LEFT JOIN file f ON f.id = p.picture_id WHERE c.club_id = ? "
        f"ORDER BY c.number DESC LIMIT {most}",
        club_id,
    )
    return [Version(row["number"], row["body"], row["at"], people.card_of(row)) for row in found]


async def version(club_id: int, number: int) -> tuple[Version, Version | None]:
    """One of them and the one before it; Missing where there is none of this number."""
    found = {one.number: one for one in await versions(club_id)}
    if number not in found:
        raise Missing()
    return found[number], found.get(number - 1)


async def write(club_id: int, by: int, body: str) -> int:
    """The next version, inside a transaction that holds the club; says its number."""
    return int(
        await db.value(
            "INSERT INTO charter (club_id, number, body, by_id, at) VALUES (?, (SELECT coalesce(max(number), 0) + 1 "
            "FROM charter WHERE club_id = ?), ?, ?, ?) RETURNING number",
            club_id,
            club_id,
            body,
            by,
            clock.now(),
        )
    )


def differences(before: str, after: str) -> list[Part]:
    """What was kept, added and taken away between two texts, word by word, in reading order.

    A blank alone between two changes is said to have changed with them, so that a phrase is read as one.
    """
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    found: list[Part] = []
    gone = added = ""
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for place, (what, i, j, k, m) in enumerate(steps):
        kept = "".join(old[i:j]) if what == "equal" else ""
        if what != "equal" or (kept.isspace() and "\n" not in kept and 0 < place < len(steps) - 1):
            gone, added = gone + "".join(old[i:j]), added + "".join(new[k:m])
            continue
        found += _changed(gone, added)
        found.append(Part("kept", kept))
        gone = added = ""
    return found + _changed(gone, added)


def _changed(gone: str, added: str) -> list[Part]:
    return [Part(what, words) for what, words in (("gone", gone), ("added", added)) if words]
