"""What a viewer may see of what matches, as numbers alone: for lists that show it in their own way, and for counts."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kernel.search import engine, registry
from kernel.search.engine import MOST, Query
from kernel.search.plans import Hit
from kernel.search.registry import Searchable
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Looked:
    """Everything of the best texts that may be seen, in order. `is_cut` says that there were more than were looked at.

    `words` and `meant` as in Found, `is_partial` likewise.
    """

    hits: tuple[Hit, ...] = ()
    words: tuple[str, ...] = ()
    meant: str = ""
    is_cut: bool = False
    is_partial: bool = False

    def of(self, kind: str) -> list[int]:
        """The numbers of one kind, best first."""
        return [hit.id for hit in self.hits if hit.kind == kind]


async def look(viewer: Viewer, query: Query, *, most: int = MOST) -> Looked:
    """Of the best `most` texts those that the viewer may see; further ways of looking are gone while those are few."""
    hits: dict[tuple[str, int], Hit] = {}
    last, meant, cut = engine.Found(), "", False
    async for last in engine.stages(query, most):
        before = len(hits)
        for hit in await seen(viewer, last.hits):
            hits.setdefault((hit.kind, hit.id), hit)
        cut = cut or len(last.hits) >= most
        meant = last.meant if len(hits) > before else meant
        if len(hits) >= engine.ENOUGH:
            break
    return Looked(tuple(hits.values()), last.words, meant, cut, last.is_partial)


async def numbers(viewer: Viewer, kind: str, words: str, **facets: str | Sequence[str]) -> list[int]:
    """The numbers of what a viewer finds of one kind: for a list that narrows itself to them."""
    return (await look(viewer, Query(words, kinds=(kind,), facets=facets))).of(kind)


async def seen(viewer: Viewer, hits: Sequence[Hit]) -> list[Hit]:
    """Of these, in their order, those that the viewer may see; asked for once a kind."""
    by_kind: dict[str, list[int]] = {}
    for hit in hits:
        by_kind.setdefault(hit.kind, []).append(hit.id)
    known = [one for one in registry.kinds() if one.kind in by_kind]
    told = await asyncio.gather(*(_seen(one, viewer, by_kind[one.kind]) for one in known))
    may = {one.kind: set(some) for one, some in zip(known, told, strict=True)}
    return [hit for hit in hits if hit.id in may.get(hit.kind, ())]


async def _seen(kind: Searchable, viewer: Viewer, ids: Sequence[int]) -> Collection[int]:
    return await kind.sees(viewer, ids) if kind.sees else [*await kind.show(viewer, ids)]
