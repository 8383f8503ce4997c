"""Rewards: every night and after each import of orders what is known is judged anew, and points follow, or go back.

Judged twice, nothing happens twice: the row is held, and the ledger pays a cause once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tortoise.expressions import Q

from ambassadors.points import calendar, ledger, rulebook
from ambassadors.referrals import evidence, judging
from ambassadors.referrals.judging import Facts, Verdict
from ambassadors.referrals.models import Referral, State, Why
from kernel import clock, db
from kernel.events import record

KIND = "referrals.decide"
EARNING = "referral"
AT_ONCE = 100
CAUSE = "referral"
OPEN = (State.JOINED, State.ORDERED, State.REWARDED, State.REVERSED)
TAKEN_BACK_FOR = timedelta(days=400)
"""How long after a decision a refund is still looked for."""


async def decide() -> None:
    """Judge every referral of which something may have changed; only what did change is written."""
    last, known = 0, await evidence.known()
    while open_ones := await _next(last):
        last = open_ones[-1].id
        facts = await evidence.gathered([one.id for one in open_ones], known)
        for one in open_ones:
            if one.id in facts and _is_to_change(one, facts[one.id]):
                await settle(one.id, facts[one.id])


async def decide_one(number: int) -> None:
    """Judge one, now."""
    for told, facts in (await evidence.gathered([number], await evidence.known())).items():
        await settle(told, facts)


async def _next(last: int) -> list[Referral]:
    since = clock.now() - TAKEN_BACK_FOR
    found = Referral.filter(id__gt=last, state__in=OPEN).filter(Q(decided_at=None) | Q(decided_at__gt=since))
    return await found.order_by("id").limit(AT_ONCE)


def _is_to_change(found: Referral, facts: Facts) -> bool:
    """Would judging it now write anything?"""
    if found.ordered_at != facts.ordered_at:
        return True
    if found.state in (State.REWARDED, State.REVERSED):
        return _stands(facts) != (found.state == State.REWARDED)
    verdict = judging.judge(facts)
    here = (found.state, found.why, found.due_at)
    return verdict.state == State.REWARDED or here != (verdict.state, verdict.why, verdict.due_at)


def _stands(facts: Facts) -> bool:
    """Is there an order since the invitation, of which enough was kept?"""
    return facts.ordered_at is not None and facts.is_enough


async def settle(number: int, facts: Facts) -> None:
    """Bring one referral to where its facts put it, in one transaction."""
    async with db.transaction():
        found = await _held(number)
        if found is None:
            return
        if found.ordered_at != facts.ordered_at:
            found.ordered_at = facts.ordered_at
            await found.save(update_fields=["ordered_at"])
        verdict = judging.judge(facts)
        if found.state in (State.REWARDED, State.REVERSED):
            await _look_again(found, facts)
        elif verdict.state == State.REWARDED:
            await _reward(found, verdict)
        else:
            await _move(found, verdict)


async def _held(number: int) -> Referral | None:
    """The row, held until the transaction ends, and with it its campaign, so that limits are counted by one at a time."""
    lock = "" if db.on_sqlite() else " FOR NO KEY UPDATE"
    await db.rows(
        f"SELECT id FROM referral_campaign WHERE id = (SELECT campaign_id FROM referral WHERE id = ?){lock}", number
    )
    return await Referral.get_or_none(id=number, state__in=OPEN)


async def _move(found: Referral, verdict: Verdict) -> None:
    """Another state, where there is one; not an event, since nobody is told before anything is sure."""
    due = verdict.due_at
    if (found.state, found.why, found.due_at) == (verdict.state, verdict.why, due):
        return
    ends = verdict.state in (State.REFUSED, State.LAPSED)
    await Referral.filter(id=found.id).update(
        state=verdict.state, why=verdict.why, due_at=due, decided_at=clock.now() if ends else None
    )


async def _reward(found: Referral, verdict: Verdict) -> None:
    """Points for both; what the month's budget has not waits for the next, and is owed until then."""
    why, theirs = await _inviters(found)
    mine = found.invited_points - found.invited_given
    if theirs + mine and not await _has(theirs + mine):
        await _move(found, Verdict(State.ORDERED, Why.BUDGET, verdict.due_at))
        return
    cause = (CAUSE, found.id)
    theirs = await ledger.award(found.inviter_id, EARNING, cause=cause, amount=theirs) if theirs else 0
    mine = await ledger.award(found.person_id, EARNING, cause=cause, amount=mine) if mine else 0
    await Referral.filter(id=found.id).update(
        state=State.REWARDED,
        why=why,
        due_at=verdict.due_at,
        inviter_given=found.inviter_given + theirs,
        invited_given=found.invited_given + mine,
        decided_at=clock.now(),
    )
    told: dict[str, Any] = {"inviter": found.inviter_id, "person": found.person_id, "theirs": theirs, "mine": mine}
    await record("referral.rewarded", actor=None, subject=("referral", found.id), **told)


async def _has(amount: int) -> bool:
    """Is there a rule that pays for referrals, and so much left of the month's budget?"""
    rule = await rulebook.in_force(EARNING)
    return rule is not None and rule.amount > 0 and await ledger.left() >= amount


async def _inviters(found: Referral) -> tuple[Why, int]:
    """What whoever invited gets, and why it is nothing: the month's limit, or an account that is gone."""
    wanted = found.inviter_points - found.inviter_given
    row = await db.row(
        "SELECT c.monthly, p.is_claimed, p.suspended_until AS free_at, (SELECT COUNT(*) FROM referral o "
        "WHERE o.campaign_id = c.id AND o.inviter_id = p.id AND o.state = 'rewarded' AND o.inviter_given > 0 "
        "AND o.decided_at >= ?) AS so_far FROM person p JOIN referral_campaign c ON c.id = ? WHERE p.id = ?",
        calendar.begins(calendar.this_month()),
        found.campaign_id,
        found.inviter_id,
    )
    if row is None or not row["is_claimed"] or (row["free_at"] and row["free_at"] > clock.now()):
        return Why.GONE, 0
    return (Why.LIMIT, 0) if wanted and row["so_far"] >= row["monthly"] else (Why.NONE, wanted)


async def _look_again(found: Referral, facts: Facts) -> None:
    """What was rewarded goes back with the order; an order that stands again after all is rewarded again."""
    stands = _stands(facts)
    if found.state == State.REWARDED and not stands:
        await take_back(found, Why.REFUND)
    elif found.state == State.REVERSED and found.why == Why.REFUND and stands:
        await Referral.filter(id=found.id).update(state=State.ORDERED, why=Why.NONE)


async def take_back(found: Referral, why: Why) -> None:
    """Both lose what this referral gave them. Inside a transaction."""
    await ledger.reverse((CAUSE, found.id))
    await Referral.filter(id=found.id).update(
        state=State.REVERSED, why=why, inviter_given=0, invited_given=0, decided_at=clock.now()
    )
    told: dict[str, Any] = {"inviter": found.inviter_id, "person": found.person_id, "why": why.value}
    await record("referral.reversed", actor=None, subject=("referral", found.id), **told)
