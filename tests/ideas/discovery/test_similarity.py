"""Two texts and how likely they are one wish, as a table; and what is asked of it on the labelled set."""

from __future__ import annotations

from itertools import combinations
from statistics import fmean

import pytest

from benchmarks import labelled
from benchmarks.similar import ranked, recall
from ideas.discovery import glossary, likeness, similarity
from ideas.discovery.similarity import Rarity, Words
from kernel.search import words

SAME = [
    (("Dark mode", "The white screen hurts at night"), ("A night theme", "So bright in the dark, my eyes!")),
    (("Ressemeler mes chaussures", ""), ("Changer la semelle", "de mes chaussures usées")),
    (("Half sizes", "I am between 9 and 10"), ("Des demi-pointures", "je suis entre 42 et 43")),
    (("Rembourser plus vite", "J’attends mon argent"), ("Faster refunds", "I am waiting for my money")),
]
APART = [
    (("A lighter bike", "It weighs too much"), ("A brighter light", "I cannot see the road")),
    (("Des poches", "pour mes clés"), ("Des bus le soir", "après vingt heures")),
    (("Larger sizes", "Nothing above 46"), ("Larger print", "I cannot read the label")),
    (("", ""), ("", "")),
    (("????", "\x00"), ("ש׳", "....")),
]


def ready(told: tuple[str, str]) -> Words:
    return similarity.words_of(*told, Rarity())


@pytest.mark.parametrize(("a", "b"), SAME)
def test_one_wish_in_other_words_is_alike(a: tuple[str, str], b: tuple[str, str]) -> None:
    assert similarity.similar(ready(a), ready(b)) >= likeness.SHOWN


@pytest.mark.parametrize(("a", "b"), APART)
def test_the_same_word_is_not_the_same_wish(a: tuple[str, str], b: tuple[str, str]) -> None:
    assert similarity.similar(ready(a), ready(b)) < likeness.SHOWN


def test_it_does_not_matter_which_text_comes_first_and_every_number_is_between_0_and_1() -> None:
    held = [ready(told) for pair in (*SAME, *APART) for told in pair]
    for a, b in combinations(held, 2):
        found = similarity.features(a, b)
        assert found == pytest.approx(similarity.features(b, a))
        assert all(0 <= number <= 1 + 1e-9 for number in found)
        assert len(found) == len(similarity.FEATURES) == len(similarity.SAME) == len(similarity.ACROSS)
        assert 0 <= similarity.similar(a, b) <= 1


def test_a_rare_word_weighs_more_than_a_frequent_one_and_a_new_one_most() -> None:
    rarity = similarity.counted(similarity.said(text, "en") for text in ("boots", "boots and gaiters", "boots"))
    boots, gaiters, new = (rarity.of(words.stem_of(word, "en")) for word in ("boots", "gaiters", "crampons"))
    known = rarity.of(next(iter(similarity.said("boots", "en").senses)))
    assert 0 < known <= boots < gaiters < new


def test_the_glossary_names_words_that_say_something_once_a_line() -> None:
    for name, *sides in glossary.lines():
        for language, written in zip(words.LANGUAGES, sides, strict=True):
            for word in written:
                assert len(words.stems(word, language)) == 1, (name, word)
            assert len(set(written)) == len(written) or name.startswith(glossary.MATTER), (name, written)


def test_words_are_looked_for_as_they_are_called_in_the_other_language() -> None:
    assert {"ressemeler", "botte"} <= set(glossary.translated("Resole my boots", "en", "fr").split())
    assert {"sole", "outsole"} <= set(glossary.translated("une semelle", "fr", "en").split())
    assert glossary.translated("xyzzy", "en", "fr") == ""


def test_the_set_is_as_large_as_it_was_meant_to_be_and_no_text_stands_twice() -> None:
    known = labelled.texts()
    same = [a.same(b) for a, b in labelled.pairs(known)]
    assert sum(same) >= 150
    assert len(same) - sum(same) >= 300
    assert len({(text.title, text.body) for text in known}) == len(known)
    assert {text.part for text in known} == {labelled.FIT, labelled.HELD, labelled.FRESH}


FLOOR = {("fr", "fr"): 0.73, ("en", "en"): 0.61, ("fr", "en"): 0.78, ("en", "fr"): 0.78}
"""Recall at 5 of the half that was held out, each language to each, a little under what was measured."""
ALONE = {"fr": 0.73, "en": 0.68}
"""The same where only one language is written."""


def test_what_is_the_same_is_found_as_often_as_was_measured() -> None:
    found = ranked(labelled.texts(), (), labelled.HELD)
    for (language, goal), least in FLOOR.items():
        places = [one.places[goal] for one in found if one.text.language == language and one.places[goal]]
        assert recall(places) >= least, (language, goal, recall(places))
    for language, least in ALONE.items():
        near = [one.near for one in found if one.text.language == language and one.near]
        assert recall(near) >= least, (language, recall(near))
    assert fmean(is_same for one in found for is_same in one.shown) >= 0.25
