"""What may be typed to prove oneself, and about what proves one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from community.people.forms import Name, Secret
from kernel.forms import Email, Form, Line, Text

Code = Annotated[Line, Field(max_length=40)]
LIVES = (7, 30, 90, 365)


class ProofForm(Form):
    password: Secret = ""
    code: Code = ""


class LinkForm(Form):
    email: Email


class CodeForm(Form):
    code: Code = ""


class AddressForm(Form):
    email: Email


class PasskeyForm(Form):
    label: Name
    credential: Annotated[str, Field(min_length=1, max_length=20_000)]


class SignedForm(Form):
    """What an authenticator signed, as the browser's JSON."""

    credential: Annotated[str, Field(max_length=20_000)] = ""


class TokenForm(Form):
    label: Name
    scopes: list[Literal["read", "write", "customers", "team"]] = Field(min_length=1)
    days: Literal["7", "30", "90", "365"] = "90"


class RecoveryForm(Form):
    email: Email
    said: Annotated[Text, Field(max_length=2000)] = ""


class VoiceForm(Form):
    reason: Annotated[Text, Field(min_length=10, max_length=2000)]


class RefusalForm(Form):
    why: Annotated[Text, Field(min_length=10, max_length=2000)]
