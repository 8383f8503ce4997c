"""Holes that proxies fill: who votes for the viewer and whom they vote for; in a result, how many were cast so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kernel import clock, pages
from kernel.features import Slot
from kernel.viewer import Viewer
from voting.ballots import proxy_queries
from voting.ballots.proxy_queries import Carried, Taking


@dataclass(frozen=True)
class Told:
    """What a ballot's page says of the viewer's vote."""

    ballot: Taking
    club_url: str
    given: Carried | None
    carried: Sequence[str]


async def fill(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of ballots that take proxies and of whose clubs the viewer is a member."""
    if not viewer.clubs:
        return {}
    taking = await proxy_queries.taking([int(key) for key in keys], viewer.clubs)
    filled: dict[str, str] = {}
    for ballot, slug in taking:
        if ballot.takes_proxies_at(clock.now()):
            told = await _told(viewer, ballot, slug)
            filled[str(ballot.id)] = pages.fragment("voting/ballots/_proxy.html", told=told)
    return filled


async def _told(viewer: Viewer, ballot: Taking, slug: str) -> Told:
    given, carried = await proxy_queries.between(viewer, ballot)
    return Told(ballot, f"/clubs/{slug}", given, [one.giver.name for one in carried])


async def used(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of ballots that closed."""
    found = await proxy_queries.shares([int(key) for key in keys])
    return {
        str(number): pages.fragment("voting/ballots/_proxies_used.html", shares=shares)
        for number, shares in found.items()
    }


slots = [Slot("ballot.proxy", fill, personal=True), Slot("ballot.proxies", used)]
