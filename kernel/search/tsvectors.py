"""Words, facets and what is asked, as PostgreSQL's full-text search writes them: every word behind its language's letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kernel.search.entries import Entry
from kernel.search.plans import Plan, Term, Wanted

GAP = 8
"""Places between a title and its text, so that no phrase runs from one into the other."""
LAST_PLACE, MOST_PLACES = 16_000, 200


def count_of(term: Term) -> str:
    """A word of a language, as it is counted and kept."""
    return f"{term[0]}:{term[1]}"


def asks(term: Term) -> str:
    return _quoted(count_of(term))


def vector(entry: Entry) -> str:
    """A text as a tsvector: words of the title weigh A, of the text D; facets have no place."""
    held = [_quoted(f"#{facet}") for facet in entry.facets]
    for language in entry.title:
        held += _placed(language, entry.title[language], entry.body[language])
    return " ".join(held)


def _placed(language: str, title: Sequence[str], body: Sequence[str]) -> Iterator[str]:
    places: dict[str, list[str]] = {}
    for place, word in enumerate(title, 1):
        places.setdefault(word, []).append(f"{min(place, LAST_PLACE)}A")
    for place, word in enumerate(body, len(title) + GAP):
        places.setdefault(word, []).append(str(min(place, LAST_PLACE)))
    for word, at in places.items():
        yield f"{asks((language, word))}:{','.join(at[:MOST_PLACES])}"


def words_query(plan: Plan) -> str:
    """A plan as a tsquery."""
    wanted = " | ".join(f"({_wanted(one, ' | ' if plan.any_of else ' & ')})" for one in plan.wanted)
    left_out = [f"!{asks(term)}" for term in plan.without]
    return " & ".join([f"({wanted})", *left_out, *_groups(plan.facets)])


def facet_query(facets: Sequence[Sequence[str]]) -> str:
    return " & ".join(_groups(facets))


def _groups(facets: Sequence[Sequence[str]]) -> list[str]:
    return ["(" + " | ".join(_quoted(f"#{facet}") for facet in group) + ")" for group in facets]


def _wanted(one: Wanted, join: str) -> str:
    phrases = ("(" + " <-> ".join(asks((one.language, word)) for word in phrase) + ")" for phrase in one.phrases)
    return join.join([*(asks((one.language, word)) for word in one.words), *phrases])


def _quoted(word: str) -> str:
    """A word as it stands in a tsvector or tsquery, whatever is in it."""
    return "'" + word[:200].replace("\\", "\\\\").replace("'", "''").replace("\0", "") + "'"
