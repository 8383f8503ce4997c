"""What may be typed in: a mission, a proof, and what the team says of them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from ambassadors.missions.models import Verdict
from ideas.board.forms import Alt
from ideas.challenges.forms import Moment, Needed
from kernel.forms import Form, Line, Optional, Text, fitting, wrong
from kernel.i18n import mark

TITLE, BRIEF, WORDS = 160, 20_000, 5000
MOST_POINTS, MOST_PLACES = 100_000, 100_000


def _title(value: str) -> str:
    if not value:
        raise wrong(mark("A title is missing: what is there to do, in a few words?"))
    return fitting(value, TITLE)


def _brief(value: str) -> str:
    return fitting(value, BRIEF)


def _words(value: str) -> str:
    return fitting(value, WORDS)


def _needed(value: str) -> str:
    if not value:
        raise wrong(mark("Say why, in a sentence: the people it is about read it."))
    return fitting(value, WORDS)


def _said(value: str) -> str:
    if not value:
        raise wrong(mark("Say what came of it, in a sentence at least."))
    return fitting(value, BRIEF)


Reason = Annotated[Text, AfterValidator(_needed)]


class MissionForm(Form):
    """What a mission asks and gives; without a goal a proof is sent and read."""

    title: Annotated[Line, AfterValidator(_title)] = Field("", validate_default=True)
    brief: Annotated[Text, AfterValidator(_brief)] = ""
    goal: Line = ""
    target: Annotated[int, Field(ge=1, le=1000)] = 1
    place: Line = ""
    audience: Line = "ambassadors"
    places: Annotated[int | None, Optional] = Field(None, ge=1, le=MOST_PLACES)
    points: Annotated[int, Field(ge=0, le=MOST_POINTS)] = 0
    opens_at: Moment = None
    ends_at: Needed = Field(None, validate_default=True)


class TakingForm(Form):
    """Whether others may read who did it."""

    named: bool = False


class ProofForm(Form):
    """What shows that a mission is done: words, pictures, or both."""

    body: Annotated[Text, AfterValidator(_words)] = ""
    alt_1: Alt = ""
    alt_2: Alt = ""
    alt_3: Alt = ""

    @property
    def alts(self) -> list[str]:
        return [self.alt_1, self.alt_2, self.alt_3]


class AnswerForm(Form):
    """What the team says to a proof."""

    verdict: Annotated[Verdict | None, Optional] = None
    words: Annotated[Text, AfterValidator(_words)] = ""


class CallingOffForm(Form):
    """Why a mission is called off, and the part of the points for those who had begun, in percent."""

    reason: Reason = Field("", validate_default=True)
    share: Annotated[int, Field(ge=0, le=100)] = 50


class ReasonForm(Form):
    """Why something does not count any more."""

    reason: Reason = Field("", validate_default=True)


class ResultForm(Form):
    """What came of a mission."""

    result: Annotated[Text, AfterValidator(_said)] = Field("", validate_default=True)
