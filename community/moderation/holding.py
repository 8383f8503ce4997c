"""What the house kept back before anybody saw it comes before moderation too, beside what was reported."""

from __future__ import annotations

import json
from collections.abc import Sequence

from community.moderation import cases, registry
from community.moderation.models import Source
from kernel import db


async def hold(kind: str, number: int, *, author_id: int, reasons: Sequence[str]) -> None:
    """An entry of the registry "held": what a wing hid until it is read; inside that wing's transaction."""
    thing = await registry.thing(kind, number)
    case = await cases.brought(thing, Source.FILTER)
    await db.execute("UPDATE moderation_case SET reasons = ? WHERE id = ?", json.dumps(list(reasons)), case)


async def ended(kind: str, numbers: Sequence[int]) -> None:
    """An entry of the registry "held.ended": its author took it back, there is nothing left to rule on."""
    await cases.drop(kind, numbers)
