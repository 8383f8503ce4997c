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
from voting.ballots.poll_queries import PollCard

MOST = 3
TOP = 5
LENGTH = 200
"""What the bar of a turnout is long."""


async def ballots(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of clubs: what is open to answer, else what was decided last; the same for all of a scope."""
    filled: dict[str, str] = {}
    anyone = replace(viewer, id=None)
    for key in keys:  # a home is one club's
        found = (await poll_queries.listing(anyone, club_id=int(key), size=MOST)).items
        last = None if found else await _decided(anyone, int(key))
        if found or last:
            context = {"open": [{**shown(one), "vote": _vote(one)} for one in found], "last": last}
            filled[key] = pages.fragment("voting/ballots/_club_ballots.html", **context)
    return filled


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
        "url": f"{ballot.url}/pairs" if ballot.kind == "picks" else ballot.url,
    }


async def _decided(viewer: Viewer, club_id: int) -> dict[str, Any] | None:
    """The latest that was counted, in a sentence; one question."""
    seen, values = poll_queries.visible_to(viewer)
    ballot = await db.row(
        f'SELECT b.id, b.title, b.closes_at, b.quorum, b."cast" AS handed_in, b.result FROM ballot b WHERE {seen} '
        "AND b.club_id = ? AND b.state = 'closed' AND b.result <> '' ORDER BY b.closes_at DESC, b.id DESC LIMIT 1",
        *values,
        club_id,
    )
    if ballot is None:
        return None
    told = json.loads(ballot["result"])["count"]
    names = i18n.format_list([told["options"][key] for key in told["winners"]])
    return {
        "title": ballot["title"],
        "url": f"/ballots/{ballot['id']}",
        "closed_at": ballot["closes_at"],
        "winners": names or _("Nothing was decided."),
        "is_quorate": ballot["handed_in"] >= ballot["quorum"],
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
