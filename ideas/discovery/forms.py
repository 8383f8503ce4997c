"""What may be typed in about two ideas that are, or were, one."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ideas.board.forms import Body, Title
from ideas.discovery.links import Relation
from ideas.discovery.models import Meant
from kernel.forms import Form, Line, Optional


class OtherForm(Form):
    """Another idea, by its number or its address."""

    other: Line = ""


class LinkForm(OtherForm):
    """The same, and how the two stand to each other."""

    relation: Annotated[Relation | None, Optional] = None


class SplitForm(Form):
    """The words of two ideas that are one still, and why they will not be."""

    first_title: Title = Field("", validate_default=True)
    first_body: Body = ""
    second_title: Title = Field("", validate_default=True)
    second_body: Body = ""
    reason: Body = ""
    seen: Line = ""


class MeantForm(Form):
    """Which of two ideas was meant."""

    meant: Annotated[Meant | None, Optional] = None
