"""Who may take a mission, keep to it, and run it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from ambassadors.missions.models import MissionState, PartState
from kernel import clock
from kernel.viewer import Viewer

UNDER_WAY = (PartState.TAKEN, PartState.SENT, PartState.AGAIN)


class Taken(Protocol):
    """Somebody's part as far as rules ask."""

    @property
    def state(self) -> PartState: ...

    @property
    def until_at(self) -> datetime | None: ...


class Offered(Protocol):
    """A mission as far as rules ask: `mine` is the viewer's part in it."""

    @property
    def state(self) -> MissionState: ...

    @property
    def goal(self) -> str: ...

    @property
    def audience(self) -> str: ...

    @property
    def club_id(self) -> int | None: ...

    @property
    def opens_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...

    @property
    def mine(self) -> Taken | None: ...


def is_running(mission: Offered) -> bool:
    return mission.state == MissionState.OPEN and mission.opens_at <= clock.now() < mission.ends_at


def is_outside(viewer: Viewer, mission: Offered) -> bool:
    """Is it a club's, and the viewer none of its members?"""
    return mission.club_id is not None and mission.club_id not in viewer.clubs


def is_for(viewer: Viewer, mission: Offered) -> bool:
    """Is the viewer one of those whom it is offered to? In a club its members; never the team, who are paid otherwise."""
    return (
        viewer.is_member and not viewer.is_staff and not is_outside(viewer, mission) and viewer.within(mission.audience)
    )


def may_take(viewer: Viewer, mission: Offered) -> bool:
    """Once; again after leaving, not after a refusal."""
    free = mission.mine is None or mission.mine.state == PartState.LEFT
    return is_for(viewer, mission) and viewer.confirmed and not viewer.suspended and free and is_running(mission)


def may_leave(viewer: Viewer, mission: Offered) -> bool:
    return mission.mine is not None and mission.mine.state in UNDER_WAY


def may_send(viewer: Viewer, mission: Offered) -> bool:
    """What was asked for: until the mission ends, or a week after somebody was asked for more."""
    mine = mission.mine
    if mine is None or mission.goal or viewer.suspended:
        return False
    if mine.state == PartState.AGAIN and mine.until_at and clock.now() < mine.until_at:
        return True
    return mine.state in (PartState.TAKEN, PartState.AGAIN) and is_running(mission)


def may_keep(viewer: Viewer) -> bool:
    """The team makes missions, calls them off and says what came of them."""
    return viewer.is_staff and not viewer.suspended


def may_answer(viewer: Viewer, person_id: int) -> bool:
    """Nobody answers their own proof."""
    return may_keep(viewer) and viewer.id != person_id
