"""Words brought to their common form, as tables."""

from __future__ import annotations

import numpy as np
import pytest

from kernel.search import alphabets, asked, snippets, words
from kernel.search.asked import Asked
from kernel.text import fold

ONE_WORD = [
    ("fr", "réparation réparations réparer réparable reparables"),
    ("fr", "économie économies ECONOMIE l’économie d'économie"),
    ("fr", "logiciel logiciels logiciell"),
    ("fr", "national nationale nationaux nationales"),
    ("fr", "recyclé recyclée recyclés recyclage recycler"),
    ("fr", "emballage emballages emballer"),
    ("fr", "donnée données donnees"),
    ("fr", "gâteau gâteaux"),
    ("fr", "organisation organiser organisateur"),
    ("fr", "définition définir"),
    ("fr", "œuvre oeuvre oeuvres"),
    ("en", "city cities city's"),
    ("en", "size sizes sizing sized"),
    ("en", "plan plans planned planning"),
    ("en", "repair repairs repaired repairing repairable"),
    ("en", "notify notified notifies notifying"),
    ("en", "dress dresses dressed dressing"),
    ("en", "quick quickly"),
    ("en", "shoe shoes"),
]
TWO_WORDS = [
    ("fr", "marcher mars"),
    ("fr", "poche poster"),
    ("en", "news sewing"),
    ("en", "bus bush"),
    ("en", "sing ring"),
]


@pytest.mark.parametrize(("language", "forms"), ONE_WORD)
def test_forms_of_a_word_are_one(language: str, forms: str) -> None:
    assert len({tuple(words.stems(form, language)) for form in forms.split()}) == 1, words.stems(forms, language)


@pytest.mark.parametrize(("language", "pair"), TWO_WORDS)
def test_different_words_stay_different(language: str, pair: str) -> None:
    assert len(set(words.stems(pair, language))) == 2


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_text_without_its_accents_gives_the_same_words(language: str) -> None:
    text = "Très tôt, l’été dernier, j’ai goûté à l’œuvre façonnée où naît la forêt : un maïs exquis."
    assert words.stems(text, language) == words.stems(fold(text), language)


def test_small_words_say_nothing() -> None:
    assert words.stems("l'un et les autres de ces", "fr") == []
    assert words.stems("the one of those that is not", "en") == ["one"]


def test_what_one_types_begins_words() -> None:
    assert {"lo", "logi", "logiciel", "li", "libre"} <= words.grams("Logiciels libres")
    assert "l" not in words.grams("Logiciels libres")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("deux mots", Asked(("deux", "mots"))),
        ('un "mot à mot" -sans', Asked(("un",), ("mot à mot",), ("sans",))),
        ("« mot à mot » “again”", Asked((), (" mot à mot ", "again"))),
        ("e-mail porte-monnaie", Asked(("e", "mail", "porte", "monnaie"))),
        ("title:* AND (OR NOT) ~2 ^3 [a TO z]", Asked(("title", "AND", "OR", "NOT", "2", "3", "a", "TO", "z"))),
        ('"unfinished', Asked(("unfinished",))),
        ("- -- ---", Asked()),
        ("'\"*?\\((((", Asked()),
        ("\x00nu\x00l\u202e", Asked(("nu", "l"))),
        ("", Asked()),
    ],
)
def test_nothing_that_is_typed_is_wrong(typed: str, read: Asked) -> None:
    assert asked.read(typed) == read


def test_what_is_typed_is_bounded() -> None:
    read = asked.read(" ".join(f'word{n} "phrase {n}" -not{n}' for n in range(2_000)))
    assert (len(read.words), len(read.phrases), len(read.without)) == (12, 4, 4)
    assert all(len(word) <= words.LONGEST for word in words.stems("a" * 10_000, "fr"))


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("logicel", "logiciel", 1),
        ("semlele", "semelle", 1),
        ("smeele", "semelle", 2),
        ("semelle", "semelle", 0),
        ("poche", "sac", 3),
        ("ab", "ba", 1),
    ],
)
def test_distance_counts_slips_of_the_hand(one: str, other: str, far: int) -> None:
    assert alphabets.distance(one, other, 2) == far == alphabets.distance(other, one, 2)


def test_many_words_are_compared_at_once_as_each_would_be_alone() -> None:
    lot = np.random.default_rng(7)
    known = {"".join(lot.choice(list("abéœ"), lot.integers(1, 10))): n for n in range(3_000)}
    alphabet = alphabets.of("a", known)
    for bare in ("abba", "baobab", "aboeba", "eeeeeeee", "x" * 20):
        for most in (1, 2):
            alone = [(alphabets.distance(bare, fold(word), most), word) for word in known]
            assert sorted(alphabets.near(bare, alphabet, most)) == sorted(one for one in alone if one[0] <= most)


def test_a_snippet_marks_words_in_every_form_and_escapes_the_rest() -> None:
    found = snippets.cut("Réparer <b>les</b> semelles, réparables & solides", words.stems("réparation", "fr"), "fr")
    assert found == ("<mark>Réparer</mark> &lt;b&gt;les&lt;/b&gt; semelles, <mark>réparables</mark> &amp; solides")


def test_a_snippet_is_cut_around_what_was_looked_for() -> None:
    text = "rien " * 300 + "la semelle se répare vite " + "rien " * 300
    found = snippets.cut(text, words.stems("semelles réparées", "fr"))
    assert "<mark>semelle</mark> se <mark>répare</mark>" in found
    assert found.startswith("…rien")
    assert found.endswith("rien…")
    assert len(found.striptags()) <= snippets.LONGEST + 2


@pytest.mark.parametrize("text", ["", "x" * 5_000, "<script>" * 100, "mot"])
def test_a_snippet_is_bounded_and_safe_whatever_the_text(text: str) -> None:
    found = snippets.cut(text, ["mot"])
    assert len(found.striptags()) <= snippets.LONGEST + 2 or len(found) <= len(text) * 5
    assert "<script" not in found


def test_what_is_remembered_of_words_is_bounded_in_length() -> None:
    held = words.stem_of.cache_info().currsize
    assert words.stems("x" * 40_000, "fr") == []
    assert len(words.stems("ya" * (words.NO_WORD // 2), "fr")[0]) <= words.LONGEST
    assert words.stem_of.cache_info().currsize <= held + 1
