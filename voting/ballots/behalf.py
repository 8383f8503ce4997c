"""Support that a customer gave elsewhere, written down by staff: with its evidence, counted once, and taken back alike."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time

from community.people import actions as people
from kernel import audit, clock, db, text
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from voting.ballots import recorded, rules, standing
from voting.ballots.merges import GROUP
from voting.ballots.models import Behalf, Kind, Source
from voting.ballots.rules import Votable
from voting.value import links
from voting.value import queries as customers

STAND_IN = "customer-{}@on-behalf.invalid"
"""Of an account that speaks for a customer without address or member; nobody can claim it."""


@dataclass(frozen=True)
class Evidence:
    """Where a wish was said and by whom, in which words, and how much it matters to them, from 0 to 3."""

    note: str = ""
    source: Source = Source.OTHER
    contact: str = ""
    quote: str = ""
    importance: int = 0


async def cast_for(viewer: Viewer, idea: Votable, *, customer: int, told: Evidence, said_on: date) -> int:
    """Write down that a customer wants an idea; says how many support it then. Conflict where it changes nothing."""
    require(rules.may_support_for_others(viewer))
    held = {f"segment:{slug}" for slug in (await customers.segments_of([customer])).get(customer, ())}
    require(rules.may_take_support_of(held, idea), _("This idea takes no support from this customer now."))
    now = clock.now()
    at = now if said_on >= now.date() else datetime.combine(said_on, time(12), UTC)
    async with db.transaction():
        person = await _account(viewer, customer)
        count = await standing.settled(lambda: _write(viewer, idea, person, customer, at, told))
        why = told.note or text.plain(told.quote, 200)
        await audit.note(viewer, "support.on_behalf", subject=("idea", idea.id), reason=why, customer=customer)
        return count


async def _write(viewer: Viewer, asked: Votable, person: int, customer: int, at: datetime, told: Evidence) -> int:
    """The support where the idea leads, its line and its evidence; says how many support that then."""
    roots = await standing.joined([asked.id])
    idea, now = roots.get(asked.id, asked.id), clock.now()
    if await recorded.stands(idea, customer) or not (fresh := await standing.add({(idea, person): at})):
        raise Conflict(_("This customer supports the idea already."))
    await _after_what_is_known(idea, person, at)
    await standing.write([(idea, person, Kind.ON_BEHALF, viewer.id, at, now)])
    event = await db.value("SELECT MAX(id) AS id FROM support_event WHERE idea_id = ? AND person_id = ?", idea, person)
    await Behalf.create(event_id=event, customer_id=customer, **asdict(told))
    await record("support.cast", actor=person, subject=("idea", idea))
    await record("support.written_down", actor=viewer.id, subject=("idea", idea), person=person, title=asked.title)
    return (await standing.count(fresh, 1, roots))[idea]


async def withdraw_for(viewer: Viewer, idea_id: int, *, event: int) -> bool:
    """Staff take back what staff wrote down, never what a member gave; done already is done."""
    require(rules.may_support_for_others(viewer))
    async with db.transaction():
        line = next((line for line in await recorded.of_idea(idea_id) if line["event_id"] == event), None)
        if line is None:
            raise Missing()
        if not line["is_standing"] or not await standing.settled(lambda: _take(viewer, line["idea_id"], line)):
            return False
        act = "support.on_behalf.withdrawal"
        await audit.note(viewer, act, subject=("idea", idea_id), customer=line["customer_id"])
    return True


async def _take(viewer: Viewer, idea: int, line: db.Row) -> bool:
    roots, pair, now = await standing.joined([idea]), (idea, line["person_id"]), clock.now()
    gone = await standing.remove([pair])
    if not gone:
        return False
    await standing.write([(*pair, Kind.WITHDRAWN, viewer.id, now, now)])
    await record("support.withdrawn", actor=line["person_id"], subject=("idea", idea))
    await standing.count(gone, -1, roots)
    return True


async def _account(viewer: Viewer, customer: int) -> int:
    """Who speaks for a customer: the member of its address, another one who counts for it, or an account made for it."""
    known = await db.row("SELECT email FROM customer WHERE id = ?", customer)
    if known is None:
        raise Missing()
    speaker = await recorded.speaker(customer)
    if speaker is None and known["email"]:
        await links.follow_people(list((await people.unclaimed([(known["email"], "")])).values()))
        speaker = await recorded.speaker(customer)
    if speaker is not None:
        return speaker
    (person,) = (await people.unclaimed([(STAND_IN.format(customer), "")])).values()
    await links.link(viewer, customer, person=person)
    return person


async def _after_what_is_known(idea_id: int, person: int, at: datetime) -> None:
    """The ledger is read by the day things were said: what was taken back later stays taken back."""
    later = await db.value(
        f"SELECT MAX(at) AS at FROM support_event WHERE idea_id IN {GROUP.format('?')} AND person_id = ? AND at >= ?",
        *(idea_id, idea_id, person, at),
    )
    if later is not None:
        raise Conflict(_("This customer took the support back after that day."))
