"""Holes that ballots fill on a club's pages: the question that is open, and the club's own order of ideas."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from community.clubs import queries as clubs
from kernel import clock, db, i18n, pages
from kernel.features import Ask, Slot
from kernel.i18n import gettext as _
from kernel.slots import Told
from kernel.viewer import Viewer
from voting.ballots import order, poll_queries, poll_rules, said, wording
from voting.ballots.models import BallotState
from voting.ballots.poll_queries import PollCard

MOST = 3
TOP = 5
LENGTH = 200
"""What the bar of a turnout is long."""


_LAST = (
    "(SELECT d.id FROM ballot d WHERE d.club_id = ? AND d.state = 'closed' AND d.hidden_at IS NULL AND d.result <> '' "
    "ORDER BY d.closes_at DESC, d.id DESC LIMIT 1)"
)


async def ballots(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of clubs: what is open to answer, else what was decided last; the same for all of a scope."""
    filled: dict[str, str] = {}
    anyone = replace(viewer, id=None)
    for key in keys:  # a home is one club's
        found = await _standing(anyone, int(key))
        open_ones = [card for card, _told in found if card.state == BallotState.OPEN]
        if found:
            last = None if open_ones else _decided(*found[0])
            context = {"open": [{**shown(one), "vote": _vote(one)} for one in open_ones], "last": last}
            filled[key] = pages.fragment("voting/ballots/_club_ballots.html", **context)
    return filled


async def _standing(viewer: Viewer, club_id: int) -> list[tuple[PollCard, str]]:
    """What is open, what closes first before the others, and behind it the latest that was counted, with its result."""
    seen, values = poll_queries.visible_to(viewer)
    me = viewer.id or 0
    rows = await db.rows(
        f"SELECT {poll_queries.COLUMNS}, CASE b.state WHEN 'closed' THEN b.result ELSE '' END AS told {poll_queries.FROM} "
        f"WHERE {seen} AND b.club_id = ? AND (b.state = 'open' OR b.id = {_LAST}) "
        f"ORDER BY CASE b.state WHEN 'open' THEN 0 ELSE 1 END, b.closes_at, b.id LIMIT {MOST}",
        *(me, me, *values, club_id, club_id),
    )
    results = [row.pop("told") for row in rows]
    return [(poll_queries.card_of(viewer, row), result) for row, result in zip(rows, results, strict=True)]


def _vote(ballot: PollCard) -> str:
    """The key of the hole where the way to vote stands: until when, and whether by pairs."""
    return f"{ballot.id}:{int(ballot.closes_at.timestamp())}:{ballot.kind}"


def ask_roll(viewer: Viewer, keys: list[str]) -> Ask | None:
    """Whether the viewer is among those asked, and has voted."""
    if not viewer.is_member:
        return None
    ids = [int(key.split(":")[0]) for key in keys]
    sql = (
        "SELECT ballot_id AS number, CASE WHEN cast_at IS NULL THEN 0 ELSE 1 END AS value FROM elector "
        f"WHERE person_id = ? AND ballot_id IN ({db.marks(ids)})"
    )
    return Ask(sql, (viewer.id, *ids))


async def roll(viewer: Viewer, keys: list[str], told: Told) -> dict[str, str]:
    """For keys as `_vote` writes them: the way to vote for who is waited for, that they did for who voted."""
    found, now, filled = dict(told), clock.now().timestamp(), {}
    for key in keys:
        number, until, kind = key.split(":")
        has_voted = found.get(int(number))
        if has_voted or (has_voted == 0 and now < int(until)):
            url = f"/ballots/{number}/pairs" if kind == "picks" else f"/ballots/{number}"
            filled[key] = pages.drawn(
                "voting/ballots/_club_vote.html", url=url, has_voted=bool(has_voted), is_first=key == keys[0]
            )
    return filled


def shown(ballot: PollCard) -> dict[str, Any]:
    """A ballot as a club's pages show it; the bar is the part of the electors who voted, the tick the quorum."""
    whole = max(ballot.electors, ballot.quorum, 1)
    return {
        "ballot": ballot,
        "state": said.state(ballot),
        "method": wording.method(ballot.method),
        "turnout": said.turnout(ballot),
        "width": round(LENGTH * min(ballot.cast / whole, 1), 1),
        "tick": round(LENGTH * ballot.quorum / whole, 1) if ballot.quorum else 0,
        "waits": ballot.is_open and ballot.is_elector and ballot.cast_at is None,
        "url": f"{ballot.url}/pairs" if ballot.kind == "picks" else ballot.url,
    }


def _decided(ballot: PollCard, result: str) -> dict[str, Any]:
    """What a ballot decided, in a sentence."""
    told = json.loads(result)["count"]
    names = i18n.format_list([told["options"][key] for key in told["winners"]])
    return {
        "title": ballot.title,
        "url": ballot.url,
        "closed_at": ballot.closes_at,
        "winners": names or _("Nothing was decided."),
        "is_quorate": ballot.is_quorate,
    }


async def ideas(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of clubs: the ideas their last ballot over ideas put first."""
    filled: dict[str, str] = {}
    for key in keys:
        found = await order.latest(viewer, int(key))
        if found:
            context = {"order": found, "lines": found.lines[:TOP], "more": len(found.lines) > TOP}
            filled[key] = pages.fragment("voting/ballots/_club_order.html", **context)
    return filled


async def ask(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of clubs: the way to ask a question there, for who may."""
    if viewer.suspended:
        return {}
    found = await clubs.cards(viewer, [int(key) for key in keys if int(key) in viewer.clubs])
    return {
        str(number): pages.fragment("voting/ballots/_club_ask.html", club=club)
        for number, club in found.items()
        if poll_rules.may_make(viewer, club)
    }


slots = [
    Slot("club.ballots", ballots),
    Slot("club.vote", roll, personal=True, asks=ask_roll),
    Slot("club.order", ideas),
    Slot("club.ask", ask, personal=True),
]
