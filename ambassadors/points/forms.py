"""What staff may type in: a month's budget, a rule, thanks by hand."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from ambassadors.points import calendar
from kernel.forms import Form, Line, Optional, wrong
from kernel.i18n import mark

Reason = Annotated[Line, StringConstraints(min_length=1, max_length=300)]


class FundForm(Form):
    """Points for a month: below nothing takes out what was not given yet."""

    month: Line
    amount: Annotated[int, Field(ge=-(10**9), le=10**9)]
    reason: Reason

    @field_validator("month")
    @classmethod
    def is_a_month(cls, value: str) -> str:
        found = calendar.month_of(value)
        if found is None or not calendar.this_month() <= found <= calendar.later(calendar.this_month(), 11):
            raise wrong(mark("Choose one of the list."))
        return value

    @field_validator("amount")
    @classmethod
    def is_something(cls, value: int) -> int:
        if value == 0:
            raise wrong(mark("Write how many points."))
        return value


class RuleForm(Form):
    """What a kind of doing pays from a day on."""

    amount: Annotated[int, Field(ge=0, le=1_000_000)]
    month_cap: Annotated[Annotated[int, Field(ge=0, le=10**9)] | None, Optional] = None
    from_on: Annotated[date | None, Optional] = None
    reason: Reason


class ThanksForm(Form):
    """Points by hand."""

    handle: Annotated[Line, StringConstraints(min_length=1, max_length=60)]
    points: Annotated[int, Field(ge=1, le=1_000_000)]
    words: Reason
