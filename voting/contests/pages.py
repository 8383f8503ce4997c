"""The jury's pages, the result and the file it can be made again from."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.people import queries as people
from ideas.challenges import phases, wording
from ideas.challenges import queries as challenges
from ideas.challenges.models import Phase
from ideas.challenges.queries import ChallengeCard
from ideas.studio import queries as studio
from kernel import api, clock, i18n, pages
from kernel.errors import Conflict, Invalid, Missing
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, number, post
from voting.contests import actions, queries, rules
from voting.contests.result import PARTS, used_weights


async def jury(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    challenge, judge = await queries.judged(viewer, request.path_params["slug"])
    lines, given = await queries.in_turn(judge, challenge.id), await queries.marks(judge.id)
    cards = await studio.cards(viewer, [line.design_id for line in lines])
    scores = await queries.scores([line.design_id for line in lines], challenge.jury_at) if judge.done_at else {}
    shown = [
        {
            "id": line.id,
            "number": place,
            "card": cards[line.design_id],
            "marks": list(given.get(line.id, {}).values()),
            "scores": scores.get(line.design_id),
        }
        for place, line in enumerate(lines, 1)
        if line.design_id in cards
    ]
    context = {
        "challenge": challenge,
        "judge": judge,
        "criteria": await queries.criteria(challenge.id),
        "entries": shown,
        "marked": sum(bool(one["marks"]) for one in shown),
        "may_mark": rules.may_mark(viewer, challenge, is_done=bool(judge.done_at)),
        "until": await _until(challenge),
    }
    return await pages.page(request, "voting/contests/jury.html", context)


async def _until(challenge: ChallengeCard) -> str:
    """When the jury begins, or by when marks are handed in."""
    lines = {line["name"]: line["from"] for line in wording.calendar(challenge)}
    wanted = Phase.RESULT if challenge.phase == Phase.JURY else Phase.JURY
    return str(lines.get(phases.label(wanted), ""))


async def judging(request: Request) -> Response:
    return await _judging(request, problem="", typed={})


async def _judging(request: Request, *, problem: str, typed: dict[int, int], status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    challenge, judge = await queries.judged(viewer, request.path_params["slug"])
    if not rules.may_mark(viewer, challenge, is_done=bool(judge.done_at)):
        return pages.see_other(request, f"{challenge.url}/jury")
    lines, given = await queries.in_turn(judge, challenge.id), await queries.marks(judge.id)
    place = next((n for n, line in enumerate(lines) if line.id == number(request)), None)
    card = (
        (await studio.cards(viewer, [lines[place].design_id])).get(lines[place].design_id)
        if place is not None
        else None
    )
    if place is None or card is None:
        raise Missing()
    held = {**given.get(lines[place].id, {}), **typed}
    context = {
        "challenge": challenge,
        "entry": lines[place],
        "card": card,
        "place": place + 1,
        "total": len(lines),
        "marked": len(given),
        "criteria": [(look, held.get(look.id)) for look in await queries.criteria(challenge.id)],
        "problem": problem,
    }
    return await pages.page(request, "voting/contests/judging.html", context, status=status)


async def mark(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    challenge, judge = await queries.judged(viewer, request.path_params["slug"])
    entry = await challenges.entry(challenge.id, number(request))
    sent = await request.form()
    typed = {
        look.id: int(str(sent[name]))
        for look in await queries.criteria(challenge.id)
        if (name := f"mark_{look.id}") in sent and str(sent[name]) in ("0", "1", "2", "3", "4", "5")
    }
    try:
        await actions.mark(viewer, challenge, entry, typed)
    except Invalid as error:
        return await _judging(request, problem=error.message, typed=typed, status=422)
    given = await queries.marks(judge.id)
    left = [line for line in await queries.in_turn(judge, challenge.id) if line.id not in given]
    pages.said(request, _("Your marks are kept."))
    return pages.see_other(request, f"{challenge.url}/jury" + (f"/{left[0].id}" if left else ""))


async def hand_in(request: Request) -> Response:
    challenge, _judge = await queries.judged(request.state.viewer, request.path_params["slug"])
    try:
        await actions.hand_in(request.state.viewer, challenge)
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("Your marks are handed in. Thank you."))
    return pages.see_other(request, f"{challenge.url}/jury")


async def result(request: Request) -> Response:
    return await pages.shared(request, "voting/contests/result.html", lambda: _result(request), extra=clock.today())


async def _result(request: Request) -> dict[str, Any]:
    viewer: Viewer = request.state.viewer
    challenge = await challenges.by_slug(viewer, request.path_params["slug"])
    told = await queries.result(challenge.id)
    entries = {entry["design"]: entry for entry in told["entries"]}
    cards = await studio.cards(viewer, list(entries))
    authors = await people.names([card.author_id for card in cards.values()])
    used = used_weights(told)
    return {
        "challenge": challenge,
        "told": told,
        "placed": [
            {
                **one,
                **_in_points(one),
                "entry": entries[one["design"]],
                "card": card,
                "author": authors.get(card.author_id) if card else None,
            }
            for one in told["result"]
            for card in [cards.get(one["design"])]
        ],
        "used": {part: i18n.format_percent(weight / 100) if weight else "" for part, weight in used.items()},
        "left_out": [part for part in ("jury", "demand") if told["weights"][part] and not used[part]],
        "jurors": max((len(entry["marks"]) for entry in told["entries"]), default=0),
        "day": wording.day(challenge.result_at),
    }


def _in_points(placed: dict[str, Any]) -> dict[str, float]:
    """Millionths as points of a hundred."""
    return {name: placed[name] / 10_000 for name in (*PARTS, "points")}


async def as_json(request: Request) -> Response:
    challenge = await challenges.by_slug(request.state.viewer, request.path_params["slug"])
    return api.answer(await queries.result(challenge.id), request=request)


routes = [
    get("/challenges/{slug}/jury", jury, allow=members),
    post("/challenges/{slug}/jury", hand_in, allow=members),
    get("/challenges/{slug}/jury/{id}", judging, allow=members),
    post("/challenges/{slug}/jury/{id}", mark, allow=members),
    get("/challenges/{slug}/result", result, allow=everyone),
    get("/challenges/{slug}/result.json", as_json, allow=everyone),
]
