"""Two cards, one is picked: by thumb, by key, without a script as well as with one; the last pick can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kernel import forms, pages
from kernel.errors import Invalid, Missing
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, members
from kernel.web import get, number, post
from voting.ballots import pairs, poll_queries, polls, said, subjects, traces
from voting.ballots.forms import PairForm
from voting.ballots.opened import may_vote_now, opened
from voting.ballots.pairs import Course
from voting.ballots.poll_queries import Option, PollCard

PAGE = "voting/ballots/pairs.html"
MOST_MARKS = 60
"""So many pairs are drawn one by one in the progress; of more, the words are enough."""


async def index(request: Request) -> Response:
    return await _page(request, await _ballot(request))


async def pick(request: Request) -> Response:
    """One of the two, or neither."""
    viewer: Viewer = request.state.viewer
    ballot = await _ballot(request)
    filled = await forms.read(request, PairForm)
    sent = filled.data
    if sent is None or sent.one == sent.other or sent.choice not in (0, sent.one, sent.other):
        raise Invalid(_("Pick one of the two."), errors=filled.errors)
    try:
        given = {option: int(option == sent.choice) for option in (sent.one, sent.other)}
        receipt = await polls.cast(viewer, ballot.id, given, trace=await traces.of(request, viewer.id))
    except Invalid as error:  # one of the two was withdrawn meanwhile
        pages.said(request, error.message)
        return pages.see_other(request, _address(ballot))
    if not receipt.is_in_time:
        pages.said(request, _("The ballot had closed: this pick came too late and does not count."))
        return pages.see_other(request, ballot.url)
    return await _onwards(request, ballot)


async def undo(request: Request) -> Response:
    """The last answer is taken back, and the same two are shown once more."""
    viewer: Viewer = request.state.viewer
    ballot = await _ballot(request)
    answered = (await pairs.course(viewer, ballot.id, await poll_queries.options(ballot.id))).shown
    if not answered:
        return await _onwards(request, ballot)
    last = answered[-1]
    await polls.unpick(viewer, ballot.id, last.low, last.high)
    return await _onwards(request, ballot, again=(last.low, last.high))


async def look_again(request: Request) -> Response:
    """What was passed over is shown once more."""
    viewer: Viewer = request.state.viewer
    ballot = await _ballot(request)
    for one in (await pairs.course(viewer, ballot.id, await poll_queries.options(ballot.id))).passed:
        await polls.unpick(viewer, ballot.id, one.low, one.high)
    return await _onwards(request, ballot)


async def _onwards(request: Request, ballot: PollCard, again: tuple[int, int] | None = None) -> Response:
    if pages.by_htmx(request):
        return await _page(request, ballot, again=again, block="cards")
    return pages.see_other(request, _address(ballot) + ("?pair={}-{}".format(*again) if again else ""))


async def _page(
    request: Request, ballot: PollCard, *, again: tuple[int, int] | None = None, block: str = ""
) -> Response:
    viewer: Viewer = request.state.viewer
    options = await poll_queries.options(ballot.id)
    seen = await pairs.course(viewer, ballot.id, options)
    may = may_vote_now(viewer, await opened(request))
    pair = await _pair(request, viewer, ballot, options, seen, again) if may else None
    context = {
        "ballot": ballot,
        "state": said.state(ballot),
        "cards": await _cards(viewer, pair) if pair else [],
        "course": seen,
        "drawn": seen.total if seen.total <= MOST_MARKS else 0,
        "may": may,
    }
    return await pages.page(request, PAGE, context, block=block)


async def _pair(
    request: Request,
    viewer: Viewer,
    ballot: PollCard,
    options: Sequence[Option],
    seen: Course,
    again: tuple[int, int] | None,
) -> tuple[Option, Option] | None:
    """The pair that is asked for, when it is one that waits; else the fair next one."""
    wanted = again or _asked(request)
    known = {option.id: option for option in options if option.withdrawn_at is None}
    waits = {*wanted} <= known.keys() and wanted not in {(one.low, one.high) for one in seen.shown} if wanted else False
    if wanted and waits:
        return pairs.by_lot(int(viewer.id or 0), known[wanted[0]], known[wanted[1]])
    return await pairs.next_for(viewer, ballot.id, options, seen)


def _asked(request: Request) -> tuple[int, int] | None:
    one, _dash, other = request.query_params.get("pair", "").partition("-")
    if not all(text.isascii() and text.isdecimal() and len(text) < 10 for text in (one, other)) or one == other:
        return None
    low, high = sorted((int(one), int(other)))
    return low, high


async def _cards(viewer: Viewer, pair: tuple[Option, Option]) -> list[dict[str, Any]]:
    """The two, with what stands behind each."""
    shown = await subjects.seen(viewer, [(option.kind, option.subject) for option in pair if option.kind])
    return [
        {"option": option, "subject": shown.get((option.kind, option.subject)), "key": key}
        for key, option in enumerate(pair, start=1)
    ]


async def _ballot(request: Request) -> PollCard:
    found = await poll_queries.find(request.state.viewer, number(request))
    if found.kind != "picks" or found.state in ("draft", "cancelled"):
        raise Missing()
    return found


def _address(ballot: PollCard) -> str:
    return f"{ballot.url}/pairs"


routes = [
    get("/ballots/{id}/pairs", index, allow=members),
    post("/ballots/{id}/pairs", pick, allow=members),
    post("/ballots/{id}/pairs/undo", undo, allow=members),
    post("/ballots/{id}/pairs/again", look_again, allow=members),
]
