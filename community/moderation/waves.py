"""Waves of spam: one decision over many cases, a ruling and a statement for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from community.moderation import actions, registry
from community.moderation.models import Act, Case, Sanction, State
from kernel.errors import Conflict, Forbidden, Missing
from kernel.viewer import Viewer

MOST = 60


@dataclass(frozen=True)
class Wave:
    """How many cases a decision ended, and those it left: one's own matters, those of others, those already ruled on."""

    ruled: int
    left: Sequence[str]


async def rule_on_all(
    viewer: Viewer,
    numbers: Sequence[int],
    *,
    act: Act,
    rule: str,
    reason: str,
    public: str,
    measure: Sanction = Sanction.NONE,
    days: int = 0,
) -> Wave:
    """Each case by itself, so that one that cannot be ruled on holds up no other."""
    found = await Case.filter(id__in=list(numbers)[:MOST], state=State.OPEN).order_by("id")
    things = await registry.things((case.subject_kind, case.subject_id) for case in found)
    ruled, left, met = 0, list[str](), set[int]()
    for case in found:
        thing = things.get((case.subject_kind, case.subject_id))
        if thing is None:
            continue
        once = Sanction.NONE if thing.author_id in met else measure  # one wave of theirs is one measure
        told: dict[str, Any] = {
            "act": act,
            "rule": rule,
            "reason": reason,
            "public": public,
            "measure": once,
            "days": days,
        }
        try:
            await actions.rule_on(viewer, thing, **told)
            met.add(thing.author_id)
            ruled += 1
        except (Conflict, Forbidden, Missing):
            left.append(thing.title)
    return Wave(ruled, left)
