"""Which language a text is in: on real proposals in French and real comments in English."""

from __future__ import annotations

import csv

import pytest

from kernel import text
from kernel.search import languages
from tests.shared_data import shared

ENGLISH = (
    "15-per-hour-seattle", "american-assembly.bowling-green", "canadian-electoral-reform", "scoop-hivemind.biodiversity",
)  # fmt: skip


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("Des semelles réparables", "fr"),
        ("Semelles de rechange", "fr"),
        ("Waterproof bag", "en"),
        ("The zip is too noisy", "en"),
        ("Sac étanche", "fr"),
        ("Livraison gratuite", "fr"),
        ("l'atelier", "fr"),
        ("I can’t find my size", "en"),
        ("Gift card", ""),
        ("Export PDF", ""),
        ("42", ""),
        ("", ""),
        ("חולצה", ""),
    ],
)
def test_short_titles(written: str, language: str) -> None:
    assert languages.of(written) == language


def french(column: str) -> list[str]:
    file = shared("ideas/republique_numerique_2015_propositions.csv")
    with file.open(encoding="utf-8") as rows:
        return [row[column] for row in csv.DictReader(rows) if row[column].strip()]


def english() -> list[str]:
    found = []
    for name in ENGLISH:
        with shared(f"deliberation/{name}/comments.csv").open(encoding="utf-8") as rows:
            found += [row["comment-body"] for row in csv.DictReader(rows) if row["comment-body"].strip()]
    return found


@pytest.mark.real
def test_real_texts_are_known_and_hardly_ever_taken_for_the_other() -> None:
    sets = {
        "titles in French": ("fr", french("title"), 0.96),
        "the same without accents": ("fr", [text.fold(title) for title in french("title")], 0.94),
        "texts in French": ("fr", french("body"), 0.99),
        "comments in English": ("en", english(), 0.98),
        "their first six words": ("en", [" ".join(comment.split()[:6]) for comment in english()], 0.95),
    }
    for name, (language, texts, least) in sets.items():
        found = [languages.of(one) for one in texts]
        right = found.count(language) / len(found)
        wrong = 1 - right - found.count("") / len(found)
        print(
            f"{name}: {len(found)}, right {right:.1%}, in doubt {found.count('') / len(found):.1%}, wrong {wrong:.2%}"
        )
        assert right >= least, name
        assert wrong <= 0.003, name
