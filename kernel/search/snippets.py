"""The part of a text that says what somebody looks for, with their words marked."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from markupsafe import Markup, escape

from kernel.search import words as ours

LONGEST = 220
READ = 4_000
"""Letters of a text in which the words are looked for."""
SOME = 1_500
"""Letters of a longer text that are read as Markdown, around most of the words."""


def around(text: str, words: Collection[str]) -> str:
    """The part of a Markdown text that holds most of the words close to each other: enough to cut a snippet from."""
    if len(text) <= SOME:
        return text
    places = _places(text[:READ], words, "")
    best = max(places, key=lambda place: _held(places, place[0]), default=(0, 0))[0]
    begin = text.rfind(" ", 0, best - SOME // 3) + 1 if best > SOME // 3 else 0
    return text[begin : begin + SOME]


def cut(text: str, words: Collection[str], language: str = "") -> Markup:
    """Some 220 letters of `text` around most of the words that were looked for, in their common form."""
    text = " ".join(text[:READ].split())
    places = _places(text, words, language)
    begin, end = _window(text, places)
    return _marked(text, begin, end, places)


def _places(text: str, words: Collection[str], language: str) -> list[tuple[int, int]]:
    """Where the words are. A common form begins as its word does: most need not be brought to theirs."""
    wanted = frozenset(words)
    return [
        found.span()
        for found in _candidates(frozenset(word[0] for word in words)).finditer(text)
        if found.end() - found.start() <= ours.NO_WORD and not wanted.isdisjoint(_forms(found[0], language))
    ]


@lru_cache(maxsize=1_000)
def _candidates(initials: frozenset[str]) -> re.Pattern[str]:
    """Words that begin with one of these letters, with a letter that may be folded to one, or have an apostrophe."""
    begun = re.escape("".join(sorted(initials | {letter.upper() for letter in initials})))
    first = rf"(?=[{begun}]|[^\x00-\x7f]|[^\W_]+['’])" if begun else "(?!)"
    return re.compile(rf"(?<![^\W_])(?<![^\W_]['’]){first}{ours.WORD.pattern}")


@lru_cache(maxsize=50_000)
def _forms(word: str, language: str) -> frozenset[str]:
    """The common forms of a written word in one language, or in all."""
    return frozenset(ours.stem_of(word, one) for one in ((language,) if language else ours.LANGUAGES))


def _window(text: str, places: list[tuple[int, int]]) -> tuple[int, int]:
    """The stretch that holds most marks, cut between words."""
    if len(text) <= LONGEST:
        return 0, len(text)
    best = max(places, key=lambda place: _held(places, place[0]), default=(0, 0))[0]
    begin = text.rfind(" ", 0, max(best - 40, 0)) + 1 if best > 40 else 0
    begin = max(min(begin, len(text) - LONGEST), 0)
    begin = text.find(" ", begin - 1) + 1 if begin and text[begin - 1] != " " else begin
    end = begin + LONGEST
    return begin, len(text) if end >= len(text) else max(text.rfind(" ", begin, end), begin + 1)


def _held(places: list[tuple[int, int]], begin: int) -> int:
    return sum(begin <= start < begin + LONGEST - 60 for start, _ in places)


def _marked(text: str, begin: int, end: int, places: list[tuple[int, int]]) -> Markup:
    made, last = ["…" if begin else ""], begin
    for start, stop in places:
        if begin <= start and stop <= end:
            made += [str(escape(text[last:start])), "<mark>", str(escape(text[start:stop])), "</mark>"]
            last = stop
    made += [str(escape(text[last:end])), "…" if end < len(text) else ""]
    return Markup("".join(made))  # noqa: S704  each part escaped just above
