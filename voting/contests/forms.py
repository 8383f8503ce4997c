"""What may be typed in about a jury, its marks and feedback."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from kernel.forms import Form, Text, fitting, wrong
from kernel.i18n import mark

MOST_CRITERIA, MOST_JURORS, LONGEST = 8, 30, 4000
_LINE = re.compile(r"(.{1,80}?)\s*[:=|]\s*(\d{1,3})")


def _criteria(value: str) -> str:
    found = looks(value)
    if len(found) > MOST_CRITERIA:
        raise wrong(mark("Eight criteria are enough."))
    if any(weight < 1 for _name, weight in found):
        raise wrong(mark("Each line is a name, a colon and a weight of at least 1, such as “Answers the brief: 3”."))
    names = [name.casefold() for name, _weight in found]
    if len(set(names)) < len(names):
        raise wrong(mark("Two criteria have the same name."))
    return value


def looks(text: str) -> list[tuple[str, int]]:
    """Lines `name: weight`; a weight of 0 stands for a line that is none."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return [(found[1], int(found[2])) if (found := _LINE.fullmatch(line)) else (line, 0) for line in lines]


def _handles(value: str) -> str:
    if len(handles(value)) > MOST_JURORS:
        raise wrong(mark("Thirty jurors are enough."))
    return value


def handles(text: str) -> list[str]:
    """Handles, one a line or parted by commas, with or without @."""
    return list(dict.fromkeys(one.lstrip("@").lower() for one in re.split(r"[\s,;]+", text) if one.strip("@")))


def _words(value: str) -> str:
    if not value:
        raise wrong(mark("This is missing."))
    return fitting(value, LONGEST)


class PanelForm(Form):
    """The jury, and what it looks at."""

    criteria: Annotated[Text, AfterValidator(_criteria)] = ""
    jurors: Annotated[Text, AfterValidator(_handles)] = ""


class FeedbackForm(Form):
    """Words to somebody who entered."""

    words: Annotated[Text, AfterValidator(_words)] = Field("", validate_default=True)
