"""What may be typed in a report, a ruling, an appeal and its answer, and in the rules themselves."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from community.moderation.models import Act, Outcome, Sanction
from kernel.forms import Form, Line, Text

Number = Annotated[int, Field(ge=1, lt=2**31)]
RuleName = Annotated[str, Field(min_length=1, max_length=30)]
DAYS = (1, 3, 7, 30, 0)
"""How long a brake or a suspension lasts; 0 for good."""


class ReportForm(Form):
    kind: Annotated[str, Field(max_length=30)]
    id: Number
    rule: RuleName
    text: Annotated[Text, Field(max_length=2000)] = ""
    anonymous: bool = False


class DecisionForm(Form):
    act: Act
    measure: Sanction = Sanction.NONE
    days: Annotated[int, Field(ge=0, le=30)] = 1
    rule: RuleName
    reason: Annotated[Text, Field(min_length=1, max_length=4000)]
    public: Annotated[Line, Field(min_length=1, max_length=300)]


class RulingForm(DecisionForm):
    follows: Annotated[int, Field(ge=0, lt=2**31)] | None = None


class WaveForm(DecisionForm):
    case: Annotated[list[Number], Field(default_factory=list)]


class AppealForm(Form):
    text: Annotated[Text, Field(min_length=1, max_length=4000)]


class AnswerForm(Form):
    outcome: Outcome
    answer: Annotated[Text, Field(min_length=1, max_length=4000)]
    public: Annotated[Line, Field(max_length=300)] = ""
    act: Act = Act.NONE
    measure: Sanction = Sanction.NONE
    days: Annotated[int, Field(ge=0, le=30)] = 1
    rule: Annotated[str, Field(max_length=30)] = ""


class RulesForm(Form):
    after: Number
    slug: Annotated[list[Annotated[str, Field(max_length=30)]], Field(default_factory=list)]
    name_en: Annotated[list[Annotated[Line, Field(max_length=120)]], Field(default_factory=list)]
    name_fr: Annotated[list[Annotated[Line, Field(max_length=120)]], Field(default_factory=list)]
    text_en: Annotated[list[Annotated[Text, Field(max_length=1000)]], Field(default_factory=list)]
    text_fr: Annotated[list[Annotated[Text, Field(max_length=1000)]], Field(default_factory=list)]
    changes_en: Annotated[Line, Field(min_length=1, max_length=400)]
    changes_fr: Annotated[Line, Field(min_length=1, max_length=400)]
