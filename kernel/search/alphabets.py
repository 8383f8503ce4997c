"""The words of a letter as arrays of their letters, so that a word is compared with all of them at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kernel import text as texts

FEW = 80
"""Of fewer words each is compared alone, which ends where it is too far."""
Near = list[tuple[int, str]]


@dataclass(frozen=True)
class Column:
    """Words that are equally long when folded: as they are spelt, folded, their letters one below the other, and which
    letters they have."""

    spelt: Sequence[str]
    folded: Sequence[str]
    letters: NDArray[np.uint32]
    held: NDArray[np.uint64]


Alphabet = Mapping[int, Column]
_read: dict[str, tuple[Mapping[str, int], Alphabet]] = {}


def of(initial: str, known: Mapping[str, int]) -> Alphabet:
    """The words of a letter by their length; those of the last reading are kept."""
    held = _read.get(initial)
    if held is None or held[0] is not known:
        held = _read[initial] = (known, _made(known))
    return held[1]


def _made(known: Mapping[str, int]) -> Alphabet:
    found: dict[int, tuple[list[str], list[str]]] = {}
    for spelt in known:
        folded = texts.fold(spelt)
        words, bare = found.setdefault(len(folded), ([], []))
        words.append(spelt)
        bare.append(folded)
    return {length: _column(words, bare) for length, (words, bare) in found.items() if length}


def _letters(words: Sequence[str], length: int) -> NDArray[np.uint32]:
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.ascontiguousarray(codes.reshape(-1, length).T)


def _column(spelt: Sequence[str], folded: Sequence[str]) -> Column:
    letters = _letters(folded, len(folded[0]))
    return Column(spelt, folded, letters, _held(letters))


def _held(letters: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Letters as bits of a number; several of other alphabets share one."""
    bits = np.left_shift(np.uint64(1), (letters & 63).astype(np.uint64))
    held: NDArray[np.uint64] = np.bitwise_or.reduce(bits, axis=0)
    return held


def near(bare: str, alphabet: Alphabet, most: int) -> Near:
    """Words at most so far from a folded one, with how far they are. Most are too far by their letters already."""
    found: Near = []
    held = _held(_letters([bare], len(bare)))[0]
    for length in range(max(1, len(bare) - most), len(bare) + most + 1):
        if (column := alphabet.get(length)) is None:
            continue
        lacking, beyond = np.bitwise_count(held & ~column.held), np.bitwise_count(column.held & ~held)
        places = np.flatnonzero((lacking <= most) & (beyond <= most))
        far = (
            _few(bare, column, places, most) if len(places) < FEW else distances(bare, column.letters[:, places], most)
        )
        found += [(int(far[n]), column.spelt[places[n]]) for n in np.flatnonzero(far <= most)]
    return found


def _few(bare: str, column: Column, places: NDArray[np.intp], most: int) -> NDArray[np.uint8]:
    return np.array([distance(bare, column.folded[place], most) for place in places], np.uint8)


def distances(bare: str, letters: NDArray[np.uint32], most: int) -> NDArray[np.uint8]:
    """Of each of many words as `distance` has it. `letters` has a row for each place and a column for each word."""
    one, length = [ord(letter) for letter in bare], len(letters)
    nowhere = np.full(letters.shape[1], most + 1, np.uint8)
    earlier: dict[int, NDArray[np.uint8]] = {}
    before = earlier
    row = {j: np.full_like(nowhere, j) for j in range(min(length, most) + 1)}
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, {0: np.full_like(nowhere, min(i, most + 1))}
        same = [letters[j] == letter for j in range(length)]
        for j in range(max(1, i - most), min(length, i + most) + 1):
            least = np.minimum(before.get(j, nowhere), row.get(j - 1, nowhere)) + np.uint8(1)
            least = np.minimum(least, before.get(j - 1, nowhere) + ~same[j - 1])
            if i > 1 and j > 1:
                swapped = same[j - 2] & (letters[j - 1] == one[i - 2])
                least = np.minimum(least, np.where(swapped, earlier.get(j - 2, nowhere) + np.uint8(1), nowhere))
            row[j] = np.minimum(least, nowhere)
    return row.get(length, nowhere)


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
