"""Which language is spoken, and how each writes dates, numbers and money."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kernel import clock, i18n


@pytest.mark.parametrize(
    ("wishes", "accept", "otherwise", "spoken"),
    [
        (["fr"], "en", "en", "fr"),
        (["", "en"], "fr", "fr", "en"),
        ([""], "fr-CA,fr;q=0.9,en;q=0.5", "en", "fr"),
        ([""], "en;q=0.2, fr;q=0.8", "en", "fr"),
        ([""], "de, es", "fr", "fr"),
        ([""], "", "xx", "en"),
        (["de"], "fr;q=nonsense,en", "fr", "en"),
        ([""], ";;;,,,q=", "fr", "fr"),
    ],
)
def test_the_language_is_chosen(wishes: list[str], accept: str, otherwise: str, spoken: str) -> None:
    assert i18n.choose(*wishes, accept=accept, otherwise=otherwise) == spoken


def test_each_language_writes_in_its_own_way() -> None:
    moment = datetime(2026, 11, 6, 23, 30, tzinfo=UTC)
    with i18n.speaking("fr", "Europe/Paris"):
        assert i18n.format_date(moment) == "7 novembre 2026"
        assert i18n.format_number(1234567).replace("\u202f", " ").replace("\xa0", " ") == "1 234 567"
        assert "€" in i18n.format_money(12.5, "EUR")
    with i18n.speaking("en", "UTC"):
        assert i18n.format_date(moment) == "6 November 2026"
        assert i18n.format_number(1234567) == "1,234,567"
        assert i18n.format_date(date(2026, 1, 2)) == "2 January 2026"


def test_how_long_ago_is_said_up_to_a_month() -> None:
    with i18n.speaking("fr"):
        assert i18n.format_ago(clock.now() - timedelta(days=3)) == "il y a 3 jours"
        assert "il y a" not in i18n.format_ago(clock.now() - timedelta(days=60))


def test_an_unknown_zone_is_utc() -> None:
    for odd in ("", "Mars/Olympus", "../etc/passwd", "\x00"):
        assert str(i18n.timezone(odd)) == "UTC"


def test_nothing_is_written_as_nothing() -> None:
    assert i18n.format_date(None) == i18n.format_ago(None) == i18n.gettext("") == ""
