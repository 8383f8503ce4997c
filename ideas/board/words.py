"""What states, bands and promises are called, and the signs that stand beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ideas.board.states import Approval, Counting, FieldKind, Status
from kernel import i18n
from kernel.i18n import gettext as _
from kernel.i18n import mark

LABELS = {
    Status.OPEN: mark("Open"),
    Status.UNDER_REVIEW: mark("Under review"),
    Status.PLANNED: mark("Planned"),
    Status.IN_PROGRESS: mark("In progress"),
    Status.SHIPPED: mark("Shipped"),
    Status.DECLINED: mark("Declined"),
    Status.MERGED: mark("Merged"),
}
SORTS = {"trending": mark("Trending"), "top": mark("Most supported"), "new": mark("Newest")}
BANDS = {
    "S": mark("S, some days"),
    "M": mark("M, some weeks"),
    "L": mark("L, some months"),
    "XL": mark("XL, a year or more"),
}
KINDS = {
    FieldKind.TEXT: mark("Text"),
    FieldKind.NUMBER: mark("Number"),
    FieldKind.CHOICE: mark("Choice"),
    FieldKind.DATE: mark("Date"),
    FieldKind.YES_NO: mark("Yes or no"),
}
APPROVALS = {
    Approval.NOBODY: mark("Nobody waits"),
    Approval.NEWCOMERS: mark("Newcomers wait"),
    Approval.EVERYBODY: mark("Everybody waits"),
}
COUNTINGS = {
    Counting.SITE: mark("As everywhere on this site"),
    Counting.VALID: mark("Valid votes alone"),
    Counting.DOUBTFUL: mark("Valid and doubtful votes"),
}
COLOURS = {
    "fog": mark("Fog"),
    "moss": mark("Moss"),
    "straw": mark("Straw"),
    "plaster": mark("Plaster"),
    "heather": mark("Heather"),
    "lake": mark("Lake"),
}


def status(value: str) -> str:
    """A state in the language being spoken."""
    return _(LABELS[Status(value)])


def named(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    """Choices for a form, in the language being spoken."""
    return [(value, _(label)) for value, label in words.items()]


def spoken(english: str, french: str) -> str:
    """What staff wrote in the language being spoken, else in the other."""
    return (french or english) if i18n.language.get() == "fr" else (english or french)
