"""Two languages: which one to speak, the catalogue, and how each writes dates, numbers and money."""

from __future__ import annotations

import gettext as stdlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, dates, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kernel import clock

LANGUAGES = ("fr", "en")
FOLDER = Path(__file__).parent.parent / "locales"
language: ContextVar[str] = ContextVar("language", default="en")
zone: ContextVar[str] = ContextVar("zone", default="UTC")
teller: ContextVar[Callable[[str, dict[str, Any]], str] | None] = ContextVar("teller", default=None)
"""Makes words that remember their message, where a report is kept for later readers (kernel/sentences.py)."""


@cache
def catalogue(lang: str) -> stdlib.NullTranslations:
    """The messages of a language, compiled from its .po file; English is the source."""
    path = FOLDER / lang / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return stdlib.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=lang))
    compiled.seek(0)
    return stdlib.GNUTranslations(compiled)


def gettext(message: str) -> str:
    """The message in the language being spoken; `_` where it is imported."""
    words = catalogue(language.get()).gettext(message) if message else ""
    tell = teller.get()
    return tell(words, {"say": message}) if tell else words


def ngettext(one: str, many: str, n: int) -> str:
    words = catalogue(language.get()).ngettext(one, many, n)
    tell = teller.get()
    return tell(words, {"say": one, "many": many, "n": n}) if tell else words


def pgettext(context: str, message: str) -> str:
    return catalogue(language.get()).pgettext(context, message)


def npgettext(context: str, one: str, many: str, n: int) -> str:
    return catalogue(language.get()).npgettext(context, one, many, n)


def mark(message: str) -> str:
    """Marks a message for the catalogue where it is declared; it is translated where it is shown."""
    return message


@contextmanager
def speaking(lang: str, tz: str = "") -> Iterator[None]:
    """Within the block pages and letters are in `lang`, times in `tz`."""
    tokens = language.set(lang if lang in LANGUAGES else "en"), zone.set(tz or zone.get())
    try:
        yield
    finally:
        language.reset(tokens[0])
        zone.reset(tokens[1])


def choose(*wishes: str, accept: str = "", otherwise: str = "en") -> str:
    """The first wish that we speak, then what the browser accepts, then the site's own."""
    for wish in wishes:
        if wish in LANGUAGES:
            return wish
    return accepted(accept) or (otherwise if otherwise in LANGUAGES else "en")


@lru_cache(maxsize=512)
def accepted(accept: str) -> str:
    """Which of our languages a browser would rather have; nothing when it knows none of them."""
    offered = [part.partition(";") for part in accept.lower().split(",") if part.strip()]
    for tag, _, _q in sorted(offered, key=lambda part: -_quality(part[2])):
        if (found := tag.strip()[:2]) in LANGUAGES:
            return found
    return ""


def _quality(text: str) -> float:
    try:
        return float(text.strip().removeprefix("q=")) if text.strip() else 1.0
    except ValueError:
        return 0.0


def _locale() -> Locale:
    return _written("fr_FR" if language.get() == "fr" else "en_GB")


@cache
def _written(name: str) -> Locale:
    return Locale.parse(name)


def timezone(name: str) -> ZoneInfo:
    """A zone by name; an unknown one is UTC."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def format_date(value: datetime | date | str | None, form: str = "long") -> str:
    """« 6 novembre 2026 » / "6 November 2026"."""
    if not value:
        return ""
    day = _local(value)
    return dates.format_date(day, format=form, locale=_locale())


def format_datetime(value: datetime | str | None) -> str:
    """A day and a time in the viewer's zone."""
    if not value:
        return ""
    moment = _local(value)
    shown: str = dates.format_datetime(moment, format="d MMMM y, HH:mm", locale=_locale())
    return shown.replace(":", "\u00a0h\u00a0") if language.get() == "fr" else shown


def _local(value: datetime | date | str) -> datetime | date:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(timezone(zone.get()))
    return value


def format_ago(value: datetime | str | None) -> str:
    """« il y a 3 jours » up to a month, then the day."""
    if not value:
        return ""
    moment = _local(value)
    if not isinstance(moment, datetime) or clock.now() - moment > timedelta(days=30):
        return format_date(moment)
    since = max(clock.now() - moment, timedelta(seconds=1))
    return dates.format_timedelta(-since, add_direction=True, threshold=1.3, locale=_locale())


def format_number(value: float | Decimal | None, digits: int | None = None) -> str:
    if value is None:
        return ""
    if digits is None:
        return numbers.format_decimal(value, locale=_locale())
    return numbers.format_decimal(value, format=f"#,##0.{'0' * digits}".rstrip("."), locale=_locale())


def format_money(minor: float | None, currency: str, digits: int = 0) -> str:
    """An amount in minor units (cents) as money."""
    if minor is None:
        return ""
    places = numbers.get_currency_precision(currency)
    form = "#,##0" + ("." + "0" * digits if digits else "")
    pattern = f"{form}\xa0¤" if language.get() == "fr" else f"¤{form}"
    return numbers.format_currency(
        Decimal(str(minor)) / 10**places, currency, format=pattern, locale=_locale(), currency_digits=False
    )


def format_percent(value: float | None, digits: int = 0) -> str:
    if value is None:
        return ""
    form = "#,##0" + ("." + "0" * digits if digits else "") + ("\xa0%" if language.get() == "fr" else "%")
    return numbers.format_percent(value, format=form, locale=_locale())


def format_list(items: list[str]) -> str:
    from babel.lists import format_list as joined

    return joined(items, locale=_locale())
