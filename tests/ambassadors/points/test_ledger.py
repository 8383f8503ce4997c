"""The ledger: what is given, taken back, put aside and spent, and that no purse or budget ever falls below nothing."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from ambassadors.points import actions, books, calendar, ledger, queries
from ambassadors.points.models import Account, Act
from ambassadors.points.queries import Budget
from kernel import audit, clock, db
from kernel.errors import Conflict, Forbidden
from kernel.features import House
from tests import cast
from tests.ambassadors.points import till

IDEA = ("idea", 1)


async def test_an_award_comes_out_of_the_month_and_is_paid_once(home: House) -> None:
    ada = await till.opened()
    assert [await ledger.award(ada, "idea", cause=IDEA) for _ in range(2)] == [100, 0]
    assert await queries.month() == Budget(1000, 100)
    found = await queries.balance(ada)
    assert (found.free, found.held, found.ends_next, found.ends_at) == (100, 0, 100, calendar.ends())
    assert await till.lines(ada) == [("awarded", {"fund": -100, "free": 100})]


async def test_nothing_is_given_without_a_rule_or_by_a_rule_of_nothing(home: House) -> None:
    ada = await till.opened()
    assert await ledger.award(ada, "thanks", cause=("thanks", 1), amount=5) == 0
    await till.ruled("idea", 0)
    assert await ledger.award(ada, "idea", cause=IDEA, amount=5) == 0


async def test_a_budget_that_is_used_up_gives_what_it_has_and_owes_nothing(home: House) -> None:
    ada, ben = await till.opened(funds=150), int((await cast.person("ben")).id)
    assert await ledger.award(ada, "idea", cause=IDEA) == 100
    assert [await ledger.award(ben, "idea", cause=("idea", number)) for number in (2, 3)] == [50, 0]
    await till.funded(500)
    assert await ledger.award(ben, "idea", cause=("idea", 3)) == 0, "what was not given is not given later"
    told = await db.rows("SELECT kind FROM event WHERE kind LIKE 'points.%' AND kind <> 'points.rule' ORDER BY id")
    short = ["points.awarded", "points.short", "points.low", "points.short"]
    assert [row["kind"] for row in told if row["kind"] != "points.funded"] == ["points.awarded", *short]


async def test_a_cap_holds_for_a_person_and_a_month(home: House) -> None:
    ada = await till.opened(month_cap=150)
    assert [await ledger.award(ada, "idea", cause=("idea", number)) for number in (1, 2, 3)] == [100, 50, 0]
    await ledger.reverse(("idea", 1))
    assert await ledger.award(ada, "idea", cause=("idea", 4)) == 100
    with clock.at(calendar.begins(calendar.later(calendar.this_month(), 1)) + timedelta(days=3)):
        await till.funded(1000)
        assert await ledger.award(ada, "idea", cause=("idea", 5)) == 100


async def test_an_event_pays_somebody_once_whatever_the_cause(home: House) -> None:
    ada = await till.opened()
    assert await ledger.award(ada, "idea", cause=("idea", 1), event_id=7) == 100
    assert await ledger.award(ada, "idea", cause=("idea", 2), event_id=7) == 0
    assert await ledger.award(ada, "idea", cause=("idea", 2), event_id=8) == 100


async def test_what_is_left_is_taken_back_and_the_rest_is_set_off(home: House) -> None:
    ada = await till.opened()
    await ledger.award(ada, "idea", cause=IDEA)
    await ledger.capture(await ledger.hold(ada, 70, ("claim", 1)))
    assert [await ledger.reverse(IDEA) for _ in range(2)] == [1, 0]
    found = await queries.balance(ada)
    assert (found.free, found.owed, (await queries.month()).given) == (0, 70, 70)
    assert await ledger.award(ada, "idea", cause=("idea", 2), amount=90) == 90
    found = await queries.balance(ada)
    assert (found.free, found.owed, (await queries.month()).given) == (20, 0, 90)
    assert (await till.lines(ada))[-1] == ("awarded", {"fund": -20, "free": 20, "owed": 70, "advanced": -70})
    await ledger.reverse(("idea", 2))
    found = await queries.balance(ada)
    assert (found.free, found.owed) == (0, 70), "the debt that it settled stands again"


async def test_a_cause_whose_points_were_taken_back_may_be_paid_again(home: House) -> None:
    ada = await till.opened()
    await ledger.award(ada, "idea", cause=IDEA, event_id=5)
    await ledger.reverse(IDEA)
    assert await ledger.award(ada, "idea", cause=IDEA, event_id=5) == 0, "the event was read before"
    assert await ledger.award(ada, "idea", cause=IDEA, event_id=6) == 100


async def test_what_has_ended_is_not_asked_for(home: House) -> None:
    ada = await till.opened()
    await ledger.award(ada, "idea", cause=IDEA)
    with clock.at(calendar.ends() + timedelta(days=1)):
        assert await ledger.reverse(IDEA) == 1
        found = await queries.balance(ada)
        assert (found.free, found.owed) == (0, 0)


async def test_points_put_aside_are_spent_or_free_again_once(home: House) -> None:
    ada = await till.opened()
    await ledger.award(ada, "idea", cause=IDEA)
    first, second = await ledger.hold(ada, 60, ("claim", 1)), await ledger.hold(ada, 40, ("claim", 2))
    with pytest.raises(Conflict):
        await ledger.hold(ada, 1, ("claim", 3))
    for _ in range(2):
        await ledger.capture(first)
        await ledger.release(second)
    for wrong in (ledger.release(first), ledger.capture(second), ledger.give_back(second)):
        with pytest.raises(Conflict):
            await wrong
    assert await db.row("SELECT free, held, spent FROM point_purse") == {"free": 40, "held": 0, "spent": 60}
    for _ in range(2):
        await ledger.give_back(first)
    assert await db.row("SELECT free, held, spent FROM point_purse") == {"free": 100, "held": 0, "spent": 0}
    assert (await queries.balance(ada)).free == 100


async def test_what_came_first_goes_first_and_ends_first(home: House) -> None:
    ada = await till.opened()
    await ledger.award(ada, "idea", cause=IDEA)
    with clock.at(clock.now() + timedelta(days=40)):
        await till.funded()
        await ledger.award(ada, "idea", cause=("idea", 2))
        later = calendar.ends()
        aside = await ledger.hold(ada, 130, ("claim", 1))
        found = await queries.balance(ada)
        assert (found.free, found.ends_next, found.ends_at) == (70, 70, later)
    with clock.at(calendar.ends() + timedelta(days=3)):
        await ledger.release(aside)
        found = await queries.balance(ada)
        soon = calendar.end_after(clock.now() + timedelta(days=30))
        assert (found.free, found.ends_next, found.ends_at) == (200, 200, later) if soon == later else (200, 100, soon)
    with clock.at(later):
        assert (await queries.balance(ada)).free == 0, "what has ended is not shown before it is swept"
        with pytest.raises(Conflict):
            await ledger.hold(ada, 1, ("claim", 2))


async def test_two_at_once_never_spend_the_same_points(home: House) -> None:
    ada = await till.opened()
    await ledger.award(ada, "idea", cause=IDEA)

    async def spend(number: int) -> bool:
        try:
            async with db.transaction():
                await ledger.hold(ada, 30, ("claim", number))
        except Conflict:
            return False
        return True

    took = await asyncio.gather(*[spend(number) for number in range(8)])
    assert (sum(took), (await queries.balance(ada)).free) == (3, 10)


async def test_many_at_once_never_give_more_than_was_funded(home: House) -> None:
    ada, ben = await till.opened(funds=450), int((await cast.person("ben")).id)

    async def give(number: int) -> int:
        async with db.transaction():
            people = (ada, ben) if number % 2 else (ben, ada)
            return sum([await ledger.award(who, "idea", cause=("idea", number)) for who in people])

    assert sum(await asyncio.gather(*[give(number) for number in range(6)])) == 450
    assert await queries.month() == Budget(450, 450)
    assert (await queries.balance(ada)).free + (await queries.balance(ben)).free == 450


async def test_an_entry_that_is_not_balanced_is_not_written(home: House) -> None:
    ada = await till.opened()
    with pytest.raises(ValueError, match="balanced"):
        await books.post(Act.AWARDED, {Account.FREE: 5}, person_id=ada)


async def test_only_the_product_team_funds_and_takes_out_no_more_than_is_left(home: House) -> None:
    ada = await till.opened(funds=150)
    await ledger.award(ada, "idea", cause=IDEA)
    with pytest.raises(Conflict):
        await till.funded(-51)
    await till.funded(-50)
    assert await queries.month() == Budget(100, 100)
    for role in (await cast.member(), await cast.manager()):
        with pytest.raises(Forbidden):
            await actions.fund(role, calendar.this_month(), 5, reason="Mine.")


async def test_what_settled_a_debt_is_owed_again_and_nothing_else_is_touched(home: House) -> None:
    ada = await till.opened()
    await ledger.award(ada, "idea", cause=IDEA)
    await ledger.capture(await ledger.hold(ada, 100, ("claim", 1)))
    await ledger.reverse(IDEA)
    await ledger.award(ada, "idea", cause=("idea", 2), amount=100)
    await ledger.award(ada, "idea", cause=("idea", 3), amount=80)
    await ledger.reverse(("idea", 2))
    found = await queries.balance(ada)
    assert (found.free, found.owed, (await queries.month()).given) == (80, 100, 180)


async def test_who_notes_an_act_and_who_pays_first_never_wait_crosswise(home: House) -> None:
    ada, sol = await till.opened(funds=100_000), await cast.editor()
    await ledger.award(ada, "idea", cause=("idea", 100))

    async def act(number: int) -> None:
        about = ("person", ada)
        async with db.transaction():
            if number % 3 == 0:
                await audit.note(sol, "points.thanks", subject=about)
                await ledger.award(ada, "idea", cause=("idea", number))
            elif number % 3 == 1:
                await ledger.award(ada, "idea", cause=("idea", number))
                await ledger.release(await ledger.hold(ada, 5, ("claim", number)))
                await audit.note(sol, "points.thanks", subject=about)
            else:
                await ledger.reverse(("idea", number - 1))
                await ledger.capture(await ledger.hold(ada, 1, ("claim", number)))

    await asyncio.gather(*[act(number) for number in range(12)])
    assert [
        line for proof in home.all("proofs") if proof.name.startswith("points.") for line in await proof.check()
    ] == []
    assert await audit.broken() is None
