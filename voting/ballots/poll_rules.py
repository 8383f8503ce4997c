"""Who may make, steer and see timed ballots."""

from __future__ import annotations

from typing import Protocol

from community.clubs import rules as clubs
from community.clubs.rules import Standing
from kernel.viewer import Viewer
from voting.ballots.models import BallotState

RUNNING = (BallotState.ANNOUNCED, BallotState.OPEN)


class Steered(Protocol):
    """A ballot as far as steering goes."""

    @property
    def state(self) -> BallotState: ...
    @property
    def may_steer(self) -> bool: ...


def may_make(viewer: Viewer, club: Standing | None) -> bool:
    """Hosts and treasurers of votes in their club; managers for the whole site."""
    if club is not None:
        return clubs.may_open_ballots(viewer, club)
    return viewer.is_manager and not viewer.suspended


def may_change(viewer: Viewer, ballot: Steered) -> bool:
    """Nothing of a ballot changes once it is announced."""
    return ballot.may_steer and ballot.state == BallotState.DRAFT and not viewer.suspended


def may_cancel(viewer: Viewer, ballot: Steered) -> bool:
    return ballot.may_steer and ballot.state in RUNNING and not viewer.suspended


def may_vote(viewer: Viewer) -> bool:
    return viewer.is_member and not viewer.suspended
