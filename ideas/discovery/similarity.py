"""How likely two texts are one wish: shared words weighted by how rare they are, senses, titles and letters. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from math import exp, log, sqrt

from ideas.discovery import glossary
from kernel.search import languages, words
from kernel.text import fold

TITLE = 2.0
"""A word of the title weighs as much more than one of the text."""
LONGEST = 4_000
"""Letters of a text that are read."""
GRAM = 4
import re
HY = re.compile(r"\b(\w{1,3})-(\w+)")


@dataclass(frozen=True)
class Rarity:
    """In how many of so many texts each word and each sense is held."""

    texts: int = 0
    held: Mapping[str, int] = None

    def of(self, token: str) -> float:
        return log((self.texts + 2.0) / (self.held.get(token, 0) + 0.5))


@dataclass(frozen=True)
class Words:
    language: str
    stems: Mapping[str, float]
    senses: Mapping[str, float]
    title: Mapping[str, float]
    rare: Mapping[str, float]
    grams: frozenset[str]
    title_grams: frozenset[str]


def tokens(text, language):
    known = glossary.senses()
    text = HY.sub(r"\1\2", text)
    stems = [s for s in words.stems(text, language) if not s.isdigit()]
    out = {}
    rel = {}
    for s in stems:
        names = known.get((language, s), ())
        se = [n for n in names if n[0] == "#"]
        re_ = [n for n in names if n[0] == "~"]
        for n in se:
            out[n] = max(out.get(n, 0), 1 / sqrt(len(se)))
        if not se:
            out[s] = 1.0
        for n in re_:
            rel[n] = rel.get(n, 0) + 1 / sqrt(len(re_))
    return set(stems), out, rel


def grams(text: str) -> frozenset[str]:
    line = " " + " ".join(words.plain(text)) + " "
    return frozenset(line[i : i + GRAM] for i in range(len(line) - GRAM + 1))


def words_of(title, body, language, rarity):
    body = body[:LONGEST]
    language = language or languages.of(f"{title}\n{body}")
    ts, tn, tr = tokens(title, language)
    bs, bn, br = tokens(body, language)
    w = rarity.of
    stems = {t: w(t) * (TITLE * (t in ts) + (t in bs)) for t in ts | bs}
    senses = {t: w(t) * (TITLE * tn.get(t, 0) + bn.get(t, 0)) for t in tn.keys() | bn.keys()}
    rel = {t: w(t) * sqrt(TITLE * tr.get(t, 0) + br.get(t, 0)) for t in tr.keys() | br.keys()}
    rare = {t: w(t) * max(tn.get(t, 0), bn.get(t, 0)) for t in senses}
    return Words(_unit(rel), _unit(stems), _unit(senses), {t: w(t) * v for t, v in tn.items()}, rare, grams(title + " " + body), grams(title))


def _unit(v):
    n = sqrt(sum(x * x for x in v.values())) or 1.0
    return {k: x / n for k, x in v.items()}


def _dot(a, b):
    if len(a) > len(b):
        a, b = b, a
    return sum(x * b[t] for t, x in a.items() if t in b)


def _dice(a, b):
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _covered(a, b):
    whole = sum(a.values())
    return sum(x for t, x in a.items() if t in b) / whole if whole else 0.0


def features(a: Words, b: Words) -> list[float]:
    shared = [(a.rare[t], b.rare[t]) for t in a.rare.keys() & b.rare.keys()]
    s = sum(min(x, y) for x, y in shared)
    least = min(sum(a.rare.values()), sum(b.rare.values())) or 1.0
    return [
        _dot(a.stems, b.stems),
        _dot(a.senses, b.senses),
        _dot(_unit(a.title), _unit(b.title)),
        s / least,
        (_covered(a.title, b.rare) + _covered(b.title, a.rare)) / 2,
        max(_covered(a.title, b.rare), _covered(b.title, a.rare)),
        _dice(a.grams, b.grams),
        _dice(a.title_grams, b.title_grams),
        s / (s + 12),
        _dot(a.language, b.language),
    ]
