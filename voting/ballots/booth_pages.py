"""The booth: filling a ballot in by presses that need no script, looking it over, casting it, taking the receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response

from kernel import forms, i18n, pages
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.i18n import gettext as _
from kernel.viewer import members
from kernel.web import get, post
from voting.ballots import booth, marks, poll_queries, polls, said, so_far, traces
from voting.ballots.marks import BLANK, FIELD, ORDER, Fault
from voting.ballots.opened import PAIRS, Opened, about, back, may_vote_now, opened, sheet_of


async def vote(request: Request) -> Response:
    found = await opened(request)
    if not may_vote_now(request.state.viewer, found) or found.ballot.kind == PAIRS:
        return pages.see_other(request, found.ballot.url)
    return await booth_page(request, found, {option: str(value) for option, value in (found.mine.marks or {}).items()})


async def fill_in(request: Request) -> Response:
    """One press in the booth: a move, a sum, a look at the whole, or the ballot itself."""
    found = await opened(request)
    form = await forms.sent(request)
    sent = {name: [str(value).replace("\0", "") for value in form.getlist(name)] for name in form}
    step, move = "".join(sent.get("step", [])[-1:]), "".join(sent.get("move", [])[-1:])
    may = may_vote_now(request.state.viewer, found) or (step == "cast" and not move)  # the database's clock decides
    if not may or found.ballot.kind == PAIRS:
        pages.said(request, said.state(found.ballot))
        return pages.see_other(request, found.ballot.url)
    options, method = [choice.id for choice in found.standing], found.ballot.method
    typed = booth.typed(method, sent, options)
    if move:
        after = booth.moved(method, typed, move, options, found.ballot.points)
        return await booth_page(request, found, after, moved=booth.number(move.partition(":")[2]))
    if step in ("sum", "change"):
        return await booth_page(request, found, typed)
    wanted = {BLANK: ["1"]} if step == "blank" else sent
    read = marks.read(method, wanted, poll_queries.terms_of(found.ballot, found.options))
    if isinstance(read, list):
        return await booth_page(request, found, typed, faults=read, status=422)
    if step != "cast":
        return await _review(request, found, read)
    return await _cast(request, found, read, typed)


async def _cast(request: Request, found: Opened, read: Mapping[int, int], typed: Mapping[int, str]) -> Response:
    viewer, terms = request.state.viewer, poll_queries.terms_of(found.ballot, found.options)
    trace = await traces.of(request, viewer.id)
    try:
        receipt = await polls.hand_in(viewer, found.ballot, terms, read, trace=trace)
    except Invalid as error:
        return await booth_page(request, found, typed, faults=[Fault(error.message)], status=422)
    except (Conflict, Forbidden) as error:
        pages.said(request, error.message)
        return pages.see_other(request, found.ballot.url)
    at = {"moment": i18n.format_datetime(receipt.at)}
    if not receipt.is_in_time:
        pages.said(request, _("Your ballot came in after the end, on %(moment)s: it does not count.") % at)
        return pages.see_other(request, found.ballot.url)
    return pages.see_other(request, f"{found.ballot.url}/receipt")


async def booth_page(
    request: Request,
    found: Opened,
    typed: Mapping[int, str],
    *,
    faults: Sequence[Fault] = (),
    moved: int = 0,
    status: int = 200,
) -> Response:
    ballot = found.ballot
    sheet = said.dressed(booth.sheet(ballot.method, found.standing, typed, said.whole(ballot), faults), ballot)
    if moved:
        sheet = said.moved(sheet, moved)
    context = {
        "ballot": ballot,
        "back": back(ballot),
        "mine": found.mine,
        "sheet": sheet,
        "so_far": await so_far.told(ballot, found.standing),
        "told": {**await about(ballot), **said.sums(sheet, ballot), "ask": said.ask(ballot, len(found.standing))},
    }
    return await pages.page(request, "voting/ballots/booth.html", context, status=status)


async def _review(request: Request, found: Opened, read: Mapping[int, int]) -> Response:
    """The ballot in words, once more before it is cast."""
    ballot = found.ballot
    sheet = sheet_of(found, read)
    shown = said.marked(sheet)
    kept = [(ORDER, line.choice.id) for line in shown] if ballot.kind == "ranks" else []
    kept = kept or [(f"{FIELD}{option}", value) for option, value in read.items()] or [(BLANK, 1)]
    context = {
        "ballot": ballot,
        "sheet": sheet,
        "shown": shown,
        "is_blank": not read,
        "left_out": said.left_out(sheet, shown),
        "kept": kept,
        "told": {**await about(ballot), **said.sums(sheet, ballot)},
    }
    return await pages.page(request, "voting/ballots/review.html", context)


async def receipt(request: Request) -> Response:
    """What one takes away; after the end of a secret ballot nobody can tell any more whose it was."""
    found = await opened(request)
    if not found.mine.code:
        return pages.see_other(request, found.ballot.url)
    ballot, marked = found.ballot, found.mine.marks or {}
    at = {"moment": said.moment(found.mine.cast_at)}
    context = {
        "ballot": ballot,
        "mine": found.mine,
        "lines": said.marked(sheet_of(found, marked)),
        "sheet_kind": ballot.kind,
        "is_blank": not marked and ballot.kind != PAIRS,
        "told": {
            "cast_at": _("Cast on %(moment)s.") % at,
            "may_change": may_vote_now(request.state.viewer, found),
            "until": said.state(ballot),
        },
    }
    return await pages.page(request, "voting/ballots/receipt.html", context)


routes = [
    get("/ballots/{id}/vote", vote, allow=members),
    post("/ballots/{id}/vote", fill_in, allow=members),
    get("/ballots/{id}/receipt", receipt, allow=members),
]
