"""What may be sent as a score, and what staff type when they write down a support that a customer gave elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator

from kernel import clock
from kernel.forms import Form, Line, Text, wrong
from kernel.i18n import mark
from voting.ballots.means import LEVELS
from voting.ballots.models import Source

EARLIEST = date(1970, 1, 1)
LARGEST = 2**31 - 1
QUOTE = 2000


def _link(source: Source, note: str) -> None:
    if source == Source.LINK and not (note.startswith(("https://", "http://")) and urlsplit(note).hostname):
        raise wrong(mark("Put the whole address here, beginning with https://."))


class WordsForm(Form):
    """A customer's wish in their words, and how much it matters to them: 0 for nice to have, 3 for cannot go on without."""

    quote: Annotated[Text, Field(max_length=QUOTE)] = ""
    importance: Annotated[int, Field(ge=0, le=3)] = 0


class BehalfForm(WordsForm):
    """Who wants which idea (one of the two is in the address), by whom, where and when they said so."""

    choice: Annotated[int, Field(ge=1, le=LARGEST)]
    source: Source
    contact: Annotated[Line, Field(max_length=120)] = ""
    note: Annotated[Line, Field(max_length=300, validate_default=True)] = ""
    said_on: date
    q: Annotated[Line, Field(max_length=100)] = ""

    @field_validator("note")
    @classmethod
    def _evidence(cls, value: str, info: ValidationInfo) -> str:
        """Where it can be looked up again; a link has its address here."""
        _link(info.data.get("source", Source.OTHER), value)
        if len(value) < 3 and not info.data.get("quote"):
            raise wrong(mark("Give what they said or where it stands: one of the two can be looked up again."))
        return value

    @field_validator("said_on")
    @classmethod
    def _past(cls, value: date) -> date:
        if not EARLIEST <= value <= clock.today():
            raise wrong(mark("This day lies in the future or before 1970."))
        return value


class WithdrawalForm(Form):
    """Which line of the ledger ends."""

    event: Annotated[int, Field(ge=1, le=2**53)]


class ScoreForm(Form):
    """A score, and whether one would buy the design where that is asked beside it."""

    value: Annotated[int, Field(ge=LEVELS[0], le=LEVELS[-1])]
    wish: bool = False


class ProxyForm(Form):
    """Whom a member gives their vote to, by handle, and for which ballot; 0 for each."""

    holder: Annotated[Line, Field(min_length=1, max_length=40)]
    ballot: Annotated[int, Field(ge=0, le=LARGEST)] = 0


class PairForm(Form):
    """Two options that were shown, and the one that was picked; 0 for neither."""

    one: Annotated[int, Field(ge=1, le=LARGEST)]
    other: Annotated[int, Field(ge=1, le=LARGEST)]
    choice: Annotated[int, Field(ge=0, le=LARGEST)]
