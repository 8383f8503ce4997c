"""Brakes: how much of each kind by step, when there is room again, and what one statement does."""

from __future__ import annotations

import asyncio
import itertools
from datetime import UTC, datetime, timedelta

import pytest

from community.trust import brakes, measures, paces
from community.trust.models import MeasureKind, Standing, Step
from community.trust.paces import Count
from kernel import clock, db
from kernel.errors import Conflict, Forbidden, TooMany
from kernel.features import House
from kernel.viewer import SYSTEM, Viewer
from tests import cast

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def counted(home: House, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(home, "settings", home.settings.model_copy(update={"rate_limits": "on"}))
    return home


async def sent(viewer: Viewer, kind: str, times: int = 1, *texts: str) -> None:
    for _ in range(times):
        async with db.transaction():
            await brakes.before_posting(viewer, kind, *texts)


async def on_step(viewer: Viewer, step: Step) -> None:
    await Standing.create(person_id=viewer.id, step=step, since=clock.now())


@pytest.mark.parametrize("kind", paces.KINDS)
def test_nobody_is_slower_for_having_come_further_and_a_brake_is_the_slowest(kind: str) -> None:
    line = paces.TABLE[kind]
    steps = [line[step] for step in Step]
    assert all(one.hour <= next_.hour and one.day <= next_.day for one, next_ in itertools.pairwise(steps))
    assert line[paces.BRAKED].hour <= steps[0].hour
    assert 1 <= line[paces.BRAKED].day <= steps[0].day
    assert all(most.hour <= most.day for most in line.values())


@pytest.mark.parametrize(
    ("hour_n", "day_n", "expected"),
    [(2, 2, None), (3, 3, (2, False, HOUR)), (1, 4, (3, True, DAY)), (3, 4, (3, True, DAY))],
)
def test_the_limit_that_holds_longest_is_the_one_told(
    hour_n: int, day_n: int, expected: tuple[int, bool, timedelta] | None
) -> None:
    found = paces.refusal(Count("idea", NOON, hour_n, NOON, day_n), "newcomer")
    assert (found and (found.most, found.a_day, found.free_at - NOON)) == expected


async def test_a_newcomer_is_slowed_and_goes_on_when_the_hour_is_over(counted: House) -> None:
    ada = await cast.member("ada")
    with clock.at(NOON):
        await sent(ada, "idea", 2)
        with pytest.raises(TooMany) as slowed:
            await sent(ada, "idea")
    assert slowed.value.detail["at"] == NOON + HOUR
    assert slowed.value.detail["after"] == 3600
    assert "2 ideas" in slowed.value.message
    with clock.at(NOON + HOUR):
        await sent(ada, "idea")
        with pytest.raises(TooMany) as slowed:
            await sent(ada, "idea")
    assert slowed.value.detail["at"] == NOON + DAY
    with clock.at(NOON + DAY):
        await sent(ada, "idea", 2)


async def test_what_fails_is_not_counted(counted: House) -> None:
    ada = await cast.member("ada")
    for _ in range(5):
        with pytest.raises(Conflict):
            await _outrun(ada)
    await sent(ada, "idea", 2)


async def _outrun(viewer: Viewer) -> None:
    async with db.transaction():
        await brakes.before_posting(viewer, "idea")
        raise Conflict


async def test_who_has_come_further_may_do_more_and_who_is_braked_less(counted: House) -> None:
    ada, ben = await cast.member("ada"), await cast.viewer("carol")
    await on_step(ada, Step.REGULAR)
    await on_step(ben, Step.REGULAR)
    await sent(ada, "idea", 10)
    async with db.transaction():
        await measures.impose(int(ben.id or 0), kind=MeasureKind.BRAKE, until=clock.now() + DAY)
    await sent(ben, "idea", 1)
    with pytest.raises(TooMany):
        await sent(ben, "idea")
    with clock.at(clock.now() + 2 * DAY):
        await sent(ben, "idea", 5)


async def test_links_to_elsewhere_are_counted_and_ours_are_not(counted: House) -> None:
    ada = await cast.member("ada")
    home = counted.settings.base_url
    await sent(ada, "comment", 1, f"See {home}/ideas/1 and {home}/ideas/2 and {home}/ and {home}/clubs")
    with pytest.raises(TooMany, match="links"):
        await sent(ada, "comment", 1, "https://a.example https://b.example www.c.example https://d.example")


async def test_a_suspension_written_a_moment_ago_stops_whoever_was_already_let_in(counted: House) -> None:
    ada = await cast.member("ada")
    async with db.transaction():
        await measures.impose(int(ada.id or 0), kind=MeasureKind.SUSPEND, until=clock.now() + DAY)
    with pytest.raises(Forbidden):
        await sent(ada, "comment")


async def test_staff_and_the_house_itself_are_not_counted(counted: House) -> None:
    await sent(await cast.manager(), "idea", 30)
    await sent(SYSTEM, "idea", 30)
    assert await db.value("SELECT count(*) FROM pace") == 0


async def test_many_at_once_are_let_through_as_often_as_one_after_another(counted: House) -> None:
    ada = await cast.member("ada")
    answers = await asyncio.gather(*(sent(ada, "idea") for _ in range(12)), return_exceptions=True)
    assert [type(answer) for answer in answers].count(TooMany) == 10


async def test_it_is_one_statement(counted: House, monkeypatch: pytest.MonkeyPatch) -> None:
    ada, asked = await cast.member("ada"), []
    rows = db.rows

    async def listening(sql: str, *values: object) -> list[db.Row]:
        asked.append(sql)
        return await rows(sql, *values)

    monkeypatch.setattr(db, "rows", listening)
    await sent(ada, "comment", 1, "https://a.example")
    assert len(asked) == 1
