"""The demo's timed ballots, held on their days, and votes given to others; who likes what is drawn by lot."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from community.clubs import queries as clubs
from community.people import queries as people
from ideas.challenges.demo import moment
from kernel import db
from kernel.demo import World
from voting.ballots import poll_queries, poll_turning, polls, proxies, proxy_queries, results
from voting.ballots.marks import HIGHEST, KINDS, Marks
from voting.ballots.plans import Choice, Plan

NAMED = ("idea", "design")
SPREAD = 0.7
"""How far somebody's own taste goes from what an option appeals to all."""
PAIRS = (4, 12)
"""So many pairs a voter answers."""
SETTINGS = ("points", "seats", "quorum", "budget", "currency", "is_secret")


async def ballots(world: World) -> None:
    """Each announced on its day; the electors of its opening answer between its minutes."""
    told = world.content("ballots")
    for one in told["ballots"]:
        opens, closes = _opens(world, one), moment(world, one["closes"], hour=one["hour"])
        world.at(moment(world, one["announced"], hour=12), _announce, world, one)
        world.at(opens, _turn, world, one)
        for handle in _voters(world, one):
            world.at(_answers_at(world, one, handle), _answer, world, one, handle)
        if closes < world.now:
            world.at(closes, _turn, world, one)
    for given in told["proxies"]:
        world.at(world.ago(given["days_ago"], hour=21), _give, world, given)


def _opens(world: World, told: dict[str, Any]) -> datetime:
    return moment(world, told["opens"], hour=told["hour"])


def _members(world: World, told: dict[str, Any]) -> list[str]:
    """Who might vote, by the content alone; whoever is no elector after all does not."""
    if "club" not in told:
        return [p["handle"] for p in world.content_of("people") if p["worth"] != "none" and not p.get("role")]
    club = next(one for one in world.content("clubs")["clubs"] if one["key"] == told["club"])
    return [club["founder"], *club["members"]]


def _voters(world: World, told: dict[str, Any]) -> list[str]:
    lot = random.Random(told["key"])
    chosen = [handle for handle in _members(world, told) if lot.random() < told["turnout"]]
    wanted = dict.fromkeys([*told["early"], *chosen])
    return [handle for handle in wanted if handle not in told["absent"]]


def _answers_at(world: World, told: dict[str, Any], handle: str) -> datetime:
    """Most answer early, some in the last hours."""
    opens = _opens(world, told)
    ends = min(moment(world, told["closes"], hour=told["hour"]), world.now) - timedelta(minutes=7)
    along: float = random.Random(f"{told['key']}:{handle}").random() ** (3.0 if handle in told["early"] else 1.6)
    return max(opens + timedelta(minutes=5), opens + (ends - opens) * along)


async def _announce(world: World, told: dict[str, Any]) -> None:
    by = await world.viewer(told["by"])
    club_id = world.ids["club", told["club"]] if "club" in told else None
    plan = Plan(
        title=told["title"],
        body=told["body"],
        method=told["method"],
        opens_at=_opens(world, told),
        closes_at=moment(world, told["closes"], hour=told["hour"]),
        options=tuple([await _option(world, one) for one in told["options"]]),
        club_id=club_id,
        audience=clubs.audience_of(club_id) if club_id else told["audience"],
        takes_proxies=told.get("proxies", False),
        **{name: told[name] for name in SETTINGS if name in told},
    )
    world.ids["ballot", told["key"]] = await polls.draft(by, plan)
    await polls.announce(by, world.ids["ballot", told["key"]])


async def _option(world: World, told: dict[str, Any]) -> Choice:
    kind = next((name for name in NAMED if name in told), "")
    if not kind:
        return Choice(told["title"], told.get("body", ""), told.get("cost", 0))
    number = world.ids[kind, told[kind]]
    title = await db.value(f"SELECT title FROM {kind} WHERE id = ?", number)
    return Choice(title, kind=kind, subject=number)


async def _turn(world: World, told: dict[str, Any]) -> None:
    """Open, or close and count."""
    ballot = world.ids["ballot", told["key"]]
    await poll_turning.turn(ballot)
    await results.count(ballot)


async def _answer(world: World, told: dict[str, Any], handle: str) -> None:
    viewer, ballot = await world.viewer(handle), world.ids["ballot", told["key"]]
    if not (await poll_queries.mine(viewer, ballot)).is_elector:
        return
    options = [option.id for option in await poll_queries.options(ballot)]
    for marks in answers(told, handle, options):
        await polls.cast(viewer, ballot, marks)


def answers(told: dict[str, Any], handle: str, options: Sequence[int]) -> list[Marks]:
    """What somebody answers: one paper, or several pairs."""
    lot = random.Random(f"{told['key']}:{handle}:likes")
    likes = {option: one["appeal"] + lot.gauss(0, SPREAD) for option, one in zip(options, told["options"], strict=True)}
    order = sorted(options, key=lambda option: -likes[option])
    kind = KINDS[told["method"]]
    if kind == "picks":
        pairs = [(one, other) for place, one in enumerate(order) for other in order[place + 1 :]]
        return [{one: 1, other: 0} for one, other in lot.sample(pairs, lot.randint(*PAIRS))]
    if kind == "ranks":
        return [{option: rank for rank, option in enumerate(order[: lot.randint(2, len(order))], start=1)}]
    if kind == "scores":
        return [{option: min(HIGHEST, max(0, round(2.5 * likes[option]))) for option in options}]
    if kind == "dots":
        return [_dots(lot, order, told["points"])]
    if kind == "projects":
        return [_affordable(order, options, told)]
    return [dict.fromkeys(order[: lot.randint(1, max(1, len(order) - 1))], 1)]


def _dots(lot: random.Random, order: Sequence[int], points: int) -> Marks:
    """The more the better it is liked."""
    given: Marks = {}
    for _ in range(points):
        option = order[min(int(lot.expovariate(1.1)), len(order) - 1)]
        given[option] = given.get(option, 0) + 1
    return given


def _affordable(order: Sequence[int], options: Sequence[int], told: dict[str, Any]) -> Marks:
    """From the best liked on, as long as the money lasts."""
    costs, left, given = dict(zip(options, told["options"], strict=True)), told["budget"], Marks()
    for option in order:
        if costs[option]["cost"] <= left:
            given[option], left = 1, left - costs[option]["cost"]
    return given


async def _give(world: World, told: dict[str, Any]) -> None:
    giver, club_id = await world.viewer(told["giver"]), world.ids["club", told["club"]]
    club = await clubs.by_id(giver, club_id)
    holder = await people.card(world.ids["person", told["holder"]])
    taking = (
        await proxy_queries.ballot(giver, club_id, world.ids["ballot", told["ballot"]]) if "ballot" in told else None
    )
    if holder:
        await proxies.give(giver, club, holder, ballot=taking)
