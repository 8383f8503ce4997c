"""What was found, as the page of a search shows it: by kind, with snippets, and counts of what the viewer may see."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from ideas.board import queries, search
from ideas.board.queries import IdeaCard
from ideas.discovery.asked import Asked
from kernel import text
from kernel.i18n import gettext as _
from kernel.search import looking, registry, snippets, spelling
from kernel.search.engine import ENOUGH, MOST
from kernel.search.looking import Looked
from kernel.search.plans import Hit
from kernel.search.registry import Searchable, Shown
from kernel.viewer import Viewer

PAGE = 20
FIRST = 10
"""Texts that a search shows before a kind is chosen, where there is but one; of several kinds FEW or A_FEW of each."""
FEW = {"idea": 8}
A_FEW = 3
COUNTED = 100
"""Of more than these it is said that there are more."""
LONGEST = 8000
MARK = "<mark>"


@dataclass(frozen=True)
class Item:
    """One text that was found; `idea` where it is one."""

    kind: str
    title: str
    url: str
    snippet: Markup
    note: str
    idea: IdeaCard | None = None


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `url` leads to all of it."""

    kind: str
    label: str
    count: int
    is_cut: bool
    url: str
    items: Sequence[Item] = ()

    @property
    def is_more(self) -> bool:
        return self.count > len(self.items)


@dataclass(frozen=True)
class Results:
    """A page of what was found. `meant` was looked for where the words as typed find nothing, else it is offered."""

    groups: Sequence[Group]
    tabs: Sequence[Group]
    count: int
    is_cut: bool
    next: str
    meant: str
    is_meant: bool
    is_partial: bool

    @property
    def is_empty(self) -> bool:
        return not any(group.items for group in self.groups)


async def found(viewer: Viewer, asked: Asked) -> Results:
    """One page of a search."""
    every = await _looked(viewer, asked)
    looked = _only(every, asked.kind) if asked.kind else every
    page = looked.hits[asked.offset : asked.offset + PAGE] if asked.kind else tuple(_few(looked))
    items = await _items(viewer, looked, page)
    groups = [
        _group(asked, kind, looked, [items[hit] for hit in page if hit.kind == kind.kind and hit in items])
        for kind in _in_order(looked)
    ]
    later = bool(asked.kind) and len(looked.hits) > asked.offset + PAGE
    return Results(
        groups=[group for group in groups if group.items],
        tabs=_tabs(asked, every),
        count=min(len(looked.hits), COUNTED) if looked.is_cut else len(looked.hits),
        is_cut=looked.is_cut,
        next=asked.further(asked.offset + PAGE) if later else "",
        meant=looked.meant or await _meant(viewer, asked, looked),
        is_meant=bool(looked.meant),
        is_partial=looked.is_partial,
    )


async def _looked(viewer: Viewer, asked: Asked) -> Looked:
    """What was found of each kind: one look for the tabs and for the kind that was asked for."""
    kinds = ("idea",) if asked.is_of_ideas else ()
    most = min(max(COUNTED + 1, 2 * (asked.offset + PAGE + 1)), MOST)
    return await looking.look(viewer, asked.query(kinds), most=most)


def _tabs(asked: Asked, every: Looked) -> list[Group]:
    """How much there is of each kind."""
    return [_group(asked, kind, every, ()) for kind in _kinds() if every.of(kind.kind)]


def _kinds() -> list[Searchable]:
    """All kinds, ideas first."""
    return sorted(registry.kinds(), key=lambda kind: kind.kind != "idea")


def _only(looked: Looked, kind: str) -> Looked:
    hits = tuple(hit for hit in looked.hits if hit.kind == kind)
    return replace(looked, hits=hits, cut=looked.cut & {kind})


async def _meant(viewer: Viewer, asked: Asked, looked: Looked) -> str:
    """Other words, where those typed find little."""
    if len(looked.hits) >= ENOUGH or asked.offset:
        return ""
    meant = await spelling.meant(asked.q, viewer)
    return "" if text.fold(meant) == text.fold(asked.q) else meant


def _few(looked: Looked) -> list[Hit]:
    """Of each kind the best."""
    taken: dict[str, list[Hit]] = {}
    for hit in looked.hits:
        some = taken.setdefault(hit.kind, [])
        if len(some) < FEW.get(hit.kind, A_FEW):
            some.append(hit)
    if len(taken) == 1:
        return list(looked.hits[:FIRST])
    return [hit for some in taken.values() for hit in some]


def _in_order(looked: Looked) -> list[Searchable]:
    """Kinds as they were found, ideas first."""
    places = {kind: place for place, kind in enumerate(dict.fromkeys(hit.kind for hit in looked.hits))}
    known = [kind for kind in registry.kinds() if kind.kind in places]
    return sorted(known, key=lambda kind: (kind.kind != "idea", places[kind.kind]))


def _group(asked: Asked, kind: Searchable, looked: Looked, items: Sequence[Item]) -> Group:
    count = len(looked.of(kind.kind))
    is_cut = kind.kind in looked.cut
    count = min(count, COUNTED) if is_cut else count
    return Group(kind.kind, _(kind.label), count, is_cut, asked.url(kind=kind.kind), items)


async def _items(viewer: Viewer, looked: Looked, hits: Sequence[Hit]) -> Mapping[Hit, Item]:
    """Each of them with what its row says, asked for once a kind."""
    ideas, others = [hit for hit in hits if hit.kind == "idea"], [hit for hit in hits if hit.kind != "idea"]
    cards, shown = await asyncio.gather(
        queries.card([hit.id for hit in ideas], body=LONGEST), looking.shown(viewer, looked, others)
    )
    words = looked.words
    items = {hit: _of_idea(cards[hit.id], words) for hit in ideas if hit.id in cards}
    silent = {hit: item for hit, item in items.items() if cards[hit.id].answered_at and not _marks(item, words)}
    items |= await _answered(silent, words)
    return items | {hit: _of(hit.kind, one, words) for hit in others if (one := shown.get((hit.kind, hit.id)))}


def _of_idea(card: IdeaCard, words: Sequence[str]) -> Item:
    snippet = snippets.cut(_plain(card.text, words), words, card.language)
    return Item("idea", card.title, card.url, snippet, "", card)


def _marks(item: Item, words: Sequence[str]) -> bool:
    return MARK in item.snippet or MARK in snippets.cut(item.title, words)


async def _answered(items: Mapping[Hit, Item], words: Sequence[str]) -> dict[Hit, Item]:
    """Ideas whose own words were not looked for, with those of their answers that were."""
    said = await search.said([hit.id for hit in items]) if items else {}
    cut = {hit: snippets.cut(_plain(said[hit.id], words), words) for hit in items if hit.id in said}
    return {hit: replace(items[hit], snippet=snippet) for hit, snippet in cut.items() if MARK in snippet}


def _of(kind: str, shown: Shown, words: Sequence[str]) -> Item:
    snippet = snippets.cut(_plain(shown.text, words), words) if shown.text else Markup("")
    return Item(kind, shown.title, shown.url, snippet, shown.note)


def _plain(body: str, words: Sequence[str]) -> str:
    """The words of the part of a Markdown text in which a snippet is."""
    return text.plain(snippets.around(body, words), LONGEST)
