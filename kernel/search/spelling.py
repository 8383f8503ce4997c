"""Help with spelling, out of the words of texts that everybody may read and of no others, so that it tells no secret."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from kernel import text as texts
from kernel.search import asked, backends
from kernel.search import words as ours
from kernel.search.errors import Away
from kernel.viewer import Viewer

SHORTEST = 4
"""Letters of a word that is put right."""
TRIED = 5


async def meant(words: str, viewer: Viewer) -> str:
    """What was meant by words as typed, the same for every viewer; empty where they are right or nobody can tell."""
    try:
        found = await put_right(asked.read(words).words)
    except Away:
        return ""
    return " ".join(found or ())


async def put_right(typed: Sequence[str]) -> tuple[str, ...] | None:
    """The words with those that no public text spells so put right; None where there is nothing to put right."""
    long = {word: bare for word in typed if len(bare := ours.folded(word)) >= SHORTEST and bare.isalpha()}
    known = await backends.chosen().known(list(long.values())) if long else set()
    wrong = [word for word, bare in long.items() if bare not in known]
    nearest = dict(zip(wrong, await asyncio.gather(*(_nearest(word) for word in wrong)), strict=True))
    found = [nearest.get(word) or word for word in typed]
    return tuple(found) if found != list(typed) else None


async def _nearest(word: str) -> str:
    """The nearest of the words that texts have; of several the most frequent."""
    bare, backend = ours.folded(word), backends.chosen()
    near = _near(bare, await backend.spellings(bare[0]))
    held = await backend.holds([f"{texts.fold(spelt)}\t{spelt}" for spelt in near])
    return next((spelt for spelt in near if f"{texts.fold(spelt)}\t{spelt}" in held), "")


def _near(bare: str, known: Mapping[str, int]) -> list[str]:
    """The few nearest words, nearest and most frequent first; arithmetic is loaded by whoever asks first."""
    from kernel.search import alphabets

    near = alphabets.near(bare, alphabets.of(bare[0], known), 1 if len(bare) < 6 else 2)
    return [spelt for _, _, spelt in sorted((far, -known[spelt], spelt) for far, spelt in near)[:TRIED]]
