"""The demo's scores and wishes: who gives what and when is drawn by lot, always the same for the same design."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from ideas.challenges.demo import entered_at, moment
from ideas.studio.demo import published_at
from kernel.demo import World
from voting.ballots import scores
from voting.ballots.ledger import Given
from voting.ballots.tallies import Pair

SPREAD = 1.15
EARLY = 2.2
"""Exponent of a uniform draw over a design's life: over one, scores gather soon after it was published."""
Span = tuple[datetime, datetime]
LOVED, NOT = (5, 5, 5, 4), (0, 0, 0, 1)


async def given(world: World) -> None:
    """All of it is written down at once, just before the demo's present, each at its own moment."""
    world.at(world.now - timedelta(minutes=4), _gather, world)


async def _gather(world: World) -> None:
    told = world.content("designs")["designs"]
    await scores.gather({pair: what for design in told for pair, what in of(world, design).items()})


def of(world: World, told: dict[str, Any]) -> dict[Pair, tuple[Given, datetime]]:
    """What a design is given: its scores by some, and wishes by those who scored it highest."""
    lot = random.Random(f"scores of {told['key']}")
    people = [p["handle"] for p in _others(world, told["author"])]
    lot.shuffle(people)
    values = dict(zip(people, _values(lot, told), strict=False))
    keen = sorted(people, key=lambda handle: (-values.get(handle, 3), people.index(handle)))[: told["wishes"]]
    spans, design = _open(world, told), world.ids["design", told["key"]]
    return {
        (design, world.ids["person", handle]): (
            Given(values.get(handle), handle in keen),
            _along(spans, lot.random() ** EARLY),
        )
        for handle in {**values, **dict.fromkeys(keen)}
    }


def _open(world: World, told: dict[str, Any]) -> list[Span]:
    """When a design took scores: since it was published, but not while it stood in a challenge that took none."""
    begun, ended = published_at(world, told), world.now - timedelta(minutes=5)
    moments = [begun]
    for challenge in world.content("challenges")["challenges"]:
        if told["key"] in challenge["entries"]:
            moments.append(entered_at(world, challenge, told))
            moments += [moment(world, challenge[phase]) for phase in ("scoring", "jury", "result")]
    found = list(zip(moments[::2], [*moments[1::2], ended][: len(moments[::2])], strict=True))
    return [(start, min(end, ended)) for start, end in found if start < min(end, ended)]


def _along(spans: list[Span], part: float) -> datetime:
    """The moment after some part of all spans together."""
    left = sum((end - start for start, end in spans), timedelta()) * part
    for start, end in spans:
        if left < end - start:
            return start + left
        left -= end - start
    return spans[-1][1]


def _others(world: World, author: str) -> list[dict[str, Any]]:
    """Members who are neither the author nor of the same company."""
    people = world.content_of("people")
    company = next(p for p in people if p["handle"] == author).get("company")
    return [
        p
        for p in people
        if p.get("role", "member") == "member"
        and p["handle"] != author
        and not (company and p.get("company") == company)
    ]


def _values(lot: random.Random, told: dict[str, Any]) -> list[int]:
    """As many scores as the design has, their mean what it appeals."""
    count, wanted = told["scores"], round(told["appeal"] * told["scores"])
    if told.get("split"):
        fond = round(count * told["appeal"] / 5)
        values = [lot.choice(LOVED) for _ in range(fond)] + [lot.choice(NOT) for _ in range(count - fond)]
    else:
        values = [min(5, max(0, round(lot.gauss(told["appeal"], SPREAD)))) for _ in range(count)]
    while (step := (wanted > sum(values)) - (wanted < sum(values))) != 0:
        place = lot.randrange(count)
        values[place] = min(5, max(0, values[place] + step))
    lot.shuffle(values)
    return values
