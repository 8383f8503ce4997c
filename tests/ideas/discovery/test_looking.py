"""Likely duplicates are put before the team once, and what was ruled or said of them stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.inbox.models import Notice
from ideas.board import actions, merging
from ideas.board.models import Idea
from ideas.discovery import duplicates, likeness, looking, sameness
from kernel import clock, db, jobs
from kernel.features import House
from tests import cast
from tests.ideas.board import things
from tests.ideas.discovery.test_likeness import OTHERS, ready

FIRST = ("Resole worn boots", "The uppers are fine, only the sole has gone.")
SECOND = ("New soles for worn boots", "My uppers are fine, please resole the boots.")


async def two() -> tuple[Idea, Idea]:
    """Two that are one wish, among others that are not."""
    for title, body in OTHERS:
        await things.idea(title, body=body)
    first = await things.idea(FIRST[0], body=FIRST[1])
    second = await things.idea(SECOND[0], body=SECOND[1])
    await ready()
    return first, second


async def kept() -> list[tuple[int, int]]:
    rows = await db.rows("SELECT a_id, b_id FROM likeness WHERE certainty > 0 ORDER BY certainty DESC, id")
    return [(row["a_id"], row["b_id"]) for row in rows]


async def test_what_is_one_wish_waits_as_a_pair_and_nothing_else_does(home: House) -> None:
    first, second = await two()
    assert not await looking.look(seconds=60)
    assert await kept() == [(first.id, second.id)]
    row = await db.row("SELECT score, certainty, said FROM likeness")
    assert row
    assert looking.CERTAIN <= row["score"] == row["certainty"] <= 1
    assert row["said"] == 0


async def test_the_worker_looks_when_an_idea_is_proposed_and_at_each_idea_once(home: House) -> None:
    await two()
    with clock.at(clock.now() + timedelta(minutes=1)):
        await jobs.work(home, until_idle=True, like="likeness.%")
    assert len(await kept()) == 1
    assert await db.value("SELECT count(*) FROM likeness_looked") == len(OTHERS) + 2
    assert await looking._waiting() == []


async def test_without_an_index_nothing_is_taken_for_looked_at(home: House) -> None:
    await things.idea(*FIRST[:1])
    await looking.run()
    assert await db.value("SELECT count(*) FROM likeness_looked") == 0


async def test_a_turn_ends_and_another_goes_on(home: House) -> None:
    await two()
    assert await looking.look(seconds=0)
    assert await db.value("SELECT count(*) FROM likeness_looked") == 1
    assert not await looking.look(seconds=60)


async def test_a_ruling_is_remembered_whatever_is_looked_at_again(home: House) -> None:
    first, second = await two()
    mo, ada = await cast.manager(), await cast.member("ada")
    await looking.look(seconds=60)
    await duplicates.differ(mo, (await duplicates.waiting(mo)).items[0].id)
    with clock.at(clock.now() + timedelta(minutes=5)):
        await actions.edit(ada, second, title="New soles for worn boots!", body=SECOND[1])
        await ready()
        await looking.look(seconds=60)
    assert (await duplicates.waiting(mo)).items == []
    assert await db.value("SELECT count(*) FROM likeness WHERE a_id = ? AND b_id = ?", first.id, second.id) == 1


async def test_words_that_changed_take_the_pair_away_but_not_what_members_say(home: House) -> None:
    first, second = await two()
    ada = await cast.member("ada")
    other = await things.idea("Soles for worn boots, resoled", body="The uppers are fine.")
    await ready()
    await looking.look(seconds=60)
    assert len(await kept()) == 3
    for handle in ("ben", "cal", "dee"):
        await sameness.say(await cast.member(handle), first, second.id)
    with clock.at(clock.now() + timedelta(minutes=5)):
        await actions.edit(ada, second, title="Open the shop on Sunday", body="I work all week.")
        await ready()
        await looking.look(seconds=60)
    assert set(await kept()) == {(first.id, second.id), (first.id, other.id)}
    assert await looking.certainties() == []


async def test_merged_pairs_leave_and_come_back_with_the_undoing(home: House) -> None:
    first, second = await two()
    mo = await cast.manager()
    await looking.look(seconds=60)
    made = await merging.merge(mo, sources=[second.id], target=first.id)
    assert (await duplicates.waiting(mo)).items == []
    await merging.undo(mo, made.id)
    assert len((await duplicates.waiting(mo)).items) == 1


async def test_what_nobody_is_told_of_on_a_closed_board_reaches_only_who_sees_it(home: House) -> None:
    mo = await cast.manager()
    await things.board("inside", see="staff", propose="staff")
    await things.idea(FIRST[0], body=FIRST[1])
    secret = await things.idea(SECOND[0], body=SECOND[1], by=mo, on="inside")
    await ready()
    await looking.look(seconds=60)
    assert len((await duplicates.waiting(mo)).items) == 1
    assert secret.id not in [one.idea_id for one in await likeness.to(await cast.member("ada"), *FIRST)]


async def test_the_managers_hear_of_it_once_when_three_members_say_so(home: House) -> None:
    first = await things.idea("Larger pockets")
    second = await things.idea("Where do I put my phone?")
    mo, root = await cast.manager(), await cast.viewer("root")
    await cast.editor()
    for number, handle in enumerate(("ben", "cal", "dee", "eve"), 1):
        await sameness.say(await cast.member(handle), first, second.id)
        await jobs.work(home, until_idle=True, like="react.%")
        told: list[int] = await Notice.filter(kind="ideas.alike").values_list("person_id", flat=True)  # type: ignore[assignment]
        assert len(told) in (0, 2)
        assert set(told) == ({mo.id, root.id} if number >= sameness.ENOUGH else set())


@pytest.mark.parametrize("times", [1, 2])
async def test_counting_words_again_gives_the_same(home: House, times: int) -> None:
    await two()
    for _time in range(times):
        await looking.night()
    row = await db.row("SELECT ideas FROM rarity")
    assert row == {"ideas": len(OTHERS) + 2}


async def test_a_wrong_certainty_is_found_and_mended(home: House) -> None:
    await two()
    await looking.look(seconds=60)
    await db.execute("UPDATE likeness SET certainty = 0.01")
    assert len(await looking.certainties(fix=True)) == 1
    assert await looking.certainties() == []
