"""A ballot opened by a viewer: with its options, what is theirs of it, and what every page of it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from kernel.i18n import gettext as _
from kernel.viewer import CLUB, Viewer
from kernel.web import number
from voting.ballots import booth, poll_queries, poll_rules, said, subjects, wording
from voting.ballots.booth import Choice, Sheet
from voting.ballots.models import BallotState
from voting.ballots.plans import CASTING, PRESENT
from voting.ballots.poll_queries import Mine, Option, PollCard

PAIRS = "picks"


@dataclass(frozen=True)
class Opened:
    """A ballot with its options and how the viewer stands to it."""

    ballot: PollCard
    options: Sequence[Option]
    choices: Sequence[Choice]
    mine: Mine

    @property
    def standing(self) -> list[Choice]:
        out = {option.id for option in self.options if option.withdrawn_at}
        return [choice for choice in self.choices if choice.id not in out]


async def opened(request: Request) -> Opened:
    """The ballot of the address, for whom it is there."""
    viewer: Viewer = request.state.viewer
    ballot = await poll_queries.find(viewer, number(request))
    options = await poll_queries.options(ballot.id)
    seen = await subjects.seen(viewer, [(one.kind, one.subject) for one in options if one.kind])
    mine = await poll_queries.mine(viewer, ballot.id) if viewer.is_member else Mine()
    return Opened(ballot, options, said.choices(options, seen), mine)


def may_vote_now(viewer: Viewer, found: Opened) -> bool:
    """Might a ballot of the viewer's come in now? The database's clock and the electors' roll decide at last."""
    ballot = found.ballot
    may = poll_rules.may_vote(viewer) and ballot.is_open and bool(found.standing)
    return may and (found.mine.is_elector or _may_become(viewer, ballot))


def _may_become(viewer: Viewer, ballot: PollCard) -> bool:
    """Is the viewer of those asked, where nobody is written down before the ballot opens or before they vote?"""
    if ballot.frozen != CASTING and ballot.state == BallotState.OPEN:
        return False
    if ballot.audience.startswith(CLUB):
        return ballot.role is not None
    return ballot.audience == PRESENT or ballot.audience in viewer.audiences


def back(ballot: PollCard) -> dict[str, str]:
    """Where a ballot's page leads back to."""
    if ballot.club_url:
        return {"url": ballot.club_url, "name": ballot.club_name}
    return {"url": "/ballots", "name": _("Ballots")}


async def about(ballot: PollCard) -> dict[str, Any]:
    """What every page of a ballot says of it."""
    return {
        "state": said.state(ballot),
        "reason": said.reason(ballot),
        "until": said.state(ballot),
        "turnout": said.turnout(ballot),
        "electorate": await said.electorate(ballot),
        "method": wording.method(ballot.method),
        "steps": wording.steps(ballot.method),
        "ties": wording.ties(ballot.method),
        "opens": said.moment(ballot.opens_at),
        "closes": said.moment(ballot.closes_at),
        "total": False,
    }


def sheet_of(found: Opened, read: Mapping[int, int]) -> Sheet:
    """A sheet that holds these marks."""
    ballot = found.ballot
    typed = {option: str(value) for option, value in read.items()}
    return said.dressed(booth.sheet(ballot.method, found.standing, typed, said.whole(ballot)), ballot)
