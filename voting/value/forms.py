"""What staff may type in about customers."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from kernel.forms import Form, Line, Optional, wrong
from kernel.i18n import mark


class LinkForm(Form):
    """A member by handle, and why."""

    handle: Annotated[Line, Field(min_length=1, max_length=31)]
    reason: Annotated[Line, Field(max_length=300)] = ""

    @field_validator("handle")
    @classmethod
    def _bare(cls, value: str) -> str:
        return value.removeprefix("@").lower()


class UnlinkForm(Form):
    person: Annotated[int, Field(ge=1, lt=2**31)]
    reason: Annotated[Line, Field(max_length=300)] = ""


class SegmentForm(Form):
    """A group by what the file says of a customer; at least one condition."""

    name: Annotated[Line, Field(min_length=1, max_length=80)]
    country: Annotated[Line, Field(max_length=2)] = ""
    kind: Literal["", "person", "company"] = ""
    since_from: Annotated[date | None, Optional] = None
    since_until: Annotated[date | None, Optional] = None

    @field_validator("country")
    @classmethod
    def _letters(cls, value: str) -> str:
        if value and not (len(value) == 2 and value.isascii() and value.isalpha()):
            raise wrong(mark("A country is two letters, such as FR."))
        return value.upper()

    @model_validator(mode="after")
    def _asks_something(self) -> SegmentForm:
        if not (self.country or self.kind or self.since_from or self.since_until):
            raise wrong(mark("Say at least one thing that its customers have in common."))
        return self

    @property
    def rule(self) -> dict[str, str]:
        days = {"since_from": self.since_from, "since_until": self.since_until}
        given = {"country": self.country, "kind": self.kind}
        return given | {name: day.isoformat() for name, day in days.items() if day}


class UploadForm(Form):
    """A file of a kind that somebody takes."""

    kind: Annotated[Line, Field(max_length=20)]


class StartForm(Form):
    dry_run: bool = False
