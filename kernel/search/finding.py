"""What a viewer finds: of everything that matches, what they may see, and nothing of the rest, not in a count either."""

from __future__ import annotations

from dataclasses import dataclass

from kernel.search import looking
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
    looked = await looking.look(viewer, query, most=COUNTED)
    end = query.offset + query.limit
    page = looked.hits[query.offset : end]
    shown = await looking.shown(viewer, looked, page)
    return Results(
        tuple((hit, shown[hit.kind, hit.id]) for hit in page if (hit.kind, hit.id) in shown),
        None if looked.is_cut else len(looked.hits),
        len(looked.hits) > end,
        looked.words,
        looked.meant,
        looked.is_partial,
    )
