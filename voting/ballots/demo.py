"""The demo's supports: who they come from and when is drawn by lot, always the same for the same idea."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from kernel.demo import World
from voting.ballots import actions, queries

FAVOUR = 3.0
"""How much readier those are whom an idea appeals to."""
PULL = {"rising": 0.45, "steady": 1.0, "fading": 2.2}
"""Exponent of a uniform draw over an idea's life: under one, supports gather late."""


async def supports(world: World) -> None:
    """Plan each support at a moment between the proposal and the last day that takes any."""
    for told in world.content_of("ideas"):
        lot = random.Random(told["key"])
        begun, ended = world.ago(told["days_ago"], hour=21), _last_moment(world, told)
        crowd = _crowd(world, told, lot)
        for handle in crowd:
            along = 1 - lot.random() ** (1 / PULL[told.get("momentum", "steady")])
            moment = begun + (ended - begun) * min(along, 0.999)
            world.at(moment, _cast, world, told, handle)


def _crowd(world: World, told: dict[str, Any], lot: random.Random) -> list[str]:
    """The author, and as many others as the idea has; staff only where only staff may."""
    door = next(b for b in world.content("brand")["boards"] if b["slug"] == told["board"])["support"]
    others = [p for p in world.content_of("people") if p["handle"] != told["author"] and _may(p, door)]
    appeals = told.get("appeals_to", ())
    weighed = [(lot.random() ** (1 / (FAVOUR if p["worth"] in appeals else 1.0)), p["handle"]) for p in others]
    chosen = [handle for _, handle in sorted(weighed, reverse=True)[: told["support"] - 1]]
    author = next(p for p in world.content_of("people") if p["handle"] == told["author"])
    return [author["handle"], *chosen] if _may(author, door) else chosen


def _may(person: dict[str, Any], door: str) -> bool:
    if (person.get("role", "member") != "member") != (door == "staff"):
        return False
    return door != "customers" or person["worth"] != "none"


def _last_moment(world: World, told: dict[str, Any]) -> datetime:
    """Just before it shipped or its board closed, else a few minutes ago."""
    board = next(b for b in world.content("brand")["boards"] if b["slug"] == told["board"])
    ends = [world.ago(step["days_ago"], hour=20) for step in told.get("trail", ()) if step["status"] == "shipped"]
    if board["closed"]:
        ends.append(world.ago(board["closed_days_ago"], hour=17))
    return min([world.now - timedelta(minutes=5), *ends])


async def _cast(world: World, told: dict[str, Any], handle: str) -> None:
    viewer, key = await world.viewer(handle), ("idea", told["key"])
    await actions.cast(viewer, await queries.find(viewer, world.ids[key]))
