"""What may be typed about one's own data."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kernel.forms import Form, Text

LONGEST = 4000


class ContestForm(Form):
    """What is wrong, in the person's own words."""

    body: Annotated[Text, Field(min_length=1, max_length=LONGEST)]


class AnswerForm(Form):
    """Whether it was mended, and what is said to whoever it is about."""

    fate: Literal["mended", "kept"]
    words: Annotated[Text, Field(min_length=1, max_length=LONGEST)]


class ErasureForm(Form):
    """What becomes of each kind, and the word that it is meant."""

    votes: Literal["withdraw", "keep"]
    ideas: Literal["keep", "remove"]
    talk: Literal["keep", "remove"]
    designs: Literal["keep", "remove"]
    sure: bool = False
