"""What Whoosh keeps of a text: words with their places, a title's counting three times, and nothing but its key to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from whoosh import fields, formats

from kernel.search.entries import Entry

TITLE = 3
"""How many times a word of a title counts."""
GAP = 8
"""Places between a title and its text, so that no phrase runs from one into the other."""


class Words(fields.FieldType):  # type: ignore[misc]
    """Words that are analysed already: a pair of those of the title and those of the text."""

    def __init__(self) -> None:
        super().__init__(format=formats.Positions(), analyzer=None, scorable=True)

    def index(
        self, value: tuple[Sequence[str], Sequence[str]], **_options: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Each word once: as bytes, how often, how much it counts, and where it stands."""
        title, body = value
        places: dict[str, list[int]] = {}
        for place, word in enumerate(title):
            places.setdefault(word, []).append(place)
        titled = {word: len(at) for word, at in places.items()}
        for place, word in enumerate(body, len(title) + GAP):
            places.setdefault(word, []).append(place)
        for word, at in sorted(places.items()):
            weight = len(at) + (TITLE - 1) * titled.get(word, 0)
            yield word.encode(), weight, float(weight), self.format.encode(at)


def schema() -> Any:
    return fields.Schema(
        key=fields.ID(stored=True, unique=True),
        state=fields.STORED,
        fr=Words(),
        en=Words(),
        facet=fields.ID(),
        gram=fields.KEYWORD(scorable=True),
        spelt=fields.ID(),
    )


def document(entry: Entry) -> Mapping[str, Any]:
    """A text as a document of this schema."""
    made: dict[str, Any] = {language: (entry.title[language], entry.body[language]) for language in entry.title}
    return made | {
        "key": entry.key,
        "facet": list(entry.facets),
        "gram": list(entry.grams),
        "spelt": list(entry.spelt),
    }
