"""What the evidence of a wish is called: where it was said, how much it matters."""

from __future__ import annotations

from collections.abc import Mapping

from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark
from voting.ballots.models import Source

SOURCES: Mapping[str, str] = {
    Source.CALL: mark("A call"),
    Source.MAIL: mark("A letter or mail"),
    Source.MEETING: mark("A meeting"),
    Source.TICKET: mark("A ticket of the help desk"),
    Source.LINK: mark("A page elsewhere"),
    Source.OTHER: mark("Elsewhere"),
}
IMPORTANCE: Mapping[str, str] = {
    "0": mark("0: nice to have"),
    "1": mark("1: it helps"),
    "2": mark("2: it matters"),
    "3": mark("3: cannot go on without it"),
}


def sources() -> list[tuple[str, str]]:
    """Values and what they are called in the reader's language."""
    return [(str(value), _(label)) for value, label in SOURCES.items()]


def levels() -> list[tuple[str, str, str]]:
    """How much it may matter, as buttons show it."""
    return [(value, _(label), "") for value, label in IMPORTANCE.items()]


def in_words(line: db.Row) -> str:
    """Where it was said and by whom, and how much it matters, in one line."""
    parts = [_(SOURCES[str(Source(line["source"]))]), line["contact"], _(IMPORTANCE[str(line["importance"])])]
    return ", ".join(part for part in parts if part)
