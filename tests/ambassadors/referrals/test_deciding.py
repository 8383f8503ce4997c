"""From an account to a reward, and what keeps it from being one."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from ambassadors.points import queries as points
from ambassadors.referrals import actions, deciding, proofs
from ambassadors.referrals.models import Referral
from kernel import clock, db
from kernel.errors import Conflict, Forbidden
from kernel.features import House
from kernel.viewer import Viewer
from tests import cast
from tests.ambassadors.referrals import friends


async def free(who: Viewer | int | None) -> int:
    number = who.id if isinstance(who, Viewer) else who
    return (await points.balance(int(number or 0))).free


async def test_a_kept_first_order_rewards_both_once(home: House) -> None:
    await friends.funded(months=3)
    ada, own = await cast.member("ada"), await friends.code(await friends.campaign())
    kim = await friends.friend(own)
    assert await friends.decided(kim) == ("joined", "")
    with clock.at(clock.now() + timedelta(days=2)):
        await friends.buys("kim@example.net")
        assert await friends.decided(kim) == ("ordered", "")
        assert await free(ada) == 0
    with clock.at(clock.now() + timedelta(days=33)):
        assert await friends.decided(kim) == ("rewarded", "")
        assert await friends.decided(kim) == ("rewarded", "")
        assert (await free(ada), await free(kim.id)) == (100, 50)
        assert await db.value("SELECT COUNT(*) FROM event WHERE kind = 'referral.rewarded'") == 1


async def test_an_import_of_orders_wakes_the_decision(home: House) -> None:
    own = await friends.code(await friends.campaign())
    kim = await friends.friend(own)
    await db.execute("DELETE FROM job")
    await friends.buys("kim@example.net")
    await friends.buys("kim@example.net")
    assert await db.value("SELECT COUNT(*) FROM job WHERE kind = ?", deciding.KIND) == 1
    with clock.at(clock.now() + timedelta(minutes=2)):
        await friends.worked()
    assert (await friends.state(kim)).state == "ordered"


async def test_an_order_that_goes_back_takes_the_reward_back_and_one_that_stands_again_brings_it(home: House) -> None:
    await friends.funded(months=3)
    ada, own = await cast.member("ada"), await friends.code(await friends.campaign())
    kim = await friends.friend(own)
    await friends.buys("kim@example.net", reference="A-1")
    with clock.at(clock.now() + timedelta(days=31)):
        assert await friends.decided(kim) == ("rewarded", "")
    with clock.at(clock.now() + timedelta(days=40)):
        await friends.buys("kim@example.net", "-89.00", reference="A-1-back")
        assert await friends.decided(kim) == ("reversed", "refund")
        assert await friends.decided(kim) == ("reversed", "refund")
        assert (await free(ada), await free(kim.id)) == (0, 0)
    with clock.at(clock.now() + timedelta(days=41)):
        await friends.buys("kim@example.net", "-0.50", reference="A-1-back")
        await friends.decided(kim)
        assert await friends.decided(kim) == ("rewarded", "")
        assert (await free(ada), await free(kim.id)) == (100, 50)


async def test_who_bought_before_is_a_customer_already(home: House) -> None:
    own = await friends.code(await friends.campaign())
    await friends.buys("kim@example.net", at=clock.now() - timedelta(days=400))
    kim = await friends.friend(own)
    await friends.worked()
    await friends.buys("kim@example.net")
    assert await friends.decided(kim) == ("refused", "customer")


async def test_who_bought_before_under_another_spelling_is_a_customer_already(home: House) -> None:
    own = await friends.code(await friends.campaign())
    await friends.buys("k.im@gmail.com", at=clock.now() - timedelta(days=400))
    kim = await friends.friend(own, "kim+new@gmail.com")
    assert await friends.decided(kim) == ("refused", "customer")


async def test_a_file_of_old_orders_that_comes_later_says_it_too(home: House) -> None:
    own = await friends.code(await friends.campaign())
    kim = await friends.friend(own)
    await friends.buys("kim@example.net")
    assert await friends.decided(kim) == ("ordered", "")
    await friends.buys("kim@example.net", at=clock.now() - timedelta(days=100))
    assert await friends.decided(kim) == ("refused", "customer")


@pytest.mark.parametrize("email", ["ada+second@example.org", "ADA+x@example.org"])
async def test_oneself_under_an_alias_does_not_count(home: House, email: str) -> None:
    own = await friends.code(await friends.campaign())
    again = await friends.friend(own, email.lower())
    await friends.buys(email.lower())
    assert await friends.decided(again) == ("refused", "self")


async def test_a_second_account_of_a_third_person_does_not_count(home: House) -> None:
    own = await friends.code(await friends.campaign())
    await cast.person("ben")
    with clock.at(clock.now() + timedelta(minutes=1)):
        again = await friends.friend(own, "ben+two@example.org")
        assert await friends.decided(again) == ("refused", "known")


async def test_one_household_does_not_count_until_somebody_of_staff_has_looked(home: House) -> None:
    await friends.funded(months=2)
    own, sol = await friends.code(await friends.campaign()), await cast.editor()
    kim = await friends.friend(own)
    await friends.buys("ada@example.org", customer="HOME")
    await db.execute(
        "INSERT INTO customer_link (person_id, customer_id, source, created_at) SELECT ?, id, 'staff', ? FROM customer "
        "WHERE reference = 'HOME' ON CONFLICT (person_id) DO UPDATE SET customer_id = excluded.customer_id",
        kim.id,
        clock.now(),
    )
    assert await friends.decided(kim) == ("refused", "household")
    await actions.clear(sol, (await friends.state(kim)).id, reason="Two flats at one counter.")
    assert (await friends.state(kim)).state == "ordered"
    assert await db.value("SELECT COUNT(*) FROM staff_act WHERE act = 'referral.cleared'") == 1


async def test_a_campaign_that_ends_keeps_what_it_promised_and_takes_nobody_new(home: House) -> None:
    await friends.funded(months=3)
    held = await friends.campaign()
    own, touched = await friends.code(held), clock.now()
    kim = await friends.friend(own)
    await friends.buys("kim@example.net")
    with clock.at(clock.now() + timedelta(days=1)):
        await actions.end(await cast.editor(), held)
    with clock.at(clock.now() + timedelta(days=1, seconds=5)):
        late = await friends.friend(own, "late@example.net", touched_at=touched)
        new = await friends.friend(own, "new@example.net")
    assert await Referral.filter(person_id=late.id).exists()
    assert not await Referral.filter(person_id=new.id).exists()
    with clock.at(clock.now() + timedelta(days=31)):
        assert await friends.decided(kim) == ("rewarded", "")


async def test_terms_changed_later_hold_for_those_who_come_later(home: House) -> None:
    held = await friends.campaign()
    own, sol = await friends.code(held), await cast.editor()
    kim = await friends.friend(own)
    await actions.change(sol, held, replace(actions.terms_of(held), invited_points=5, return_days=300))
    await held.refresh_from_db()
    lea = await friends.friend(own, "lea@example.net")
    assert ((await friends.state(kim)).invited_points, (await friends.state(lea)).invited_points) == (50, 5)
    assert held.return_days == 30


async def test_the_months_limit_is_for_who_invites_alone(home: House) -> None:
    await friends.funded(months=3)
    held = await friends.campaign(monthly=1)
    ada, own = await cast.member("ada"), await friends.code(held)
    both = [await friends.friend(own, f"{name}@example.net") for name in ("kim", "lea")]
    for one in both:
        await friends.buys(str(one.email))
    with clock.at(clock.now() + timedelta(days=31)):
        assert [await friends.decided(one) for one in both] == [("rewarded", ""), ("rewarded", "limit")]
        assert [await free(ada), await free(both[0].id), await free(both[1].id)] == [100, 50, 50]


async def test_without_points_in_the_budget_what_is_due_waits(home: House) -> None:
    ada, own = await cast.member("ada"), await friends.code(await friends.campaign())
    kim = await friends.friend(own)
    await friends.buys("kim@example.net")
    with clock.at(clock.now() + timedelta(days=31)):
        assert await friends.decided(kim) == ("ordered", "budget")
        await friends.funded(120)
        assert await friends.decided(kim) == ("ordered", "budget")
        await friends.funded(1000)
        assert await friends.decided(kim) == ("rewarded", "")
        assert await free(ada) == 100


async def test_staff_refuse_with_a_reason_and_points_go_back_but_never_their_own(home: House) -> None:
    await friends.funded(months=3)
    held = await friends.campaign()
    sol, ada = await cast.editor(), await cast.member("ada")
    own, mine = await friends.code(held), await friends.code(held, await cast.editor())
    kim, ours = await friends.friend(own), await friends.friend(mine, "ours@example.net")
    await friends.buys("kim@example.net")
    with clock.at(clock.now() + timedelta(days=31)):
        await friends.decided(kim)
        assert await free(ada) == 100
        await actions.refuse(sol, (await friends.state(kim)).id, reason="A reseller.")
        assert (await free(ada), await free(kim.id)) == (0, 0)
        assert await friends.decided(kim) == ("reversed", "staff")
        with pytest.raises(Conflict):
            await actions.refuse(sol, (await friends.state(kim)).id, reason="A reseller.")
        with pytest.raises(Forbidden):
            await actions.refuse(sol, (await friends.state(ours)).id, reason="Mine.")


async def test_points_beside_a_referral_are_those_of_the_ledger(home: House) -> None:
    await friends.funded(months=2)
    own = await friends.code(await friends.campaign())
    kim = await friends.friend(own)
    await friends.buys("kim@example.net")
    with clock.at(clock.now() + timedelta(days=31)):
        await friends.decided(kim)
    assert await proofs.given() == []
    await Referral.filter(person_id=kim.id).update(inviter_given=7)
    number = (await friends.state(kim)).id
    assert await proofs.given(fix=True) == [f"referral {number}: 7 inviter_given kept, 100 counted"]
    assert await proofs.given() == []


async def test_two_workers_that_decide_at_once_reward_once_and_keep_the_months_limit(home: House) -> None:
    await friends.funded(months=3)
    held = await friends.campaign(monthly=2)
    ada, own = await cast.member("ada"), await friends.code(held)
    people = [await friends.friend(own, f"friend{number}@example.net") for number in range(4)]
    for one in people:
        await friends.buys(str(one.email))
    with clock.at(clock.now() + timedelta(days=31)):
        await asyncio.gather(*(deciding.decide() for _worker in range(4)))
        assert await free(ada) == 200
        assert [await free(one.id) for one in people] == [50] * 4
        assert await proofs.given() == []
        assert await db.value("SELECT COUNT(*) FROM event WHERE kind = 'referral.rewarded'") == 4
