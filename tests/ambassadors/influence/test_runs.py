"""A reckoning from end to end: who is reached, what is kept, what is forgotten, and the walk that proves it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ambassadors.influence import changes, checking, choices, jobs, proofs, queries, runs
from ambassadors.influence.models import Line, Run, Score, Weighing
from community.people.models import Person, Role
from ideas.board.models import IdeaTag, Tag
from kernel import clock, db
from kernel.errors import Problem
from kernel.features import House
from tests import cast, hearing


@pytest.fixture(autouse=True)
def few_walks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_INFLUENCE_WALKS", "2000")


async def village() -> dict[str, int]:
    """Ada, Eve and Kim are customers; Ada and Eve support Ben's idea, Ben Zoe's, Kim nobody's."""
    for handle in ("ada", "eve", "kim"):
        await hearing.customer(handle)
    idea, other = await hearing.idea("ben"), await hearing.idea("zoe")
    for handle, of in (("ada", idea), ("eve", idea), ("ben", other)):
        await hearing.support(handle, of)
    return {person.handle: person.id for person in await Person.all()}


async def reached() -> dict[str, int]:
    return {handle: card.walks for handle, card in await queries.every()}


async def test_who_is_listened_to_by_trusted_people_is_reached(home: House) -> None:
    people = await village()
    number = await runs.reckon()
    found = await reached()
    assert set(found) == {"ben", "zoe"}
    assert 0.8 * 2000 < found["ben"] < 0.9 * 2000
    assert 0.65 * 2000 < found["zoe"] < 0.78 * 2000
    run = await queries.newest()
    assert run
    assert (run.id, run.people, run.links, run.seeds) == (number, 4, 3, 2)
    lines = await queries.lines(people["ben"], number)
    assert {line.through_id for line in lines} == {people["ada"], people["eve"]}
    assert sum(line.walks for line in lines) == found["ben"]
    assert (await queries.scores([people["ben"]]))[people["ben"]].parts == {"support": found["ben"]}
    assert await queries.scores([people["kim"], people["ada"]]) == {}


async def test_walking_again_from_the_file_and_the_public_seed_is_equal(home: House) -> None:
    await village()
    number = await runs.reckon()
    told = await checking.check(number)
    assert (told.wrong, told.scores, told.lines, told.walks) == ([], 2, 3, 2000)
    assert await proofs.lines() == await proofs.parts() == []
    score = await Score.filter(run_id=number).first()
    assert score
    await Score.filter(id=score.id).update(walks=score.walks + 1)
    assert len((await checking.check(number)).wrong) == 1
    assert len(await proofs.lines(fix=True)) == 1
    assert (await checking.check(number)).wrong == await proofs.lines() == []


async def test_a_file_that_was_changed_or_is_gone_is_told(home: House) -> None:
    await village()
    number = await runs.reckon()
    [path] = (Path(home.settings.data_dir) / "influence").glob("*.npz")
    await Run.filter(id=number).update(digest="0" * 64)
    with pytest.raises(Problem, match="kept no longer"):
        await checking.check(number)
    path.rename(path.with_name("0" * 64 + ".npz"))
    assert (await checking.check(number)).wrong == ["the file’s digest is another than the reckoning’s"]
    with pytest.raises(Problem, match="no reckoning"):
        await checking.check(number + 1)


async def test_the_same_world_is_reckoned_the_same(home: House) -> None:
    await village()
    with clock.at(clock.now()):
        one, other = await runs.reckon(), await runs.reckon()
    first, second = await queries.run(one), await queries.run(other)
    assert first
    assert second
    assert (first.seed, first.digest) == (second.seed, second.digest)
    assert await checking.check(one) == await checking.check(other)


@pytest.mark.parametrize("what", ["nothing", "no seeds", "no edges", "one"])
async def test_where_nobody_can_be_reached_a_reckoning_says_so(home: House, what: str) -> None:
    if what == "no seeds":
        await hearing.support("ada", await hearing.idea("ben"))
    elif what == "no edges":
        await hearing.customer("ada")
    elif what == "one":
        await hearing.customer("ada")
        await hearing.support("ada", await hearing.idea("ada"))
    number = await runs.reckon()
    run = await queries.newest()
    assert run
    assert run.id == number
    assert await queries.every() == []
    assert (await checking.check(number)).wrong == []


async def test_people_apart_from_every_seed_are_not_yet_reached(home: House) -> None:
    await village()
    await hearing.support("far", await hearing.idea("away"))
    await runs.reckon()
    assert set(await reached()) == {"ben", "zoe"}


@pytest.mark.parametrize("who", ["staff", "unclaimed", "suspended", "left"])
async def test_who_is_not_scored_is_neither_reached_nor_heard(home: House, who: str) -> None:
    people = await village()
    if who == "staff":
        await Person.filter(id=people["ben"]).update(role=Role.MANAGER)
    elif who == "unclaimed":
        await Person.filter(id=people["ben"]).update(is_claimed=False)
    elif who == "suspended":
        await Person.filter(id=people["ben"]).update(suspended_until=clock.now() + timedelta(days=1))
    else:
        await choices.leave(await cast.viewer("ben"))
    await runs.reckon()
    assert await reached() == {}


async def test_leaving_takes_the_score_at_once_and_the_links_at_the_next_reckoning(home: House) -> None:
    people = await village()
    number = await runs.reckon()
    assert await choices.leave(await cast.viewer("ben"))
    assert not await choices.leave(await cast.viewer("ben"))
    assert await queries.scores([people["ben"]]) == {}
    assert [card.person_id for card in (await queries.ranked()).items] == [people["zoe"]]
    told = await checking.check(number)
    assert (told.wrong, told.left) == ([], 1)
    await runs.reckon()
    assert await reached() == {}
    assert await choices.return_(await cast.viewer("ben"))
    await runs.reckon()
    assert set(await reached()) == {"ben", "zoe"}


async def test_an_account_that_is_erased_leaves_no_score(home: House) -> None:
    people = await village()
    number = await runs.reckon()
    async with db.transaction():
        for participant in home.registered("person.erasing"):
            await participant(people["ben"])
    await Person.filter(id=people["ben"]).update(is_claimed=False, name="", email=None)
    assert await Score.filter(person_id=people["ben"]).count() == 0
    assert await Line.filter(person_id=people["ben"]).count() == 0
    assert (await checking.check(number)).wrong == []
    await runs.reckon()
    assert await reached() == {}


async def test_topics_that_live_are_reckoned_apart(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "FEWEST", 2)
    people = await village()
    number = await hearing.idea("ben", on="hats")
    await hearing.support("eve", number)
    tag = await Tag.create(slug="wool", name="Wool")
    await IdeaTag.create(idea_id=number.id, tag_id=tag.id)
    await hearing.idea("zoe", on="secret")
    await runs.reckon()
    board = (await hearing.board()).id
    assert await queries.topics() == [(f"board:{board}", "Shoes")]
    assert set(await queries.scores(list(people.values()), f"board:{board}")) == {people["ben"], people["zoe"]}
    run = await queries.newest(f"board:{board}")
    assert run
    assert run.walks == 200
    assert (await checking.check(run.id)).wrong == []
    await db.execute("DELETE FROM support")
    await runs.reckon()
    assert await queries.topics() == []
    assert await queries.scores(list(people.values()), f"board:{board}") == {}


async def test_old_reckonings_keep_their_scores_one_a_day_and_the_newest_two_their_lines(home: House) -> None:
    people = await village()
    made = []
    for days in (800, 101, 100.9, 2.1, 2, 1, 0.02, 0.01, 0):
        with clock.at(hearing.ago(days) if days else clock.now()):
            if days == 800:
                await Weighing.create(
                    kind="support", weight=1, half_life=3000, pair_cap=9, day_cap=9, from_at=clock.now()
                )
            made.append(await runs.reckon(topics=False))
    kept = [run.id for run in await Run.all().order_by("id")]
    assert kept[-2:] == made[-2:]
    assert made[0] not in kept
    assert len({run.as_of.date() for run in await Run.all()}) >= len(kept) - 1
    assert {line.run_id for line in await Line.all()} == set(made[-2:])
    assert {score.run_id for score in await Score.all()} <= set(kept)
    assert len(list((Path(home.settings.data_dir) / "influence").glob("*.npz"))) == 1
    past = await queries.history(people["ben"])
    assert [one.run_id for one in past] == sorted(one.run_id for one in past)
    assert len(past) == len({one.at.date() for one in past})


async def _begun(moment: datetime) -> Run:
    """A reckoning that is not done."""
    return await Run.create(
        topic="~", seed=1, walks=1, people=1, links=1, seeds=1, digest="x", as_of=moment, created_at=moment
    )


async def test_what_a_process_that_died_left_is_taken_away(home: House) -> None:
    await village()
    await runs.reckon()
    moment = hearing.ago(0.1)
    half, under_way = await _begun(moment), await _begun(clock.now())
    assert len(await queries.every()) == 2
    await runs.reckon()
    assert not await Run.filter(id=half.id).exists()
    assert await Run.filter(id=under_way.id).exists()


async def test_the_job_reckons_once_a_day_and_after_something_happened(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await village()
    for _ in range(2):
        monkeypatch.setattr(jobs, "_not_before", 0.0)
        await jobs.follow()
        assert await Run.filter(topic="").count() == 1
    before = await changes.last()
    await hearing.support("kim", await hearing.idea("ben"), days=0)
    assert await changes.last() > before
    monkeypatch.setattr(jobs, "_not_before", float("inf"))
    await jobs.follow()
    assert await Run.filter(topic="").count() == 1
    monkeypatch.setattr(jobs, "_not_before", 0.0)
    await jobs.follow()
    assert await Run.filter(topic="").count() == 2


async def test_the_event_of_a_reckoning_says_how_many_were_reached(home: House) -> None:
    await village()
    await runs.reckon(topics=False)
    rows = await db.rows("SELECT data FROM event WHERE kind = 'influence.reckoned'")
    assert len(rows) == 1
