"""Measures: they hold everywhere at once, end by the clock or by a lifting, and are told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.trust import erasing, measures, proofs, standing
from community.trust.models import Measure, MeasureKind
from kernel import clock, db, jobs
from kernel.errors import Conflict
from kernel.features import House
from kernel.sessions import viewer_of
from tests import cast
from tests.browsing import Browser

DAY = timedelta(days=1)


async def imposed(person_id: int | None, kind: MeasureKind = MeasureKind.SUSPEND, **more: object) -> Measure:
    async with db.transaction():
        return await measures.impose(int(person_id or 0), kind=kind, **more)  # type: ignore[arg-type]


async def told(house: House) -> list[str]:
    await jobs.work(house, until_idle=True, like="react.%")
    return [row["kind"] for row in await db.rows("SELECT kind FROM notice WHERE kind LIKE 'measure.%' ORDER BY id")]


@pytest.mark.parametrize("kind", list(MeasureKind))
async def test_only_a_suspension_suspends(home: House, kind: MeasureKind) -> None:
    ada = await cast.member("ada")
    await imposed(ada.id, kind, until=clock.now() + DAY)
    assert (await viewer_of(int(ada.id or 0))).suspended is (kind == MeasureKind.SUSPEND)
    assert await proofs.suspensions() == []


async def test_one_without_end_holds_for_years_and_the_longest_counts(home: House) -> None:
    ada = await cast.member("ada")
    await imposed(ada.id, until=clock.now() + DAY)
    for_good = await imposed(ada.id)
    with clock.at(clock.now() + 3650 * DAY):
        assert (await viewer_of(int(ada.id or 0))).suspended
    async with db.transaction():
        assert await measures.lift(measure=for_good.id) == 1
        assert await measures.lift(measure=for_good.id) == 0
    assert (await viewer_of(int(ada.id or 0))).suspended
    with clock.at(clock.now() + 2 * DAY):
        assert not (await viewer_of(int(ada.id or 0))).suspended


async def test_a_reversed_ruling_takes_all_it_imposed_with_it(home: House) -> None:
    ada = await cast.member("ada")
    await imposed(ada.id, ruling=7)
    await imposed(ada.id, MeasureKind.BRAKE, ruling=7)
    async with db.transaction():
        assert await measures.lift(ruling=7) == 2
    assert not (await viewer_of(int(ada.id or 0))).suspended
    assert await Measure.filter(ended_at=None).count() == 0
    assert await told(home) == [], "the statements of the ruling and of its reversal tell it"


async def test_what_is_over_by_the_clock_is_ended_once_and_told(home: House) -> None:
    ada = await cast.member("ada")
    await imposed(ada.id, until=clock.now() + DAY)
    assert await measures.expire() == 0
    with clock.at(clock.now() + 2 * DAY):
        assert await measures.expire() == 1
        assert await measures.expire() == 0
        assert await db.value("SELECT suspended_until FROM person WHERE id = ?", ada.id) is None
        assert await proofs.suspensions() == []
        assert await told(home) == ["measure.begun", "measure.ended"]


async def test_a_suspension_written_by_hand_is_found_and_mended(home: House) -> None:
    ada = await cast.member("ada")
    await db.execute("UPDATE person SET suspended_until = ? WHERE id = ?", clock.now() + DAY, ada.id)
    assert len(await proofs.suspensions()) == 1
    await proofs.suspensions(fix=True)
    assert await proofs.suspensions() == []


async def test_the_last_administrator_at_work_is_never_shut_out(home: House) -> None:
    root, other = await cast.admin(), await cast.viewer("rita", role="admin")
    await imposed(root.id)
    with pytest.raises(Conflict, match="last administrator"):
        await imposed(other.id)
    await imposed(other.id, MeasureKind.WARN)


async def test_an_open_browser_is_stopped_by_its_next_request(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    person = await cast.person("ada")
    assert "/ideas/new" in (await ada.get("/ideas/new")).text
    await imposed(person.id, until=clock.now() + DAY)
    stopped = await ada.submit("/account", "/ideas/new", board="1", title="A word", body="More")
    assert stopped.status_code == 403
    assert await db.value("SELECT count(*) FROM idea") == 0


async def test_an_erased_person_leaves_no_row_of_trust(home: House) -> None:
    ada = await cast.member("ada")
    number = int(ada.id or 0)
    await imposed(number)
    await standing.reckon([number])
    await db.execute(
        "INSERT INTO pace (person_id, kind, hour_at, hour_n, day_at, day_n) VALUES (?, 'idea', ?, 1, ?, 1)",
        *(number, clock.now(), clock.now()),
    )
    async with db.transaction():
        await erasing.erased(number)
    left = [await db.value(f"SELECT count(*) FROM {table}") for table in ("measure", "standing", "pace", "held")]
    assert left == [0, 0, 0, 0]
    assert await proofs.suspensions() == []
