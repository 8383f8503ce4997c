"""What may be typed in about challenges, and what is said when it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from ideas.board.forms import Alt
from kernel import clock, i18n, text
from kernel.forms import Filled, Form, Line, Optional, Text, at_most, wrong
from kernel.i18n import gettext as _
from kernel.i18n import mark, ngettext

DATES = ("opens_at", "scoring_at", "jury_at", "result_at", "production_at")
WEIGHTS = ("weight_public", "weight_jury", "weight_demand")
TEXT = 20_000


def _words(value: str) -> str:
    if not value:
        raise wrong(mark("This is missing."))
    return value


def _slug(value: str) -> str:
    if value and (len(value) > 60 or text.slug(value) != value or value in ("-", "new")):
        raise wrong(mark("Small letters without accents, digits and hyphens, such as walking-shoes."))
    return value


def _moment(value: Any) -> Any:
    """A day and an hour as a browser or a person writes them; an empty field is None."""
    if value is None or isinstance(value, datetime) or not str(value).strip():
        return value or None
    try:
        found = datetime.fromisoformat(str(value).strip())
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year <= 2100:
        raise wrong(mark("A day and an hour are needed, such as 2026-11-30 18:00."))
    return found


def _needed(value: datetime | None) -> datetime:
    if value is None:
        raise wrong(mark("A day and an hour are needed, such as 2026-11-30 18:00."))
    return value


Moment = Annotated[datetime | None, BeforeValidator(_moment)]
Needed = Annotated[datetime | None, BeforeValidator(_moment), AfterValidator(_needed)]
Percent = Annotated[int, Field(ge=0, le=100)]


class ChallengeForm(Form):
    """A brief with its prize, calendar and weights; an empty address is made from the title."""

    title: Annotated[Line, AfterValidator(_words), at_most(160)] = Field("", validate_default=True)
    slug: Annotated[Line, AfterValidator(_slug)] = ""
    brief: Annotated[Text, AfterValidator(_words), at_most(TEXT)] = Field("", validate_default=True)
    rules: Annotated[Text, at_most(TEXT)] = ""
    prize: Annotated[Line, AfterValidator(_words), at_most(300)] = Field("", validate_default=True)
    template: Line = ""
    idea: Annotated[int | None, Optional] = None
    enter: Line = "members"
    most: Annotated[int, Field(ge=1, le=50)] = 3
    royalty: Annotated[Decimal, Field(ge=0, le=50, decimal_places=2)] = Decimal(5)
    opens_at: Needed = Field(None, validate_default=True)
    scoring_at: Needed = Field(None, validate_default=True)
    jury_at: Needed = Field(None, validate_default=True)
    result_at: Needed = Field(None, validate_default=True)
    production_at: Moment = None
    weight_public: Percent = 50
    weight_jury: Percent = 30
    weight_demand: Percent = 20
    alt_1: Alt = ""
    alt_2: Alt = ""
    alt_3: Alt = ""
    remove: list[str] = Field(default_factory=list)

    @property
    def alts(self) -> list[str]:
        return [self.alt_1, self.alt_2, self.alt_3]


class ReasonForm(Form):
    """Why a challenge is called off."""

    reason: Annotated[Text, AfterValidator(_words), at_most(600)] = Field("", validate_default=True)


class EntryForm(Form):
    """The design to enter."""

    design: int


def in_zone(moment: datetime | None, zone: str) -> datetime | None:
    """What was typed, in the brand's zone unless it named one, as a moment."""
    if moment is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=i18n.timezone(zone))
    return aware.astimezone(UTC)


def is_skipped(moment: datetime | None, zone: str) -> bool:
    """Is it an hour that does not exist: the one that is left out in the night in which clocks go forward?"""
    held = in_zone(moment, zone)
    if moment is None or held is None or moment.tzinfo:
        return False
    return held.astimezone(i18n.timezone(zone)).replace(tzinfo=None) != moment


def as_typed(moment: datetime | None, zone: str) -> str:
    """A moment as a field of the form holds it."""
    return moment.astimezone(i18n.timezone(zone)).strftime("%Y-%m-%dT%H:%M") if moment else ""


def check_calendar(filled: Filled[ChallengeForm], dates: Mapping[str, datetime | None], moved: set[str]) -> None:
    """Every date after the one before it, and those that are moved still to come."""
    before: datetime | None = None
    for name in DATES:
        moment = dates[name]
        if moment is None:
            continue
        if before and moment <= before:
            filled.refuse(name, _("It must come after the date before it."))
        elif name in moved and moment <= clock.now():
            filled.refuse(name, _("This must be still to come."))
        before = moment


def check_weights(filled: Filled[ChallengeForm]) -> None:
    """The three weights share out a hundred."""
    total = sum(getattr(filled.valid, name) for name in WEIGHTS)
    if total != 100:
        said = ngettext(
            "The three weights must add up to 100; now it is %(total)s.",
            "The three weights must add up to 100; now they add up to %(total)s.",
            total,
        )
        filled.refuse("weight_public", said % {"total": i18n.format_number(total)})
