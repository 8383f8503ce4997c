"""What somebody looks for, as typed: words, phrases in quotes, words to leave out. Nothing that is typed can be wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kernel.search import words

LONGEST = 1_000
"""Letters that are read."""
MOST_WORDS, MOST_PHRASES, MOST_WITHOUT = 12, 4, 4
_PART = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”|(?:^|(?<=\s))-(?=\w)(\S+)|([^\s"«“]+)')


@dataclass(frozen=True)
class Asked:
    """As written: single words, phrases, and what must not be in a text."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def read(typed: str) -> Asked:
    """Of what was typed, what is looked for; the rest is left aside without a word."""
    found: dict[str, None] = {}
    phrases, without = list[str](), list[str]()
    for quoted, guillemets, curly, minus, bare in _PART.findall(typed[:LONGEST]):
        if phrase := quoted or guillemets or curly:
            phrases.append(phrase)
        elif minus:
            without += [word[0] for word in words.cut(minus)]
        else:
            found.update(dict.fromkeys(word[0] for word in words.cut(bare)))
    return Asked(tuple(found)[:MOST_WORDS], tuple(phrases)[:MOST_PHRASES], tuple(without)[:MOST_WITHOUT])
