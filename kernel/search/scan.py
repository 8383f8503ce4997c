"""Looking without an index: some texts are read one by one. Slow, and honest about what it is, while an index is made."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from kernel.search import entries, registry
from kernel.search.entries import Entry
from kernel.search.plans import Hit, Plan, Wanted

PAGE = 200
LONGEST = 0.7
"""Seconds that are spent on it."""


async def find(plan: Plan) -> list[Hit]:
    """Texts of a plan: those that hold all of its words, else those that hold any."""
    read = [entry async for entry in _entries(plan.facets)]
    whole = _best(read, plan)
    return whole or _best(read, replace(plan, any_of=True))


async def complete(grams: Sequence[str], facets: Sequence[Sequence[str]], limit: int) -> list[Hit]:
    """Texts in whose title every one of these begins a word."""
    found = [entry async for entry in _entries(facets) if entry.grams.issuperset(grams)]
    found.sort(key=lambda entry: len(entry.grams))
    return [Hit(entry.kind, entry.id, 1 / (1 + len(entry.grams))) for entry in found[:limit]]


async def _entries(facets: Sequence[Sequence[str]]) -> AsyncIterator[Entry]:
    end = time.monotonic() + LONGEST
    for searchable in registry.kinds():
        if not _may_hold(f"kind:{searchable.kind}", facets):
            continue
        number, documents = 0, await searchable.after(0, PAGE)
        while documents and time.monotonic() < end:
            for document in documents:
                entry = entries.of(document)
                if all(set(group) & set(entry.facets) for group in facets):
                    yield entry
            number = documents[-1].id
            documents = await searchable.after(number, PAGE)


def _may_hold(kind: str, facets: Sequence[Sequence[str]]) -> bool:
    groups = [group for group in facets if group[0].startswith("kind:")]
    return all(kind in group for group in groups)


def _best(read: Sequence[Entry], plan: Plan) -> list[Hit]:
    hits = [Hit(entry.kind, entry.id, score) for entry in read if (score := _score(entry, plan))]
    return sorted(hits, key=lambda hit: -hit.score)[: plan.limit]


def _score(entry: Entry, plan: Plan) -> float:
    if any(word in _all(entry, language) for language, word in plan.without):
        return 0.0
    return max((_held(entry, one, any_of=plan.any_of) for one in plan.wanted), default=0.0)


def _all(entry: Entry, language: str) -> list[str]:
    return [*entry.title.get(language, ()), *entry.body.get(language, ())]


def _held(entry: Entry, wanted: Wanted, *, any_of: bool) -> float:
    text = _all(entry, wanted.language)
    words, title = set(text), set(entry.title.get(wanted.language, ()))
    if any_of:
        return float(len(words.intersection(wanted.words)))
    if not words.issuperset(wanted.words) or not all(_in_a_row(text, phrase) for phrase in wanted.phrases):
        return 0.0
    return 1.0 + len(title.intersection(wanted.words))


def _in_a_row(text: Sequence[str], phrase: Sequence[str]) -> bool:
    return any(tuple(text[at : at + len(phrase)]) == tuple(phrase) for at in range(len(text) - len(phrase) + 1))
