"""What may be typed into a thread."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kernel.forms import Form, Optional, Text

LONGEST = 10_000
Words = Annotated[Text, Field(min_length=1, max_length=LONGEST)]


class CommentForm(Form):
    kind: Annotated[str, Field(max_length=30)]
    id: Annotated[int, Field(ge=1, lt=2**31)]
    parent: Annotated[Annotated[int, Field(ge=1, lt=2**31)] | None, Optional] = None
    body: Words
    internal: bool = False


class EditForm(Form):
    body: Words
