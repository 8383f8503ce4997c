"""What the demo's boards ask for and say, who looks after them, and ideas that answer it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ideas.board import actions, answers, approval, asking, fields, values
from ideas.board.fields import PREFIX
from ideas.board.models import Board, Idea
from ideas.board.states import Approval, FieldKind, Status
from kernel.demo import World

SAID = ("unanswered_days", "approval_days", "guidance_fr", "guidance_en")


async def rules(world: World) -> None:
    """Each board is given its rules on a day of its own; then come the ideas."""
    told = world.content("asking")
    for rule in told["rules"]:
        world.at(world.ago(rule["days_ago"], hour=9.3), _rule, world, rule)
    for given in told["given"]:
        hour = 12.4 if given["days_ago"] >= 1 else None
        world.at(world.ago(given["days_ago"], hour=hour), _give, world, given)
        for name, act in (("answer", _answer), ("words", _return)):
            if name in given:
                world.at(world.ago(given[name]["days_ago"], hour=15.2), act, world, given)


async def _rule(world: World, rule: dict[str, Any]) -> None:
    root, owner = await world.viewer("root"), await world.viewer(rule["owner"])
    if made := rule.get("made"):
        board = await actions.open_board(root, slug=rule["board"], is_one_way=True, **made)
        world.ids["board", rule["board"]] = board.id
    number = world.ids["board", rule["board"]]
    said = {name: rule[name].strip() if isinstance(rule[name], str) else rule[name] for name in SAID if name in rule}
    read = Approval(rule.get("approval", Approval.NOBODY))
    await actions.change_board(root, number, owner_id=owner.id, approval=read, **said)
    for field in rule.get("fields", ()):
        words = {name: field.get(name, "") for name in ("label_en", "label_fr", "help_en", "help_fr")}
        choices = asking.with_keys([("", english, french, False) for french, english in field.get("choices", ())])
        must = field.get("is_required", False)
        await asking.ask(root, number, kind=FieldKind(field["kind"]), choices=choices, is_required=must, **words)
    for text in rule.get("texts", ()):
        await asking.keep_template(root, number, **{name: said.strip() for name, said in text.items()})


async def _give(world: World, given: dict[str, Any]) -> None:
    board = await Board.get(id=world.ids["board", given["board"]])
    typed = {f"{PREFIX}{key}": _said(world, key, value) for key, value in given.get("asked", {}).items()}
    idea = await actions.propose(
        await world.viewer(given["author"]),
        board,
        title=given["title"],
        body=given["body"].strip(),
        tag_names=given.get("tags", ()),
        held=values.check(await fields.of(board.id), typed).held,
    )
    world.ids["given", given["title"]] = idea.id


def _said(world: World, key: str, value: Any) -> Any:
    """A day is told by how many days ago it was."""
    if key.endswith("-on"):
        return (world.now + timedelta(days=int(value))).date().isoformat()
    return value


async def _answer(world: World, given: dict[str, Any]) -> None:
    idea, said = await Idea.get(id=world.ids["given", given["title"]]), given["answer"]
    await answers.answer(await world.viewer(said["by"]), idea, body=said["body"], status=Status.UNDER_REVIEW)


async def _return(world: World, given: dict[str, Any]) -> None:
    said = given["words"]
    await approval.send_back(await world.viewer(said["by"]), world.ids["given", given["title"]], said["body"])
