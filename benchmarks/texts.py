"""Ideas that read as people write: words drawn as often as in real proposals, with the rare ones that every text brings."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FRENCH = ("ideas/republique_numerique_2015_propositions.csv", "body")
ENGLISH = tuple(
    f"deliberation/{name}/comments.csv"
    for name in (
        "15-per-hour-seattle",
        "american-assembly.bowling-green",
        "canadian-electoral-reform",
        "scoop-hivemind.biodiversity",
    )
)
RARE = 0.04
"""Of all words so many are in a few texts only: names, numbers of articles, towns."""
SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi zo xa br cl dr".split()
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True)
class Text:
    title: str
    body: str
    language: str


def texts(number: int, *, seed: int = 1) -> Iterator[Text]:
    """Two of three in French, the others in English; some seventy words each."""
    lot = np.random.default_rng(seed)
    for n in range(number):
        language = "fr" if n % 3 else "en"
        length = 8 + int(lot.gamma(2.0, 32.0))
        words = _drawn(lot, language, length)
        yield Text(" ".join(words[:8]).capitalize()[:190], " ".join(words[8:]).capitalize() + ".", language)


def _drawn(lot: np.random.Generator, language: str, length: int) -> list[str]:
    names, shares = _spoken(language)
    found = [names[n] for n in np.searchsorted(shares, lot.random(length))]
    for place in np.flatnonzero(lot.random(length) < RARE):
        found[place] = "".join(SYLLABLES[int(k)] for k in np.minimum(lot.geometric(0.12, 4), len(SYLLABLES)) - 1)
    return found


@cache
def _spoken(language: str) -> tuple[list[str], np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Words of a language, and how many of all words come up to each."""
    counted: Counter[str] = Counter()
    for text in _read(language):
        counted.update(found[0].lower() for found in _WORD.finditer(text))
    names = [word for word, _ in counted.most_common()]
    shares = np.cumsum([counted[word] for word in names], dtype=float)
    return names, shares / shares[-1]


def _read(language: str) -> Iterator[str]:
    files = [FRENCH] if language == "fr" else [(name, "comment-body") for name in ENGLISH]
    for name, column in files:
        with (DATA / name).open(encoding="utf-8") as rows:
            yield from (row[column] for row in csv.DictReader(rows))
