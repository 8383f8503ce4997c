"""What may be typed in about ideas, answers and boards."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from ideas.board import tags
from ideas.board.states import Approval, Counting, Status
from kernel import i18n, text
from kernel.forms import Form, Line, Optional, Text, at_most, fitting, wrong
from kernel.i18n import mark

TITLE = 200
BODY = 40_000
BANDS = ("S", "M", "L", "XL")


def _title(value: str) -> str:
    if not value:
        raise wrong(mark("A title is missing: one sentence, as you would say it in the shop."))
    if len(value) > TITLE:
        raise wrong(
            mark("Shorten it by %(over)s characters. The story has its place in the text."),
            over=i18n.format_number(len(value) - TITLE),
        )
    if not any(c.isalnum() for c in value):
        raise wrong(mark("A title needs some words."))
    return value


def _body(value: str) -> str:
    return fitting(value, BODY)


def _tags(value: str) -> str:
    found = tags.parse(value)
    if len(found) > tags.MOST:
        raise wrong(mark("Eight tags are enough. Take %(over)s away."), over=i18n.format_number(len(found) - tags.MOST))
    if long := [name for name in found if len(name) > tags.LONGEST]:
        raise wrong(mark("A tag has at most 40 characters: “%(tag)s” is longer."), tag=f"{long[0][:30]}…")
    return ", ".join(found)


Title = Annotated[Line, AfterValidator(_title)]
Body = Annotated[Text, AfterValidator(_body)]
Tags = Annotated[Line, AfterValidator(_tags)]
Alt = Annotated[Line, at_most(300)]


class EditForm(Form):
    """An idea's words and pictures."""

    title: Title = Field("", validate_default=True)
    body: Body = ""
    tags: Tags = ""
    language: Literal["", "fr", "en"] = ""
    alt_1: Alt = ""
    alt_2: Alt = ""
    alt_3: Alt = ""
    remove: list[str] = Field(default_factory=list)

    @property
    def tag_names(self) -> list[str]:
        return tags.parse(self.tags)

    @property
    def alts(self) -> list[str]:
        return [self.alt_1, self.alt_2, self.alt_3]


class ProposeForm(EditForm):
    """A new idea, with the board it goes to, and the club it is proposed in."""

    board: Line = ""
    club: Line = ""


class AnswerForm(Form):
    """What the brand says, and the state that follows."""

    status: Annotated[Status | None, Optional] = None
    body: Body = ""
    cost_band: Literal["", "S", "M", "L", "XL"] = ""
    promised_on: Annotated[date | None, Optional] = None
    would_change: Body = ""
    kept: bool = False


def _name(value: str) -> str:
    if not value:
        raise wrong(mark("A name is missing: one or two words."))
    return fitting(value, 80)


def _slug(value: str) -> str:
    if value and (len(value) > 60 or text.slug(value) != value or value == "-"):
        raise wrong(mark("Small letters without accents, digits and hyphens, such as walking-shoes."))
    return value


class BoardForm(Form):
    """A board and its doors; an empty address is made from the name."""

    name: Annotated[Line, AfterValidator(_name)] = Field("", validate_default=True)
    slug: Annotated[Line, AfterValidator(_slug)] = ""
    description: Annotated[Text, AfterValidator(_body)] = ""
    colour: Literal["fog", "moss", "straw", "plaster", "heather", "lake"] = "fog"
    see: Line = "everyone"
    propose: Line = "members"
    comment: Line = "members"
    support: Line = "members"
    is_open: bool = False
    is_one_way: bool = False
    approval: Approval = Approval.NOBODY
    approval_days: Annotated[int, Field(ge=1, le=60)] = 2
    counting: Counting = Counting.SITE
    owner_id: Annotated[int | None, Optional] = None
    unanswered_days: Annotated[int, Field(ge=0, le=365)] = 0
    guidance_en: Annotated[Text, AfterValidator(_body)] = ""
    guidance_fr: Annotated[Text, AfterValidator(_body)] = ""
