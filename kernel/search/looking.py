"""What a viewer may see of what matches, as numbers alone: for lists that show it in their own way, and for counts."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from kernel.search import engine, registry
from kernel.search.engine import MOST, Query
from kernel.search.plans import Hit
from kernel.search.registry import Searchable, Shown
from kernel.viewer import Viewer

Known = dict[tuple[str, int], Shown]


@dataclass(frozen=True)
class Looked:
    """Everything of the best texts that may be seen, in order. `cut` are the kinds of which there were more than were
    looked at.

    `words` and `meant` as in Found, `is_partial` likewise. `known` is what was read of some of them on the way.
    """

    hits: tuple[Hit, ...] = ()
    words: tuple[str, ...] = ()
    meant: str = ""
    cut: frozenset[str] = frozenset()
    is_partial: bool = False
    known: Mapping[tuple[str, int], Shown] = field(default_factory=dict)

    @property
    def is_cut(self) -> bool:
        return bool(self.cut)

    def of(self, kind: str) -> list[int]:
        """The numbers of one kind, best first."""
        return [hit.id for hit in self.hits if hit.kind == kind]


async def look(viewer: Viewer, query: Query, *, most: int = MOST, enough: int = engine.ENOUGH) -> Looked:
    """Of the best `most` texts those that the viewer may see; further ways of looking are gone while those are few."""
    hits: dict[tuple[str, int], Hit] = {}
    known: Known = {}
    last, meant, cut = engine.Found(), "", set[str]()
    async for last in engine.stages(query, most):
        before = len(hits)
        for hit in await _seen(viewer, [hit for hit in last.hits if (hit.kind, hit.id) not in hits], known):
            hits[hit.kind, hit.id] = hit
        cut |= _cut(last.hits, most, each=query.each)
        meant = last.meant if len(hits) > before else meant
        if len(hits) >= enough:
            break
    return Looked(tuple(hits.values()), last.words, meant, frozenset(cut), last.is_partial, known)


def _cut(hits: Sequence[Hit], most: int, *, each: bool) -> set[str]:
    """The kinds of which there may be more."""
    counts = Counter(hit.kind for hit in hits)
    return {kind for kind, count in counts.items() if (count if each else len(hits)) >= most}


async def numbers(viewer: Viewer, kind: str, words: str, **facets: str | Sequence[str]) -> list[int]:
    """The numbers of what a viewer finds of one kind: for a list that narrows itself to them."""
    return (await look(viewer, Query(words, kinds=(kind,), facets=facets))).of(kind)


async def shown(viewer: Viewer, looked: Looked, hits: Sequence[Hit]) -> Known:
    """What lists show of some of what was found, asked for once a kind where it is not known."""
    found = {(hit.kind, hit.id): one for hit in hits if (one := looked.known.get((hit.kind, hit.id)))}
    by_kind = _by_kind([hit for hit in hits if (hit.kind, hit.id) not in found])
    told = await asyncio.gather(*(kind.show(viewer, ids) for kind, ids in by_kind))
    for (kind, _ids), some in zip(by_kind, told, strict=True):
        found |= {(kind.kind, number): one for number, one in some.items()}
    return found


async def _seen(viewer: Viewer, hits: Sequence[Hit], known: Known) -> list[Hit]:
    """Of these, in their order, those that the viewer may see; what was read of them is known from now on."""
    by_kind = _by_kind(hits)
    told = await asyncio.gather(*((kind.sees or kind.show)(viewer, ids) for kind, ids in by_kind))
    may: dict[str, Collection[int]] = {}
    for (kind, _ids), some in zip(by_kind, told, strict=True):
        may[kind.kind] = set(some)
        if isinstance(some, Mapping):
            known |= {(kind.kind, number): one for number, one in some.items()}
    return [hit for hit in hits if hit.id in may.get(hit.kind, ())]


def _by_kind(hits: Sequence[Hit]) -> list[tuple[Searchable, list[int]]]:
    """Their numbers, by what they are, in the order of the house."""
    numbers: dict[str, list[int]] = {}
    for hit in hits:
        numbers.setdefault(hit.kind, []).append(hit.id)
    return [(one, numbers[one.kind]) for one in registry.kinds() if one.kind in numbers]
