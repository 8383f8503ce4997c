"""Texts that somebody made long to keep us busy: reading them takes as long as they are, not the square of it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from community.trust import matching
from ideas.studio import inspection
from voting.wishes import forms

LONG = 40_000
MOST = 2.0
"""Seconds of the processor: a square of so long a text takes ten times as much and more."""
TEXTS: dict[str, tuple[Callable[[str], object], str]] = {
    "hyphens where a host could be": (matching._BARE.findall, "-" * LONG),
    "slashes where an idea could be": (forms.lines, "x " + "/" * LONG),
    "ideas upon ideas": (forms.lines, "/ideas/1x" * (LONG // 9)),
    "spaces before nothing": (forms.lines, "x" + " " * LONG + "y"),
    "openings of addresses": (lambda text: inspection._INSIDE.sub("", text), "url(#" * (LONG // 5)),
}


@pytest.mark.parametrize("why", TEXTS)
def test_a_long_text_is_read_in_a_line(why: str) -> None:
    read, text = TEXTS[why]
    begun = time.thread_time()
    read(text)
    assert time.thread_time() - begun < MOST


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Wider toes https://x.example/ideas/12-wider-toes", ("Wider toes", 12)),
        ("Wider  toes  #12", ("Wider  toes", 12)),
        ("Toes#12", ("Toes", 12)),
        ("/ideas/7", ("", 7)),
        ("Toes #12 soon", ("Toes #12 soon", None)),
        ("x" * 3000 + "#1", ("x" * 3000 + "#1", None)),
    ],
)
def test_a_wish_still_says_which_idea_it_asks_for(line: str, read: tuple[str, int | None]) -> None:
    assert forms.lines(line) == [read]
