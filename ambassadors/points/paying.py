"""Rules that follow events by themselves: who is paid for one, and what is taken back after another."""

from __future__ import annotations

from ambassadors.points import ledger, rulebook
from ambassadors.points.registry import Cause, earnings
from kernel import db

Chosen = dict[int, tuple[int, str, Cause]]


async def react(event: db.Row) -> None:
    """Of several rules that pay somebody for the same event the one that pays most does, and no other."""
    causes = [
        cause
        for one in earnings()
        if event["kind"] in one.undone_by and one.causes
        for cause in await one.causes(event)
    ]
    chosen = await _chosen(event)
    if not causes and not chosen:
        return
    async with db.transaction():
        for cause in causes:
            await ledger.reverse(cause)
        for person, (_amount, kind, cause) in sorted(chosen.items()):
            await ledger.award(person, kind, cause=cause, event_id=event["id"])


async def _chosen(event: db.Row) -> Chosen:
    """By person the amount, kind and cause of the rule that pays them; the earlier in the house of two that pay alike."""
    found: Chosen = {}
    for one in earnings():
        if event["kind"] not in one.events or one.whom is None:
            continue
        rule = await rulebook.in_force(one.kind)
        if rule is None or not rule.amount:
            continue
        for person, cause in await one.whom(event):
            if person not in found or rule.amount > found[person][0]:
                found[person] = (rule.amount, one.kind, cause)
    return found
