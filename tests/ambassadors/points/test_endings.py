"""Points at their date: told before, ended once, and what becomes of those of an account that is erased."""

from __future__ import annotations

from datetime import timedelta

from ambassadors.points import calendar, endings, ledger, queries
from ambassadors.points.models import Purse
from kernel import clock, db
from kernel.features import House
from tests import cast
from tests.ambassadors.points import till


async def happened(kind: str) -> list[db.Row]:
    return await db.rows("SELECT subject_id, data FROM event WHERE kind = ? ORDER BY id", kind)


async def test_whose_points_end_soon_is_told_once_and_then_they_end(home: House) -> None:
    ada = await till.opened()
    await ledger.award(ada, "idea", cause=("idea", 1))
    aside = await ledger.hold(ada, 30, ("claim", 1))
    ends = calendar.ends()
    for moment, told, ended in ((31, 0, 0), (29, 1, 0), (20, 1, 0), (0, 1, 1), (-1, 1, 1)):
        with clock.at(ends - timedelta(days=moment)):
            await endings.turn()
        assert (len(await happened("points.ending")), len(await happened("points.ended"))) == (told, ended), moment
    purse = await Purse.get(person_id=ada)
    assert (purse.free, purse.held, purse.expired) == (0, 30, 70), "what is put aside does not end"
    with clock.at(ends + timedelta(days=2)):
        await ledger.release(aside)
        found = await queries.balance(ada)
        assert found.free == 30
        assert found.ends_at
        assert found.ends_at > clock.now() + timedelta(days=30)


async def test_points_last_to_the_end_of_a_month_of_the_brand(home: House) -> None:
    ends = calendar.ends()
    assert calendar.last_day(ends) == calendar.later(calendar.this_month(), 13) - timedelta(days=1)


async def test_an_account_that_is_erased_has_and_owes_nothing(home: House) -> None:
    ada = await till.opened()
    await ledger.award(ada, "idea", cause=("idea", 1))
    await ledger.award(ada, "idea", cause=("idea", 2))
    await ledger.capture(await ledger.hold(ada, 150, ("claim", 1)))
    await ledger.reverse(("idea", 1))
    await ledger.award(ada, "idea", cause=("idea", 3), amount=200)
    await ledger.hold(ada, 20, ("claim", 2))
    for participant in home.registered("person.erasing"):
        async with db.transaction():
            await participant(ada)
    purse = await Purse.get(person_id=ada)
    assert (purse.free, purse.held, purse.owed, purse.spent) == (0, 0, 0, 150)
    problems = [
        line for proof in home.all("proofs") if proof.name.startswith("points.") for line in await proof.check()
    ]
    assert problems == []


async def test_nobody_ends_twice_though_two_workers_look(home: House) -> None:
    ada, ben = await till.opened(), int((await cast.person("ben")).id)
    for number, who in enumerate((ada, ben)):
        await ledger.award(who, "idea", cause=("idea", number))
    with clock.at(calendar.ends()):
        await endings.turn()
        await endings.turn()
    assert [row["subject_id"] for row in await happened("points.ended")] == sorted((ada, ben))
