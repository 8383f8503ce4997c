"""All reads of perks and of who took them. No code is read here: `pool.code_of` gives one, to whom it is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ambassadors.perks import pool, rules
from ambassadors.perks.cards import ClaimCard as ClaimCard
from ambassadors.perks.cards import PerkCard as PerkCard
from ambassadors.perks.models import CODED, Gives, Standing, Why
from ambassadors.programme import queries as programme
from ambassadors.programme.rules import TIER
from kernel import clock, db, lists
from kernel.errors import Missing
from kernel.lists import Listing
from kernel.viewer import Viewer

PER_PAGE = 30
MOST_OPEN = 60
"""Perks that are published and not over: what one page shows."""
_COLUMNS = (
    "k.id, k.slug, k.gives, k.name, k.body, k.price, k.audience, k.stock, k.taken, k.most_each, k.opens_at, k.closes_at, "
    "k.published_at, k.ended_at, k.percent, k.days, k.from_at, k.until_at, k.label, k.meeting_id, k.idea_id, k.position, "
    "k.by_id, k.code <> '' AS is_common"
)
_CLAIM = (
    "SELECT c.id, c.perk_id, c.person_id, c.standing, c.points, c.hold_id, c.idea_id, c.words, c.at, c.from_at, "
    "c.until_at, c.used_at, c.back_at, c.why, c.reason, k.slug, k.name, k.gives, k.label, k.meeting_id "
    "FROM perk_claim c JOIN perk k ON k.id = c.perk_id"
)
_OPEN = "k.published_at IS NOT NULL AND k.ended_at IS NULL AND (k.closes_at IS NULL OR k.closes_at > ?) "
_OPEN += "AND (k.until_at IS NULL OR k.until_at > ?)"


def shown_to(viewer: Viewer) -> tuple[str, tuple[Any, ...]]:
    """A condition on `perk k`: what is published for a group that one is in, or that everybody may know of."""
    names = sorted({*viewer.audiences, *rules.OPEN_TO_ALL})
    everything = " OR TRUE" if viewer.is_staff else ""
    return (
        f"(k.published_at IS NOT NULL AND (k.audience IN ({db.marks(names)}) OR k.audience LIKE '{TIER}%'{everything}))"
    ), (*names,)


def visible_to(viewer: Viewer) -> tuple[str, tuple[Any, ...]]:
    """The same, with what one took oneself; drafts are there for those who keep perks."""
    if rules.may_keep(viewer):
        return "TRUE", ()
    shown, values = shown_to(viewer)
    mine = "EXISTS (SELECT 1 FROM perk_claim m WHERE m.perk_id = k.id AND m.person_id = ?)"
    return f"({shown} OR {mine})", (*values, viewer.id or 0)


async def open_to(viewer: Viewer) -> list[PerkCard]:
    """What may be had now or soon, of all three kinds: the same for all viewers of a scope."""
    seen, values = shown_to(viewer)
    now = clock.now()
    return await _cards(f"{_OPEN} AND {seen} ORDER BY k.position, k.price, k.id LIMIT {MOST_OPEN}", now, now, *values)


async def find(viewer: Viewer, slug: str) -> PerkCard:
    """A perk; Missing for whom it is not shown to."""
    seen, values = visible_to(viewer)
    found = await _cards(f"k.slug = ? AND {seen}", slug, *values)
    if not found:
        raise Missing()
    return found[0]


async def by_id(perk_id: int) -> PerkCard:
    """For staff, and for actions that have made sure of the rest."""
    found = await _cards("k.id = ?", perk_id)
    if not found:
        raise Missing()
    return found[0]


async def every(after: str | None = None) -> Listing[PerkCard]:
    """For staff: all of them, the last made first."""
    place = lists.place(after, int)
    found = await _cards(f"k.id < ? ORDER BY k.id DESC LIMIT {PER_PAGE + 1}", place[0] if place else 2**31 - 1)
    return lists.page_of(found, PER_PAGE, lambda card: (card.id,))


async def count_open() -> int:
    now = clock.now()
    return int(await db.value(f"SELECT count(*) FROM perk k WHERE {_OPEN}", now, now))


async def groups(audience: str) -> set[str]:
    """The groups whose people may take what is for one: of a tier, those above it too."""
    if not audience.startswith(TIER):
        return {audience}
    tiers = await programme.tiers()
    place = next((tier.place for tier in tiers if f"{TIER}{tier.slug}" == audience), None)
    return {audience, *(f"{TIER}{tier.slug}" for tier in tiers if place is not None and tier.place >= place)}


async def _cards(where: str, *values: Any) -> list[PerkCard]:
    rows = await db.rows(f"SELECT {_COLUMNS} FROM perk k WHERE {where}", *values)
    pooled = [row["id"] for row in rows if row["gives"] in CODED and not row["is_common"]]
    free = await pool.few(pooled) if pooled else {}
    return [_card(row, free.get(row["id"])) for row in rows]


def _card(row: db.Row, free: int | None) -> PerkCard:
    return PerkCard(**{**row, "gives": Gives(row["gives"]), "free": free})


async def standing_of(perk_id: int, person_id: int | None) -> int:
    """How many of a perk somebody has, those given back left aside."""
    sql = "SELECT count(*) FROM perk_claim WHERE perk_id = ? AND person_id = ? AND standing <> ?"
    return int(await db.value(sql, perk_id, person_id or 0, Standing.BACK.value))


async def own(viewer: Viewer, claim_id: int) -> ClaimCard:
    """One's own claim; Missing for anybody else."""
    found = await _claims("c.id = ? AND c.person_id = ?", claim_id, viewer.id or 0)
    if not found:
        raise Missing()
    return found[0]


async def claim(claim_id: int) -> ClaimCard:
    """For staff, and for work that no viewer asked for."""
    found = await _claims("c.id = ?", claim_id)
    if not found:
        raise Missing()
    return found[0]


async def taken_by(person_id: int, after: str | None = None) -> Listing[ClaimCard]:
    """What somebody took, the last first."""
    place = lists.place(after, int)
    found = await _claims(
        f"c.person_id = ? AND c.id < ? ORDER BY c.id DESC LIMIT {PER_PAGE + 1}",
        person_id,
        place[0] if place else 2**31 - 1,
    )
    return lists.page_of(found, PER_PAGE, lambda card: (card.id,))


async def of_perk(viewer: Viewer, perk_id: int) -> list[ClaimCard]:
    """The viewer's own of one perk, the last first."""
    where = f"c.perk_id = ? AND c.person_id = ? ORDER BY c.id DESC LIMIT {PER_PAGE}"
    return await _claims(where, perk_id, viewer.id or 0) if viewer.is_member else []


async def takers(perk_id: int, after: str | None = None) -> Listing[ClaimCard]:
    """For staff: who took a perk, the last first, without their codes."""
    place = lists.place(after, int)
    found = await _claims(
        f"c.perk_id = ? AND c.id < ? ORDER BY c.id DESC LIMIT {PER_PAGE + 1}", perk_id, place[0] if place else 2**31 - 1
    )
    return lists.page_of(found, PER_PAGE, lambda card: (card.id,))


async def waiting() -> list[ClaimCard]:
    """For staff: names of products that nobody answered yet, the first first."""
    where = "c.standing = ? AND k.gives = ? ORDER BY c.id LIMIT 200"
    return await _claims(where, Standing.HELD.value, Gives.NAMING.value)


async def looks(claim_id: int) -> list[db.Row]:
    """When somebody of the team looked at a claim's code, and why."""
    return await db.rows("SELECT by_id, reason, at FROM perk_look WHERE claim_id = ? ORDER BY id", claim_id)


async def _claims(where: str, *values: Any) -> list[ClaimCard]:
    return [_claim(row) for row in await db.rows(f"{_CLAIM} WHERE {where}", *values)]


def _claim(row: db.Row) -> ClaimCard:
    kinds = {"gives": Gives(row["gives"]), "standing": Standing(row["standing"]), "why": Why(row["why"])}
    return ClaimCard(**{**row, **kinds})


async def ids(where: str, *values: Any, most: int = 500) -> Sequence[int]:
    """Numbers of claims `c` of perks `k`, in their order: what jobs go through."""
    sql = f"SELECT c.id FROM perk_claim c JOIN perk k ON k.id = c.perk_id WHERE {where} ORDER BY c.id LIMIT {most}"
    return [row["id"] for row in await db.rows(sql, *values)]
