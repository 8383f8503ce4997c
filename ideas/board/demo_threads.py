"""What is said under the demo's ideas, and the three cases of moderation that came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from community.discussion import actions as discussion
from community.discussion import registry as threads
from community.discussion.models import Comment
from community.moderation import actions as moderation
from community.moderation import appeals
from community.moderation import registry as reported
from community.moderation.appeals import Verdict
from community.moderation.models import Act, Outcome
from ideas.board.demo import proposed_at
from kernel.demo import World

RULES = {"respect": "respect", "publicite": "selling", "vie-privee": "privacy", "hors-sujet": "topic"}
Moments = dict[str, datetime]


async def conversation(world: World) -> None:
    """Plan messages, answers and thanks; then reports and rulings, never before what they are about."""
    said_at: Moments = {}
    for told in world.content_of("ideas"):
        begun = proposed_at(world, told)
        for number, said in enumerate(told.get("comments", ())):
            key = said.get("key", f"{told['key']}-{number}")
            _plan(world, told, said, said_at, key=key, after=begun, above="")
            for answer, reply in enumerate(said.get("replies", ())):
                _plan(
                    world, told, reply, said_at, key=reply.get("key", f"{key}-{answer}"), after=said_at[key], above=key
                )
    _plan_cases(world, said_at)


def _plan(
    world: World, told: dict[str, Any], said: dict[str, Any], said_at: Moments, *, key: str, after: datetime, above: str
) -> None:
    moment = said_at[key] = min(after + timedelta(hours=said["hours_after"]), world.now - timedelta(minutes=10))
    world.at(moment, _post, world, told, said, key, above)
    for number, handle in enumerate(said.get("reactions", ())):
        thanked = min(moment + timedelta(hours=1.5 + 2.3 * number), world.now - timedelta(minutes=2))
        world.at(thanked, _thank, world, key, handle)


async def _post(world: World, told: dict[str, Any], said: dict[str, Any], key: str, above: str) -> None:
    viewer = await world.viewer(said["by"])
    subject = await threads.subject(viewer, "idea", world.ids["idea", told["key"]])
    comment = await discussion.post(
        viewer,
        subject,
        body=said["body"].strip(),
        parent_id=world.ids["comment", above] if above else None,
        internal=said.get("internal", False),
    )
    world.ids["comment", key] = comment.id


async def _thank(world: World, key: str, handle: str) -> None:
    await discussion.thank(await world.viewer(handle), await Comment.get(id=world.ids["comment", key]))


def _plan_cases(world: World, said_at: Moments) -> None:
    for told in world.content("moderation")["cases"]:
        last = said_at[told["comment"]]
        for said in told["reports"]:
            last = max(last + timedelta(minutes=17), world.ago(said["days_ago"]))
            world.at(last, _report, world, told, said)
        for name, happens in (("ruling", _rule), ("appeal", _appeal), ("answer", _answer)):
            if name in told:
                last = max(last + timedelta(minutes=40), world.ago(told[name]["days_ago"]))
                world.at(last, happens, world, told, told[name])


async def _report(world: World, told: dict[str, Any], said: dict[str, Any]) -> None:
    viewer = await world.viewer(said["by"])
    number = world.ids["comment", told["comment"]]
    await moderation.report(viewer, "comment", number, rule=RULES[told["rule"]], text=said["text"])


async def _appeal(world: World, told: dict[str, Any], said: dict[str, Any]) -> None:
    ruling = world.ids["ruling", told["comment"]]
    world.ids["appeal", told["comment"]] = await appeals.appeal(
        await world.viewer(said["by"]), ruling, text=said["text"]
    )


async def _answer(world: World, told: dict[str, Any], said: dict[str, Any]) -> None:
    """Somebody else follows the appeal."""
    verdict = Verdict(Outcome.REVERSED, said["reason"], said["public_fr"])
    await appeals.decide(await world.viewer(said["by"]), world.ids["appeal", told["comment"]], verdict)


async def _rule(world: World, told: dict[str, Any], ruling: dict[str, Any]) -> None:
    thing = await reported.thing("comment", world.ids["comment", told["comment"]])
    made = await moderation.rule_on(
        await world.viewer(ruling["by"]),
        thing,
        act=Act(ruling.get("decision", Act.HIDE)),
        rule=RULES[told["rule"]],
        reason=ruling["reason"],
        public=ruling["public_en" if told["state"] == "left" else "public_fr"],
    )
    world.ids["ruling", told["comment"]] = made.id
