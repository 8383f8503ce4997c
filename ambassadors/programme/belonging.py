"""Coming in and going out: the row, the mark on the account and what is told of it, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from ambassadors.programme import queries, terms
from ambassadors.programme.models import Ending, Enrolment, Expertise, TierMove
from community.people.models import Person
from kernel import clock, db, text
from kernel.errors import Conflict
from kernel.events import record
from kernel.i18n import gettext as _


async def enrol(
    person_id: int,
    *,
    tier: str = "",
    agreed: int = 0,
    is_listed: bool = False,
    town: str = "",
    topics: Sequence[str] = (),
    languages: Sequence[str] = (),
) -> Enrolment:
    """Make somebody an ambassador, on the first tier if no other is said. Inside the caller's transaction."""
    if await Enrolment.exists(current_for=person_id):
        raise Conflict(_("This person is an ambassador already."))
    now = clock.now()
    on = tier or (await queries.tiers())[0].slug
    made = await Enrolment.create(
        person_id=person_id,
        current_for=person_id,
        tier=on,
        since_at=now,
        tier_since_at=now,
        terms=agreed or (await terms.now()).number,
        agreed_at=now,
        is_listed=is_listed,
        town=town,
        town_key=text.slug(town),
    )
    known = [("topic", topic) for topic in topics] + [("language", language) for language in languages]
    await Expertise.bulk_create([Expertise(enrolment_id=made.id, kind=kind, value=value) for kind, value in known])
    await TierMove.create(enrolment_id=made.id, how="in", after=on, at=now)
    await Person.filter(id=person_id).update(is_ambassador=True)
    await record("ambassador.joined", actor=None, subject=("person", person_id), tier=on)
    return made


async def end(enrolled: Enrolment, ending: Ending, *, words: str = "", is_thanked: bool = False) -> None:
    """Be no ambassador any more. Inside the caller's transaction."""
    now = clock.now()
    await Enrolment.filter(id=enrolled.id).update(
        current_for=None,
        ending=ending,
        ended_at=now,
        words=words,
        is_thanked=is_thanked,
        is_listed=False,
        falls_to="",
        falls_at=None,
    )
    await TierMove.create(enrolment_id=enrolled.id, how="out", before=enrolled.tier, after="", at=now)
    await Person.filter(id=enrolled.person_id).update(is_ambassador=False)


async def marked(*, fix: bool = False) -> list[str]:
    """That the mark on an account says who is an ambassador."""
    is_one = "EXISTS (SELECT 1 FROM programme_enrolment e WHERE e.current_for = p.id)"
    found = await db.rows(
        f"SELECT p.id, p.is_ambassador, {is_one} AS is_one FROM person p WHERE p.is_ambassador <> {is_one} ORDER BY p.id"
    )
    if fix and found:
        async with db.transaction():
            values = [(row["is_one"], row["id"]) for row in found]
            await db.execute_many("UPDATE person SET is_ambassador = ? WHERE id = ?", values)
    return [f"person {row['id']}: marked {row['is_ambassador']}, enrolled {row['is_one']}" for row in found]
