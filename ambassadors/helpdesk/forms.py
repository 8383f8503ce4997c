"""What may be typed in: a question, and which answer helped."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from kernel.forms import Form, Line, Text, fitting, wrong
from kernel.i18n import mark

TITLE, BODY = 160, 10_000


def _title(value: str) -> str:
    if not value:
        raise wrong(mark("The question itself is missing: one sentence."))
    if not any(letter.isalnum() for letter in value):
        raise wrong(mark("A question needs some words."))
    return fitting(value, TITLE)


def _body(value: str) -> str:
    return fitting(value, BODY)


class QuestionForm(Form):
    """A question, with what one tried, and what it is about."""

    title: Annotated[Line, AfterValidator(_title)] = Field("", validate_default=True)
    body: Annotated[Text, AfterValidator(_body)] = ""
    place: Line = ""


class AcceptanceForm(Form):
    """The answer that helped."""

    comment: Annotated[int, Field(ge=1, le=2**31 - 1)]
