"""What upper wings bring to the pages of a club: their tab, and what they have that is new."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from community.clubs.queries import ClubCard
from kernel import db
from kernel.features import the_house
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Tab:
    """A room of a club: `url` holds `{slug}`, `label` is a message id, `place` orders them.

    `allow` may ask only what all viewers of one scope share: that they belong to the club, not in which role.
    """

    key: str
    label: str
    url: str
    place: int
    allow: Callable[[Viewer, ClubCard], bool] = lambda viewer, club: True


@dataclass(frozen=True)
class News:
    """Things of a club that its home tells of: a SELECT of `at`, `number`, `title` with one mark, the club's number.

    `say` makes a sentence and an address out of such a row.
    """

    kind: str
    sql: str
    say: Callable[[ClubCard, db.Row], tuple[str, str]]
    for_members: bool = False


def tabs(viewer: Viewer, club: ClubCard) -> list[Tab]:
    """The rooms of a club that are open to the viewer, in their order."""
    found: list[Tab] = the_house().registered("club.tabs")
    return sorted((tab for tab in found if tab.allow(viewer, club)), key=lambda tab: tab.place)


def office(viewer: Viewer, club: ClubCard) -> list[Tab]:
    """What its hosts may do with a club, page by page."""
    found: list[Tab] = the_house().registered("club.office")
    return sorted((tab for tab in found if tab.allow(viewer, club)), key=lambda tab: tab.place)


def news(club: ClubCard) -> list[News]:
    """The kinds of news that may be told: what is for members stays among them, and all that a private club does."""
    found: list[News] = the_house().registered("club.news")
    return [one for one in found if club.is_member or not (one.for_members or club.is_private)]
