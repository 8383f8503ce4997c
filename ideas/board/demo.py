"""The demo's boards and ideas, with what was answered and what became of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zlib import crc32

from ideas.board import actions, answers
from ideas.board.models import Board, Idea, Status
from kernel.demo import World

DOORS = ("see", "propose", "comment", "support")


async def boards(world: World) -> None:
    """Boards are opened before anybody joins; one is closed later."""
    root = await world.viewer("root")
    for told in world.content("brand")["boards"]:
        values = {name: told[name] for name in ("slug", "name", "description", "colour", *DOORS)}
        board = await actions.open_board(root, **values)
        world.ids["board", told["slug"]] = board.id
        if told["closed"]:
            world.at(world.ago(told["closed_days_ago"], hour=18), _close, world, board)


async def _close(world: World, board: Board) -> None:
    await actions.change_board(await world.viewer("root"), board.id, is_open=False)


async def ideas(world: World) -> None:
    """Each idea on its day, then every step of its trail."""
    for told in world.content_of("ideas"):
        world.at(proposed_at(world, told), _propose, world, told)
        for step in told.get("trail", ()):
            world.at(world.ago(step["days_ago"], hour=20.6), _step, world, told, step)
            if "kept_days_ago" in step:
                moment = world.ago(step["kept_days_ago"], hour=20.5)
                world.at(moment, _keep, world, told)


def proposed_at(world: World, told: dict[str, Any]) -> datetime:
    """The moment an idea was proposed: its day, at an hour of its own."""
    return world.ago(told["days_ago"], hour=7.2 + crc32(told["key"].encode()) % 130 / 10)


async def _propose(world: World, told: dict[str, Any]) -> None:
    board = await Board.get(id=world.ids["board", told["board"]])
    viewer = await world.viewer(told["author"])
    idea = await actions.propose(
        viewer,
        board,
        title=told["title"],
        body=told["body"].strip(),
        tag_names=told.get("tags", ()),
        club_id=world.ids["club", told["club"]] if "club" in told else None,
    )
    world.ids["idea", told["key"]] = idea.id


async def _step(world: World, told: dict[str, Any], step: dict[str, Any]) -> None:
    idea = await Idea.get(id=world.ids["idea", told["key"]])
    body = "\n\n".join(step[name] for name in ("reason", "answer") if step.get(name))
    await answers.answer(
        await world.viewer(step["by"]),
        idea,
        body=body,
        status=Status(step["status"]),
        cost_band=step.get("cost_band", ""),
        promised_on=_promised(world, step),
        would_change=step.get("would_change", ""),
    )


async def _keep(world: World, told: dict[str, Any]) -> None:
    await answers.keep_promises(world.ids["idea", told["key"]])


def _promised(world: World, step: dict[str, Any]) -> date | None:
    days = step.get("promised_in_days")
    return None if days is None else (world.now + timedelta(days=days)).date()
