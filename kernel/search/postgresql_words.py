"""The words that the index in the database holds: in how many texts they are, and how they are spelt."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from string import ascii_lowercase

from kernel import db
from kernel.search import alphabets, moments
from kernel.search import postgresql_pair as pair
from kernel.search.errors import Away
from kernel.search.moments import FORGOTTEN, GLANCE, once
from kernel.search.plans import Term
from kernel.search.state import State
from kernel.search.tsvectors import count_of

PAUSE = 0.05
"""Seconds between two letters that are read beforehand."""


async def counts(terms: Sequence[Term]) -> dict[Term, int]:
    """In how many texts each of the words is."""
    keys = {term: ("count", count_of(term)) for term in terms}
    found = await moments.each(list(keys.values()), GLANCE, _remembered_counts)
    return {term: found[key] for term, key in keys.items()}


async def _remembered_counts(keys: Sequence[moments.Key]) -> dict[moments.Key, int]:
    found = await _counted([term for _, term in keys])
    return {key: found.get(key[1], 0) for key in keys}


async def spellings(initial: str) -> Mapping[str, int]:
    """Words of a letter as they are spelt in texts that everybody may read, with the number of texts.

    They are remembered for a minute: whoever offers one asks whether it lives.
    """
    return await once(("letter", initial), FORGOTTEN, lambda: _spelt(initial))


async def _spelt(initial: str) -> dict[str, int]:
    sql = (
        "SELECT string_agg(split_part(term, E'\\t', 2) || ' ' || texts, E'\\n') AS words FROM tandem_search.terms_{made} "
        "WHERE term >= ? AND term < ? AND texts > 0"
    )
    words = (await pair.rows(sql, f"s:{initial}", f"s:{initial}\U0010ffff"))[0]["words"] or ""
    return {word: int(texts) for word, _, texts in (line.partition(" ") for line in words.splitlines())}


async def known(folded: Sequence[str]) -> set[str]:
    """Which of these folded words such a text spells in any way."""
    sql = (
        "SELECT word FROM unnest(CAST(? AS text[])) AS asked (word) WHERE EXISTS (SELECT FROM tandem_search.terms_{made} "
        "WHERE texts > 0 AND term >= CAST('s:' || word || E'\\t' AS text) COLLATE \"C\" "
        "AND term < CAST('s:' || word || E'\\t\U0010ffff' AS text) COLLATE \"C\")"
    )
    return {row["word"] for row in await pair.rows(sql, list(folded))}


async def holds(spelt: Sequence[str]) -> set[str]:
    """Which of these spellings (as kept) a text still has that everybody may read."""
    if not spelt:
        return set()
    found = await _counted([f"s:{word}" for word in spelt])
    return {word for word in spelt if found.get(f"s:{word}")}


async def keep_ready() -> None:
    """Read the words of each letter before anybody asks, and anew when the index has changed: a letter at a time."""
    held: dict[str, Mapping[str, int]] = {}
    read: tuple[str, State] | None = None
    while True:
        with suppress(Away, *db.AWAY):
            now = await pair.current(), await pair.position()
            for letter in ascii_lowercase:
                if now != read or letter not in held:
                    held[letter] = await _spelt(letter)
                    alphabets.of(letter, held[letter])
                moments.remember(("letter", letter), 2 * FORGOTTEN, held[letter])
                await asyncio.sleep(PAUSE)
            read = now
        await asyncio.sleep(FORGOTTEN)


async def _counted(terms: Sequence[str]) -> dict[str, int]:
    sql = "SELECT term, texts FROM tandem_search.terms_{made} WHERE term = ANY(CAST(? AS text[]))"
    return {row["term"]: row["texts"] for row in await pair.rows(sql, list(terms))}
