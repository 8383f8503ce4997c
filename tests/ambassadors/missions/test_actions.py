"""Missions: places, leaving, proofs and their answers, calling off, and what is given for them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from ambassadors.missions import actions, fairness, giving, leaving, planning, proofs, reviewing, turning
from ambassadors.missions.models import MissionProof, Verdict
from ambassadors.missions.planning import Plan
from ambassadors.points import queries as purse
from kernel import clock, db
from kernel.errors import Conflict, Forbidden, Missing
from kernel.features import House
from tests import cast, clubs
from tests.ambassadors.missions import errands
from tests.ambassadors.points import till


async def test_two_who_ask_for_the_last_place_at_once_get_it_once(home: House) -> None:
    mission = await errands.opened(places=1)
    handles = ("ada", "ben", "cleo", "dan")
    for handle in handles:
        await cast.person(handle)
    found = await asyncio.gather(*[errands.taken(mission, handle) for handle in handles], return_exceptions=True)
    assert sorted(type(one).__name__ for one in found) == ["Conflict"] * 3 + ["MissionCard"]
    assert (await errands.seen(mission)).taken == 1
    assert await proofs.taken() == []


async def test_taking_twice_takes_one_place(home: House) -> None:
    mission = await errands.opened(places=2)
    await errands.taken(mission)
    assert (await errands.taken(mission)).taken == 1


async def test_who_leaves_makes_room_and_may_come_back(home: House) -> None:
    mission = await errands.opened(places=1)
    await actions.leave(await cast.member(), await errands.taken(mission))
    assert (await errands.taken(mission, "ben")).taken == 1
    with pytest.raises(Conflict):
        await errands.taken(mission)
    await actions.leave(await cast.viewer("ben"), await errands.seen(mission, "ben"))
    assert (await errands.taken(mission)).taken == 1
    assert await proofs.taken() == []


@pytest.mark.parametrize(
    ("values", "who"),
    [
        ({"audience": "ambassadors"}, "ada"),
        ({"opens_at": timedelta(days=1)}, "ada"),
        ({}, "mo"),
    ],
    ids=["a group one is not in", "before it opens", "the team"],
)
async def test_who_may_not_take_it_does_not(home: House, values: dict[str, object], who: str) -> None:
    values = {name: clock.now() + v if isinstance(v, timedelta) else v for name, v in values.items()}
    mission = await errands.opened(**values)
    with pytest.raises(Forbidden):
        await errands.taken(mission, who)


async def test_an_accepted_proof_gives_the_points_once(home: House) -> None:
    mission = await errands.opened()
    await errands.taken(mission)
    number = await errands.sent(mission)
    await reviewing.answer(await cast.manager(), mission, number, verdict=Verdict.ACCEPTED)
    with pytest.raises(Conflict):
        await reviewing.answer(await cast.manager(), mission, number, verdict=Verdict.ACCEPTED)
    part = await errands.part(mission)
    assert (part.state, part.points, part.due) == ("done", 100, 0)
    assert (await purse.balance(part.person_id)).free == 100
    assert (await proofs.done(), (await errands.seen(mission)).done) == ([], 1)


async def test_what_lacks_something_is_sent_again_even_after_the_end(home: House) -> None:
    mission = await errands.opened()
    await errands.taken(mission)
    number = await errands.sent(mission)
    with clock.at(mission.ends_at + timedelta(hours=1)):
        await turning.turn_all()
        await reviewing.answer(await cast.editor(), mission, number, verdict=Verdict.AGAIN, words="Both soles, please.")
    with clock.at(mission.ends_at + timedelta(days=6)):
        again = await errands.sent(mission, body="Both soles.")
        await reviewing.answer(await cast.editor(), mission, again, verdict=Verdict.ACCEPTED)
    assert (await errands.part(mission)).state == "done"


async def test_who_lets_the_week_pass_has_had_their_time(home: House) -> None:
    mission = await errands.opened()
    await errands.taken(mission)
    number = await errands.sent(mission)
    await reviewing.answer(await cast.editor(), mission, number, verdict=Verdict.AGAIN, words="Both soles, please.")
    with clock.at(mission.ends_at + timedelta(days=8)):
        await turning.turn_all()
        with pytest.raises(Forbidden):
            await errands.sent(mission)
    assert (await errands.part(mission)).state == "over"


async def test_a_refusal_frees_the_place_and_is_final(home: House) -> None:
    mission = await errands.opened(places=1)
    await errands.taken(mission)
    number = await errands.sent(mission)
    await reviewing.answer(await cast.editor(), mission, number, verdict=Verdict.REFUSED, words="These are not ours.")
    with pytest.raises(Forbidden):
        await errands.taken(mission)
    assert (await errands.taken(mission, "ben")).taken == 1


async def test_who_leaves_takes_what_was_sent_along(home: House) -> None:
    mission = await errands.opened()
    await errands.taken(mission)
    number = await errands.sent(mission)
    await actions.leave(await cast.member(), await errands.seen(mission))
    assert await reviewing.waiting(mission.id) == []
    with pytest.raises(Missing):
        await reviewing.answer(await cast.editor(), mission, number, verdict=Verdict.ACCEPTED)


async def test_points_that_the_month_does_not_hold_are_owed_and_come_later(home: House) -> None:
    mission = await errands.opened(points=600)
    for handle in ("ada", "ben"):
        await errands.taken(mission, handle)
        number = await errands.sent(mission, handle)
        await reviewing.answer(await cast.editor(), mission, number, verdict=Verdict.ACCEPTED)
    owed = await errands.part(mission, "ben")
    assert (owed.points, owed.due) == (0, 600)
    await giving.pay_owed()
    assert (await errands.part(mission, "ben")).due == 600, "nothing is given before the budget holds all of it"
    await till.funded(500)
    await giving.pay_owed()
    await giving.pay_owed()
    paid = await errands.part(mission, "ben")
    assert (paid.points, paid.due) == (600, 0)


async def test_what_was_not_done_after_all_goes_back(home: House) -> None:
    mission = await errands.opened()
    await errands.taken(mission)
    number = await errands.sent(mission)
    await reviewing.answer(await cast.editor(), mission, number, verdict=Verdict.ACCEPTED)
    part = await errands.part(mission)
    await reviewing.take_back(await cast.manager(), mission, part.id, reason="The picture is from a shop.")
    assert (await purse.balance(part.person_id)).free == 0
    seen = await errands.seen(mission)
    assert (seen.taken, seen.done) == (0, 0)
    assert await db.value("SELECT reason FROM staff_act WHERE act = 'mission.undone'") == "The picture is from a shop."


WORTHS = [
    (100, 0, 4, 0, 0),
    (100, 0, 4, 50, 50),
    (100, 1, 4, 0, 25),
    (100, 3, 4, 50, 75),
    (100, 9, 4, 50, 100),
    (7, 1, 2, 0, 3),
    (0, 1, 2, 50, 0),
]


@pytest.mark.parametrize(("points", "progress", "target", "share", "expected"), WORTHS)
def test_what_was_begun_is_worth_its_part(points: int, progress: int, target: int, share: int, expected: int) -> None:
    assert fairness.worth(points, progress=progress, target=target, share=share) == expected


async def test_a_mission_called_off_is_fair_to_everybody_in_it(home: House) -> None:
    mission = await errands.opened()
    for handle in ("ada", "ben", "cleo", "dan"):
        await errands.taken(mission, handle)
    done, waiting = await errands.sent(mission, "ada"), await errands.sent(mission, "ben")
    await reviewing.answer(await cast.editor(), mission, done, verdict=Verdict.ACCEPTED)
    await actions.leave(await cast.viewer("dan"), await errands.seen(mission, "dan"))
    await planning.call_off(await cast.editor(), mission, reason="No more pairs.", share=40)
    states = {handle: await errands.part(mission, handle) for handle in ("ada", "ben", "cleo", "dan")}
    assert {handle: (part.state.value, part.points) for handle, part in states.items()} == {
        "ada": ("done", 100),
        "ben": ("sent", 0),
        "cleo": ("cancelled", 40),
        "dan": ("left", 0),
    }
    await reviewing.answer(await cast.editor(), mission, waiting, verdict=Verdict.ACCEPTED)
    assert (await errands.part(mission, "ben")).points == 100
    with pytest.raises(Forbidden):
        await errands.taken(mission, "dan")


async def test_what_people_agreed_to_does_not_change(home: House) -> None:
    mission = await errands.opened(places=3)
    await errands.taken(mission)
    names = ("title", "brief", "goal", "target", "place", "audience", "points", "opens_at", "ends_at")
    held = {name: getattr(mission, name) for name in names} | {"places": 5}
    later = held | {"points": 1, "title": "Another title", "ends_at": mission.ends_at + timedelta(days=1)}
    await planning.change(await cast.editor(), mission, Plan(**later))
    seen = await errands.seen(mission)
    assert (seen.title, seen.points, seen.places) == ("Another title", 100, 5)
    sooner = held | {"ends_at": mission.ends_at - timedelta(days=1)}
    with pytest.raises(Conflict):
        await planning.change(await cast.editor(), mission, Plan(**sooner))


async def test_the_end_is_told_once_and_then_comes(home: House) -> None:
    mission = await errands.opened()
    await errands.taken(mission)
    for days in (8, 8.5, 11, 12):
        with clock.at(clock.now() + timedelta(days=days)):
            await turning.turn_all()
    kinds = [row["kind"] for row in await db.rows("SELECT kind FROM event WHERE kind LIKE 'mission.end%' ORDER BY id")]
    assert kinds == ["mission.ending", "mission.ended"]
    assert (await errands.part(mission)).state == "over"


async def test_who_leaves_the_club_leaves_its_missions(home: House) -> None:
    club = await clubs.found(members=["ben"])
    mission = await errands.opened(place=f"club:{club.id}")
    await errands.taken(mission, "ben")
    from community.clubs import leaving as out

    viewer = await cast.viewer("ben")
    from community.clubs import queries

    await out.leave(viewer, await queries.find(viewer, "runners"))
    assert (await errands.part(mission, "ben")).state == "left"
    assert await proofs.taken() == []


async def test_an_erased_account_leaves_nothing_to_read(home: House) -> None:
    mission = await errands.opened()
    await errands.taken(mission, named=True)
    await errands.sent(mission, body="My kitchen.")
    person = await cast.person("ada")
    async with db.transaction():
        await leaving.erased(person.id)
    part = await errands.part(mission)
    assert (part.state, part.is_named) == ("left", False)
    assert [one.body for one in await MissionProof.all()] == [""]
