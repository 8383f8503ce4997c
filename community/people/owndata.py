"""What is known about a person, from every wing that keeps something about them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from community.people import queries
from community.people.models import Person
from kernel import clock, db, files, site
from kernel.features import the_house
from kernel.i18n import mark


class Source(StrEnum):
    """Where something that is known of a person comes from."""

    GIVEN = "given"
    OBSERVED = "observed"
    IMPORTED = "imported"
    INFERRED = "inferred"


GIVEN, OBSERVED, IMPORTED, INFERRED = Source


WITH_ACCOUNT = mark("As long as the account.")


@dataclass(frozen=True)
class OwnData:
    """A wing's part of what is known about a person: its name in the file, and what it knows.

    `label` says what it is, `explained` what it is for, `kept` for how long, all as message ids; `mend` is the address
    where it is put right (`{handle}` is the person's).
    """

    name: str
    collect: Callable[[int], Awaitable[Any]]
    source: Source = GIVEN
    label: str = ""
    explained: str = ""
    kept: str = WITH_ACCOUNT
    mend: str = ""


async def gathered(person: Person) -> dict[str, Any]:
    """The whole file."""
    found = {"made_at": clock.now(), "site": (await site.current()).name, "profile": profile(person)}
    for part in the_house().registered("own-data"):
        found[part.name] = await part.collect(person.id)
    return found


def profile(person: Person) -> dict[str, Any]:
    kept = (
        *("id", "handle", "name", "email", "email_confirmed_at", "role", "bio", "language", "zone"),
        *("is_ambassador", "suspended_until", "created_at"),
    )
    return {name: getattr(person, name) for name in kept}


async def _files(person_id: int) -> list[dict[str, Any]]:
    """Pictures that somebody sent, with where they lie."""
    rows = await db.rows(
        "SELECT digest, name, media_type, size, created_at FROM file WHERE owner_id = ? ORDER BY id", person_id
    )
    return [{"url": files.url(row.pop("digest")), **row} for row in rows]


async def _browsers(person_id: int) -> list[dict[str, Any]]:
    return [
        {"browser": row["agent"], "since": row["created_at"], "last_seen": row["seen_at"]}
        for row in await queries.sessions_of(person_id)
    ]


async def _tokens(person_id: int) -> list[dict[str, Any]]:
    return [{k: v for k, v in row.items() if k != "id"} for row in await queries.tokens_of(person_id)]


async def _letters(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT subject, created_at, sent_at FROM letter WHERE person_id = ? ORDER BY id DESC LIMIT 1000", person_id
    )


async def _staff_acts(person_id: int) -> list[db.Row]:
    """What staff did about the account, without who."""
    return await db.rows(
        "SELECT at, act, reason FROM staff_act WHERE subject_kind = 'person' AND subject_id = ? ORDER BY id", person_id
    )


async def _own_acts(person_id: int) -> list[db.Row]:
    """What somebody did as one of the team."""
    return await db.rows(
        "SELECT at, act, subject_kind, subject_id, reason FROM staff_act WHERE actor_id = ? ORDER BY id", person_id
    )


parts = [
    OwnData(
        "files", _files, OBSERVED, mark("Pictures you sent"), mark("Shown where you put them; each with where it lies.")
    ),
    OwnData(
        "browsers",
        _browsers,
        OBSERVED,
        mark("Browsers you are signed in with"),
        mark("To keep you signed in, and to let you sign one out."),
        mark("By setting: sessions."),
        mend="/account/devices",
    ),
    OwnData(
        "tokens",
        _tokens,
        GIVEN,
        mark("Keys for programs"),
        mark("To let a program act for you; we keep no key, only its print."),
        mend="/account/tokens",
    ),
    OwnData(
        "letters",
        _letters,
        OBSERVED,
        mark("Letters sent to you"),
        mark("To deliver them, and to find out why one did not arrive."),
        mark("By setting: letters."),
        mend="/inbox/settings",
    ),
    OwnData(
        "acts_of_staff",
        _staff_acts,
        OBSERVED,
        mark("What the team did about your account"),
        mark("Every act of the team is on record, so that none goes unseen."),
    ),
    OwnData(
        "own_acts_as_staff",
        _own_acts,
        OBSERVED,
        mark("What you did as one of the team"),
        mark("Every act of the team is on record, so that none goes unseen."),
    ),
]
