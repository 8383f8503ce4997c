"""How a club is spoken of: its doors, its languages and its walls."""

from __future__ import annotations

from babel import Locale

from community.clubs.models import Entry, Role
from community.clubs.queries import ClubCard
from kernel import i18n
from kernel.i18n import gettext as _
from kernel.i18n import mark

WALLS = ("moss", "lake", "straw", "plaster", "heather", "fog")
LANGUAGES = ("fr", "en", "de", "es", "it", "nl", "pt", "pl", "br", "ar", "zh", "ja")
DOORS = {
    Entry.OPEN: mark("Open club"),
    Entry.REQUEST: mark("Club by request"),
    Entry.INVITATION: mark("Club by invitation"),
}
ROLES = {Role.HOST: mark("Host"), Role.TREASURER: mark("Treasurer of votes"), Role.MEMBER: mark("Member")}
MEANS = {
    Role.HOST: mark("Keeps the door, the charter, the meetings and the talk."),
    Role.TREASURER: mark("Opens ballots and closes them."),
    Role.MEMBER: mark("Talks, votes, signs and comes along."),
}


def door(club: ClubCard) -> str:
    """How one gets in."""
    return _("Private club, by invitation") if club.is_private else _(DOORS[club.entry])


def language_name(code: str) -> str:
    """A language in the reader's own."""
    named = Locale.parse(code).get_language_name(i18n.language.get()) if code in LANGUAGES else ""
    return (named or code).capitalize() if i18n.language.get() == "en" else str(named or code)


def languages() -> list[tuple[str, str]]:
    """Languages that a club may say it speaks, as choices."""
    return [(code, language_name(code)) for code in LANGUAGES]


def walls() -> list[tuple[str, str]]:
    """Paints with their names."""
    named = {
        "moss": _("Moss"),
        "lake": _("Lake"),
        "straw": _("Straw"),
        "plaster": _("Plaster"),
        "heather": _("Heather"),
        "fog": _("Fog"),
    }
    return [(wall, named[wall]) for wall in WALLS]


def role(name: Role) -> str:
    return _(ROLES[name])
