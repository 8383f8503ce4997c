"""Texts found by words: all of the words first; then, where that finds too few, as they were meant, and any of the rarest."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log, sqrt

from kernel.search import asked, asking, backends, languages, plans, scan, spelling, words
from kernel.search.asked import Asked
from kernel.search.errors import Away
from kernel.search.plans import Hit, Plan, Term, Wanted

MOST = 1_000
"""Texts that one search looks at."""
ENOUGH = 5
"""Fewer than these are too few."""
RAREST, MORE = 4, 100
"""Where all of the words find too few, so many of the rarest are enough, and so many texts with any of them."""
ALIKE, HEAVIEST = 12, 4_000
"""Of a text, so many words say what it is like, as long as together they are in no more texts than this."""


@dataclass(frozen=True)
class Query:
    """What is looked for: words as typed, in texts of some kinds, in a language, that have one of each of these facets.

    With `each` as many texts of each kind are looked at, so that counts of all kinds come from one look.
    """

    words: str
    kinds: Sequence[str] = ()
    facets: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    language: str = ""
    limit: int = 20
    offset: int = 0
    each: bool = False


@dataclass(frozen=True)
class Found:
    """`words` in their common form; `meant` where other words than those typed were looked for; `is_partial` where
    there is no index yet and only some texts were read."""

    hits: tuple[Hit, ...] = ()
    words: tuple[str, ...] = ()
    meant: str = ""
    is_partial: bool = False


async def find(query: Query) -> Found:
    """The best texts, whoever may see them."""
    hits: dict[tuple[str, int], Hit] = {}
    last = Found()
    async for last in stages(query, min(query.offset + query.limit, MOST)):
        for hit in last.hits:
            hits.setdefault((hit.kind, hit.id), hit)
        if len(hits) >= ENOUGH:
            break
    return replace(last, hits=tuple(hits.values())[query.offset : query.offset + query.limit])


async def stages(query: Query, most: int) -> AsyncIterator[Found]:
    """One way of looking after the other, each for who has found too few by then."""
    typed = asked.read(query.words)
    plan = _plan(query, typed, most)
    if not plan.wanted:
        yield Found(tuple(await complete(query.words, query.kinds, most, facets=query.facets)))
        return
    try:
        async for found in _ways(plan, typed):
            yield found
    except Away:
        await asking.ask()
        yield Found(tuple(await scan.find(plan)), _words(plan), is_partial=True)


async def complete(typed: str, kinds: Sequence[str] = (), limit: int = 8, *, facets: Facets | None = None) -> list[Hit]:
    """Texts in whose title every typed word begins a word."""
    return await _begun(typed, plans.facets(kinds, facets or {}, ""), limit)


async def _begun(typed: str, groups: Sequence[Sequence[str]], limit: int) -> list[Hit]:
    begun = [word[: words.LONGEST_GRAM] for word in words.plain(typed[: asked.LONGEST])]
    grams = [word for word in dict.fromkeys(begun) if len(word) >= words.SHORTEST_GRAM][: asked.MOST_WORDS]
    if not grams:
        return []
    try:
        return await backends.chosen().complete(grams, groups, limit)
    except Away:
        await asking.ask()
        return await scan.complete(grams, groups, limit)


async def alike(
    title: str, body: str = "", *, language: str = "", kind: str = "idea", limit: int = 50
) -> list[tuple[int, float]]:
    """Texts of a kind that share the rarest words of a text: numbers and scores, best first."""
    known = language or languages.of(f"{title}\n{body}")
    held = [known] if known in words.LANGUAGES else words.LANGUAGES
    said: Counter[Term] = Counter()
    for one in held:
        said.update({(one, stem): 3 for stem in words.stems(title, one)})
        said.update((one, stem) for stem in words.stems(body[:10_000], one))
    try:
        telling = _telling(said, await backends.chosen().counts(list(said)))
        plan = Plan(_by_language(telling), facets=((f"kind:{kind}",),), limit=limit, any_of=True)
        hits = await backends.chosen().look(plan) if telling else []
    except Away:
        await asking.ask()
        return []
    return [(hit.id, hit.score) for hit in hits]


Facets = Mapping[str, str | Sequence[str]]


def _plan(query: Query, typed: Asked, most: int) -> Plan:
    groups = plans.facets(query.kinds, query.facets, query.language)
    return Plan(plans.wanted(typed), plans.without(typed), groups, most, each=query.each)


async def _ways(plan: Plan, typed: Asked) -> AsyncIterator[Found]:
    backend = backends.chosen()
    hits = await backend.look(plan)
    yield Found(tuple(hits), _words(plan))
    meant = await spelling.put_right(typed.words) if not typed.phrases else None
    if meant:
        plan = replace(plan, wanted=plans.wanted(replace(typed, words=meant)))
        yield Found(tuple(await backend.look(plan)), _words(plan), " ".join(meant))
    if typed.words and any(not words.stems(" ".join(typed.words), language) for language in words.LANGUAGES):
        yield Found(tuple(await _begun(" ".join(typed.words), plan.facets, plan.limit)), _words(plan))
    rarest = _rarest(plan, await backend.counts([term for one in plan.wanted for term in one.terms]))
    if rarest and not typed.phrases:
        hits = await backend.look(replace(plan, wanted=rarest, any_of=True, each=False, limit=min(plan.limit, MORE)))
        yield Found(tuple(hits), _words(plan), " ".join(meant or ()))


def _words(plan: Plan) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for one in plan.wanted for _, word in one.terms))


def _rarest(plan: Plan, counts: Mapping[Term, int]) -> tuple[Wanted, ...]:
    """Of the words of each language that are in any text, the rarest; none where there is only one to begin with."""
    found = []
    for one in plan.wanted:
        known = sorted(
            (word for word in one.words if counts[one.language, word]), key=lambda w: counts[one.language, w]
        )
        if known and len(one.words) > 1:
            found.append(Wanted(one.language, tuple(known[:RAREST])))
    return tuple(found)


def _telling(said: Counter[Term], counts: Mapping[Term, int]) -> list[Term]:
    known = [term for term in said if counts[term]]
    known.sort(key=lambda term: -sqrt(said[term]) * log(1 + 50_000 / counts[term]))
    chosen, texts = list[Term](), 0
    for term in known:
        if len(chosen) < ALIKE and (texts + counts[term] <= HEAVIEST or not chosen):
            chosen.append(term)
            texts += counts[term]
    return chosen


def _by_language(terms: Sequence[Term]) -> tuple[Wanted, ...]:
    spoken = dict.fromkeys(language for language, _ in terms)
    return tuple(Wanted(one, tuple(word for language, word in terms if language == one)) for one in spoken)
