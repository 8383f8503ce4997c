"""Words as both engines hold them: cut, folded, elided, without those that say nothing, brought to their common form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from kernel import text as texts
from kernel.search import english, french

LANGUAGES = ("fr", "en")
LONGEST = 40
"""Letters of a word that count."""
NO_WORD = 100
SHORTEST_GRAM, LONGEST_GRAM = 2, 8
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ELIDED = re.compile(r"^(?:l|d|j|m|n|s|t|c|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=\w)", re.IGNORECASE)
_STOP: dict[str, frozenset[str]] = {"fr": french.STOP, "en": english.STOP}
_STEM: dict[str, Callable[[str], str]] = {"fr": french.stem, "en": english.stem}


def cut(text: str) -> Iterator[re.Match[str]]:
    """Every word as it is written, with its place; a run of letters that no word is as long as is left out.

    What is remembered of words is bounded by this: by their number and by their length.
    """
    return (found for found in WORD.finditer(text) if found.end() - found.start() <= NO_WORD)


def plain(text: str) -> list[str]:
    """Words folded and without their elided articles: `L’énergie d’été` -> `energie`, `ete`."""
    return [word for found in cut(text) if (word := folded(found[0]))]


def stems(text: str, language: str) -> list[str]:
    """The words that count, in order, as a language of LANGUAGES has them; as they are written, folded, in no language."""
    return [stem for found in cut(text) if (stem := stem_of(found[0], language))]


@lru_cache(maxsize=200_000)
def stem_of(word: str, language: str) -> str:
    """One written word in its common form; empty where it says nothing in that language."""
    bare = folded(word)
    if len(bare) < 2 and not bare.isdigit():
        return ""
    if language not in _STEM:
        return bare
    return "" if bare in _STOP[language] else _STEM[language](bare)


@lru_cache(maxsize=200_000)
def folded(word: str) -> str:
    """A written word in small letters, without accent, elided article, possessive or apostrophe."""
    bare = texts.fold(_ELIDED.sub("", word))
    return bare.removesuffix("'s").replace("'", "")[:LONGEST]


def spelt(text: str) -> set[str]:
    """Words as one writes them, in small letters with their accents, each behind its folded form and a tab."""
    return {spelling for word in {found[0] for found in cut(text)} if (spelling := _spelling(word))}


@lru_cache(maxsize=200_000)
def _spelling(word: str) -> str:
    bare = _ELIDED.sub("", word).lower()
    return f"{texts.fold(bare)}\t{bare}" if 3 < len(bare) <= LONGEST and bare.isalpha() else ""


def grams(text: str) -> set[str]:
    """Beginnings of the words of a title, for results while one types."""
    return {word[:n] for word in plain(text) for n in range(SHORTEST_GRAM, min(len(word), LONGEST_GRAM) + 1)}
