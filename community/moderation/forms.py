"""What may be typed in a report and in a ruling."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from community.moderation.models import Act
from community.moderation.rules import SLUGS
from kernel.forms import Form, Line, Text, wrong
from kernel.i18n import mark


def _known(slug: str) -> str:
    if slug not in SLUGS:
        raise wrong(mark("Choose one of the list."))
    return slug


RuleName = Annotated[str, AfterValidator(_known)]


class ReportForm(Form):
    kind: Annotated[str, Field(max_length=30)]
    id: Annotated[int, Field(ge=1, lt=2**31)]
    rule: RuleName
    text: Annotated[Text, Field(max_length=2000)] = ""


class RulingForm(Form):
    act: Act
    rule: RuleName
    reason: Annotated[Text, Field(min_length=1, max_length=4000)]
    public: Annotated[Line, Field(min_length=1, max_length=300)]
