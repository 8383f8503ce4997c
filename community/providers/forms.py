"""What may be typed when an account is opened by a provider, and about invitations and guardians."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kernel.forms import Email, Form, Line, Optional

Name = Annotated[Line, Field(min_length=1, max_length=80)]


class JoinForm(Form):
    name: Name
    email: Email


class InvitationForm(Form):
    label: Annotated[Line, Field(max_length=80)] = ""
    email: Annotated[Email | None, Optional] = None
    most: int = Field(1, ge=1, le=10_000)
    days: int = Field(14, ge=1, le=365)


class AnswerForm(Form):
    answer: Literal["yes", "no"]
