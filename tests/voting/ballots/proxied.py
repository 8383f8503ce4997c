"""Ballots of a club that take proxies, as rows, for tests that need no engine."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from community.clubs.queries import ClubCard
from kernel import clock
from tests import cast
from voting.ballots.models import Ballot, BallotState, Elector


async def ballot(club: ClubCard, *, days: float = 2, **values: Any) -> Ballot:
    """One that is open and closes in some days."""
    now = clock.now()
    told: dict[str, Any] = {
        "club_id": club.id,
        "by_id": (await cast.person("ada")).id,
        "slug": "where",
        "title": "Where do we run?",
        "method": "approval",
        "audience": club.named,
        "state": BallotState.OPEN,
        "takes_proxies": True,
        "opens_at": now,
        "closes_at": now + timedelta(days=days),
        "created_at": now,
    }
    return await Ballot.create(**told | values)


async def cast_through(ballot: Ballot, giver: str, holder: str) -> None:
    """What closing writes for whoever did not vote."""
    people = [await cast.person(name) for name in (giver, holder)]
    for person, through in ((people[1], None), (people[0], people[1].id)):
        await Elector.update_or_create(
            {"cast_at": clock.now(), "through_id": through}, ballot_id=ballot.id, person_id=person.id
        )
