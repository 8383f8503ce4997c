"""Meetings that tests begin with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from community.clubs.queries import ClubCard
from community.meetings import actions, queries
from community.meetings.details import Details
from community.meetings.queries import MeetingCard
from tests import cast

SOON = datetime(2099, 12, 12, 9, 30)  # noqa: DTZ001 (an hour of the meeting's zone)


def told(title: str = "Trying on the lasts", **values: Any) -> Details:
    """What a host says of a meeting in Annecy, in two hours and a half."""
    given: dict[str, Any] = {"begins": SOON, "zone": "Europe/Paris", "place": "14 quai de la Tournette, Annecy"}
    given |= values
    given.setdefault("ends", given["begins"].replace(hour=min(given["begins"].hour + 2, 23)))
    return Details(title=title, **given)


async def plan(
    club: ClubCard | None, title: str = "Trying on the lasts", *, host: str = "", rule: str = "", **values: Any
) -> MeetingCard:
    """A meeting as its host sees it; of a series the first."""
    viewer = await cast.viewer(host or ("ada" if club else "mo"))
    ids = await actions.make(viewer, club, told(title, **values), rule=rule)
    return await queries.find(viewer, ids[0])
