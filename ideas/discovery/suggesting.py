"""What is offered while one types: titles in which every word begins a word."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from kernel.i18n import gettext as _
from kernel.search import engine, registry
from kernel.viewer import Viewer

MOST = 8
READ = 40
"""How many are looked at for those that the viewer may see."""
SHORTEST = 2


@dataclass(frozen=True)
class Suggestion:
    """A text that may be meant; `kind` is told where all are offered."""

    title: str
    url: str
    kind: str
    note: str


async def while_typing(viewer: Viewer, q: str, kind: str = "") -> list[Suggestion]:
    """The best few that the viewer may see, of one kind or of all."""
    if len(q.strip()) < SHORTEST:
        return []
    known = {one.kind: one for one in registry.kinds()}
    hits = await engine.complete(q, (kind,) if kind in known else (), READ)
    ids: dict[str, list[int]] = {}
    for hit in hits:
        ids.setdefault(hit.kind, []).append(hit.id)
    told = await asyncio.gather(*(known[one].show(viewer, some) for one, some in ids.items()))
    shown = dict(zip(ids, told, strict=True))
    found = [
        Suggestion(one.title, one.url, "" if kind in known else _(known[hit.kind].label), one.note)
        for hit in hits
        if (one := shown[hit.kind].get(hit.id))
    ]
    return found[:MOST]
