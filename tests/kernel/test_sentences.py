"""Sentences that are kept: told anew in each reader's language, with numbers and plurals as that language writes them."""

from __future__ import annotations

import copy
import json

import pytest

from kernel import i18n, sentences
from kernel.errors import Problem
from kernel.i18n import gettext as _
from kernel.i18n import ngettext

CUT = "The text has %(length)s characters, the first %(most)s are kept."


def through_json(value: object) -> object:
    return json.loads(json.dumps(sentences.kept(value)))


@pytest.mark.parametrize("asked_in", ["fr", "en"])
def test_a_sentence_is_said_in_the_language_of_whoever_reads_it(asked_in: str) -> None:
    with i18n.speaking(asked_in), sentences.remembering():
        report = {"notes": [["a.csv", 3, _(CUT) % {"length": 12000, "most": 4000}]], "rows": 5}
    kept = through_json(report)
    with i18n.speaking("en"):
        assert sentences.said(kept)["notes"] == [
            ["a.csv", 3, "The text has 12,000 characters, the first 4,000 are kept."]
        ]
    with i18n.speaking("fr"):
        assert "12\u202f000" in sentences.said(kept)["notes"][0][2]
        assert "characters" not in sentences.said(kept)["notes"][0][2]


def test_a_sentence_is_kept_through_an_error_a_copy_and_another_sentence() -> None:
    with i18n.speaking("fr"), sentences.remembering():
        why = str(Problem(_("It has no title.")))
        line = _("Line %(line)s: %(message)s") % {"line": "12", "message": copy.deepcopy(why)}
        both = sentences.together([line, _("It is hidden there.")])
    with i18n.speaking("en"):
        assert sentences.said(through_json(both)) == "Line 12: It has no title. It is hidden there."


def test_a_plural_is_that_of_the_readers_language() -> None:
    with i18n.speaking("en"), sentences.remembering():
        none = ngettext("%(count)s idea", "%(count)s ideas", 0) % {"count": 0}
    with i18n.speaking("en"):
        assert sentences.said(through_json(none)) == "0 ideas"
    with i18n.speaking("fr"):
        assert not str(sentences.said(through_json(none))).endswith("s")


def test_plain_words_kept_before_stay_as_they_are() -> None:
    old = {"bad": [["a.csv", 2, "idea", "x", "bad", "Elle n’a pas de titre."]], "problem": ""}
    assert sentences.said(old) == old
    assert sentences.kept(old) == old


def test_a_value_that_looks_like_a_kept_sentence_is_only_a_value() -> None:
    with sentences.remembering():
        told = _("“%(cell)s” is no date that can be read.") % {"cell": sentences.MARK + '{"say": "Yes"}'}
    assert sentences.said(through_json(told)) == '“{"say": "Yes"}” is no date that can be read.'
    for words in ("{", "[1]", '{"of": {}}', '{"say": "%(cell)s", "of": {}}', '{"say": 1, "many": 2, "n": "x"}'):
        assert sentences.said(through_json(sentences.MARK + words)) == words


def test_outside_nothing_is_remembered() -> None:
    assert type(_("It has no title.")) is str
