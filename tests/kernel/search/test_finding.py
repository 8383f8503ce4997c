"""What is found by which words: one set of examples for every engine."""

from __future__ import annotations

import pytest

from kernel.search import engine
from kernel.search.engine import Query
from tests.kernel.search.conftest import Shelf


async def titles(shelf: Shelf, words: str, **more: object) -> list[str]:
    found = await engine.find(Query(words, **more))  # type: ignore[arg-type]
    return [shelf.held[hit.id].title for hit in found.hits]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("réparation", "Des semelles réparables"),
        ("semelle reparable", "Des semelles réparables"),
        ("repairing", "Repairable soles"),
        ("soles", "Repairable soles"),
        ("l’énergie", "Économiser l’énergie à l’atelier"),
        ("energie", "Économiser l’énergie à l’atelier"),
        ("donnees personnelles", "Économiser l’énergie à l’atelier"),
        ("acces", "Logiciels libres pour les clubs"),
        ("logiciell libre", "Logiciels libres pour les clubs"),
        ("logicel", "Logiciels libres pour les clubs"),
        ("neutralite", "Logiciels libres pour les clubs"),
        ("the widest sizes", "Wider sizes"),
        ("emballages recyclés", "Emballage sans plastique"),
        ('"prend pas l’eau"', "Un sac étanche"),
        ("téléphone zeppelin", "Un sac étanche"),
    ],
)
async def test_words_find_what_they_mean(filled: Shelf, words: str, first: str) -> None:
    assert (await titles(filled, words))[:1] == [first]
