"""What is said of perks: their kinds, what each does, why one cannot be had, where a claim stands."""

from __future__ import annotations

from ambassadors.perks.cards import ClaimCard, PerkCard
from ambassadors.perks.models import Gives, Kind, Standing, Why
from ambassadors.perks.rules import Refusal
from kernel import audiences, i18n
from kernel.i18n import gettext as _
from kernel.i18n import mark, ngettext

KINDS = {
    Kind.MONEY: mark("Money"),
    Kind.EXPERIENCE: mark("Experience"),
    Kind.RECOGNITION: mark("Recognition"),
}
GIVES = {
    Gives.CODE: mark("A voucher code"),
    Gives.PERCENT: mark("A percentage off, for a time"),
    Gives.SEAT: mark("A seat at a meeting"),
    Gives.EARLY: mark("Early access"),
    Gives.NAMING: mark("Naming a product"),
    Gives.BADGE: mark("A badge beside one’s name"),
    Gives.THANKS: mark("Thanks on an idea that shipped"),
    Gives.RELEASE: mark("One’s name in a release"),
}
DOES = {
    Gives.CODE: mark(
        "A code for the brand’s shop. It is sealed until you look at it; until then you may give it back."
    ),
    Gives.PERCENT: mark(
        "A code for the brand’s shop. It is sealed until you look at it; until then you may give it back."
    ),
    Gives.SEAT: mark("A seat that is kept aside for you. You may give it back until the meeting begins."),
    Gives.EARLY: mark("Boards and pages that are opened to those who took this, before all others."),
    Gives.NAMING: mark("You propose a name, the team answers. Until they accept it you may take your points back."),
    Gives.BADGE: mark(
        "Stands on your profile; an ambassador’s stands beside their name too, wherever they speak here."
    ),
    Gives.THANKS: mark("Your name stands on the page of an idea that shipped and that you had a part in."),
    Gives.RELEASE: mark("Your name stands with the release, on the roadmap and in what the brand publishes of it."),
}
REFUSED = {
    Refusal.SUSPENDED: mark("Your account is suspended: nothing can be taken meanwhile."),
    Refusal.STAFF: mark("Perks are for members; the team takes none."),
    Refusal.OVER: mark("Its time is over. Your points are untouched."),
    Refusal.AUDIENCE: mark("It is for a group that you are not in. Your points are untouched."),
    Refusal.GONE: mark("None is left. Your points are untouched."),
}
WENT = {
    Why.OWNER: mark("You gave it back; your points are free again."),
    Why.STAFF: mark("The team took it back; your points are free again."),
    Why.MEETING: mark("The meeting does not take place; your points are free again."),
    Why.LAPSED: mark("Its time ran out before you looked at it; your points are free again."),
    Why.ERASED: mark("It went with the account."),
}


def refused(why: Refusal, perk: PerkCard) -> str:
    """Why somebody cannot have a perk, and what would change it."""
    if why == Refusal.SOON:
        return _("It can be taken from %(when)s.") % {"when": i18n.format_datetime(perk.opens_at)}
    if why == Refusal.POINTS:
        return _("It takes %(price)s; you have not so many free.") % {"price": price(perk.price)}
    if why == Refusal.OFTEN:
        if perk.most_each == 1:
            return _("You have it already.")
        most = i18n.format_number(perk.most_each)
        return _("You have it %(most)s times, which is the most for one person.") % {"most": most}
    return _(REFUSED[why])


def price(points: int) -> str:
    if not points:
        return _("no points")
    return ngettext("%(count)s point", "%(count)s points", points) % {"count": i18n.format_number(points)}


def left(perk: PerkCard) -> str:
    """How many there still are, where that is counted or few."""
    many = perk.left
    if many is None:
        return ""
    if not many:
        return _("none left")
    return ngettext("%(count)s left", "%(count)s left", many) % {"count": i18n.format_number(many)}


async def group(audience: str) -> str:
    """Whom it is for, in words; nothing where it is for every member."""
    if audience in ("members", "everyone"):
        return ""
    return dict(await audiences.choices()).get(audience, audience)


def lasts(perk: PerkCard) -> str:
    """How long what it gives lasts."""
    said: list[str] = []
    if perk.days:
        said.append(ngettext("for %(count)s day", "for %(count)s days", perk.days) % {"count": perk.days})
    if perk.from_at:
        said.append(_("from %(day)s") % {"day": i18n.format_date(perk.from_at)})
    if perk.until_at:
        said.append(_("until %(day)s") % {"day": i18n.format_date(perk.until_at)})
    return ", ".join(said)


def stands(claim: ClaimCard) -> str:
    """Where a claim stands, in a few words."""
    if claim.standing == Standing.BACK:
        return _("given back")
    if claim.is_over:
        return _("its time is over")
    if claim.gives in (Gives.CODE, Gives.PERCENT):
        return _("sealed") if claim.standing == Standing.HELD else _("yours")
    if claim.gives == Gives.NAMING:
        return _("waits for the team") if claim.standing == Standing.HELD else _("accepted")
    return _("to come") if claim.standing == Standing.HELD and claim.is_held else _("yours")
