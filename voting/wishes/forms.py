"""What may be typed in about wish lists and their answers."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from kernel import i18n
from kernel.forms import Form, Line, Optional, Text, fitting, wrong
from kernel.i18n import mark
from voting.wishes.models import Reply

TITLE, WORDS, BODY, MOST = 160, 300, 10_000, 30
ADDRESS = 2000
_IDEA = re.compile(r"(?:.*/ideas/|(.*)#)(\d{1,9})(?:-.*)?")


def _title(value: str) -> str:
    if not value:
        raise wrong(mark("A title is missing: what is the list about?"))
    return fitting(value, TITLE)


def _items(value: str) -> str:
    found = lines(value)
    if not found:
        raise wrong(mark("A list needs one wish at least, each on a line of its own."))
    if len(found) > MOST:
        raise wrong(mark("Thirty wishes are enough. Take %(over)s away."), over=i18n.format_number(len(found) - MOST))
    for place, (words, _idea) in enumerate(found, start=1):
        if not words:
            raise wrong(mark("Line %(line)s names an idea and says nothing: add words of your own."), line=str(place))
        if len(words) > WORDS:
            over = i18n.format_number(len(words) - WORDS)
            raise wrong(mark("Shorten line %(line)s by %(over)s characters."), line=str(place), over=over)
    return value


def _body(value: str) -> str:
    return fitting(value, BODY)


def lines(value: str) -> list[tuple[str, int | None]]:
    """Each wish with the number of the idea that its line ends with."""
    found: list[tuple[str, int | None]] = []
    for line in filter(None, (line.strip() for line in value.splitlines())):
        *words, last = line.rsplit(None, 1)
        idea = _IDEA.fullmatch(last) if len(last) <= ADDRESS else None
        found.append((" ".join((*words, idea[1] or "")).strip(), int(idea[2])) if idea else (line, None))
    return found


class WishForm(Form):
    """A list: its items are lines, one that asks for an idea ends with its address."""

    title: Annotated[Line, AfterValidator(_title)] = Field("", validate_default=True)
    body: Annotated[Text, AfterValidator(_body)] = ""
    items: Annotated[Text, AfterValidator(_items)] = Field("", validate_default=True)
    ballot: Annotated[int | None, Optional] = Field(None, ge=1, le=2**31 - 1)


class AnswerForm(Form):
    """What the brand says to an item."""

    reply: Annotated[Reply | None, Optional] = None
    horizon: Literal["", "now", "next", "later"] = ""
    body: Annotated[Text, AfterValidator(_body)] = ""
    promised_on: Annotated[date | None, Optional] = None


class WordForm(Form):
    """What the club says back to a question."""

    body: Annotated[Text, AfterValidator(_body)] = ""
