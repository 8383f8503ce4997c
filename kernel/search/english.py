"""English words brought to a common form: plurals, -ed and -ing, as in the first step of Porter's stemmer.

Porter, "An algorithm for suffix stripping", Program 14(3), 1980. Step one alone, and no letter is doubled or silent
afterwards, so that `size`, `sizes`, `sizing` and `planning`, `planned`, `plan` are each one word.
"""

from __future__ import annotations

import re

_VOWEL = re.compile(r"[aeiouy]")
_TWICE = re.compile(r"([a-z])\1")
_STOP = """
a about after all also am an and any are as at be because been before being but by can could did do does doing don
dont for from get had has have having he her here hers him his how i if in into is isnt it its just like me more
most my no nor not of off on once only or other our ours out over own re s same she should so some such t than that
the their them then there these they this those through to too until up us very was we were what when where which
while who whom why will with would you your
"""
STOP = frozenset(_STOP.split())


def stem(word: str) -> str:
    """The common form of a folded word: `cities`, `city` -> `citi`; `notified`, `notifies` -> `notifi`."""
    if len(word) <= 3:
        return word
    word = _without_more(_past(_singular(word)))
    if len(word) > 3:
        word = _TWICE.sub(r"\1", word.removesuffix("e"))
    return f"{word[:-1]}i" if len(word) > 3 and word.endswith("y") else word


def _singular(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _past(word: str) -> str:
    """Without -ed or -ing, where a word with a vowel is left."""
    for ending in ("ied", "ed", "ing"):
        if word.endswith(ending) and not word.endswith("eed"):
            left = word[: -len(ending)]
            if len(left) > 2 and _VOWEL.search(left):
                return f"{left}y" if ending == "ied" else left
    return word


def _without_more(word: str) -> str:
    """Without -ly, and without the -able of what can be done."""
    for ending, longer_than in (("ly", 5), ("able", 7)):
        if len(word) > longer_than and word.endswith(ending):
            return word[: -len(ending)]
    return word
