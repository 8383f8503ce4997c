"""Whether a referral is to be rewarded: one answer from what is known about it, with no reading of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ambassadors.referrals.models import State, Why

LATE = timedelta(days=30)
"""How long after the last day for an order its file may still come in."""


@dataclass(frozen=True)
class Facts:
    """What is known of a referral at `now`. `ordered_at` is the first purchase since the invitation, None without one.

    `is_enough` says that what was bought since, less what was taken back, is as much as the campaign asks for.
    `is_cleared` that a person of staff looked at it: then only the customer's own history and orders speak.
    """

    now: datetime
    joined_at: datetime
    return_days: int
    order_days: int
    ordered_at: datetime | None = None
    is_enough: bool = False
    is_self: bool = False
    is_known: bool = False
    is_household: bool = False
    is_customer: bool = False
    is_cleared: bool = False


@dataclass(frozen=True)
class Verdict:
    """Where the referral stands by the facts; `due_at` is when it may be rewarded, where only time is missing."""

    state: State
    why: Why = Why.NONE
    due_at: datetime | None = None


def judge(facts: Facts) -> Verdict:
    """Refused for who somebody is, before anything is asked about what they bought; then the order, then the time."""
    barred = _barred(facts)
    if barred is not None:
        return Verdict(State.REFUSED, barred)
    last = facts.joined_at + timedelta(days=facts.order_days)
    if facts.ordered_at is None:
        return Verdict(State.LAPSED, Why.TIME) if facts.now > last + LATE else Verdict(State.JOINED)
    if facts.ordered_at > last:
        return Verdict(State.LAPSED, Why.TIME)
    if not facts.is_enough:
        return Verdict(State.LAPSED, Why.REFUND) if facts.now > last + LATE else Verdict(State.JOINED, Why.REFUND)
    due = facts.ordered_at + timedelta(days=facts.return_days)
    return Verdict(State.ORDERED if facts.now < due else State.REWARDED, due_at=due)


def _barred(facts: Facts) -> Why | None:
    """The first reason for which the two sides of this referral earn nothing by it."""
    if facts.is_customer:
        return Why.CUSTOMER
    if facts.is_cleared:
        return None
    if facts.is_self:
        return Why.SELF
    if facts.is_known:
        return Why.KNOWN
    return Why.HOUSEHOLD if facts.is_household else None
