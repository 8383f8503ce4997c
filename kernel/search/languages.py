"""Which of the site's languages a text is written in: by its small words, its accents and how its words are built."""

from __future__ import annotations

import re
from functools import lru_cache
from math import log

from kernel import text as texts
from kernel.search import english, french, words

LONGEST = 1_000
"""Letters of a text that are looked at."""
SURE = 1.1
"""How much likelier, as a logarithm, one language must be."""
_ACCENT = re.compile("[éèêëàâùûüîïôçœ]", re.IGNORECASE)
_ELIDED = re.compile(r"\b(?:l|d|j|m|n|s|t|c|qu)['’](?=[aeiouyhéèêàâîô])", re.IGNORECASE)
_ENGLISH = re.compile(r"\w(?:n['’]t|['’](?:s|re|ve|ll|d|m))\b", re.IGNORECASE)
_FRENCH_ENDINGS = re.compile(
    r"(?:eux|aux|oux|eau|eaux|ement|ements|eur|eurs|euse|euses|tion|ique|iques|elle|elles|ette|ettes|oir|oire|oires|"
    r"age|ages|iere|ieres|ier|iers|ite|ites|ais|ait|ent|ez|er|ir|ees|ee|ois|oise|ille|illes)$"
)
_ENGLISH_ENDINGS = re.compile(
    r"(?:ing|ings|ed|ly|ness|ful|less|ship|ght|ghts|th|ths|ck|cks|sh|shes|ty|ies|ow|ows|er|ers|ey|eys|ay|ays|oo\w|ee\w|"
    r"y|all|ll|ss|wn|rk|rks|w)$"
)
_ENGLISH_PARTS = re.compile(r"th|sh|wh|ck|ee|oo|ow|ay|ey|gh|k|w")
_FRENCH_PARTS = re.compile(r"qu|eu|oi|ai|ou|eau|gn|ui|ille|nn|ez\b")
_MORE_FRENCH = "sans plus contre non oui sous afin ainsi toujours moins tres aucune"
_MORE_ENGLISH = "no more less make need want good better new use people many much"
_SMALL = french.STOP.union(_MORE_FRENCH.split()), english.STOP.union(_MORE_ENGLISH.split())
_WEIGHTS = {"stop": 2.5, "accent": 3.0, "elided": 3.0, "ending": 0.7, "part": 0.5}


def of(text: str) -> str:
    """`fr` or `en`; empty where a text gives no reason for either."""
    seen = text[:LONGEST]
    found = evidence(seen)
    if abs(found) < SURE:
        return ""
    return "fr" if found > 0 else "en"


def evidence(text: str) -> float:
    """Above nothing for French, below it for English."""
    score = _WEIGHTS["accent"] * _count(_ACCENT, text) + _WEIGHTS["elided"] * _count(_ELIDED, text)
    score -= _WEIGHTS["elided"] * _count(_ENGLISH, text)
    return score + sum(_of_word(found[0]) for found in words.cut(text))


def _count(pattern: re.Pattern[str], text: str) -> float:
    """Each further one says less than the one before."""
    return log(1 + len(pattern.findall(text))) / log(2)


@lru_cache(maxsize=100_000)
def _of_word(written: str) -> float:
    word = texts.fold(written)
    in_french, in_english = (word in small for small in _SMALL)
    if in_french != in_english:
        return _WEIGHTS["stop"] * (1 if in_french else -1)
    if len(word) < 4:
        return 0.0
    ending = bool(_FRENCH_ENDINGS.search(word)) - bool(_ENGLISH_ENDINGS.search(word))
    part = bool(_FRENCH_PARTS.search(word)) - bool(_ENGLISH_PARTS.search(word))
    return _WEIGHTS["ending"] * ending + _WEIGHTS["part"] * part
