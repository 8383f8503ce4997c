"""Who may do what with a club's wish list."""

from __future__ import annotations

from typing import Protocol

from community.clubs import rules as clubs
from community.clubs.queries import ClubCard
from kernel.viewer import Viewer
from voting.wishes.models import WishState


class Stated(Protocol):
    """A list as far as rules ask."""

    @property
    def state(self) -> WishState: ...


def may_write(viewer: Viewer, club: ClubCard) -> bool:
    """Hosts and treasurers of votes speak for the club."""
    return clubs.may_open_ballots(viewer, club)


def may_sign(viewer: Viewer, club: ClubCard, wishes: Stated) -> bool:
    """Members, until every item is answered."""
    return clubs.may_take_part(viewer, club) and wishes.state in (WishState.SIGNING, WishState.DELIVERED)


def may_unsign(viewer: Viewer, club: ClubCard, wishes: Stated) -> bool:
    """Until it is delivered: what the brand was told stays true."""
    return viewer.is_member and wishes.state == WishState.SIGNING


def may_answer(viewer: Viewer) -> bool:
    """The product team owes the answers."""
    return viewer.is_editor and not viewer.suspended
