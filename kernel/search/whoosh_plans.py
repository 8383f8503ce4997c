"""A plan answered out of arrays; Whoosh itself is asked only for words in a row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from whoosh import query

from kernel.search.plans import Plan, Term, Wanted
from kernel.search.whoosh_arrays import Numbers, View, Weights, best, either, every

Found = tuple[Numbers, Weights]


def of(view: View, plan: Plan) -> list[tuple[int, float]]:
    """The best texts of a plan with their scores, best first."""
    numbers, scores = either([_wanted(view, one, any_of=plan.any_of) for one in plan.wanted])
    kept = _narrowed(view, numbers, plan.facets)
    for name, word in plan.without:
        kept &= ~np.isin(numbers, view.held(name, word).numbers)
    numbers, scores = numbers[kept], scores[kept]
    places = _best_of_each(view, numbers, scores, plan.limit) if plan.each else best(numbers, scores, plan.limit)
    return list(zip(numbers[places].tolist(), scores[places].tolist(), strict=True))


def begun(view: View, grams: Sequence[str], facets: Sequence[Sequence[str]], limit: int) -> list[tuple[int, float]]:
    """Texts in whose title every one of these begins a word."""
    numbers, scores = every([_scored(view, ("gram", gram)) for gram in grams])
    kept = _narrowed(view, numbers, facets)
    numbers, scores = numbers[kept], scores[kept]
    places = best(numbers, scores, limit)
    return list(zip(numbers[places].tolist(), scores[places].tolist(), strict=True))


def _wanted(view: View, one: Wanted, *, any_of: bool) -> Found:
    join = either if any_of else every
    return join(
        [
            *(_scored(view, (one.language, word)) for word in one.words),
            *(_in_a_row(view, one.language, phrase) for phrase in one.phrases),
        ]
    )


def _scored(view: View, term: Term) -> Found:
    held = view.held(*term)
    return held.numbers, view.scores(term[0], held)


def _in_a_row(view: View, language: str, phrase: Sequence[str]) -> Found:
    numbers, scores = every([_scored(view, (language, word)) for word in dict.fromkeys(phrase)])
    if len(phrase) == 1 or not len(numbers):
        return numbers, scores
    found = list(query.Phrase(language, list(phrase)).docs(view.searcher))
    kept = np.isin(numbers, np.array(found, np.int32))
    return numbers[kept], scores[kept]


def _narrowed(view: View, numbers: Numbers, facets: Sequence[Sequence[str]]) -> NDArray[np.bool_]:
    kept = np.ones(len(numbers), np.bool_)
    for group in facets:
        kept &= view.mask(group)[numbers]
    return kept


def _best_of_each(view: View, numbers: Numbers, scores: Weights, limit: int) -> NDArray[np.intp]:
    """Of each kind the best, all together best first."""
    order, codes = best(numbers, scores, len(numbers)), view.codes[numbers]
    chosen = [order[codes[order] == code][:limit] for code in np.unique(codes)]
    places = np.concatenate(chosen) if chosen else order
    return places[best(numbers[places], scores[places], len(places))]
