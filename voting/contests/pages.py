"""The jury's pages, the result and the file it can be made again from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.challenges import phases, wording
from ideas.challenges import queries as challenges
from ideas.challenges.models import Phase
from ideas.challenges.queries import ChallengeCard
from ideas.studio import queries as studio
from ideas.studio.pictures import INERT
from kernel import api, clock, exports, i18n, pages
from kernel.errors import Conflict, Invalid, Missing
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, post
from voting.ballots import means
from voting.contests import actions, blind, queries, rules
from voting.contests.result import PARTS, used_weights


async def jury(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    challenge, judge = await queries.judged(viewer, request.path_params["slug"])
    turn, given = await blind.in_turn(judge, challenge.id), await queries.marks(judge.id)
    may = rules.may_mark(viewer, challenge, is_done=bool(judge.done_at))
    shown = await blind.exhibits(challenge, turn) if may or judge.done_at else []
    designs = [one.line.design_id for one in shown] if judge.done_at else []
    cards = await studio.cards(viewer, designs)
    scores = await queries.scores(designs, challenge.jury_at) if designs else {}
    looks = await queries.criteria(challenge.id)
    entries = [
        {
            "exhibit": one,
            "card": cards.get(one.line.design_id),
            "marks": [given[one.line.id][look.id] for look in looks if look.id in given.get(one.line.id, {})],
            "standing": means.standing(scores[one.line.design_id]) if one.line.design_id in scores else None,
        }
        for one in shown
    ]
    context = {
        "challenge": challenge,
        "judge": judge,
        "criteria": looks,
        "entries": entries,
        "marked": sum(bool(one["marks"]) for one in entries),
        "may_mark": may,
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
    turn, given = await blind.in_turn(judge, challenge.id), await queries.marks(judge.id)
    line = await blind.entry(challenge.id, request.path_params["letter"])
    place = [one.id for _letter, one in turn].index(line.id)
    for exhibit in await blind.exhibits(challenge, [turn[place]]):
        held = {**given.get(line.id, {}), **typed}
        context = {
            "challenge": challenge,
            "exhibit": exhibit,
            "story": await blind.story(line),
            "place": place + 1,
            "total": len(turn),
            "marked": len(given),
            "criteria": [(look, held.get(look.id)) for look in await queries.criteria(challenge.id)],
            "problem": problem,
            "before": turn[place - 1][0] if place else "",
            "after": turn[place + 1][0] if place + 1 < len(turn) else "",
        }
        return await pages.page(request, "voting/contests/judging.html", context, status=status)
    raise Missing()


async def picture(request: Request) -> Response:
    """One view of an entry for its jury, under an address that says nothing of the design."""
    challenge, _judge = await queries.judged(request.state.viewer, request.path_params["slug"])
    line = await blind.entry(challenge.id, request.path_params["letter"])
    body = await blind.picture(line, request.query_params.get("view", ""))
    called = exports.named(f"entry-{request.path_params['letter']}.png", inline=True)
    headers = {"Cache-Control": "private, max-age=300", "Content-Security-Policy": INERT, **called}
    return Response(body, media_type="image/png", headers=headers)


async def mark(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    challenge, judge = await queries.judged(viewer, request.path_params["slug"])
    line = await blind.entry(challenge.id, request.path_params["letter"])
    sent = await request.form()
    typed = {
        look.id: int(str(sent[name]))
        for place, look in enumerate(await queries.criteria(challenge.id), 1)
        if (name := f"mark_{place}") in sent and str(sent[name]) in ("0", "1", "2", "3", "4", "5")
    }
    try:
        await actions.mark(viewer, challenge, line, typed)
    except Invalid as error:
        return await _judging(request, problem=error.message, typed=typed, status=422)
    given = await queries.marks(judge.id)
    left = [letter for letter, one in await blind.in_turn(judge, challenge.id) if one.id not in given]
    pages.said(request, _("Your marks are kept."))
    return pages.see_other(request, f"{challenge.url}/jury" + (f"/{left[0]}" if left else ""))


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
                "bars": _bars(entries[one["design"]]["scores"]),
            }
            for one in told["result"]
            for card in [cards.get(one["design"])]
        ],
        "used": {part: i18n.format_percent(weight / 100) if weight else "" for part, weight in used.items()},
        "left_out": [part for part in ("jury", "demand") if told["weights"][part] and not used[part]],
        "jurors": max((len(entry["marks"]) for entry in told["entries"]), default=0),
        "day": wording.day(challenge.result_at),
        "example": _example(told["result"][0], used) if told["result"] else None,
    }


def _bars(scores: Sequence[int]) -> list[float]:
    """Heights of a drawing of scores, the most given 38 high."""
    most = max(scores) or 1
    return [round(38 * count / most, 1) for count in scores]


def _example(first: dict[str, Any], used: dict[str, int]) -> dict[str, Any]:
    """The first one's sum in figures, as one would write it on paper."""
    parts = _in_points(first)
    terms = [
        f"{i18n.format_percent(used[part] / 100)} × {i18n.format_number(parts[part], 4)}"
        for part in PARTS
        if used[part]
    ]
    return {"sum": " + ".join(terms), "whole": sum(used.values()), "points": parts["points"]}


def _in_points(placed: dict[str, Any]) -> dict[str, float]:
    """Millionths as points of a hundred."""
    return {name: placed[name] / 10_000 for name in (*PARTS, "points")}


async def as_json(request: Request) -> Response:
    challenge = await challenges.by_slug(request.state.viewer, request.path_params["slug"])
    return api.answer(await queries.result(challenge.id), request=request)


routes = [
    get("/challenges/{slug}/jury", jury, allow=members),
    post("/challenges/{slug}/jury", hand_in, allow=members),
    get("/challenges/{slug}/jury/{letter}.png", picture, allow=members),
    get("/challenges/{slug}/jury/{letter}", judging, allow=members),
    post("/challenges/{slug}/jury/{letter}", mark, allow=members),
    get("/challenges/{slug}/result", result, allow=everyone),
    get("/challenges/{slug}/result.json", as_json, allow=everyone),
]
