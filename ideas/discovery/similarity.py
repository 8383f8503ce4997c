"""How likely two texts are one wish: words weighted by how rare they are, their senses, titles and letters. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import exp, log, sqrt

from ideas.discovery import glossary
from kernel.search import languages, words

TITLE = 2.0
"""A word of the title weighs as much more than one of the text."""
LONGEST = 4_000
"""Letters of a text that are read."""
GRAM, BEGUN = 4, 300
"""Letters of the pieces that misspelt words share, and of the text that is cut into them."""
HALF = 12.0
"""Rarity that two texts share before what they share in all counts half."""
NOMINAL, UNSEEN = 1_500, 500
FEATURES = ("senses", "titles", "held", "title covered", "letters", "shared", "matters", "one matter")
SAME: tuple[float, ...] = (3.23, 0.0, 2.55, 3.94, 0.35, 3.53, 4.28, 6.78)
"""Weights of FEATURES between texts of one language; `python -m benchmarks similar-fit` prints them."""
ACROSS: tuple[float, ...] = (3.23, 1.37, 3.64, 3.67, 1.98, 5.31, 4.03, 4.85)
"""The same between French and English."""
CERTAIN: Mapping[str, tuple[float, float]] = {"same": (0.83, -8.58), "across": (0.95, -9.42)}
"""Slope and offset that make a chance of the weighted sum (Platt 1999), by the same command."""
_HYPHEN = re.compile(r"\b(\w{1,3})-(?=\w)")


@dataclass(frozen=True, eq=False)
class Rarity:
    """In how many of `texts` each word and each sense is held; what is not named is in at most one."""

    texts: int = 0
    held: Mapping[str, int] = field(default_factory=dict)
    reckoned: dict[int, float] = field(default_factory=dict)

    def of(self, token: str) -> float:
        """Inverse document frequency (Spärck Jones 1972) as it would be among NOMINAL texts of which so many were seen.

        UNSEEN more are taken to hold none, so that of few ideas a word that two of them share is rare all the same.
        """
        held = self.held.get(token, 0)
        if held not in self.reckoned:
            self.reckoned[held] = log((NOMINAL + 2) / (NOMINAL * held / (self.texts + UNSEEN) + 0.5))
        return self.reckoned[held]


@dataclass(frozen=True)
class Said:
    """What a text says: its stems; its senses, unknown stems standing for themselves; the matters it is about."""

    stems: frozenset[str]
    senses: Mapping[str, float]
    matters: Mapping[str, float]

    def tokens(self) -> Iterable[str]:
        return self.stems | self.senses.keys() | self.matters.keys()


@dataclass(frozen=True)
class Words:
    """A title and a text made ready to be compared: vectors of length one, and `rare`, what each sense weighs."""

    language: str
    senses: Mapping[str, float]
    title: Mapping[str, float]
    matters: Mapping[str, float]
    rare: Mapping[str, float]
    grams: frozenset[str]


def said(text: str, language: str) -> Said:
    """A text's words in their senses. Numbers say nothing; `wi-fi` is `wifi`."""
    known = glossary.senses()
    senses: dict[str, float] = {}
    matters: dict[str, float] = {}
    stems = [stem for stem in words.stems(_HYPHEN.sub(r"\1", text), language) if not stem.isdigit()]
    for stem in stems:
        meant, about = known.get((language, stem), ((), ()))
        for name in meant:
            senses[name] = max(senses.get(name, 0.0), 1 / sqrt(len(meant)))
        if not meant:
            senses[stem] = 1.0
        for name in about:
            matters[name] = matters.get(name, 0.0) + 1 / sqrt(len(about))
    return Said(frozenset(stems), senses, matters)


def words_of(title: str, body: str, rarity: Rarity, language: str = "") -> Words:
    """A proposal made ready; its language is found out where it is not given."""
    body = body[:LONGEST]
    spoken = language or languages.of(f"{title}\n{body}")
    above, below = said(title, spoken), said(body, spoken)
    weight = rarity.of
    senses = {name: weight(name) for name in above.senses.keys() | below.senses.keys()}
    return Words(
        spoken,
        _unit({s: w * (TITLE * above.senses.get(s, 0.0) + below.senses.get(s, 0.0)) for s, w in senses.items()}),
        {s: senses[s] * part for s, part in above.senses.items()},
        _unit(
            {
                m: weight(m) * sqrt(TITLE * above.matters.get(m, 0.0) + below.matters.get(m, 0.0))
                for m in above.matters.keys() | below.matters.keys()
            }
        ),
        {s: w * max(above.senses.get(s, 0.0), below.senses.get(s, 0.0)) for s, w in senses.items()},
        _grams(f"{title} {body[:BEGUN]}"),
    )


def features(a: Words, b: Words) -> list[float]:
    """The numbers from 0 to 1 that FEATURES names, the same whichever text comes first."""
    shared = sum(min(weight, b.rare[sense]) for sense, weight in a.rare.items() if sense in b.rare)
    least = min(sum(a.rare.values()), sum(b.rare.values()))
    return [
        _dot(a.senses, b.senses),
        _dot(_unit(a.title), _unit(b.title)),
        shared / least if least else 0.0,
        (_covered(a.title, b.rare) + _covered(b.title, a.rare)) / 2,
        2 * len(a.grams & b.grams) / (len(a.grams) + len(b.grams)) if a.grams and b.grams else 0.0,
        shared / (shared + HALF),
        _dot(a.matters, b.matters),
        max((min(part, b.matters[name]) for name, part in a.matters.items() if name in b.matters), default=0.0),
    ]


def similar(a: Words, b: Words) -> float:
    """The chance, from 0 to 1, that two texts are one wish, as far as words can tell it."""
    across = a.language != b.language
    slope, offset = CERTAIN["across" if across else "same"]
    found = sum(w * x for w, x in zip(ACROSS if across else SAME, features(a, b), strict=True))
    return 1 / (1 + exp(-(slope * found + offset)))


def counted(texts: Iterable[Said]) -> Rarity:
    """How rare words are among some texts."""
    held: dict[str, int] = {}
    number = 0
    for one in texts:
        number += 1
        for token in one.tokens():
            held[token] = held.get(token, 0) + 1
    return Rarity(number, held)


def _grams(text: str) -> frozenset[str]:
    line = f" {' '.join(words.plain(text))} "
    return frozenset(line[at : at + GRAM] for at in range(len(line) - GRAM + 1))


def _unit(vector: Mapping[str, float]) -> Mapping[str, float]:
    length = sqrt(sum(part * part for part in vector.values()))
    return {name: part / length for name, part in vector.items()} if length else {}


def _dot(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    few, many = (a, b) if len(a) < len(b) else (b, a)
    return sum(part * many[name] for name, part in few.items() if name in many)


def _covered(title: Mapping[str, float], rare: Mapping[str, float]) -> float:
    whole = sum(title.values())
    return sum(weight for sense, weight in title.items() if sense in rare) / whole if whole else 0.0
