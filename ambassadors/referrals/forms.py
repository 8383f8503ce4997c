"""What may be typed in: a campaign's terms, an address to write to, a reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from kernel.forms import Email, Form, Line, Optional, Text, wrong
from kernel.i18n import mark

Points = Annotated[int, Field(ge=0, le=100_000)]
Words = Annotated[Text, StringConstraints(max_length=300)]


class CampaignForm(Form):
    """A campaign in days of the brand's zone; `least` is in whole units of the site's currency."""

    name: Annotated[Line, StringConstraints(min_length=1, max_length=80)]
    words_fr: Words = ""
    words_en: Words = ""
    audience: Line = "members"
    inviter_points: Points
    invited_points: Points
    return_days: Annotated[int, Field(ge=0, le=365)] = 30
    order_days: Annotated[int, Field(ge=1, le=365)] = 90
    least: Annotated[Decimal, Field(ge=0, le=1_000_000)] = Decimal(0)
    monthly: Annotated[int, Field(ge=1, le=1000)] = 10
    opens_on: date
    ends_on: Annotated[date | None, Optional] = None

    @field_validator("ends_on")
    @classmethod
    def after_it_opens(cls, ends: date | None, info: ValidationInfo) -> date | None:
        opens = info.data.get("opens_on")
        if ends is not None and opens is not None and ends < opens:
            raise wrong(mark("It ends on the day it opens, or later."))
        return ends


class LetterForm(Form):
    """Whom to write to, in which language, and whether once more."""

    email: Email
    letter_lang: Literal["fr", "en"] = "fr"
    remind: bool = False


class ReasonForm(Form):
    """Why staff decided otherwise."""

    reason: Annotated[Line, StringConstraints(min_length=3, max_length=300)]


class NameForm(Form):
    """Whether the one who invited may see who came."""

    shows_name: bool = False
