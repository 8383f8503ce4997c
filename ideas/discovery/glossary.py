"""Words of customers that say the same thing, in one language or across the two, as senses with a number each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from kernel.search import words

LINES = Path(__file__).with_name("glossary.txt")


def lines() -> Iterator[tuple[str, list[str], list[str]]]:
    """Each line's name with its words, French and English; the name of one that only holds a matter together has a ~."""
    for number, line in enumerate(LINES.read_text("utf-8").splitlines()):
        if line and not line.startswith("#"):
            french, english = line.removeprefix("~").split(" = ")
            yield f"{'~' if line.startswith('~') else '#'}{number}", french.split(), english.split()


@cache
def senses() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """What a stem of a language may mean: names of senses, which no stem can have."""
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for name, *sides in lines():
        for language, written in zip(("fr", "en"), sides, strict=True):
            for word in written:
                found[language, words.stem_of(word, language)][name] = None
    return {stem: tuple(names) for stem, names in found.items()}


def translated(text: str, language: str, into: str) -> str:
    """The words of a text that the glossary knows, in the other language, as words to look for."""
    there = _spoken(into)
    known = senses()
    names = {name for stem in words.stems(text, language) for name in known.get((language, stem), ()) if name in there}
    return " ".join(there[name] for name in sorted(names))


@cache
def _spoken(language: str) -> Mapping[str, str]:
    side = ("fr", "en").index(language)
    return {name: " ".join(sides[side]) for name, *sides in lines() if name[0] == "#"}
