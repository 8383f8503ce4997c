"""Making, announcing, answering and calling off timed ballots."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.clubs import queries as clubs
from kernel import audit, clock, db, text
from kernel.errors import Conflict, Forbidden, Invalid, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import CLUB, MEMBERS, Viewer
from voting.ballots import casting, closing, marks, plans, poll_queries, poll_rules, poll_turning
from voting.ballots.casting import Fate, Vote
from voting.ballots.marks import Terms
from voting.ballots.models import Ballot, BallotOption, BallotState
from voting.ballots.plans import PRESENT, Plan
from voting.ballots.poll_queries import PollCard
from voting.ballots.traces import Trace
from voting.value import groups

close = closing.close


@dataclass(frozen=True)
class Receipt:
    """What a voter takes away: the code, when the ballot came in by the database's clock, and whether that was in time."""

    code: str
    at: datetime
    is_in_time: bool


async def draft(viewer: Viewer, plan: Plan) -> int:
    """Write down a ballot that nobody is told of yet; says its number."""
    await _require_sound(viewer, plan)
    async with db.transaction():
        made = await Ballot.create(**_columns(plan), by_id=viewer.id, created_at=clock.now())
        await _write_options(made.id, plan)
        await record("ballot.made", actor=viewer.id, subject=("ballot", made.id))
    return made.id


async def change(viewer: Viewer, ballot_id: int, plan: Plan) -> None:
    """Write a draft anew."""
    ballot = await poll_queries.find(viewer, ballot_id)
    require(poll_rules.may_change(viewer, ballot), _("Nothing of a ballot changes once it is announced."))
    await _require_sound(viewer, plan)
    async with db.transaction():
        held = await _hold(ballot_id, BallotState.DRAFT)
        await Ballot.filter(id=held["id"]).update(**_columns(plan))
        await db.execute("DELETE FROM ballot_option WHERE ballot_id = ?", ballot_id)
        await _write_options(ballot_id, plan)


async def throw_away(viewer: Viewer, ballot_id: int) -> None:
    """A draft is gone as if it had never been."""
    ballot = await poll_queries.find(viewer, ballot_id)
    require(poll_rules.may_change(viewer, ballot), _("Nothing of a ballot changes once it is announced."))
    async with db.transaction():
        await _hold(ballot_id, BallotState.DRAFT)
        await db.execute("DELETE FROM ballot_option WHERE ballot_id = ?", ballot_id)
        await db.execute("DELETE FROM ballot WHERE id = ?", ballot_id)


async def announce(viewer: Viewer, ballot_id: int) -> None:
    """From now on everybody concerned sees it and nothing of it changes; the order that parts equals is drawn and shown."""
    ballot = await poll_queries.find(viewer, ballot_id)
    require(poll_rules.may_change(viewer, ballot), _("This ballot is announced already."))
    if ballot.closes_at <= await db.now():
        raise Invalid(_("It would close before it opens."), errors={"closes_at": _("This moment has passed.")})
    async with db.transaction():
        await _hold(ballot_id, BallotState.DRAFT)
        options = [row["id"] for row in await db.rows("SELECT id FROM ballot_option WHERE ballot_id = ?", ballot_id)]
        random.SystemRandom().shuffle(options)
        await db.execute_many("UPDATE ballot_option SET lot = ? WHERE id = ?", [*enumerate(options, start=1)])
        await db.execute("UPDATE ballot SET state = ? WHERE id = ?", BallotState.ANNOUNCED.value, ballot_id)
        await poll_turning.look_again(ballot_id)
        await _note(viewer, ballot, "ballot.announced", "")
        await record("ballot.announced", actor=viewer.id, subject=("ballot", ballot_id), **_told(ballot))
    await poll_turning.turn(ballot_id)


async def cast(viewer: Viewer, ballot_id: int, given: Mapping[int, int], *, trace: Trace | None = None) -> Receipt:
    """Answer a ballot, or answer it anew; no marks are a blank ballot. One that comes too late says so in its receipt."""
    ballot = await poll_queries.find(viewer, ballot_id)
    return await hand_in(viewer, ballot, await poll_queries.terms(ballot), given, trace=trace)


async def hand_in(
    viewer: Viewer, ballot: PollCard, terms: Terms, given: Mapping[int, int], *, trace: Trace | None = None
) -> Receipt:
    """The same for a ballot that the viewer has found already."""
    require(poll_rules.may_vote(viewer))
    faults = marks.check(ballot.method, given, terms)
    if faults:
        errors = {f"{marks.FIELD}{one.option}" if one.option else "form": one.line for one in faults}
        raise Invalid(faults[0].line, errors=errors)
    done = await _turned_in(Vote(ballot.id, int(viewer.id or 0), marks.plain(ballot.method, given), trace))
    if done.fate == Fate.EARLY:
        raise Conflict(_("This ballot is not open yet."))
    if done.fate == Fate.STRANGER:
        raise Forbidden(_("You are not among those who vote here."))
    return Receipt(done.code, done.at, is_in_time=done.fate == Fate.IN)


async def _turned_in(vote: Vote) -> casting.Done:
    """A ballot whose minute has come is opened by whoever comes first, the worker or a voter."""
    done = await casting.hand_in(vote)
    if done.fate != Fate.EARLY:
        return done
    await poll_turning.turn(vote.ballot)
    return await casting.hand_in(vote)


async def unpick(viewer: Viewer, ballot_id: int, one: int, other: int) -> None:
    """Take back what was picked of a pair, while the ballot is open."""
    await poll_queries.find(viewer, ballot_id)
    require(poll_rules.may_vote(viewer))
    await casting.forget_pick(ballot_id, int(viewer.id or 0), min(one, other), max(one, other))


async def cancel(viewer: Viewer, ballot_id: int, reason: str) -> None:
    """Call a ballot off before it closes: what was answered is gone, and nothing is counted."""
    ballot = await poll_queries.find(viewer, ballot_id)
    require(poll_rules.may_cancel(viewer, ballot), _("This ballot cannot be called off."))
    if not reason.strip():
        raise Invalid(_("Say why."), errors={"reason": _("Say why.")})
    async with db.transaction():
        if await closing.call_off(ballot_id, reason, actor=viewer.id):
            await _note(viewer, ballot, "ballot.cancelled", reason)


async def withdraw_option(viewer: Viewer, ballot_id: int, option_id: int) -> None:
    """Nobody can vote for an option any more, and marks it got fall away; without its last option a ballot is called off."""
    ballot = await poll_queries.find(viewer, ballot_id)
    require(poll_rules.may_cancel(viewer, ballot), _("Options are withdrawn before a ballot closes."))
    async with db.transaction():
        await _note(viewer, ballot, "ballot.option-withdrawn", "")
        if not await closing.withdraw(ballot_id, option_id, actor=viewer.id):
            raise Missing()


async def _require_sound(viewer: Viewer, plan: Plan) -> None:
    """A plan that its maker may make, of people they may ask, without a fault."""
    club = await clubs.by_id(viewer, plan.club_id) if plan.club_id else None
    require(poll_rules.may_make(viewer, club), _("You may not open ballots here."))
    errors = plans.faults(plan)
    if "audience" not in errors and not await _may_ask(plan):
        errors["audience"] = _("Choose one of the list.")
    if errors:
        raise Invalid(next(iter(errors.values())), errors=errors)


async def _may_ask(plan: Plan) -> bool:
    """A club asks its members or those who came to a meeting of it; the site its members, its customers, or a segment."""
    if plan.audience == PRESENT:
        held = await db.rows("SELECT club_id FROM meeting WHERE id = ?", plan.meeting_id)
        return bool(held) and held[0]["club_id"] == plan.club_id
    if plan.club_id is not None:
        return plan.audience == f"{CLUB}{plan.club_id}"
    return plan.audience == MEMBERS or plan.audience in dict(await groups.audience_choices())


def _columns(plan: Plan) -> dict[str, Any]:
    same = (
        *("title", "body", "method", "audience", "club_id", "meeting_id", "frozen", "is_secret", "shows_counts"),
        *("takes_proxies", "seats", "least", "most", "points", "budget", "currency", "quorum"),
    )
    return {
        **{name: getattr(plan, name) for name in same},
        "slug": text.slug(plan.title, 80),
        "opens_at": plans.minute(plan.opens_at),
        "closes_at": plans.minute(plan.closes_at),
    }


async def _write_options(ballot_id: int, plan: Plan) -> None:
    for position, choice in enumerate(plan.options, start=1):
        await BallotOption.create(
            ballot_id=ballot_id,
            position=position,
            title=choice.title,
            body=choice.body,
            cost=choice.cost,
            kind=choice.kind,
            subject=choice.subject,
        )


async def _hold(ballot_id: int, state: BallotState) -> db.Row:
    """The ballot's row until this transaction ends; Conflict when it has moved on."""
    held = await closing.held(ballot_id)
    if held is None or held["state"] != state:
        raise Conflict(_("This ballot has moved on."))
    return held


async def _note(viewer: Viewer, ballot: PollCard, act: str, reason: str) -> None:
    """What staff do about a ballot of the site is in the log of staff acts."""
    if ballot.club_id is None:
        await audit.note(viewer, act, subject=("ballot", ballot.id), reason=reason)


def _told(ballot: PollCard) -> dict[str, Any]:
    return {"title": ballot.title, "url": ballot.url, "club": ballot.club_id}
