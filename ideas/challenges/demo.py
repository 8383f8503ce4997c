"""The demo's challenges: one decided, one whose designs are scored now, one that takes designs."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zlib import crc32

from ideas.challenges import actions, queries, turning
from ideas.challenges.wording import zone
from ideas.studio.demo import published_at
from ideas.studio.models import Design
from kernel.demo import World
from kernel.i18n import timezone

ZONED = ("opens", "scoring", "jury", "result", "production")
PHASES = ("opens", "scoring", "jury")


async def challenges(world: World) -> None:
    """Each announced on its day, turned at its minutes, entered by those who drew for it."""
    designs = {told["key"]: told for told in world.content("designs")["designs"]}
    for told in world.content("challenges")["challenges"]:
        world.at(moment(world, told["announced"], hour=11), _announce, world, told)
        for phase in PHASES:
            if (begins := moment(world, told[phase])) < world.now:
                world.at(begins, _turn, world, told)
        for key in told["entries"]:
            world.at(entered_at(world, told, designs[key]), partial(_enter, world, told, designs[key]))


def entered_at(world: World, told: dict[str, Any], design: dict[str, Any]) -> datetime:
    """When a design was entered: some days after the challenge opened, and not before it was published."""
    latest = min(moment(world, told["scoring"]), world.now) - timedelta(hours=1)
    settled = moment(world, told["opens"]) + timedelta(days=1 + crc32(design["key"].encode()) % 60 / 10)
    return min(max(published_at(world, design) + timedelta(hours=2), settled), latest)


def moment(world: World, days_ago: float, *, hour: int = 18) -> datetime:
    """An hour of a day in the brand's zone, past or still to come."""
    day = world.now.astimezone(timezone(zone())) - timedelta(days=days_ago)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


async def _announce(world: World, told: dict[str, Any]) -> None:
    mo = await world.viewer("mo")
    dates: dict[str, Any] = {f"{name}_at": moment(world, told[name]) for name in ZONED if name in told}
    made = await actions.make(
        mo,
        **{name: told[name].strip() for name in ("slug", "title", "prize", "brief", "rules")},
        **{name: told[name] for name in ("most", "royalty")},
        **dates,
        template_id=world.ids["template", told["template"]],
        idea_id=world.ids["idea", told["idea"]] if "idea" in told else None,
    )
    world.ids["challenge", told["key"]] = made.id
    await actions.announce(mo, made)


async def _turn(world: World, told: dict[str, Any]) -> None:
    await turning.turn(world.ids["challenge", told["key"]])


async def _enter(world: World, told: dict[str, Any], design: dict[str, Any]) -> None:
    challenge = await queries.by_id(world.ids["challenge", told["key"]])
    entered = await Design.get(id=world.ids["design", design["key"]])
    await actions.enter(await world.viewer(design["author"]), challenge, entered)
