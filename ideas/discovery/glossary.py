"""Words of customers that say the same thing, in one language or across the two, and words that go with one matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from kernel.search import words

FILE = Path(__file__).with_name("glossary.txt")
MATTER = "~"
"""Begins a line of words that go together without meaning the same, and its name."""
COMMENT = "# "
SENSE = "#"
"""Begins the name of a line of words that mean the same; no stem begins so."""


def lines() -> Iterator[tuple[str, list[str], list[str]]]:
    """Each line's name with its words, French and English."""
    for number, line in enumerate(FILE.read_text("utf-8").splitlines(), 1):
        if line and not line.startswith(COMMENT):
            french, english = line.removeprefix(MATTER).split(" = ")
            yield f"{MATTER if line.startswith(MATTER) else SENSE}{number}", french.split(), english.split()


@cache
def senses() -> Mapping[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]]:
    """What a stem of a language may mean, and the matters that it goes with."""
    found: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
    for name, *sides in lines():
        for language, written in zip(words.LANGUAGES, sides, strict=True):
            for word in written:
                stem = words.stem_of(word, language)
                found.setdefault((language, stem), ({}, {}))[name.startswith(MATTER)][name] = None
    return {stem: (tuple(meant), tuple(about)) for stem, (meant, about) in found.items()}


def translated(text: str, language: str, into: str) -> str:
    """The words of a text whose sense is known, as one may look for them in the other language."""
    known, there = senses(), _spoken(into)
    meant = (name for stem in words.stems(text, language) for name in known.get((language, stem), ((), ()))[0])
    return " ".join(there[name] for name in dict.fromkeys(meant))


@cache
def _spoken(language: str) -> Mapping[str, str]:
    side = words.LANGUAGES.index(language)
    return {name: " ".join(sides[side]) for name, *sides in lines() if name.startswith(SENSE)}
