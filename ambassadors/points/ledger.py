"""What happens to points: given by a rule out of the month's budget, taken back, put aside, spent.

Each is done inside the caller's transaction: lock your own rows first, then award or reverse, then hold.
What is stated to people of reversals: what is left is taken; what was spent already is noted and set off against what
is earned next, nothing is ever to be paid; what has ended is not asked for.
"""

from __future__ import annotations

from ambassadors.points import awards, books, queries
from ambassadors.points.models import Account, Act, Hold, HoldState
from ambassadors.points.registry import Cause
from kernel import clock, db
from kernel.errors import Conflict
from kernel.i18n import gettext as _


async def award(
    person_id: int,
    kind: str,
    *,
    cause: Cause,
    amount: int | None = None,
    event_id: int | None = None,
    by_id: int | None = None,
    reason: str = "",
) -> int:
    """Give somebody what the rule of a kind says, or `amount`; says how many points it came to.

    None where there is no rule, the cause or the event was paid already, or the month's budget or the person's cap is used
    up: that is kept and told, and not owed. A cause whose points were taken back may be paid again.
    """
    return await awards.award(
        person_id, kind, cause=cause, amount=amount, event_id=event_id, by_id=by_id, reason=reason
    )


async def left() -> int:
    """What is left of the month's budget, of which nobody else gives anything until the transaction ends."""
    await books.lock()
    return (await queries.month()).left


async def reverse(cause: Cause, *, person_id: int | None = None, reason: str = "") -> int:
    """Take back what was given for a cause, from everybody or from one; says from how many. A second time changes nothing."""
    return await awards.reverse(cause, person_id=person_id, reason=reason)


async def hold(person_id: int, amount: int, cause: Cause) -> int:
    """Put points aside, those that came first before others; gives the number of the hold. Conflict when there are not enough."""
    if amount <= 0:
        raise ValueError("a hold of nothing")
    async with books.writing():
        await books.purse(person_id)
        await books.expire(person_id)
        parts = await books.take(person_id, amount)
        await _move(Act.HELD, Account.FREE, Account.HELD, amount, person_id, cause)
        kind, number = cause
        held = await Hold.create(
            person_id=person_id, amount=amount, cause_kind=kind, cause_id=number, parts=parts, at=clock.now()
        )
    return int(held.id)


async def capture(hold_id: int) -> None:
    """What was put aside is spent; a second time changes nothing."""
    async with books.writing():
        held = await _turn(hold_id, HoldState.OPEN, HoldState.CAPTURED)
        if held:
            await _move(Act.CAPTURED, Account.HELD, Account.SPENT, held.amount, *_about(held))


async def release(hold_id: int) -> None:
    """What was put aside is free again, and lasts some time at least; a second time changes nothing."""
    async with books.writing():
        held = await _turn(hold_id, HoldState.OPEN, HoldState.RELEASED)
        if held:
            await books.put_back(_about(held)[0], held.parts)
            await _move(Act.RELEASED, Account.HELD, Account.FREE, held.amount, *_about(held))


async def give_back(hold_id: int) -> None:
    """What was spent comes back, as when a perk is returned; a second time changes nothing."""
    async with books.writing():
        held = await _turn(hold_id, HoldState.CAPTURED, HoldState.RETURNED)
        if held:
            await books.put_back(_about(held)[0], held.parts)
            await _move(Act.RETURNED, Account.SPENT, Account.FREE, held.amount, *_about(held))


async def _turn(hold_id: int, before: HoldState, after: HoldState) -> Hold | None:
    """Take a hold from one state to the next under its owner's purse; None where it is there already."""
    held = await Hold.get(id=hold_id)
    await books.purse(_about(held)[0])
    now = clock.now()
    asked = "UPDATE point_hold SET state = ?, ended_at = ? WHERE id = ? AND state = ?"
    if await db.execute(asked, after.value, now, hold_id, before.value):
        return held
    if (await Hold.get(id=hold_id)).state != after:
        raise Conflict(_("These points are not put aside any more."))
    return None


def _about(held: Hold) -> tuple[int, Cause]:
    return held.person_id, (held.cause_kind, held.cause_id)


async def _move(act: Act, source: Account, target: Account, amount: int, person_id: int, cause: Cause) -> None:
    await books.post(act, {source: -amount, target: amount}, person_id=person_id, cause=cause)
