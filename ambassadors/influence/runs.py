"""Reckoning: what was heard becomes a graph, walks from trusted seeds become scores with their lines, and all of it is kept."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np

from ambassadors.influence import (
    changes,
    circles,
    gathering,
    households,
    keeping,
    linking,
    places,
    queries,
    retention,
    scoring,
    seeds,
    storing,
    weights,
)
from ambassadors.influence.gathering import Doings, Flags, Ints, Reals
from ambassadors.influence.linking import Linked
from ambassadors.influence.registry import pairs
from ambassadors.influence.scoring import Reckoning
from ambassadors.influence.settings import InfluenceSettings
from ambassadors.influence.weights import Weight
from kernel import clock, db
from kernel.features import the_house

FEWEST = 5
"""A topic in which fewer are reached says nothing of anybody's place."""


@dataclass(frozen=True)
class Heard:
    """All that one reckoning begins with. `mark` is the number of the last event when reading began."""

    as_of: datetime
    weights: dict[str, Weight]
    households: dict[int, int]
    trusted: Ints
    brought: list[tuple[int, int]]
    doings: Doings
    mark: int


@dataclass(frozen=True)
class Walked:
    """What is kept of one topic."""

    topic: str
    seed: int
    linked: Linked
    reckoning: Reckoning
    digest: str


async def reckon(*, topics: bool = True) -> int:
    """Reckon everything anew as of now and keep it, with each topic unless told not to; says the number of the reckoning."""
    heard = await _hear()
    value, rings = await asyncio.to_thread(_value, heard)
    await storing.clear()
    whole = await _topic(heard, value, "", circles=rings)
    if topics:
        for topic in await _topics(heard, value > 0):
            await _topic(heard, value, topic)
    await retention.forget()
    return whole


async def _hear() -> Heard:
    as_of, mark = clock.now(), await changes.last()
    weighed, homes = await weights.at(as_of), await households.every()
    return Heard(
        as_of=as_of,
        weights=weighed,
        households=homes,
        trusted=np.array(await seeds.trusted(as_of), np.int64),
        brought=await pairs("brought"),
        doings=await gathering.read(weighed, as_of),
        mark=mark,
    )


def _value(heard: Heard) -> tuple[Reals, list[dict[str, Any]]]:
    """What each doing weighs, and the groups that mostly hear each other, also where nothing among them counts."""
    value = linking.weigh(heard.doings, heard.weights, heard.as_of, heard.households)
    found = circles.found(heard.doings, value)
    value[linking.in_rings(heard.doings, heard.brought)] = 0.0
    return value, found


async def _topics(heard: Heard, counted: Flags) -> list[str]:
    """The liveliest topics that everybody may see, and those that were reckoned before."""
    lively = gathering.topics(heard.doings, counted)
    shown = {key for key, _label in await places.labels(lively)}
    most = [topic for topic in lively if topic in shown][: InfluenceSettings().influence_topics]
    return [*most, *sorted({key for key, _label in await queries.topics()} - set(most))]


async def _topic(heard: Heard, value: Reals, topic: str, **more: object) -> int:
    """Walk one topic and keep what came of it; one that has gone quiet is kept as empty, once."""
    walked = await asyncio.to_thread(walk, heard, value, topic)
    if topic and np.count_nonzero(walked.reckoning.reached) < FEWEST:
        if not await db.value("SELECT id FROM influence_run WHERE topic = ? LIMIT 1", topic):
            return 0
        walked = await asyncio.to_thread(walk, heard, np.zeros(len(value)), topic)
    return await storing.store(
        walked.topic,
        walked.linked,
        walked.reckoning,
        as_of=heard.as_of,
        seed=walked.seed,
        digest=walked.digest,
        notes={**more, "mark": heard.mark, **{kind: _said(one) for kind, one in heard.weights.items()}},
    )


def _said(weight: Weight) -> dict[str, float]:
    return {name: value for name, value in asdict(weight).items() if isinstance(value, (int, float))}


def walk(heard: Heard, value: Reals, topic: str) -> Walked:
    """The arithmetic of one topic: no database."""
    chosen = gathering.about(heard.doings, topic)
    linked = linking.link(heard.doings, value, chosen, heard.trusted, heard.households)
    seed, walks = seed_of(topic, heard.as_of), _walks(len(linked.people), topic)
    reckoning = scoring.reckon(linked.graph, linked.seeds, walks=walks, seed=seed)
    return Walked(topic, seed, linked, reckoning, keeping.keep(linked))


def _walks(people: int, topic: str) -> int:
    """A topic has a tenth of what all of it would have."""
    said = InfluenceSettings().influence_walks or scoring.walks_for(people)
    return max(1, said // 10) if topic else said


def seed_of(topic: str, as_of: datetime) -> int:
    """The seed of a month: nobody outside knows it before, everybody may read it after, and scores do not jump daily by it."""
    told = hmac.new(the_house().settings.key, f"influence:{topic}:{as_of:%Y-%m}".encode(), hashlib.sha256).digest()
    return int.from_bytes(told[:6], "big")
