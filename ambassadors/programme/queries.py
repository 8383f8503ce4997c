"""Reading the programme: its tiers, and who belongs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ambassadors.programme import first
from ambassadors.programme.ladder import Rung
from ambassadors.programme.models import Application
from ambassadors.programme.models import Enrolment as Belonging
from ambassadors.programme.rules import AMBASSADORS, TIER
from community.people import queries as people
from community.people.queries import PersonCard
from kernel import clock, db, i18n
from kernel.i18n import gettext as _

ENROLLED = "LEFT JOIN programme_enrolment enrolled ON enrolled.current_for = p.id"
"""Joins a person `p` to what makes them an ambassador now."""


@dataclass(frozen=True)
class Tier:
    """A tier as it counts now: `percentile` is the place of a hundred that it asks for, nothing for the first."""

    slug: str
    place: int
    percentile: float
    name_en: str
    name_fr: str
    gives_en: str
    gives_fr: str
    from_at: datetime | None = None

    @property
    def name(self) -> str:
        return self.name_fr if i18n.language.get() == "fr" else self.name_en

    @property
    def gives(self) -> list[str]:
        """What it gives, a line each."""
        told = self.gives_fr if i18n.language.get() == "fr" else self.gives_en
        return [line.strip() for line in told.splitlines() if line.strip()]

    @property
    def rung(self) -> Rung:
        return Rung(self.slug, self.percentile)

    @property
    def top(self) -> float:
        """The share of those reached that it is for: a twentieth for a place of 95 of a hundred."""
        return (100 - self.percentile) / 100


@dataclass(frozen=True)
class Enrolment:
    """That somebody is an ambassador: on which tier, and since when they belong."""

    person_id: int
    tier: str
    tier_name: str
    since: datetime


@dataclass(frozen=True)
class Move:
    """A step on the ladder, with what it went by."""

    how: str
    before: str
    after: str
    percentile: float | None
    is_good: bool
    at: datetime


MOVES = 12
_TIERS = (
    "SELECT slug, place, percentile, name_en, name_fr, gives_en, gives_fr, from_at, is_dropped FROM programme_tier t "
    "WHERE t.from_at <= ? AND NOT EXISTS (SELECT 1 FROM programme_tier u WHERE u.slug = t.slug AND u.from_at <= ? "
    "AND (u.from_at, u.id) > (t.from_at, t.id)) ORDER BY place, slug"
)


async def tiers(*, at: datetime | None = None) -> list[Tier]:
    """The tiers that count, from the first to the highest."""
    moment = at or clock.now()
    rows = await db.rows(_TIERS, moment, moment)
    found = [Tier(**{key: row[key] for key in row if key != "is_dropped"}) for row in rows if not row["is_dropped"]]
    return found or [Tier(place=place, **told._asdict()) for place, told in enumerate(first.TIERS)]


async def enrolled(person_ids: Sequence[int]) -> dict[int, Enrolment]:
    """Of some people those who are ambassadors now."""
    if not person_ids:
        return {}
    wanted = list(dict.fromkeys(person_ids))
    sql = f"SELECT current_for, tier, since_at FROM programme_enrolment WHERE current_for IN ({db.marks(wanted)})"
    rows = await db.rows(sql, *wanted)
    names = {tier.slug: tier.name for tier in await tiers()} if rows else {}
    return {
        row["current_for"]: Enrolment(
            row["current_for"], row["tier"], names.get(row["tier"]) or row["tier"], row["since_at"]
        )
        for row in rows
    }


async def counted() -> dict[str, int]:
    """How many stand on each tier."""
    rows = await db.rows(
        "SELECT tier, count(*) AS n FROM programme_enrolment WHERE current_for IS NOT NULL GROUP BY tier"
    )
    return {row["tier"]: row["n"] for row in rows}


async def audiences_of(row: Mapping[str, Any]) -> set[str]:
    """`ambassadors` and the tier of somebody, read along with them."""
    tier = row["ambassador_tier"]
    return {AMBASSADORS, f"{TIER}{tier}"} if tier else set()


async def audience_choices() -> list[tuple[str, str]]:
    named = [(f"{TIER}{tier.slug}", _("Ambassadors: %(tier)s") % {"tier": tier.name}) for tier in await tiers()]
    return [(AMBASSADORS, _("Ambassadors")), *named]


async def people_of(name: str) -> list[int] | None:
    """Those whom `ambassadors` or `tier:guide` names."""
    if name != AMBASSADORS and not name.startswith(TIER):
        return None
    sql = "SELECT current_for AS id FROM programme_enrolment WHERE current_for IS NOT NULL"
    if name == AMBASSADORS:
        rows = await db.rows(f"{sql} ORDER BY id")
    else:
        rows = await db.rows(f"{sql} AND tier = ? ORDER BY id", name.removeprefix(TIER))
    return [row["id"] for row in rows]


async def coming() -> list[Tier]:
    """Versions of tiers that count from a later day."""
    rows = await db.rows(
        "SELECT slug, place, percentile, name_en, name_fr, gives_en, gives_fr, from_at FROM programme_tier "
        "WHERE from_at > ? ORDER BY from_at, place",
        clock.now(),
    )
    return [Tier(**row) for row in rows]


async def moves(enrolment_id: int) -> list[Move]:
    """How somebody came to where they stand, the newest first."""
    names = {tier.slug: tier.name for tier in await tiers()}
    rows = await db.rows(
        f"SELECT how, before, after, percentile, is_good, at FROM programme_move WHERE enrolment_id = ? "
        f"ORDER BY id DESC LIMIT {MOVES}",
        enrolment_id,
    )
    return [
        Move(
            row["how"],
            names.get(row["before"]) or row["before"],
            names.get(row["after"]) or row["after"],
            row["percentile"],
            row["is_good"],
            row["at"],
        )
        for row in rows
    ]


async def waiting_of(person_id: int) -> Application | None:
    return await Application.get_or_none(open_for=person_id)


async def last_application(person_id: int) -> Application | None:
    return await Application.filter(person_id=person_id).order_by("-id").first()


async def last_part(person_id: int) -> Belonging | None:
    """The part of somebody that ended last."""
    return await Belonging.filter(person_id=person_id, ended_at__not_isnull=True).order_by("-id").first()


async def thanked(*, most: int = 24) -> list[tuple[PersonCard, datetime, datetime]]:
    """Who left and wished to be thanked in public: from when until when they belonged."""
    rows = await db.rows(
        "SELECT person_id, since_at, ended_at FROM programme_enrolment e WHERE is_thanked = ? "
        f"AND NOT EXISTS (SELECT 1 FROM programme_enrolment f WHERE f.current_for = e.person_id) ORDER BY id DESC LIMIT {most}",
        True,
    )
    cards = await people.names([row["person_id"] for row in rows])
    return [(cards[row["person_id"]], row["since_at"], row["ended_at"]) for row in rows]
