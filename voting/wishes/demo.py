"""The demo's wish lists: one with answers kept and late, one that is being signed, and one of a private club."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from community.clubs import demo as clubs
from kernel.demo import World
from voting.ballots import actions as ballots
from voting.ballots import queries as supports
from voting.wishes import actions, queries, replies
from voting.wishes.models import Reply, WishItem
from voting.wishes.queries import WishCard


async def lists(world: World) -> None:
    """Written, frozen, signed, delivered and answered on their days; and supports of what clubs keep to themselves."""
    for told in world.content("wishes")["ideas"]:
        for place, handle in enumerate(told["supporters"], start=1):
            world.at(world.ago(told["days_ago"] - 1 - place / 3, hour=12 + place), _support, world, told["key"], handle)
    for told in world.content("wishes")["lists"]:
        world.at(world.ago(told["written"], hour=19), _draft, world, told)
        world.at(world.ago(told["frozen"], hour=20), _freeze, world, told)
        span = told["frozen"] - told.get("delivered", 0)
        for place, handle in enumerate(told["signed"], start=1):
            world.at(
                world.ago(told["frozen"] - span * place / (len(told["signed"]) + 2), hour=21),
                _sign,
                world,
                told,
                handle,
            )
        if "delivered" in told:
            world.at(world.ago(told["delivered"], hour=21.5), _deliver, world, told)
        for position, wish in enumerate(told["wishes"], start=1):
            _answers(world, told, wish, position)


def _answers(world: World, told: dict[str, Any], wish: dict[str, Any], position: int) -> None:
    for said in wish.get("answers", ()):
        world.at(world.ago(said["days_ago"], hour=16), partial(_answer, world, told, said, position))
    if back := wish.get("back"):
        world.at(world.ago(back["days_ago"], hour=18), partial(_back, world, told, back, position))
    if "kept" in wish:
        world.at(world.ago(wish["kept"], hour=11), partial(_keep, world, told, position))


async def _support(world: World, key: str, handle: str) -> None:
    viewer = await world.viewer(handle)
    await ballots.cast(viewer, await supports.find(viewer, world.ids["idea", key]))


async def _draft(world: World, told: dict[str, Any]) -> None:
    club = await clubs.of(world, told["club"], told["by"])
    items = [(wish["words"], world.ids["idea", wish["idea"]] if "idea" in wish else None) for wish in told["wishes"]]
    ballot = world.ids["ballot", told["ballot"]] if "ballot" in told else None
    made = await actions.draft(
        await world.viewer(told["by"]),
        club,
        title=told["title"],
        body=told["body"].strip(),
        items=items,
        ballot_id=ballot,
    )
    world.ids["wishes", told["key"]] = made


async def _list(world: World, told: dict[str, Any], handle: str) -> WishCard:
    club = await clubs.of(world, told["club"], handle)
    return await queries.find(await world.viewer(handle), club, world.ids["wishes", told["key"]])


async def _freeze(world: World, told: dict[str, Any]) -> None:
    club = await clubs.of(world, told["club"], told["by"])
    await actions.freeze(await world.viewer(told["by"]), club, await _list(world, told, told["by"]))


async def _sign(world: World, told: dict[str, Any], handle: str) -> None:
    club = await clubs.of(world, told["club"], handle)
    await actions.sign(await world.viewer(handle), club, await _list(world, told, handle))


async def _deliver(world: World, told: dict[str, Any]) -> None:
    club = await clubs.of(world, told["club"], told["by"])
    await actions.deliver(await world.viewer(told["by"]), club, await _list(world, told, told["by"]))


async def _item(world: World, told: dict[str, Any], position: int) -> int:
    return (await WishItem.get(wish_list_id=world.ids["wishes", told["key"]], position=position)).id


async def _answer(world: World, told: dict[str, Any], said: dict[str, Any], position: int) -> None:
    promised: date | None = None
    if "promised_in_days" in said:
        promised = (world.now + timedelta(days=said["promised_in_days"])).date()
    await replies.answer(
        await world.viewer(said["by"]),
        await queries.given_to_team(world.ids["wishes", told["key"]]),
        await _item(world, told, position),
        reply=Reply(said["reply"]),
        body=said["body"],
        horizon=said.get("horizon", ""),
        promised_on=promised,
    )


async def _back(world: World, told: dict[str, Any], back: dict[str, Any], position: int) -> None:
    club = await clubs.of(world, told["club"], back["by"])
    wishes, item = await _list(world, told, back["by"]), await _item(world, told, position)
    await replies.say_back(await world.viewer(back["by"]), club, wishes, item, back["body"])


async def _keep(world: World, told: dict[str, Any], position: int) -> None:
    wishes = await queries.given_to_team(world.ids["wishes", told["key"]])
    await replies.keep(await world.viewer("sol"), wishes, await _item(world, told, position))
