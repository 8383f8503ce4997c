"""What may be typed in about an agenda and about what came of a meeting."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from community.meetings.agenda import MOST
from community.meetings.forms import LONGEST, Link
from kernel import i18n
from kernel.forms import Filled, Form, Line, Text, fitting, wrong
from kernel.i18n import gettext as _
from kernel.i18n import mark

LONGEST_LINE = 300
MOST_MINUTES = 600


def _lines(values: list[str]) -> list[str]:
    if over := [one for one in values if len(one) > LONGEST_LINE]:
        raise wrong(
            mark("Shorten “%(line)s” by %(over)s characters."),
            line=f"{over[0][:30]}…",
            over=i18n.format_number(len(over[0]) - LONGEST_LINE),
        )
    return values


def _minutes(values: list[str]) -> list[str]:
    if bad := [one for one in values if one and not _is_minutes(one)]:
        raise wrong(mark("Minutes are a number up to 600: “%(line)s” is none."), line=bad[0][:20])
    return values


def _is_minutes(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 4 and int(value) <= MOST_MINUTES


def _text(value: str) -> str:
    return fitting(value, LONGEST)


def _texts(values: list[str]) -> list[str]:
    return [_text(value) for value in values]


Prose = Annotated[Text, AfterValidator(_text)]


class AgendaForm(Form):
    """Lines side by side: words, minutes, and the address of what each is about."""

    words: Annotated[list[Line], AfterValidator(_lines)] = Field(default_factory=list, max_length=MOST + 5)
    minutes: Annotated[list[Line], AfterValidator(_minutes)] = Field(default_factory=list, max_length=MOST + 5)
    about: Annotated[list[Line], AfterValidator(_lines)] = Field(default_factory=list, max_length=MOST + 5)

    def rows(self) -> list[tuple[str, int, str]]:
        """The lines that say anything."""
        pad = [""] * (MOST + 5)
        found = zip(self.words, [*self.minutes, *pad], [*self.about, *pad], strict=False)
        return [(words, int(minutes or 0), about) for words, minutes, about in found if words or about]


class MinutesForm(Form):
    """Notes, what was asked for, decisions beside the numbers of their lines, and a recording for some."""

    notes: Prose = ""
    asked_for: Prose = ""
    recording: Link = ""
    recording_for: Line = ""
    line: list[Line] = Field(default_factory=list, max_length=MOST + 5)
    decision: Annotated[list[Text], AfterValidator(_texts)] = Field(default_factory=list, max_length=MOST + 5)
    tells: bool = False


class AskForm(Form):
    """Something asked for, on its way to a board."""

    board: Line = ""
    title: Annotated[Line, Field(max_length=200)] = ""
    body: Prose = ""


def check_asked(filled: Filled[AskForm], *, boards: set[str]) -> None:
    """A title and a board of the list."""
    if filled.data is None:
        return
    if not filled.data.title:
        filled.refuse("title", _("This is missing."))
    if filled.data.board not in boards:
        filled.refuse("board", _("Choose one of the list."))
