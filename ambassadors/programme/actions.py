"""What an ambassador does with their part, and how the team ends one."""

from __future__ import annotations

from collections.abc import Sequence

from ambassadors.programme import belonging, rules, terms
from ambassadors.programme.models import Ending, Enrolment, Expertise
from community.people.models import Person, Role
from kernel import audit, clock, db, text
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


async def own(viewer: Viewer) -> Enrolment:
    """One's own part; a 404 for who has none."""
    found = await Enrolment.get_or_none(current_for=viewer.id) if viewer.id else None
    if found is None:
        raise Missing()
    return found


async def describe(
    viewer: Viewer, *, is_listed: bool, pitch: str, town: str, topics: Sequence[str], languages: Sequence[str]
) -> None:
    """Say what others find one by, and whether they do."""
    found = await own(viewer)
    known = [("topic", topic) for topic in topics] + [("language", language) for language in languages]
    async with db.transaction():
        await Enrolment.filter(id=found.id).update(
            is_listed=is_listed, pitch=pitch, town=town, town_key=text.slug(town) if town else ""
        )
        await Expertise.filter(enrolment_id=found.id).delete()
        await Expertise.bulk_create([Expertise(enrolment_id=found.id, kind=kind, value=value) for kind, value in known])


async def agree(viewer: Viewer) -> None:
    """Agree to the newest terms, in force or to come."""
    found, newest = await own(viewer), (await terms.every())[0]
    async with db.transaction():
        await Enrolment.filter(id=found.id).update(terms=newest.number, agreed_at=clock.now())


async def retire(viewer: Viewer, *, is_thanked: bool = False, words: str = "") -> None:
    """Leave, without a reason; who wishes it is thanked in public."""
    found = await own(viewer)
    async with db.transaction():
        await belonging.end(found, Ending.RETIRED, words=words, is_thanked=is_thanked)
        await record("ambassador.retired", actor=viewer.id, subject=("person", found.person_id), name=viewer.name)


async def end(viewer: Viewer, found: Enrolment, *, reason: str) -> None:
    """The team ends somebody's part, with the reason they are told."""
    require(rules.may_run(viewer))
    if found.current_for is None:
        raise Conflict(_("This person is no ambassador any more."))
    async with db.transaction():
        await belonging.end(found, Ending.ENDED, words=reason)
        await audit.note(viewer, "ambassador.end", subject=("person", found.person_id), reason=reason)
        await record("ambassador.ended", actor=viewer.id, subject=("person", found.person_id), excerpt=reason)


async def joined_team(event: db.Row) -> None:
    """Somebody has another role: who is of the team now is no ambassador any more, and is thanked."""
    found = await Enrolment.get_or_none(current_for=event["subject_id"])
    if found is None or not await Person.filter(id=event["subject_id"]).exclude(role=Role.MEMBER).exists():
        return
    async with db.transaction():
        await belonging.end(found, Ending.RETIRED, is_thanked=True)
        await record("ambassador.retired", actor=found.person_id, subject=("person", found.person_id))


async def erased(person_id: int) -> None:
    """An account is erased: its part ends and its words go, inside that transaction."""
    found = await Enrolment.get_or_none(current_for=person_id)
    if found:
        await belonging.end(found, Ending.ERASED)
    ended = await Enrolment.filter(person_id=person_id).values_list("id", flat=True)
    await Expertise.filter(enrolment_id__in=list(ended)).delete()
    await Enrolment.filter(person_id=person_id).update(
        is_listed=False, is_thanked=False, pitch="", town="", town_key="", words=""
    )
    await db.execute(f"UPDATE programme_application SET {_FORGOTTEN} WHERE person_id = ?", person_id)
    await db.execute("DELETE FROM programme_candidate WHERE person_id = ?", person_id)
    await db.execute("DELETE FROM programme_nomination WHERE person_id = ? AND answer = ''", person_id)


_FORGOTTEN = (
    "motivation = '', town = '', topics = '[]', languages = '[]', words = '', open_for = NULL, "
    "state = CASE WHEN state = 'waiting' THEN 'withdrawn' ELSE state END"
)
