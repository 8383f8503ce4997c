"""The page of a result: what was decided, how that came about, one's own ballot again, and the files to count it from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kernel import i18n, pages
from kernel.i18n import gettext as _
from kernel.i18n import ngettext
from voting.ballots import doubt_words, poll_queries, receipts, results, said, telling, wording
from voting.ballots.booth import Choice
from voting.ballots.counted import Count, Matter, Round
from voting.ballots.opened import Opened, about, back, sheet_of
from voting.ballots.poll_queries import PollCard
from voting.ballots.results import Result, Told
from voting.ballots.rounds import figure

FORMS = {"csv": "CSV", "blt": "BLT", "pb": "PB", "soi": "SOI", "soc": "SOC"}


async def page(request: Request, found: Opened) -> Response:
    """A counted ballot."""
    ballot, result = found.ballot, await results.result(found.ballot.id, request.state.viewer)
    if result is None:
        raise LookupError(f"ballot {ballot.id} is counted and has no result")
    context = {
        "ballot": ballot,
        "back": back(ballot),
        "story": story(ballot, found.choices, result),
        "weighed": _weighed(found.choices, result),
        "doubt": doubt_words.lines(ballot, result, {one.id: one.title for one in found.choices}),
        "files": [{"name": FORMS[form], "url": f"{ballot.url}/file.{form}"} for form in result.forms],
        "told": {**await about(ballot), **_notes(ballot, result)},
        **await _found(request, found),
    }
    return await pages.page(request, "voting/ballots/outcome.html", context)


def story(ballot: PollCard, choices: Sequence[Choice], result: Result) -> telling.Story:
    """A kept result as its page tells it."""
    titles, costs = {one.id: one.title for one in choices}, {one.id: one.cost for one in choices}
    matter = Matter(
        {str(option): titles[option] for option in result.options},
        seats=result.seats,
        cast=result.cast,
        electors=result.electors,
        quorum=result.quorum,
        budget=ballot.budget,
        currency=ballot.currency,
        costs={str(option): costs[option] for option in result.options},
    )
    return telling.story(count_of(result.plain), matter, count_of(result.beside))


def count_of(told: Told) -> Count:
    """What one method says, its options by keys of text."""
    rounds = tuple(
        Round(
            one.kind,
            {str(option): total for option, total in one.totals.items()},
            _keys(one.elected),
            _keys(one.excluded),
            one.parted_by,
            one.about,
        )
        for one in told.rounds
    )
    return Count(told.method, _keys(told.winners), _keys(told.order), rounds, told.details)


def _keys(options: Sequence[int]) -> tuple[str, ...]:
    return tuple(map(str, options))


def _notes(ballot: PollCard, result: Result) -> dict[str, Any]:
    """What stands beside the count."""
    blank = ngettext("%(count)s was blank.", "%(count)s were blank.", result.blank)
    other = _("The method was announced before the vote. On the same ballots another one says:")
    return {
        "closed": _("Closed on %(moment)s") % {"moment": said.moment(ballot.closes_at)},
        "blank": blank % {"count": i18n.format_number(result.blank)} if result.blank else "",
        "announced": other,
    }


def _weighed(choices: Sequence[Choice], result: Result) -> dict[str, Any] | None:
    """The plain totals and those by worth, side by side; the plain ones decide."""
    if result.weighted is None or not result.plain.rounds or not result.weighted.rounds:
        return None
    titles = {one.id: one.title for one in choices}
    plain, weighed = result.plain.rounds[0].totals, result.weighted.rounds[0].totals
    same = result.weighted.winners == result.plain.winners
    return {
        "intro": _("By worth the outcome would be the same.")
        if same
        else _("By worth it would have been %(names)s.")
        % {"names": i18n.format_list([titles[option] for option in result.weighted.winners])},
        "is_first": len(result.plain.rounds) > 1,
        "rows": [
            {
                "name": titles[option],
                "plain": figure(plain.get(option, 0)),
                "weighed": wording.share(_part(weighed, option)),
                "share": wording.share(_part(plain, option)),
            }
            for option in result.plain.order
        ],
    }


def _part(totals: Mapping[int, float], option: int) -> float:
    whole = sum(totals.values())
    return totals.get(option, 0) / whole if whole else 0.0


async def _found(request: Request, found: Opened) -> dict[str, Any]:
    """One's own ballot: by the code that is asked for, or by the viewer where it can still be told."""
    asked = request.query_params.get("receipt", "").replace("\0", "")[:40]
    lost, shown = "", None
    if asked:
        answer = await poll_queries.by_receipt(found.ballot.id, asked)
        if answer:
            shown = _shown(found, answer["receipt"], answer["marks"], _("The ballot of this code"))
        else:
            lost = _("No ballot has this code. Look again at the letters and digits of your receipt.")
    elif found.mine.code:
        shown = _shown(found, found.mine.code, found.mine.marks or {}, _("Your receipt"))
    return {"found": shown, "asked": asked, "lost": lost}


def _shown(found: Opened, code: str, marks: Mapping[int, int], title: str) -> dict[str, Any]:
    sheet = sheet_of(found, marks)
    return {
        "code": receipts.shown(code),
        "lines": said.marked(sheet),
        "is_blank": not marks and found.ballot.kind != "picks",
        "title": title,
    }
