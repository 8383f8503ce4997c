"""What may be typed in about a club, its charter and its people."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from community.clubs import wording
from community.clubs.models import Entry, Role
from kernel.forms import Form, Line, Text, at_most, wrong
from kernel.i18n import mark

NAME, SUMMARY, PLACE, QUESTION, CHARTER, REASON = 80, 200, 80, 300, 20_000, 600


def _name(value: str) -> str:
    if not value:
        raise wrong(mark("A name is missing: what members call it among themselves."))
    if not any(sign.isalnum() for sign in value):
        raise wrong(mark("A name needs some words."))
    return value


def _needed(value: str) -> str:
    if not value:
        raise wrong(mark("This is missing."))
    return value


def _language(value: str) -> str:
    if value and value not in wording.LANGUAGES:
        raise wrong(mark("Choose one of the list."))
    return value


def _wall(value: str) -> str:
    if value not in wording.WALLS:
        raise wrong(mark("Choose one of the list."))
    return value


Name = Annotated[Line, AfterValidator(_name), at_most(NAME)]
Charter = Annotated[Text, at_most(CHARTER)]
Reason = Annotated[Text, AfterValidator(_needed), at_most(REASON)]


class ClubWords(Form):
    """What a club says of itself. A private one lets in by invitation alone: nobody else knows that it is there."""

    name: Name = Field("", validate_default=True)
    summary: Annotated[Line, at_most(SUMMARY)] = ""
    place: Annotated[Line, at_most(PLACE)] = ""
    language: Annotated[Line, AfterValidator(_language)] = ""
    wall: Annotated[Line, AfterValidator(_wall)] = wording.WALLS[0]
    entry: Entry = Entry.OPEN
    question: Annotated[Line, at_most(QUESTION)] = ""
    is_private: bool = False

    @property
    def columns(self) -> dict[str, object]:
        kept = self.model_dump(exclude={"remove_picture", "charter"})
        return {**kept, "entry": Entry.INVITATION if self.is_private else self.entry}


class ClubForm(ClubWords):
    """The same for one that is there, whose picture may be taken down."""

    remove_picture: bool = False


class FoundForm(ClubWords):
    """The same for a new one, with its first charter."""

    charter: Charter = ""


class CharterForm(Form):
    """A charter, whole."""

    body: Annotated[Charter, AfterValidator(_needed)] = Field("", validate_default=True)


class RoleForm(Form):
    """What a member is to be in the club."""

    role: Role


class HandoverForm(Form):
    """Who becomes a host in one's place, and what one is from then on."""

    to: int
    stay: Literal["member", "host"] = "member"


class ReasonForm(Form):
    """Why."""

    reason: Reason = Field("", validate_default=True)


class MergeForm(Form):
    """The address of the club to become a part of."""

    into: Annotated[Line, AfterValidator(_needed)] = Field("", validate_default=True)
