"""What is typed about votes in doubt."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kernel.forms import Form, Line, Text

LONGEST = 4000


class WhyForm(Form):
    """Why a person decides so."""

    why: Annotated[Line, Field(min_length=3, max_length=300)]


class ObjectionForm(Form):
    """What a voter says to the state of their vote."""

    body: Annotated[Text, Field(min_length=3, max_length=LONGEST)]


class AnswerForm(Form):
    """Whether they are right, and what is said to them."""

    verdict: Literal["upheld", "declined"]
    words: Annotated[Text, Field(min_length=3, max_length=LONGEST)]
