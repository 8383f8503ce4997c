"""What a cell of a customer or order file may hold; each reader raises Unusable with the reason."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from babel.numbers import get_currency_precision, list_currencies
from pydantic import TypeAdapter, ValidationError

from kernel import clock, text
from kernel.forms import Email
from kernel.i18n import gettext as _

EARLIEST = date(1900, 1, 1)
LONGEST_REFERENCE = 120
KINDS = ("person", "company")
_AMOUNT = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,12})?")
_email: TypeAdapter[str] = TypeAdapter(Email)


class Unusable(ValueError):
    """Why a cell cannot be used, in the reader's language."""


def reference(cell: str, column: str = "reference") -> str:
    """The brand's own name of a thing, word for word."""
    if not cell:
        raise Unusable(_("%(column)s is empty.") % {"column": column})
    if len(cell) > LONGEST_REFERENCE:
        raise Unusable(_("%(column)s is longer than 120 characters.") % {"column": column})
    return cell


def line(cell: str, column: str, *, longest: int) -> str:
    found = text.one_line(cell)
    if len(found) > longest:
        raise Unusable(_("%(column)s is longer than %(most)s characters.") % {"column": column, "most": longest})
    return found


def email(cell: str) -> str:
    """An address in small letters; empty where there is none."""
    if not cell:
        return ""
    try:
        return _email.validate_python(cell)
    except ValidationError:
        raise Unusable(_("email is no e-mail address: %(cell)s.") % {"cell": cell[:80]}) from None


def kind(cell: str) -> str:
    found = cell.lower() or "person"
    if found not in KINDS:
        raise Unusable(_("kind is neither person nor company: %(cell)s.") % {"cell": cell[:40]})
    return found


def country(cell: str) -> str:
    """Two letters, or nothing."""
    found = cell.upper()
    if found and not (len(found) == 2 and found.isascii() and found.isalpha()):
        raise Unusable(_("country is not two letters, such as FR: %(cell)s.") % {"cell": cell[:40]})
    return found


def day(cell: str, column: str) -> date | None:
    """2026-11-30, or nothing."""
    return moment(cell, column).date() if cell else None


def moment(cell: str, column: str) -> datetime:
    """A day or a moment in ISO 8601; without a zone it is UTC."""
    try:
        found = datetime.fromisoformat(cell)
        found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise Unusable(
            _("%(column)s is no date such as 2026-11-30: %(cell)s.") % {"column": column, "cell": cell[:40]}
        ) from None
    if found.date() < EARLIEST or found > clock.now() + timedelta(days=1):
        raise Unusable(_("%(column)s lies before 1900 or in the future: %(cell)s.") % {"column": column, "cell": cell})
    return found


def currency(cell: str) -> str:
    """Three letters that name a currency."""
    found = cell.upper()
    if precision(found) is None:
        raise Unusable(_("currency is not known: %(cell)s.") % {"cell": cell[:40]})
    return found


@lru_cache(maxsize=500)
def precision(code: str) -> int | None:
    """Decimals of a currency's minor unit, None for no currency."""
    return get_currency_precision(code) if code in _currencies() else None


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


def amount(cell: str, code: str, column: str = "amount") -> int:
    """A decimal with a point as minor units of its currency."""
    if not _AMOUNT.fullmatch(cell):
        raise Unusable(
            _("%(column)s is no number with a point, such as 12.50: %(cell)s.") % {"column": column, "cell": cell[:40]}
        )
    places = precision(code) or 0
    whole, _point, decimals = cell.partition(".")
    if decimals[places:].strip("0"):
        what = {"column": column, "cell": cell, "currency": code}
        raise Unusable(_("%(column)s has more decimals than %(currency)s has: %(cell)s.") % what)
    return int(whole + decimals[:places].ljust(places, "0"))
