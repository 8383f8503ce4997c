"""Spellings that Whoosh's index holds, read once for each of its parts: a part that was written never changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from kernel.search import alphabets

_known: dict[str, dict[str, dict[str, int]]] = {}
"""By part and first letter. Words of texts that were taken out are among them: whoever offers one asks whether it lives."""


def of(reader: Any, prefix: str) -> dict[str, int]:
    """Words as they are spelt, by their folded beginning, with the number of texts."""
    found = Counter[str]()
    for part, held in _parts(reader):
        found.update(_of_part(part, held, prefix))
    return found


def of_letter(held: dict[str, dict[str, int]], reader: Any, initial: str) -> dict[str, int]:
    """All words of a letter, made ready to be compared with; `held` are those of this state of the index."""
    if initial not in held:
        held[initial] = of(reader, initial)
        alphabets.of(initial, held[initial])
    return held[initial]


def known(reader: Any, folded: Sequence[str]) -> set[str]:
    """Which of these folded words are spelt in any way: most are in the first part that is looked at."""
    parts = _parts(reader)
    return {word for word in folded if any(_of_part(part, held, f"{word}\t") for part, held in parts)}


def _parts(reader: Any) -> list[tuple[Any, dict[str, dict[str, int]]]]:
    """Each part, with what was read of it."""
    parts = {part.segment().segment_id(): part for part, _first in reader.leaf_readers()}
    for gone in _known.keys() - parts.keys():
        del _known[gone]
    return [(part, _known.setdefault(name, {})) for name, part in parts.items()]


def _of_part(part: Any, held: dict[str, dict[str, int]], prefix: str) -> dict[str, int]:
    """All words of a letter are remembered, a single word is looked up."""
    if prefix in held:
        return held[prefix]
    found: dict[str, int] = {}
    for (field, term), told in part.iter_from("spelt", prefix):
        folded, _tab, spelt = term.decode().partition("\t")
        if field != "spelt" or not f"{folded}\t".startswith(prefix):
            break
        found[spelt] = told.doc_frequency()
    if len(prefix) == 1:
        held[prefix] = found
    return found
