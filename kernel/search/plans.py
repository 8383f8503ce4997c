"""What an engine is asked: words in their common form, by language, and what narrows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kernel.search import words
from kernel.search.asked import Asked

Term = tuple[str, str]
"""A language and a word in its common form."""


@dataclass(frozen=True)
class Hit:
    """A text that was found; scores compare within one answer only."""

    kind: str
    id: int
    score: float


@dataclass(frozen=True)
class Wanted:
    """What a text in one language must hold: all of these words, and these words in a row."""

    language: str
    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    @property
    def terms(self) -> list[Term]:
        every = (*self.words, *(word for phrase in self.phrases for word in phrase))
        return [(self.language, word) for word in dict.fromkeys(every)]


@dataclass(frozen=True)
class Plan:
    """Texts that hold what is wanted in any of the languages, none of `without`, and one of each group of facets.

    With `any_of` a text needs only one of the words. `limit` is of texts, with `each` of texts of each kind.
    """

    wanted: tuple[Wanted, ...]
    without: tuple[Term, ...] = ()
    facets: tuple[tuple[str, ...], ...] = ()
    limit: int = 20
    any_of: bool = False
    each: bool = False


def wanted(asked: Asked) -> tuple[Wanted, ...]:
    """What is asked, in each language in which it says anything."""
    found = []
    for language in words.LANGUAGES:
        single = dict.fromkeys(stem for word in asked.words for stem in words.stems(word, language))
        phrases = tuple(row for phrase in asked.phrases if (row := tuple(words.stems(phrase, language)[:8])))
        if single or phrases:
            found.append(Wanted(language, tuple(single), phrases))
    return tuple(found)


def without(asked: Asked) -> tuple[Term, ...]:
    return tuple(
        (language, stem)
        for word in asked.without
        for language in words.LANGUAGES
        for stem in words.stems(word, language)
    )


def facets(kinds: Sequence[str], more: Mapping[str, str | Sequence[str]], language: str) -> tuple[tuple[str, ...], ...]:
    """Groups of facets, of each of which a text must have one; an empty value narrows nothing."""
    groups: dict[str, Sequence[str]] = {"kind": kinds, "lang": [language] if language else []}
    for name, values in more.items():
        groups[name] = [values] if isinstance(values, str) else values
    named = (tuple(f"{name}:{value}" for value in values if value) for name, values in groups.items())
    return tuple(group for group in named if group)
