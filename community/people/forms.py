"""What may be typed about accounts."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from community.people import handles, passwords
from community.people.models import Role
from kernel.forms import Email, Form, Line, Text, wrong
from kernel.i18n import mark
from kernel.site import is_colour

Name = Annotated[Line, Field(min_length=1, max_length=80)]
Secret = Annotated[str, Field(max_length=1000)]


def _strong(password: str, info: ValidationInfo) -> str:
    weak = passwords.weakness(password, name=info.data.get("name", ""), email=info.data.get("email", ""))
    if weak:
        raise wrong(weak)
    return password


NewPassword = Annotated[str, Field(max_length=1000), AfterValidator(_strong)]
"""One that is not tried first by everybody; its field stands after those it must not repeat."""
REGIONS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


@cache
def zones() -> list[str]:
    """Time zones one may live in."""
    return sorted(zone for zone in available_timezones() if zone.startswith(REGIONS))


class SignInForm(Form):
    email: Line = ""
    password: Secret = ""


class SignUpForm(Form):
    name: Name
    email: Email
    password: NewPassword = Field("", validate_default=True)


class ResetForm(Form):
    email: Email


class NewPasswordForm(Form):
    password: NewPassword = Field("", validate_default=True)


class PasswordForm(NewPasswordForm):
    current: Secret = ""


class ProfileForm(Form):
    name: Name
    handle: Line
    bio: Annotated[Text, Field(max_length=600)] = ""
    language: Literal["", "fr", "en"] = ""
    zone: Line = ""
    unpicture: bool = False

    @field_validator("handle")
    @classmethod
    def short_and_plain(cls, handle: str) -> str:
        handle = handle.lower().removeprefix("@")
        if not handles.is_handle(handle):
            raise wrong(mark("A handle has 2 to 30 letters without accents, digits, - or _."))
        return handle

    @field_validator("zone")
    @classmethod
    def known(cls, zone: str) -> str:
        if zone and zone not in zones():
            raise wrong(mark("Choose one of the list."))
        return zone


class RoleForm(Form):
    role: Role


def _drawable(colour: str) -> str:
    if not is_colour(colour):
        raise wrong(mark("A colour is written #d9622b or oklch(0.73 0.17 50)."))
    return colour


Colour = Annotated[Line, AfterValidator(_drawable)]
BrandName = Annotated[Line, Field(min_length=1, max_length=60)]
Welcome = Annotated[Line, Field(max_length=240)]


class BrandForm(Form):
    name: BrandName
    accent: Colour
    site_language: Literal["fr", "en"]
    welcome_fr: Welcome = ""
    welcome_en: Welcome = ""
    unmark: bool = False

    def of_the_site(self) -> dict[str, str]:
        """The same under the names of the site's settings."""
        return {
            "name": self.name,
            "accent": self.accent,
            "language": self.site_language,
            "tagline_fr": self.welcome_fr,
            "tagline_en": self.welcome_en,
        }


class SetupForm(Form):
    code: Line
    brand: BrandName
    accent: Colour
    site_language: Literal["fr", "en"] = "fr"
    board: Annotated[Line, Field(min_length=1, max_length=80)]
    name: Name
    email: Email
    password: NewPassword = Field("", validate_default=True)


class ReasonForm(Form):
    """Why somebody of the team needs to see what is personal."""

    reason: Annotated[Line, Field(min_length=4, max_length=200)]
