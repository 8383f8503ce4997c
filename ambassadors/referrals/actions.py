"""Campaigns by the team, with what staff decide about one referral; and what a member chooses for their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from ambassadors.referrals import deciding, forgetting, rules
from ambassadors.referrals.models import Campaign, InviteCode, Referral, State, Why
from kernel import audiences, audit, clock, db, i18n, site, text
from kernel.errors import Conflict, Invalid, Missing, require
from kernel.events import record
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import MEMBERS, Viewer

PROMISED = ("return_days", "order_days", "least")
"""What stays as it was once somebody came under it."""


@dataclass(frozen=True)
class Terms:
    """A campaign as staff say it: days of the brand's zone, `least` in minor units of the site's currency."""

    name: str
    inviter_points: int
    invited_points: int
    opens_on: date
    ends_on: date | None = None
    words_fr: str = ""
    words_en: str = ""
    audience: str = MEMBERS
    return_days: int = 30
    order_days: int = 90
    least: int = 0
    monthly: int = 10

    def values(self) -> dict[str, Any]:
        """As columns."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in ("opens_on", "ends_on")}
        ends = _begins(self.ends_on + timedelta(days=1)) if self.ends_on else None
        return {**told, "opens_at": _begins(self.opens_on), "ends_at": ends}


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), i18n.timezone(the_house().settings.zone)).astimezone(UTC)


def terms_of(campaign: Campaign) -> Terms:
    """The terms of one that is there."""
    zone = i18n.timezone(the_house().settings.zone)
    kept = {name: getattr(campaign, name) for name in Terms.__dataclass_fields__ if hasattr(campaign, name)}
    ends = (campaign.ends_at - timedelta(seconds=1)).astimezone(zone).date() if campaign.ends_at else None
    return Terms(**kept, opens_on=campaign.opens_at.astimezone(zone).date(), ends_on=ends)


async def open_campaign(viewer: Viewer, terms: Terms) -> Campaign:
    """Begin a campaign; whoever may invite is asked from its first day on."""
    require(rules.may_run(viewer))
    await _known_audience(terms.audience)
    now, currency = clock.now(), (await site.current()).currency
    async with db.transaction():
        taken = {row["slug"] for row in await db.rows("SELECT slug FROM referral_campaign")}
        slug = base = text.slug(terms.name)[:50] or "campaign"
        number = 2
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        made = await Campaign.create(**terms.values(), slug=slug, currency=currency, by_id=viewer.id, created_at=now)
        await audit.note(viewer, "referrals.opened", subject=("campaign", made.id), name=terms.name)
        await record("campaign.opened", actor=viewer.id, subject=("campaign", made.id), name=terms.name)
    return made


async def change(viewer: Viewer, campaign: Campaign, terms: Terms) -> None:
    """Change what holds for those who come from now on; what a first one came under stays as it was."""
    require(rules.may_run(viewer))
    await _known_audience(terms.audience)
    async with db.transaction():
        if await Referral.exists(campaign_id=campaign.id):
            terms = replace(terms, **{name: getattr(campaign, name) for name in PROMISED})
        values = terms.values()
        changed = {name: value for name, value in values.items() if getattr(campaign, name) != value}
        if changed:
            await Campaign.filter(id=campaign.id).update(**changed)
            await audit.note(viewer, "referrals.changed", subject=("campaign", campaign.id), **changed)


async def end(viewer: Viewer, campaign: Campaign) -> None:
    """End it now. Who said yes before may still open an account in their thirty days, and what was promised is kept."""
    require(rules.may_run(viewer))
    if not rules.is_open(campaign):
        raise Conflict(_("This campaign is over already, or has not begun."))
    async with db.transaction():
        await Campaign.filter(id=campaign.id).update(ends_at=clock.now())
        await audit.note(viewer, "referrals.ended", subject=("campaign", campaign.id))
        await record("campaign.ended", actor=viewer.id, subject=("campaign", campaign.id), name=campaign.name)


async def _known_audience(audience: str) -> None:
    if audience != MEMBERS and audience not in {value for value, _label in await audiences.choices()}:
        raise Invalid(_("Choose one of the list."), errors={"audience": _("Choose one of the list.")})


async def clear(viewer: Viewer, number: int, *, reason: str) -> None:
    """Staff looked at it: the two are not one household. It is judged again, by what was bought."""
    require(rules.may_run(viewer))
    async with db.transaction():
        found = await _of_others(viewer, number)
        if found.state != State.REFUSED or found.why == Why.CUSTOMER:
            raise Conflict(_("This is not a refusal that can be lifted."))
        await Referral.filter(id=number).update(
            state=State.JOINED, why=Why.NONE, cleared_by_id=viewer.id, decided_at=None
        )
        await audit.note(viewer, "referral.cleared", subject=("referral", number), reason=reason)
    await deciding.decide_one(number)


async def refuse(viewer: Viewer, number: int, *, reason: str) -> None:
    """Staff say that it does not count; what it gave goes back."""
    require(rules.may_run(viewer))
    async with db.transaction():
        found = await _of_others(viewer, number)
        if found.state == State.REWARDED:
            await deciding.take_back(found, Why.STAFF)
        elif found.state in (State.JOINED, State.ORDERED, State.LAPSED):
            await Referral.filter(id=number).update(state=State.REFUSED, why=Why.STAFF, decided_at=clock.now())
        else:
            raise Conflict(_("This one does not count already."))
        await audit.note(viewer, "referral.refused", subject=("referral", number), reason=reason)


async def _of_others(viewer: Viewer, number: int) -> Referral:
    """One that staff may decide about, held until the transaction ends: never one that they have a part in."""
    lock = "" if db.on_sqlite() else " FOR NO KEY UPDATE"
    await db.rows(f"SELECT id FROM referral WHERE id = ?{lock}", number)
    found = await Referral.get_or_none(id=number)
    if found is None:
        raise Missing()
    require(viewer.id not in (found.person_id, found.inviter_id), _("Somebody else must decide about your own."))
    return found


async def show_name(viewer: Viewer, *, shows: bool) -> None:
    """Whoever was invited says whether the one who invited them may know that it was they."""
    require(viewer.is_member)
    async with db.transaction():
        if not await Referral.filter(person_id=viewer.id).update(shows_name=shows):
            raise Missing()


async def erased(person_id: int) -> None:
    """An account is being erased: its codes are closed, its letters that wait are gone, its name is shown to nobody."""
    await forgetting.gone(person_id)
    await InviteCode.filter(person_id=person_id, closed_at=None).update(closed_at=clock.now())
    await Referral.filter(person_id=person_id).update(shows_name=False)
