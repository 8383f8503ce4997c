"""The demo's meetings: planned, answered, held, written down, and what they asked for taken to a board."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from community.clubs import queries as clubs
from community.meetings import actions, agenda, arrivals, minutes, queries, replies
from community.meetings.agenda import Typed
from community.meetings.cards import MeetingCard
from community.meetings.details import Details
from community.meetings.minutes import Minutes
from community.meetings.models import Said
from community.meetings.replies import Answer
from kernel.demo import World
from kernel.i18n import timezone


async def meetings(world: World) -> None:
    """Each announced on its day; answers come between that day and its own, notes after it."""
    for told in world.content("meetings")["meetings"]:
        begins = _begins(world, told)
        world.at(world.ago(told["announced"], hour=18.5), _announce, world, told, begins)
        for moment, handle, answer in _answers(world, told, begins):
            world.at(moment, _answer, world, told, handle, answer)
        if "notes_after" in told:
            at = begins.replace(tzinfo=timezone(told["zone"]))
            world.at(at, _arrive, world, told)
            after = at + timedelta(days=told["notes_after"], hours=10)
            world.at(min(after, world.now - timedelta(minutes=3)), _write, world, told)


def _begins(world: World, told: dict[str, Any]) -> datetime:
    """The hour of its zone at which a meeting begins, on its day of the week."""
    day = (world.now - timedelta(days=told["begins"])).astimezone(timezone(told["zone"])).replace(tzinfo=None)
    day += timedelta(days=(told["weekday"] - day.weekday()) % 7)
    hours, minute = divmod(round(told["hour"] * 60), 60)
    return day.replace(hour=hours, minute=minute, second=0, microsecond=0)


def _answers(world: World, told: dict[str, Any], begins: datetime) -> Iterator[tuple[datetime, str, Answer]]:
    """Who says what when, evenly over the days there are."""
    said = [(handle, Said(kind)) for kind, name in _KINDS for handle in told.get(name, ())]
    start = world.ago(told["announced"], hour=19)
    end = min(begins.replace(tzinfo=timezone(told["zone"])) - timedelta(hours=12), world.now - timedelta(minutes=5))
    for place, (handle, kind) in enumerate(said):
        guests = 1 if handle in told.get("with_guest", ()) else 0
        yield start + (end - start) * (place + 1) / (len(said) + 1), handle, Answer(kind, guests)


_KINDS = (("yes", "coming"), ("maybe", "maybe"), ("no", "no"))


async def _announce(world: World, told: dict[str, Any], begins: datetime) -> None:
    viewer = await world.viewer(told["host"])
    club = await clubs.by_id(viewer, world.ids["club", told["club"]]) if "club" in told else None
    names = ("title", "place", "link", "cost", "audience", "seats", "takes_strangers")
    details = Details(
        begins=begins,
        ends=begins + timedelta(minutes=told["minutes"]),
        zone=told["zone"],
        body=told["body"].strip(),
        most_guests=told.get("guests", 0),
        **{name: told[name] for name in names if name in told},
    )
    ids = await actions.make(viewer, club, details, rule=told.get("rule", "").format(nth=(begins.day + 6) // 7))
    world.ids["meeting", told["key"]] = ids[0]
    if lines := [_line(world, line) for line in told.get("agenda", ())]:
        await agenda.arrange(viewer, await _meeting(world, told, told["host"]), lines)


def _line(world: World, line: dict[str, Any]) -> Typed:
    idea = world.ids.get(("idea", line["idea"]), 0) if "idea" in line else 0
    return Typed(line["words"], line.get("minutes", 0), agenda.IDEA if idea else "", idea)


async def _meeting(world: World, told: dict[str, Any], handle: str) -> MeetingCard:
    return await queries.find(await world.viewer(handle), world.ids["meeting", told["key"]])


async def _answer(world: World, told: dict[str, Any], handle: str, answer: Answer) -> None:
    await replies.reply(await world.viewer(handle), await _meeting(world, told, handle), answer)


async def _arrive(world: World, told: dict[str, Any]) -> None:
    """Those who came, checked in by the code that each was given."""
    viewer, meeting = await world.viewer(told["host"]), await _meeting(world, told, told["host"])
    for handle in told.get("came", ()):
        if mine := await queries.reply_of(meeting.id, world.ids["person", handle]):
            await arrivals.arrive(viewer, meeting, mine.code)


async def _write(world: World, told: dict[str, Any]) -> None:
    """What was decided, and what goes to the board."""
    viewer, meeting = await world.viewer(told["host"]), await _meeting(world, told, told["host"])
    lines = await agenda.of(viewer, meeting)
    decided = {one["words"]: one["decision"] for one in told.get("agenda", ()) if "decision" in one}
    kept = Minutes(
        told["notes"].strip(),
        told.get("asked_for", ""),
        told.get("recording", ""),
        told.get("recording_for", minutes.CAME),
    )
    decisions = {line.id: decided[line.words] for line in lines if line.words in decided}
    await minutes.write(viewer, meeting, kept, decisions, tells=True)
    for wish in told.get("asked", ()):
        await minutes.ask(viewer, meeting, board=wish["board"], title=wish["title"], body=wish["body"])
