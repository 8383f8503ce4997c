"""What may be sent as a score, and what staff type when they write down a support that a customer gave elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, field_validator

from kernel import clock
from kernel.forms import Form, Line, wrong
from kernel.i18n import mark
from voting.ballots.means import LEVELS

EARLIEST = date(1970, 1, 1)
LARGEST = 2**31 - 1


class BehalfForm(Form):
    """Who wants which idea (one of the two is in the address), where they said so, and when."""

    choice: Annotated[int, Field(ge=1, le=LARGEST)]
    note: Annotated[Line, Field(min_length=3, max_length=300)]
    said_on: date
    q: Annotated[Line, Field(max_length=100)] = ""

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
