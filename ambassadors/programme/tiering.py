"""What the team sets: tiers and terms, each as a new version with the day it counts from."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ambassadors.programme import queries, rules, terms
from ambassadors.programme.models import Enrolment, ProgrammeTerms, TierEdition
from ambassadors.programme.queries import Tier
from ambassadors.programme.settings import ProgrammeSettings
from kernel import audit, clock, db, text
from kernel.errors import Conflict, Invalid, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

MOST = 8


async def set_tier(
    viewer: Viewer,
    slug: str,
    *,
    percentile: float,
    name_en: str,
    name_fr: str,
    gives_en: str = "",
    gives_fr: str = "",
    from_at: datetime | None = None,
) -> str:
    """Write a tier anew, or one more where `slug` is empty; a higher bar comes with the notice that is owed."""
    require(rules.may_run(viewer))
    now, last = clock.now(), await queries.tiers(at=datetime.max.replace(tzinfo=clock.now().tzinfo))
    before = next((tier for tier in last if tier.slug == slug), None)
    if slug and before is None:
        raise Missing()
    slug = slug or _fresh(name_en, last)
    moment = max(from_at or now, now)
    place = _placed(last, before, percentile)
    await _owed(before.percentile if before else percentile, percentile, moment)
    told = {"name_en": name_en, "name_fr": name_fr, "gives_en": gives_en, "gives_fr": gives_fr}
    async with db.transaction():
        await _founded(last)
        changed = Tier(slug, place, percentile, name_en, name_fr, gives_en, gives_fr)
        for tier in _in_order([*(tier for tier in last if tier.slug != slug), changed]):
            if tier.slug == slug or tier.place != next((kept.place for kept in last if kept.slug == tier.slug), None):
                await _edition(viewer, tier, moment)
        subject = ("tier", None)
        await audit.note(
            viewer, "ambassador.tier", subject=subject, tier=slug, percentile=percentile, at=moment, **told
        )
        await record(
            "programme.changed", actor=viewer.id, subject=("person", int(viewer.id or 0)), day=moment.isoformat()
        )
    return slug


async def drop_tier(viewer: Viewer, slug: str) -> None:
    """Have a tier no more: who stands there moves with the next reckoning to the one that fits."""
    require(rules.may_run(viewer))
    last = await queries.tiers()
    found = next((tier for tier in last if tier.slug == slug), None)
    if found is None:
        raise Missing()
    if found.place == last[0].place:
        raise Conflict(_("The first tier stays: everybody comes in by it."))
    async with db.transaction():
        await _founded(last)
        await _edition(viewer, found, clock.now(), is_dropped=True)
        await audit.note(viewer, "ambassador.tier", subject=("tier", None), tier=slug, dropped=True)
        day = clock.now().isoformat()
        await record("programme.changed", actor=viewer.id, subject=("person", int(viewer.id or 0)), day=day)


def _fresh(name: str, last: list[Tier]) -> str:
    if len(last) >= MOST:
        raise Conflict(_("There are enough tiers."))
    base, taken = text.slug(name)[:24] or "tier", {tier.slug for tier in last}
    return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, 99))) if slug not in taken)


def _placed(last: list[Tier], before: Tier | None, percentile: float) -> int:
    """No two tiers ask for the same; the first asks for nothing, and no other does."""
    if before is not None and before.slug == last[0].slug:
        if percentile:
            raise Invalid(errors={"percentile": _("The first tier asks for nothing.")})
        return 0
    others = [tier.percentile for tier in last if before is None or tier.slug != before.slug]
    if not percentile or percentile in others:
        raise Invalid(errors={"percentile": _("Another tier asks for this place already.")})
    return len([other for other in others if other < percentile])


def _in_order(found: list[Tier]) -> list[Tier]:
    ordered = sorted(found, key=lambda tier: tier.percentile)
    return [Tier(**{**tier.__dict__, "place": place}) for place, tier in enumerate(ordered)]


async def _owed(before: float, after: float, moment: datetime) -> None:
    """Who might fall by a higher bar hears of it early enough."""
    days = ProgrammeSettings().ambassador_terms_days
    is_soon = after > before and moment < clock.now() + timedelta(days=days - 1)
    if is_soon and await Enrolment.exists(current_for__not_isnull=True):
        words = _("A higher bar needs %(days)s days of notice: choose a later day.") % {"days": days}
        raise Invalid(errors={"from_on": words})


async def _founded(last: list[Tier]) -> None:
    """The tiers of the house, written down when the team changes the first of them."""
    if not await TierEdition.exists():
        for tier in last:
            await TierEdition.create(**_values(tier), from_at=datetime(2000, 1, 1, tzinfo=clock.now().tzinfo))


async def _edition(viewer: Viewer, tier: Tier, moment: datetime, *, is_dropped: bool = False) -> None:
    await TierEdition.create(**_values(tier), from_at=moment, by_id=viewer.id, is_dropped=is_dropped)


def _values(tier: Tier) -> dict[str, Any]:
    return {name: value for name, value in tier.__dict__.items() if name != "from_at"}


async def publish(viewer: Viewer, *, body_en: str, body_fr: str, from_at: datetime) -> int:
    """Terms that count from a day on, told to every ambassador early enough; gives their number."""
    require(rules.may_run(viewer))
    days = ProgrammeSettings().ambassador_terms_days
    if await Enrolment.exists(current_for__not_isnull=True) and from_at < clock.now() + timedelta(days=days - 1):
        raise Invalid(
            errors={"from_on": _("New terms need %(days)s days of notice: choose a later day.") % {"days": days}}
        )
    if await terms.next_ones() is not None:
        raise Conflict(_("Other terms wait for their day already."))
    async with db.transaction():
        number = (await terms.every())[0].number + 1
        await ProgrammeTerms.create(
            number=number, body_en=body_en, body_fr=body_fr, from_at=from_at, at=clock.now(), by_id=viewer.id
        )
        await audit.note(viewer, "ambassador.terms", subject=("terms", number), number=number, at=from_at)
        await record("programme.terms", actor=viewer.id, subject=("terms", number), day=from_at.isoformat())
    return number
