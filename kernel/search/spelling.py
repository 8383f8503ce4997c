"""Help with spelling, out of the words of texts that everybody may read and of no others, so that it tells no secret."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import lru_cache

from kernel import text as texts
from kernel.search import asked, backends
from kernel.search import words as ours
from kernel.search.errors import Away
from kernel.viewer import Viewer

SHORTEST = 4
"""Letters of a word that is put right."""
TRIED = 5
ByLength = dict[int, list[tuple[str, str, int]]]
_read: dict[str, tuple[Mapping[str, int], ByLength]] = {}


async def meant(words: str, viewer: Viewer) -> str:
    """What was meant by words as typed, the same for every viewer; empty where they are right or nobody can tell."""
    try:
        found = await put_right(asked.read(words).words)
    except Away:
        return ""
    return " ".join(found or ())


async def put_right(typed: Sequence[str]) -> tuple[str, ...] | None:
    """The words with those that no public text spells so put right; None where there is nothing to put right."""
    nearest = await asyncio.gather(*(_nearest(word) for word in typed))
    found = [near or word for near, word in zip(nearest, typed, strict=True)]
    return tuple(found) if found != list(typed) else None


async def _nearest(word: str) -> str:
    """The nearest known word, of several the most frequent; empty where this one is known itself."""
    bare, backend = ours.folded(word), backends.chosen()
    if len(bare) < SHORTEST or not bare.isalpha() or await backend.spellings(f"{bare}\t"):
        return ""
    near = _near(bare, await backend.spellings(bare[0]))
    held = await backend.holds([f"{texts.fold(spelt)}\t{spelt}" for spelt in near])
    return next((spelt for spelt in near if f"{texts.fold(spelt)}\t{spelt}" in held), "")


def _near(bare: str, known: Mapping[str, int]) -> list[str]:
    """The few nearest words, nearest and most frequent first. Most are far by their length or letters already."""
    most = 1 if len(bare) < 6 else 2
    letters, near, by_length = _letters(bare), list[tuple[int, int, str]](), _by_length(bare[0], known)
    for length in range(len(bare) - most - 1, len(bare) + most + 2):
        for spelt, folded, theirs in by_length.get(length, ()):
            if (letters & ~theirs).bit_count() > most or (theirs & ~letters).bit_count() > most:
                continue
            if (far := distance(bare, folded, most)) <= most:
                near.append((far, -known[spelt], spelt))
    return [spelt for _, _, spelt in sorted(near)[:TRIED]]


def _by_length(initial: str, known: Mapping[str, int]) -> ByLength:
    """The words of a letter by their length, each with its folded form and letters; those of the last reading are kept."""
    held = _read.get(initial)
    if held is None or held[0] is not known:
        made: ByLength = {}
        for spelt in known:
            made.setdefault(len(spelt), []).append((spelt, *_folded(spelt)))
        held = _read[initial] = (known, made)
    return held[1]


@lru_cache(maxsize=50_000)
def _folded(spelt: str) -> tuple[str, int]:
    """A word folded, and its letters."""
    folded = texts.fold(spelt)
    return folded, _letters(folded)


def _letters(word: str) -> int:
    """The letters of a word as bits of a number; several of other alphabets share one."""
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) & 63)
    return found


def distance(one: str, other: str, most: int) -> int:
    """Letters to change, leave out, add or swap with their neighbour (Damerau 1964), counted up to one more than `most`."""
    far = most + 1
    before, row = list[int](), [min(j, far) for j in range(len(other) + 1)]
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [far] * (len(other) + 1)
        row[0] = min(i, far)
        for j in range(max(1, i - most), min(len(other), i + most) + 1):
            their = other[j - 1]
            if letter == their:
                least = before[j - 1]
            else:
                least = 1 + min(before[j - 1], before[j], row[j - 1])
                if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == their:
                    least = min(least, earlier[j - 2] + 1)
            row[j] = least
        if min(row) > most:
            return far
    return min(row[-1], most + 1)
