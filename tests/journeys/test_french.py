"""The demo in French, page by page: no sentence of ours is left in English; numbers, days and plurals are French too."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kernel import db, i18n
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests import cast, databases
from tests.browsing import Browser, site_on
from tests.journeys.rounds import addresses

TAGS = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]+>", re.S)
PLACES = re.compile(r"%\(\w+\)[sd]")


def english() -> dict[str, str]:
    """Every run of words of a message of ours that its French does not have, with the message."""
    with (i18n.FOLDER / "fr" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale="fr")
    found: dict[str, str] = {}
    for message in catalogue:
        given = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
        french = str(message.string)
        for one in given:
            for run in (part.strip(" .,:;!?()“”") for part in PLACES.split(one)):
                if len(run.split()) > 1 and len(run) > 9 and run not in french:
                    found[run] = one
    return found


def text_of(page: str) -> str:
    """What a person reads of a page, what a screen reader says included."""
    spoken = re.findall(r'(?:aria-label|title|placeholder|alt|content)="([^"]*)"', page)
    return html.unescape(" ".join(TAGS.sub(" ", page).split()) + " | " + " | ".join(spoken))


@pytest.fixture
def told(tmp_path: Path) -> Settings:
    """Settings of a demo world."""
    return databases.demo_copy(tmp_path)


async def test_no_page_of_the_demo_in_french_holds_an_english_sentence_of_ours(told: Settings) -> None:
    built = house(told)
    open_house(built)
    ours = english()
    either = re.compile("|".join(rf"\b{re.escape(run)}\b" for run in sorted(ours, key=len, reverse=True)))
    wrong: set[str] = set()
    seen = 0
    async with site_on(built) as stranger:
        people = {"": stranger, **{handle: await cast.browser_as(stranger, handle) for handle in ("root",)}}
        for handle, theirs in people.items():
            theirs.client.cookies.set("language", "fr")
            await db.execute("UPDATE person SET language = 'fr' WHERE handle = ?", handle)
            for path in (path for path in addresses() if not path.startswith("/letters")):  # each in its reader's own
                seen += await _read(theirs, path, either, wrong)
    assert not wrong, "\n".join(sorted(wrong))
    assert seen > 200


async def _read(theirs: Browser, path: str, either: re.Pattern[str], wrong: set[str]) -> bool:
    page = await theirs.get(path)
    if "text/html" not in page.headers.get("content-type", ""):
        return False
    if '<html lang="fr"' not in page.text:
        wrong.add(f"{path} is not in French")
    written = re.sub(r'<(\w+)[^>]* (?:dir="auto"|lang="en").*?</\1>', " ", page.text, flags=re.S)
    wrong |= {f"{path}: {found}" for found in either.findall(text_of(written))}
    return True


@pytest.mark.parametrize(
    ("accept", "lang"),
    [
        ("fr", "fr"),
        ("fr-CA,en;q=0.5", "fr"),
        ("en-GB;q=0.8, fr;q=0.9", "fr"),
        ("de, fr;q=0.3, en;q=0.2", "fr"),
        ("EN-us,FR;q=0.9", "en"),
        ("de", "en"),
        ("", "en"),
        ("fr;q=0, en", "en"),
        ("fr;q=x, en;q=0.1", "en"),
        ("*", "en"),
        (";;;,,,q=1", "en"),
    ],
)
def test_the_language_a_browser_asks_for_is_spoken(accept: str, lang: str) -> None:
    assert i18n.choose("", "", accept=accept, otherwise="en") == lang


@pytest.mark.parametrize(
    ("count", "french", "british"),
    [(0, "0 membre", "0 members"), (1, "1 membre", "1 member"), (2, "2 membres", "2 members")],
)
def test_none_is_one_in_french_and_many_in_english(count: int, french: str, british: str) -> None:
    for lang, said in (("fr", french), ("en", british)):
        with i18n.speaking(lang):
            assert i18n.ngettext("%(count)s member", "%(count)s members", count) % {"count": count} == said


def test_numbers_money_and_days_are_written_as_each_language_does() -> None:
    with i18n.speaking("fr"):
        assert i18n.format_number(1_000_000) == "1\u202f000\u202f000"
        assert i18n.format_number(0.5, 1) == "0,5"
        assert i18n.format_money(123_456_700, "EUR") == "1\u202f234\u202f567\xa0€"
        assert i18n.format_percent(0.125, 1) == "12,5\xa0%"
        assert i18n.format_date(date(2028, 2, 29)) == "29 février 2028"
        assert i18n.format_date(date(2026, 5, 1)) == "1 mai 2026"
        assert i18n.format_datetime("2026-03-29T00:59:00+00:00").startswith("29 mars 2026")
    with i18n.speaking("en"):
        assert i18n.format_number(1_000_000) == "1,000,000"
        assert i18n.format_money(123_456_700, "EUR") == "€1,234,567"
        assert i18n.format_date(date(2028, 2, 29)) == "29 February 2028"
