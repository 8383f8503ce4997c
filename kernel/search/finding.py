"""What a viewer finds: of everything that matches, what they may see, and nothing of the rest, not in a count either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.search import engine, registry
from kernel.search.engine import Query
from kernel.search.plans import Hit
from kernel.search.registry import Shown
from kernel.viewer import Viewer

COUNTED = 1_000
"""Of more texts than these it is only said that there are more."""

Item = tuple[Hit, Shown]


@dataclass(frozen=True)
class Results:
    """A page of what was found; `count` is None where there are COUNTED or more. `meant` and `is_partial` as in Found."""

    items: tuple[Item, ...] = ()
    count: int | None = 0
    is_more: bool = False
    words: tuple[str, ...] = ()
    meant: str = ""
    is_partial: bool = False


async def for_viewer(viewer: Viewer, query: Query) -> Results:
    """A page of what somebody may see, best first."""
    seen: dict[tuple[str, int], Hit] = {}
    last, cut, meant = engine.Found(), False, ""
    async for last in engine.stages(query, COUNTED):
        before = len(seen)
        for hit in await seen_by(viewer, last.hits):
            seen.setdefault((hit.kind, hit.id), hit)
        cut = cut or len(last.hits) >= COUNTED
        meant = last.meant if len(seen) > before else meant
        if len(seen) >= engine.ENOUGH:
            break
    end = query.offset + query.limit
    items = await shown_to(viewer, list(seen.values())[query.offset : end])
    return Results(tuple(items), None if cut else len(seen), len(seen) > end, last.words, meant, last.is_partial)


async def seen_by(viewer: Viewer, hits: Sequence[Hit]) -> list[Hit]:
    """Of these, in their order, what the viewer may see."""
    seen = {
        one.kind: await (one.sees or one.show)(viewer, numbers)
        for one in registry.kinds()
        if (numbers := [hit.id for hit in hits if hit.kind == one.kind])
    }
    return [hit for hit in hits if hit.id in seen.get(hit.kind, ())]


async def shown_to(viewer: Viewer, hits: Sequence[Hit]) -> list[Item]:
    """The same, as a list shows them."""
    shown = {
        one.kind: await one.show(viewer, numbers)
        for one in registry.kinds()
        if (numbers := [hit.id for hit in hits if hit.kind == one.kind])
    }
    return [(hit, shown[hit.kind][hit.id]) for hit in hits if hit.id in shown.get(hit.kind, {})]
