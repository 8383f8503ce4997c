"""What somebody has that proves them."""

from __future__ import annotations

from dataclasses import dataclass

from community.people import agents
from kernel import cache, clock, db

METHODS = "password", "letter", "passkey"


@dataclass(frozen=True)
class Ways:
    """What a person can prove themselves by."""

    has_password: bool
    email: str
    passkeys: int
    has_second_step: bool
    codes_left: int

    @property
    def by_letter_alone(self) -> bool:
        """Is there nothing to type? Then a letter must do."""
        return not (self.has_password or self.has_second_step)

    @property
    def has_second_factor(self) -> bool:
        return self.has_second_step or self.passkeys > 0


NOTHING = Ways(has_password=False, email="", passkeys=0, has_second_step=False, codes_left=0)
_second: cache.Store[bool] = cache.Store(1000, steady=True)


async def ways_of(person_id: int) -> Ways:
    """All of it in one statement."""
    found = await db.row(
        "SELECT p.email, p.password, (SELECT count(*) FROM passkey k WHERE k.person_id = p.id) AS passkeys, "
        "(SELECT count(*) FROM second_step s WHERE s.person_id = p.id AND s.confirmed_at IS NOT NULL) AS steps, "
        "(SELECT count(*) FROM recovery_code c WHERE c.person_id = p.id AND c.used_at IS NULL) AS codes_left "
        "FROM person p WHERE p.id = ?",
        person_id,
    )
    if found is None:
        return NOTHING
    return Ways(
        has_password=bool(found["password"]),
        email=found["email"] or "",
        passkeys=found["passkeys"],
        has_second_step=found["steps"] > 0,
        codes_left=found["codes_left"],
    )


async def has_second_factor(person_id: int) -> bool:
    """The same question for every page that one of the team opens: remembered until something changes."""

    async def ask() -> bool:
        return (await ways_of(person_id)).has_second_factor

    return await _second.through(person_id, ask)


async def passkeys_of(person_id: int) -> list[db.Row]:
    """Somebody's passkeys, the newest first."""
    return await db.rows(
        "SELECT id, name, is_synced, created_at, used_at, refused_at FROM passkey WHERE person_id = ? ORDER BY id DESC",
        person_id,
    )


async def browsers_of(person_id: int) -> list[db.Row]:
    """Browsers that are signed in, by what, the last seen first; those whose time is over are not."""
    rows = await db.rows(
        "SELECT id, agent, method, created_at, seen_at FROM session WHERE person_id = ? AND expires_at > ? "
        "ORDER BY seen_at DESC LIMIT 100",
        person_id,
        clock.now(),
    )
    return [{**row, "agent": agents.named(row["agent"])} for row in rows]
