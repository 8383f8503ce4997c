"""What may be typed in about perks, and what is said when it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from ambassadors.perks.cards import Told
from ambassadors.perks.models import Gives
from ambassadors.perks.pool import LONGEST
from ideas.challenges.forms import Moment, as_typed, in_zone, is_skipped
from kernel.forms import Filled, Form, Line, Optional, Text
from kernel.i18n import gettext as _

MOMENTS = ("opens_at", "closes_at", "from_at", "until_at")
LASTS = ("days", "from_at", "until_at")
ALWAYS = ("name", "body", "price", "audience", "most_each", "opens_at", "closes_at", "position")
PARTS: Mapping[Gives, tuple[str, ...]] = {
    Gives.CODE: ("until_at",),
    Gives.PERCENT: ("percent", "code", "days", "until_at"),
    Gives.SEAT: ("meeting_id", "stock"),
    Gives.EARLY: ("stock", *LASTS),
    Gives.NAMING: ("label", "stock", "until_at"),
    Gives.BADGE: ("label", "stock", *LASTS),
    Gives.THANKS: ("stock",),
    Gives.RELEASE: ("label", "idea_id", "stock", "from_at"),
}
"""Which fields a perk has beside those that all have, by what it gives."""
NEEDED: Mapping[Gives, tuple[str, ...]] = {
    Gives.PERCENT: ("percent",),
    Gives.SEAT: ("meeting_id", "stock"),
    Gives.NAMING: ("label", "stock"),
    Gives.BADGE: ("label",),
    Gives.RELEASE: ("label",),
}
Many = Annotated[int, Field(ge=1, le=1_000_000)]


class PerkForm(Form):
    """A perk as staff describe it; which fields count is said by what it gives."""

    name: Annotated[Line, StringConstraints(min_length=1, max_length=80)]
    body: Annotated[Text, StringConstraints(max_length=5000)] = ""
    price: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    audience: Annotated[Line, StringConstraints(max_length=60)] = "members"
    most_each: Annotated[int, Field(ge=1, le=100)] = 1
    stock: Annotated[Many | None, Optional] = None
    opens_at: Moment = None
    closes_at: Moment = None
    percent: Annotated[Annotated[int, Field(ge=1, le=100)] | None, Optional] = None
    days: Annotated[Annotated[int, Field(ge=1, le=3650)] | None, Optional] = None
    from_at: Moment = None
    until_at: Moment = None
    label: Annotated[Line, StringConstraints(max_length=80)] = ""
    code: Annotated[Line, StringConstraints(max_length=LONGEST)] = ""
    meeting_id: Annotated[Annotated[int, Field(ge=1, le=2**31 - 1)] | None, Optional] = None
    idea_id: Annotated[Annotated[int, Field(ge=1, le=2**31 - 1)] | None, Optional] = None
    position: Annotated[int, Field(ge=-1000, le=1000)] = 0


class TakeForm(Form):
    """What somebody says who takes a perk; `had` is how many of it they had when they read the page."""

    had: Annotated[int, Field(ge=0, le=1000)] = 0
    words: Annotated[Line, StringConstraints(max_length=60)] = ""
    idea: Annotated[Annotated[int, Field(ge=1, le=2**31 - 1)] | None, Optional] = None


class ReasonForm(Form):
    """Why staff do something to what is somebody's."""

    reason: Annotated[Line, StringConstraints(min_length=1, max_length=300)]


class EndForm(ReasonForm):
    """Why a perk ends, and whether what is unused is called back."""

    recall: bool = False


def told_of(filled: Filled[PerkForm], gives: Gives, zone: str) -> Told:
    """What a form says of a perk of one kind; what the kind has not is left out. More may be wrong with it: ask `ok` after."""
    data, kept = filled.valid, {*ALWAYS, *PARTS.get(gives, ())}
    for name in NEEDED.get(gives, ()):
        if not getattr(data, name):
            filled.refuse(name, _("This is missing."))
    if gives == Gives.BADGE and len(data.label) > 24:
        filled.refuse("label", _("A badge has 24 characters at most."))
    moments = {name: _moment(filled, name, zone) for name in MOMENTS}
    for first, last in (("opens_at", "closes_at"), ("from_at", "until_at")):
        before, after = moments[first], moments[last]
        if before and after and after <= before:
            filled.refuse(last, _("It must come after the date before it."))
    values = {**{name: getattr(data, name) for name in Told.__dataclass_fields__}, **moments}
    return Told(**{name: value for name, value in values.items() if name in kept})


def _moment(filled: Filled[PerkForm], name: str, zone: str) -> datetime | None:
    typed: datetime | None = getattr(filled.valid, name)
    if is_skipped(typed, zone):
        filled.refuse(name, _("That night the clocks go forward: this hour does not exist."))
    return in_zone(typed, zone)


def as_words(values: Mapping[str, Any], zone: str) -> dict[str, Any]:
    """A perk's values as the form holds them."""
    shown = {name: "" if value is None else value for name, value in values.items()}
    return {**shown, **{name: as_typed(values.get(name), zone) for name in MOMENTS}}
