"""Asking to come in, and the two of the team who read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from tortoise.exceptions import IntegrityError

from ambassadors.programme import belonging, inviting, rules, terms
from ambassadors.programme.models import Application, ApplicationReview, ApplicationState, Nomination
from ambassadors.programme.settings import ProgrammeSettings
from community.people.models import Person, Role
from kernel import audit, clock, db, i18n
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

NEEDED = 2
"""Of the team, who think alike."""


async def apply(
    viewer: Viewer,
    *,
    motivation: str,
    topics: Sequence[str] = (),
    languages: Sequence[str] = (),
    town: str = "",
    is_listed: bool = False,
) -> Application:
    """Ask to become an ambassador, under the terms of today; an open invitation is taken up by it."""
    require(rules.may_apply(viewer))
    person = int(viewer.id or 0)
    if (day := await again_at(person)) is not None:
        raise Conflict(_("You may apply again from %(day)s.") % {"day": i18n.format_date(day)})
    asked = await inviting.open_for(person)
    try:
        async with db.transaction():
            made = await Application.create(
                person_id=person,
                open_for=person,
                nomination_id=asked.id if asked else None,
                motivation=motivation,
                topics=list(topics),
                languages=list(languages),
                town=town,
                is_listed=is_listed,
                terms=(await terms.now()).number,
                at=clock.now(),
            )
            await Nomination.filter(person_id=person, answer="").update(answer="yes", answered_at=clock.now())
            await record("ambassador.applied", actor=person, subject=("application", made.id), name=viewer.name)
    except IntegrityError as error:
        raise Conflict(_("Your application waits already.")) from error
    return made


async def again_at(person_id: int) -> datetime | None:
    """The day from which somebody may apply again, while it is still to come."""
    last = await Application.filter(person_id=person_id, state=ApplicationState.DECLINED).order_by("-id").first()
    if last is None or last.decided_at is None:
        return None
    day = last.decided_at + timedelta(days=ProgrammeSettings().ambassador_again_days)
    return day if day > clock.now() else None


async def withdraw(viewer: Viewer) -> None:
    """Take one's application back."""
    async with db.transaction():
        changed = await Application.filter(open_for=viewer.id).update(
            open_for=None, state=ApplicationState.WITHDRAWN, decided_at=clock.now()
        )
        if not changed:
            raise Conflict(_("No application of yours waits."))


async def review(viewer: Viewer, found: Application, *, is_for: bool, note: str = "", words: str = "") -> None:
    """Say what one thinks. Two who think alike decide; where they do not, a third does."""
    require(rules.may_review(viewer, found.person_id))
    async with db.transaction():
        one = await Application.select_for_update().get(id=found.id)
        if one.state != ApplicationState.WAITING:
            raise Conflict(_("This application is decided already."))
        try:
            async with db.transaction():
                await ApplicationReview.create(
                    application_id=one.id, by_id=viewer.id, is_for=is_for, note=note, words=words, at=clock.now()
                )
        except IntegrityError as error:
            raise Conflict(_("You have said what you think of this one.")) from error
        await audit.note(
            viewer, "ambassador.review", subject=("application", one.id), reason=note or words, is_for=is_for
        )
        alike = await ApplicationReview.filter(application_id=one.id, is_for=is_for).order_by("id")
        if len(alike) >= NEEDED:
            await _decide(one, alike)


async def _decide(one: Application, alike: Sequence[ApplicationReview]) -> None:
    """Let somebody in, or tell them why not, in the words of those who read it."""
    is_in = alike[0].is_for
    words = "\n\n".join(review.words for review in alike if review.words)
    await Application.filter(id=one.id).update(
        open_for=None,
        state=ApplicationState.ACCEPTED if is_in else ApplicationState.DECLINED,
        words=words,
        decided_at=clock.now(),
    )
    if not is_in:
        await record("ambassador.declined", actor=None, subject=("person", one.person_id), excerpt=words)
        return
    if not await Person.exists(id=one.person_id, role=Role.MEMBER, is_claimed=True):
        raise Conflict(_("This account is of the team now, or is gone."))
    await record("ambassador.accepted", actor=None, subject=("person", one.person_id), is_in=True)
    await belonging.enrol(
        one.person_id,
        agreed=one.terms,
        is_listed=one.is_listed,
        town=one.town,
        topics=one.topics,
        languages=one.languages,
    )
