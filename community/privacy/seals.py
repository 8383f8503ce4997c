"""What was published under a checksum and names somebody who is erased: the name goes, the seal is made anew and says so.

The chain of staff acts keeps the checksum of before beside the new one, so that whoever kept the file of then can tell that it
was ours. A seal that had been broken already is left broken.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from community.privacy.words import Words
from kernel import audit, db, pages
from kernel.features import Slot, the_house
from kernel.viewer import SYSTEM, Viewer

ACT = "seal.renewed"


@dataclass(frozen=True)
class Renewed:
    """One thing whose text was changed, and its checksum before and after."""

    number: int
    before: str
    after: str


@dataclass(frozen=True)
class Sealed:
    """A kind of what is published under a checksum, for the registry "sealed".

    `renew` takes the words out of all that hold them, inside the transaction of the erasure, and tells of those whose check
    held and holds again.
    """

    kind: str
    renew: Callable[[Words, Callable[[str], str]], Awaitable[Sequence[Renewed]]]


@dataclass(frozen=True)
class Renewal:
    """When a seal was made anew, and the checksum until then."""

    at: datetime
    before: str


async def renew(words: Words, without: Callable[[str], str]) -> None:
    """Take somebody out of everything that is sealed; inside the transaction of the erasure."""
    for entry in the_house().registered("sealed"):
        for one in await entry.renew(words, without):
            subject = (entry.kind, one.number)
            await audit.note(SYSTEM, ACT, subject=subject, before=one.before, after=one.after)


async def story(kind: str, numbers: Sequence[int]) -> dict[int, list[Renewal]]:
    """How often the seals of these were made anew, the newest first."""
    rows = await db.rows(
        f"SELECT subject_id, at, detail FROM staff_act WHERE subject_kind = ? AND act = ? AND subject_id IN "
        f"({db.marks(numbers)}) ORDER BY id DESC",
        *(kind, ACT, *numbers),
    )
    told: dict[int, list[Renewal]] = {}
    for row in rows:
        told.setdefault(row["subject_id"], []).append(Renewal(row["at"], json.loads(row["detail"])["before"]))
    return told


async def fill(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """Beside a checksum: that a name was taken out, and the checksum of before; keys are `kind:number`."""
    asked: dict[str, list[int]] = {}
    for key in keys:
        kind, number = key.split(":")
        asked.setdefault(kind, []).append(int(number))
    told = {kind: await story(kind, numbers) for kind, numbers in asked.items()}  # one kind to a page
    return {
        f"{kind}:{number}": pages.render("community/privacy/_seal.html", {"renewals": renewals})
        for kind, found in told.items()
        for number, renewals in found.items()
    }


slots = [Slot("seal", fill)]
