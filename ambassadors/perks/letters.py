"""The letter that a code is sent in: it stands in the body, never in the subject."""

from __future__ import annotations

from ambassadors.perks.cards import ClaimCard
from community.people import queries as people
from kernel import i18n, mail, site
from kernel.features import the_house
from kernel.i18n import gettext as _


async def write_code(claim: ClaimCard, code: str) -> None:
    """Send its owner the code that they looked at; inside the transaction in which it became theirs."""
    person = await people.by_id(claim.person_id)
    if person is None or not person.email or not person.is_claimed:
        return
    zone = person.zone or the_house().settings.zone
    with i18n.speaking(person.language or (await site.current()).language, zone):
        await mail.write(
            person.email,
            "perk",
            subject=_("Your code for “%(name)s”") % {"name": claim.name},
            person=person.id,
            name=person.name,
            perk=claim.name,
            code=code,
            until=claim.until_at,
            url=claim.url,
            why=_("You get this because you looked at the code of a perk you took."),
        )
