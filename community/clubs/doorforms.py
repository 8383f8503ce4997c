"""What may be written at a club's door, in its invitations and bans, and in its topics."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from kernel import forms
from kernel.forms import Form, Line, Optional, Text, wrong
from kernel.i18n import mark

MOST_ADDRESSES = 20
_BETWEEN = re.compile(r"[\s,;]+")
Number = Annotated[int, Field(ge=1, lt=2**31)]


class _Address(Form):
    email: forms.Email


def _addresses(value: str) -> str:
    """Addresses as people paste them; the first that is none is named."""
    found = addresses(value)
    if not found:
        raise wrong(mark("This is missing."))
    if len(found) > MOST_ADDRESSES:
        raise wrong(
            mark("At most %(most)s addresses at once; there are %(count)s."), most=MOST_ADDRESSES, count=len(found)
        )
    for one in found:
        if not forms.check(_Address, {"email": one}).ok:
            raise wrong(mark("“%(address)s” is no e-mail address."), address=one[:80])
    return value


def addresses(value: str) -> list[str]:
    return list(dict.fromkeys(part.lower() for part in _BETWEEN.split(value.strip()) if part))


class JoinForm(Form):
    """Coming in: the charter that was read, and the answer to the club's question where it asks one."""

    charter: Annotated[int, Field(ge=0, lt=2**31)] = 0
    agree: bool = False
    answer: Annotated[Text, Field(max_length=2000)] = ""


class LeaveForm(Form):
    """Who takes the club on, where the last host leaves."""

    to: Annotated[Number | None, Optional] = None


class DeclineForm(Form):
    reason: Annotated[Line, Field(max_length=300)] = ""


class LinkForm(Form):
    """A link: for how many people, for how many days; empty for without end."""

    most: Annotated[Annotated[int, Field(ge=1, le=10_000)] | None, Optional] = None
    days: Annotated[Annotated[int, Field(ge=1, le=365)] | None, Optional] = None


class LettersForm(Form):
    addresses: Annotated[Text, Field(max_length=6000), AfterValidator(_addresses)]


class DoorRuleForm(Form):
    audience: Annotated[Line, Field(max_length=60)] = ""


class BanForm(Form):
    """Whom, by handle, and why."""

    who: Annotated[Line, Field(min_length=1, max_length=31)]
    reason: Annotated[Text, Field(min_length=1, max_length=2000)]


class AppealForm(Form):
    words: Annotated[Text, Field(min_length=1, max_length=4000)]


class AnswerForm(Form):
    act: Literal["lift", "uphold"]
    words: Annotated[Text, Field(min_length=1, max_length=4000)]


class TopicForm(Form):
    title: Annotated[Line, Field(min_length=1, max_length=160)]
    body: Annotated[Text, Field(min_length=1, max_length=10_000)]
