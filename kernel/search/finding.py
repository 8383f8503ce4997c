"""What a viewer finds: of everything that matches, what they may see, and nothing of the rest, not in a count either."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from kernel.search import engine, registry
from kernel.search.engine import MOST, Query
from kernel.search.plans import Hit
from kernel.search.registry import Shown
from kernel.viewer import Viewer

COUNTED = 100
"""Of more texts than these it is only said that there are more."""

Item = tuple[Hit, Shown]


@dataclass(frozen=True)
class Results:
    """A page of what was found; `count` is None where there are more than COUNTED. `meant` and `is_partial` as in Found."""

    items: tuple[Item, ...] = ()
    count: int | None = 0
    is_more: bool = False
    words: tuple[str, ...] = ()
    meant: str = ""
    is_partial: bool = False


async def for_viewer(viewer: Viewer, query: Query) -> Results:
    """A page of what somebody may see, best first."""
    most = min(max(2 * (query.offset + query.limit), COUNTED + 1), MOST)
    results, cut = await _visible(viewer, query, most)
    if cut and len(results.items) <= query.offset + query.limit and most < MOST:
        results, cut = await _visible(viewer, query, MOST)
    end = query.offset + query.limit
    exact = not cut and len(results.items) <= COUNTED
    return Results(
        results.items[query.offset : end],
        len(results.items) if exact else None,
        len(results.items) > end or (cut and len(results.items) == end),
        results.words,
        results.meant,
        results.is_partial,
    )


async def _visible(viewer: Viewer, query: Query, most: int) -> tuple[Results, bool]:
    """Everything that may be seen of the first so many, and whether there were that many."""
    items: dict[tuple[str, int], Item] = {}
    last, cut, meant = engine.Found(), False, ""
    async for found in engine.stages(query, most):
        before = len(items)
        for hit, shown in await shown_to(viewer, found.hits):
            items.setdefault((hit.kind, hit.id), (hit, shown))
        last, cut = found, cut or len(found.hits) >= most
        meant = found.meant if len(items) > before else meant
        if len(items) >= engine.ENOUGH:
            break
    return Results(tuple(items.values()), words=last.words, meant=meant, is_partial=last.is_partial), cut


async def shown_to(viewer: Viewer, hits: Sequence[Hit]) -> list[Item]:
    """Of these, in their order, what the viewer may see."""
    by_kind: dict[str, list[int]] = {}
    for hit in hits:
        by_kind.setdefault(hit.kind, []).append(hit.id)
    asked = [(one.kind, one.show(viewer, by_kind[one.kind])) for one in registry.kinds() if one.kind in by_kind]
    given = await asyncio.gather(*(show for _, show in asked))
    shown = {kind: found for (kind, _), found in zip(asked, given, strict=True)}
    return [(hit, shown[hit.kind][hit.id]) for hit in hits if hit.id in shown.get(hit.kind, {})]
