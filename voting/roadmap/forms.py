"""What may be typed into the console."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kernel.forms import Form, Line, Optional
from voting.demand.policies import DEFAULT
from voting.value.methods import Policy

Effort = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]


class PlaceForm(Form):
    horizon: Literal["now", "next", "later", "off"]
    target: Annotated[Line, Field(max_length=60)] = ""
    reason: Annotated[Line, Field(max_length=300)] = ""
    before: Annotated[Annotated[int, Field(ge=0, lt=2**31)] | None, Optional] = None
    back: str = ""


class EstimateForm(Form):
    effort: Annotated[Effort | None, Optional] = None
    owner: Annotated[Line, Field(max_length=30)] = ""
    back: str = ""


class ViewForm(Form):
    name: Annotated[Line, Field(min_length=1, max_length=60)]
    query: Annotated[str, Field(max_length=500)] = ""


class FreezeForm(Form):
    policy: Policy = DEFAULT
