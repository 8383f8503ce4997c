"""Goals that the system counts: from the rows themselves, since the mission was taken, never from what anybody claims."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ambassadors.missions import counting, planning, turning
from ambassadors.missions.queries import MissionCard
from ambassadors.missions.registry import goals
from community.discussion import actions as talk
from community.discussion import registry
from community.meetings.models import Meeting, Reply, Said
from community.people.models import Person
from ideas.board import actions as board
from ideas.board import merging
from ideas.board.models import Board, Idea
from kernel import clock, db
from kernel.features import House
from tests import cast, clubs
from tests.ambassadors.missions import errands
from voting.ballots import actions as ballots
from voting.ballots import queries as votable


async def _far(mission: MissionCard, handle: str = "ada") -> int:
    part = await errands.part(mission, handle)
    return (await counting.progress(mission.id, mission.goal, mission.place, mission.ends_at)).get(part.id, 0)


async def _board(slug: str = "shoes") -> Board:
    found = await Board.get_or_none(slug=slug)
    return found or await Board.create(slug=slug, name=slug.title(), created_at=clock.now())


async def _idea(handle: str = "ada", *, on: str = "shoes") -> Idea:
    return await board.propose(await cast.viewer(handle), await _board(on), title=f"An idea of {handle}", body="")


async def _support(handle: str, idea: Idea) -> None:
    viewer = await cast.viewer(handle)
    await ballots.cast(viewer, await votable.find(viewer, idea.id))


async def _say(handle: str, kind: str, number: int, *, parent: int | None = None) -> int:
    viewer = await cast.viewer(handle)
    return (await talk.post(viewer, await registry.subject(viewer, kind, number), body="A word.", parent_id=parent)).id


@pytest.mark.parametrize("place", ["", "club:1", "board:1", "tag:fit", "template:tee"])
async def test_every_goal_can_be_counted_everywhere(home: House, place: str) -> None:
    club = await clubs.found(members=["ben"])
    place = place.replace("club:1", f"club:{club.id}")
    for goal in goals():
        mission = await errands.opened(goal=goal.kind, place=place if place.partition(":")[0] in goal.places else "")
        await errands.taken(mission)
        assert await _far(mission) == 0, goal.kind


async def test_supports_of_others_count_once_each_and_since_it_was_taken(home: House) -> None:
    idea = await _idea()
    await _support("old", idea)
    with clock.at(clock.now() + timedelta(minutes=1)):
        mission = await errands.taken(await errands.opened(goal="support", target=2))
        second = await _idea()
    with clock.at(clock.now() + timedelta(minutes=2)):
        for one in (idea, second):
            await _support("ben", one)
        await _support("ada", second)
        await cast.person("new", confirmed=False)
        await db.execute(
            "INSERT INTO support (idea_id, person_id, at) VALUES (?, ?, ?)",
            second.id,
            (await cast.person("new")).id,
            clock.now(),
        )
        assert await _far(mission) == 1, "one's own, earlier ones and unconfirmed accounts count for nothing"
        await turning.turn_all()
        assert (await errands.part(mission)).progress == 1
        await _support("cleo", second)
        await turning.turn_all()
    part = await errands.part(mission)
    assert (part.state, part.progress, part.points) == ("done", 2, 100)


async def test_supports_count_on_the_board_that_is_asked_for(home: House) -> None:
    shoes, bags = await _idea(), await _idea(on="bags")
    mission = await errands.taken(await errands.opened(goal="support", place=f"board:{shoes.board_id}"))
    await _support("ben", bags)
    assert await _far(mission) == 0
    await _support("ben", shoes)
    assert await _far(mission) == 1


async def test_a_message_that_others_answer_counts_once(home: House) -> None:
    idea = await _idea("ben")
    mission = await errands.taken(await errands.opened(goal="answer", target=3))
    said = await _say("ada", "idea", idea.id)
    await _say("ada", "idea", idea.id, parent=said)
    assert await _far(mission) == 0
    for handle in ("ben", "cleo"):
        await _say(handle, "idea", idea.id, parent=said)
    assert await _far(mission) == 1


async def test_only_who_is_new_is_welcomed(home: House) -> None:
    await cast.person("ben")
    await Person.filter(handle="ben").update(created_at=clock.now() - timedelta(days=40))
    old, new = await _idea("ben"), await _idea("nora")
    mission = await errands.taken(await errands.opened(goal="welcome", target=3))
    await _say("ada", "idea", old.id)
    assert await _far(mission) == 0
    await _say("ada", "idea", new.id)
    question = await _say("nora", "idea", old.id)
    await _say("ada", "idea", old.id, parent=question)
    assert await _far(mission) == 1, "one newcomer, however often"


async def test_meetings_count_once_one_was_there(home: House) -> None:
    club = await clubs.found(host="ben", members=["ada"])
    place = f"club:{club.id}"
    attended = await errands.opened(goal="attended", target=2, place=place)
    hosted = await errands.opened(goal="hosted", place=place)
    await errands.taken(attended)
    await errands.taken(hosted, "ben")
    meeting = await Meeting.create(
        club_id=club.id,
        host_id=(await cast.person("ben")).id,
        slug="run",
        title="A run",
        zone="Europe/Paris",
        begins="2026-01-01T09:00",
        ends="2026-01-01T10:00",
        begins_at=clock.now(),
        created_at=clock.now(),
        ends_at=clock.now() + timedelta(hours=1),
        changed_at=clock.now(),
    )
    told: dict[str, Any] = {"code": "AAAAA", "token": "t", "at": clock.now()}
    reply = await Reply.create(meeting_id=meeting.id, person_id=(await cast.person("ada")).id, said=Said.YES, **told)
    with clock.at(clock.now() + timedelta(hours=2)):
        assert (await _far(attended), await _far(hosted, "ben")) == (0, 0)
        await Reply.filter(id=reply.id).update(arrived_at=clock.now())
        assert (await _far(attended), await _far(hosted, "ben")) == (1, 1)


async def test_a_counted_mission_called_off_pays_for_the_part_that_is_done(home: House) -> None:
    ideas = [await _idea(handle) for handle in ("ada", "ada")]
    mission = await errands.taken(await errands.opened(goal="support", target=4))
    await errands.taken(mission, "cleo")
    for handle in ("ben", "dan", "eve"):
        await _support(handle, ideas[0])
    await planning.call_off(await cast.editor(), mission, reason="The season is over.", share=10)
    assert [(await errands.part(mission, handle)).points for handle in ("ada", "cleo")] == [75, 10]


async def test_an_idea_that_was_merged_lives_on_in_the_other_and_several_count_once(home: House) -> None:
    mission = await errands.taken(await errands.opened(goal="idea", target=3))
    mine, again, theirs = await _idea(), await _idea(), await _idea("ben")
    assert await _far(mission) == 2
    await merging.merge(await cast.manager(), sources=[mine.id, again.id], target=theirs.id)
    assert await _far(mission) == 1
