"""The list of words: what it finds in whatever dress, and what it must leave alone."""

from __future__ import annotations

import pytest

from community.trust.matching import Entry, Words
from community.trust.models import Listed, Treatment

LIST = Words(
    [
        *(
            Entry(Listed.WORDS, text, Treatment.HOLD)
            for text in ("link", "cialis", "sex", "ass", "anal", "cock", "scam")
        ),
        *(Entry(Listed.WORDS, text, Treatment.HOLD, "fr") for text in ("arnaque", "nul à chier", "con", "cheval volé")),
        Entry(Listed.WORDS, "buy now", Treatment.HOLD, "en"),
        Entry(Listed.WORDS, "go to hell", Treatment.HOLD, "en"),
        Entry(Listed.EXACT, "C++", Treatment.MARK),
        Entry(Listed.EXACT, "Été", Treatment.MARK),
        Entry(Listed.HOST, "casino.example", Treatment.REFUSE),
    ]
)

FOUND = [
    ("Here is my link, look", "link"),
    ("Many LINKS here", "link"),
    ("Here is my l1nk, look", "link"),
    ("Here is my L!nk", "link"),
    ("Here is my l\u200bi\u200dn\ufeffk", "link"),
    ("Here is my li\u00adnk", "link"),
    ("Here is my lіnk", "link"),
    ("Here is my ｌｉｎｋ", "link"),
    ("Here is my l i n k for you", "link"),
    ("Here is my l.i.n.k for you", "link"),
    ("Here is my liiiink", "link"),
    ("A 5cam and nothing else", "scam"),
    ("A $c@m and nothing else", "scam"),
    ("sсаm", "scam"),
    ("C’est une arnaque", "arnaque"),
    ("Ce sont des ARNAQUES !", "arnaque"),
    ("L’arnaque du siècle", "arnaque"),
    ("C’est nul a chier", "nul à chier"),
    ("Des chevaux volés ce matin", "cheval volé"),
    ("Buy now, pay later", "buy now"),
    ("They can go to hell", "go to hell"),
    ("I write C++ at home", "C++"),
    ("Un ÉTÉ chaud", "Été"),
    ("See https://casino.example/win", "casino.example"),
    ("See www.casino.example", "casino.example"),
    ("See casino.example for more", "casino.example"),
    ("See casino[.]example for more", "casino.example"),
    ("See https://play.casino.example:8443/?x=1", "casino.example"),
    ("//CASINO.example", "casino.example"),
]

LEFT_ALONE = [
    "I live in Scunthorpe, Essex, and pass the classic grass of Sussex",
    "A specialist wrote it; un spécialiste aussi",
    "Un cocktail dans un bocal, et un peacock on the wall",
    "Analyse the analysis; les annales du bac",
    "Assess the assistant’s assembly",
    "Blink and you miss it: clinking is not blinking",
    "The price is 1.1 and the size 41, order 5544, in 1977",
    "Le concert du conseil, et le cône",
    "A con man is no French word: the pros and cons of it, with what they have",
    "What the hell is going on, I want to go",
    "Now you may buy it, and later now",
    "Нос и рот",
    "Un ete chaud",
    "not-casino.example.org is another house; mycasino.example too",
    "write to me@casino.example",
    "R. e. a vowel and a . b",
]


@pytest.mark.parametrize(("text", "entry"), FOUND)
def test_it_finds_a_word_in_whatever_dress(text: str, entry: str) -> None:
    assert entry in [found.text for found in LIST.found(text)]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_it_leaves_alone_what_only_holds_the_letters(text: str) -> None:
    assert [entry.text for entry in LIST.found(text)] == []


@pytest.mark.parametrize("typed", ["(a+)+$", "s.le", "[a-z]+", ".*", "so(le", "\\w"])
def test_an_entry_is_what_it_says_and_no_pattern(typed: str) -> None:
    words = Words([Entry(Listed.EXACT, typed, Treatment.HOLD)])
    assert words.found("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa! sole") == []
    assert [entry.text for entry in words.found(f"they wrote {typed} there")] == [typed]
