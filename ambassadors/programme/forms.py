"""What may be typed in about the programme."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from community.clubs import wording
from kernel.forms import Form, Line, Optional, Text, wrong
from kernel.i18n import mark

MOST_TOPICS = 5


def _few(value: list[str]) -> list[str]:
    if len(value) > MOST_TOPICS:
        raise wrong(mark("Choose five at most."))
    return [one[:80] for one in dict.fromkeys(value)]


def _spoken(value: list[str]) -> list[str]:
    if any(one not in wording.LANGUAGES for one in value):
        raise wrong(mark("Choose one of the list."))
    return list(dict.fromkeys(value))


class KnownForm(Form):
    """What somebody is found by."""

    topics: Annotated[list[str], AfterValidator(_few)] = Field(default_factory=list)
    languages: Annotated[list[str], AfterValidator(_spoken)] = Field(default_factory=list)
    town: Annotated[Line, Field(max_length=60)] = ""
    is_listed: bool = False


def _agreed(value: bool) -> bool:
    if not value:
        raise wrong(mark("Without your agreement to the terms you cannot take part."))
    return value


class ApplyForm(KnownForm):
    """Why somebody wishes to come in; who was invited need not say it."""

    motivation: Annotated[Text, Field(max_length=2000)] = ""
    agreed: Annotated[bool, AfterValidator(_agreed), Field(validate_default=True)] = False


class PitchForm(KnownForm):
    pitch: Annotated[Line, Field(max_length=300)] = ""


class RetireForm(Form):
    is_thanked: bool = False
    words: Annotated[Text, Field(max_length=500)] = ""


class ReviewForm(Form):
    """A no comes with words to who asked."""

    says: Annotated[str, Field(pattern="^(yes|no)$")]
    note: Annotated[Text, Field(max_length=2000)] = ""
    words: Annotated[Text, Field(max_length=2000)] = ""

    @model_validator(mode="after")
    def _reasoned(self) -> ReviewForm:
        if self.says == "no" and len(self.words) < 20:
            raise wrong(mark("A no comes with its reason: some words to who asked."))
        return self


class EndForm(Form):
    reason: Annotated[Text, Field(min_length=20, max_length=2000)]


class TierForm(Form):
    name_en: Annotated[Line, Field(min_length=1, max_length=40)]
    name_fr: Annotated[Line, Field(min_length=1, max_length=40)]
    percentile: Annotated[float, Field(ge=0, le=99.9, allow_inf_nan=False)] = 0
    gives_en: Annotated[Text, Field(max_length=600)] = ""
    gives_fr: Annotated[Text, Field(max_length=600)] = ""
    from_on: Annotated[date | None, Optional] = None


class TermsForm(Form):
    body_en: Annotated[Text, Field(min_length=100, max_length=20_000)]
    body_fr: Annotated[Text, Field(min_length=100, max_length=20_000)]
    from_on: date
