"""A text made ready for either engine: its words by language, its facets, its beginnings of words, its spellings."""

from __future__ import annotations

from dataclasses import dataclass

from kernel.search import languages, words
from kernel.search.registry import Document

EVERYONE = "sight:everyone"
VERSION = 1
"""Of what is kept of a text; an index of another version is made anew."""
LONGEST = 100_000
"""Letters of a text that are read."""


@dataclass(frozen=True)
class Entry:
    """A text as an index keeps it. `spelt` is empty where not everybody may read it."""

    kind: str
    id: int
    title: dict[str, list[str]]
    body: dict[str, list[str]]
    facets: tuple[str, ...]
    grams: frozenset[str]
    spelt: frozenset[str]

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}"


def of(document: Document) -> Entry:
    """A text in a language is kept in that language alone, one in none that is known in all."""
    title, body = document.title[:LONGEST], document.body[:LONGEST]
    language = document.language or languages.of(f"{title}\n{body}")
    held = [language] if language in words.LANGUAGES else words.LANGUAGES
    named = [f"kind:{document.kind}", *(f"lang:{one}" for one in held)]
    named += [f"{name}:{value}" for name, values in document.facets.items() for value in values]
    return Entry(
        document.kind,
        document.id,
        {one: words.stems(title, one) for one in held},
        {one: words.stems(body, one) for one in held},
        tuple(dict.fromkeys(named)),
        frozenset(words.grams(title)),
        frozenset(words.spelt(f"{title} {body}")) if EVERYONE in named else frozenset(),
    )
