"""Looking for a wish, proposing it with help, and joining what says the same, as newcomers do it by plain forms."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest

from kernel.search import caught_up
from tests import cast
from tests.browsing import Browser, Page
from tests.ideas.board import things
from tests.journeys import seeking
from tests.journeys.carrying import number, path_of
from tests.journeys.seeking import press, proposed, tells, turn
from tests.journeys.untouched import forms_of, go, main_of, sent

LANGUAGES = pytest.mark.parametrize("lang", ["en", "fr"])
INSOLES = (
    "Des semelles amovibles",
    "Pour mon orthopédie : la mienne est d’une autre taille que celle de la chaussure.",
)
TOES = ("Wider toe boxes", "My toes are squeezed in every pair that I own.")
STRAPS = ("Wider straps", "The bag cuts into my shoulder.")
RESOLE = ("Resole my worn boots", "The uppers are fine, only the sole has gone.")
WISH = {"title": "Put a new sole on my old boots", "body": "The leather is as good as new.", "tags": "Repair"}


@LANGUAGES
async def test_a_wish_is_looked_for_in_two_languages_mistyped_narrowed_and_proposed_where_it_is_new(
    browser: Browser, lang: str
) -> None:
    them = await seeking.people(browser, lang, "ada")
    await things.board("bags")
    for title, body, board in ((*INSOLES, "shoes"), (*TOES, "shoes"), (*STRAPS, "bags")):
        await proposed(them["ada"], title, body, board=board)
    await caught_up()
    for typed, title in (
        ("semelle amovible", INSOLES[0]),
        ("orthopedie", INSOLES[0]),
        ("l'orthopédie", INSOLES[0]),
        ("TOE BOX", TOES[0]),
    ):
        page = await searched(them[""], typed)
        assert title in plain(page), (typed, main_of(page)[:400])
    mistyped = await searched(them[""], "squeezd")
    assert INSOLES[0] not in plain(mistyped)
    assert TOES[0] in plain(mistyped)
    assert tells(mistyped, lang, MEANT, q="squeezd", meant="squeezed"), main_of(mistyped)[:300]
    both = await searched(them[""], "wider")
    assert (TOES[0] in plain(both), STRAPS[0] in plain(both)) == (True, True)
    narrowed = await go(them[""], link(both.text, "board=bags"))
    assert (TOES[0] in plain(narrowed), STRAPS[0] in plain(narrowed)) == (False, True)
    nothing = await searched(them["ada"], "un hamac de feutre")
    assert tells(nothing, lang, NOTHING)
    begun = await go(them["ada"], link(nothing.text, "/ideas/new?title="))
    assert forms_of(begun.text)["/ideas/new"]["title"] == ["un hamac de feutre"]
    page = await sent(them["ada"], begun, "/ideas/new", board="shoes")
    assert "un hamac de feutre" in main_of(page), main_of(page)[:400]


MEANT = "“%(q)s” as written finds little: this is what “%(meant)s” finds."
NOTHING = "Nothing found for that. Fewer or other words may find it; if it is new, it is yours to propose."


async def searched(who: Browser, typed: str) -> Page:
    """Type words in the form of the page of search and press Enter."""
    page = await go(who, "/search")
    assert 'action="/search"' in page.text
    return await go(who, f"/search?q={quote(typed)}")


def plain(page: Page) -> str:
    """What stands on a page, whatever is marked in it."""
    return unescape(re.sub(r"</?mark>", "", page.text))


def link(page: str, part: str) -> str:
    """The first address of a page's links that holds something."""
    return next(unescape(one) for one in re.findall(r'href="([^"]+)"', page) if part in unescape(one))


@LANGUAGES
async def test_what_is_there_is_helped_while_one_writes_and_the_words_wait_in_another_browser(
    browser: Browser, lang: str
) -> None:
    them = await seeking.people(browser, lang, "ada", "ben")
    for title in seeking.OTHERS:
        await proposed(them["ada"], title, board="shoes")
    there = await proposed(them["ada"], *RESOLE, board="shoes")
    await turn()
    ben, before = them["ben"], await seeking.counted(them[""], number(there))
    page = await press(ben, await go(ben, "/ideas/new"), "/ideas/new", "/ideas/similar", board="shoes", **WISH)
    assert forms_of(page.text)["/ideas/new"]["title"] == [WISH["title"]]
    assert RESOLE[0] in main_of(page)
    helped = f"/ideas/similar/{number(there)}/support"
    page = await press(ben, page, "/ideas/new", helped)
    for words in ("You support this idea now.", "Your text is kept as a draft."):
        assert tells(page, lang, words), words
    assert await seeking.counted(them[""], number(there)) == before + 1
    other = await cast.browser_as(browser, "ben")
    page = await go(other, "/ideas/new")
    kept = forms_of(page.text)["/ideas/new"]
    assert {name: kept[name] for name in (*WISH, "board")} == {
        **{name: [words] for name, words in WISH.items()},
        "board": ["shoes"],
    }
    done = await sent(other, page, "/ideas/new", title="Boots whose sole comes off")
    assert path_of(done).startswith("/ideas/")
    assert "Boots whose sole comes off" in main_of(done)
    assert "title" not in forms_of((await go(ben, "/ideas/new")).text)["/ideas/new"], "no draft is left"
