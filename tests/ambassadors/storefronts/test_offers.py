"""Offers: reached by the piece that makes it enough, given time or let go at their date, each once."""

import asyncio
from datetime import timedelta

import pytest

from ambassadors.storefronts import actions, offers, preorders, proofs, queries
from ambassadors.storefronts.models import PreOrder
from ideas.studio import actions as studio
from kernel import clock, db
from kernel.errors import Conflict, Forbidden
from kernel.features import House
from kernel.viewer import STRANGER
from tests import cast
from tests.ambassadors.storefronts import stalls


async def sound() -> bool:
    """Do the counts equal what stands?"""
    return not [*await proofs.gathered_by_offers(), *await proofs.preorders_of_designs()]


async def test_a_pre_order_counts_once_its_letter_is_answered(home: House) -> None:
    design, offer = await stalls.offered()
    kept = await stalls.asked(design, quantity=2)
    assert (await queries.offer(offer.id)).gathered == 0
    assert await stalls.letters("somebody@example.net") == ["Your pre-order of “First snow”"]
    for _ in range(2):
        await preorders.confirm(kept)
    assert (await queries.offer(offer.id)).gathered == 2
    await design.refresh_from_db()
    assert (design.preorders, await stalls.events("preorder.confirmed"), await sound()) == (2, 1, True)


async def test_a_member_needs_no_letter_for_their_own_address(home: House) -> None:
    design, offer = await stalls.offered()
    ben = await cast.member("ben")
    assert await preorders.ask(ben, design, offer, email="ben@example.org", size="42", quantity=1)
    assert await preorders.ask(ben, design, offer, email="ben@example.org", size="42", quantity=4)
    assert await stalls.letters("ben@example.org") == []
    assert not await preorders.ask(ben, design, offer, email="other@example.org", size="42", quantity=1)
    assert ((await queries.offer(offer.id)).gathered, await sound()) == (4, True)
    (mine,) = await queries.wanted_by(ben)
    assert (mine.quantity, mine.stands) == (4, True)
    await preorders.withdraw(await preorders.own(ben, mine.id))
    assert (await queries.offer(offer.id)).gathered == 0


async def test_nobody_changes_what_another_confirmed(home: House) -> None:
    design, offer = await stalls.offered()
    await stalls.confirmed(design, quantity=1)
    await preorders.ask(STRANGER, design, offer, email="somebody@example.net", size="42", quantity=9)
    assert ((await queries.offer(offer.id)).gathered, await sound()) == (1, True)
    assert "counts already" in await db.value("SELECT text FROM letter ORDER BY id DESC LIMIT 1")


async def test_the_piece_that_makes_it_enough_reaches_it_once(home: House) -> None:
    design, offer = await stalls.offered(threshold=3)
    await stalls.confirmed(design, "a@example.net", quantity=2)
    assert (await queries.offer(offer.id)).fate == "gathering"
    last = await stalls.confirmed(design, "b@example.net", quantity=1)
    await stalls.confirmed(design, "c@example.net", quantity=1)
    await preorders.withdraw(last)
    assert (await queries.offer(offer.id)).fate == "reached"
    await stalls.worked()
    assert await stalls.events("offer.reached") == 1
    assert (await stalls.letters("a@example.net"))[1:] == ["“First snow” is wanted by enough people"]
    assert await stalls.letters("ada@example.org") == ["“First snow” is wanted by enough people."]


async def test_what_is_taken_back_before_the_date_makes_it_too_few_again(home: House) -> None:
    """The letter goes once, however often somebody comes and goes at the threshold; staff make only what is enough."""
    design, offer = await stalls.offered(threshold=3)
    await stalls.confirmed(design, "a@example.net", quantity=2)
    for _ in range(3):
        comes = await stalls.confirmed(design, "b@example.net")
        assert (await queries.offer(offer.id)).fate == "reached"
        await preorders.withdraw(comes)
        await stalls.worked()
        now = await queries.offer(offer.id)
        assert (now.fate, now.decided_at, now.fell is not None, now.missing) == ("gathering", None, True, 1)
        with pytest.raises(Conflict):
            await offers.make(await cast.editor(), now)
    assert await stalls.events("offer.reached") == 1
    assert (await stalls.letters("a@example.net"))[1:] == ["“First snow” is wanted by enough people"]
    with clock.at(offer.until_at + timedelta(minutes=1)):
        await offers.turn()
    assert (await queries.offer(offer.id)).extended == 1
    assert await sound()


async def test_what_was_enough_on_its_date_stays_enough(home: House) -> None:
    design, offer = await stalls.offered(threshold=2)
    await stalls.confirmed(design, "a@example.net")
    leaves = await stalls.confirmed(design, "b@example.net")
    with clock.at(offer.until_at + timedelta(minutes=1)):
        await preorders.withdraw(leaves)
        await offers.turn()
        now = await queries.offer(offer.id)
        assert (now.fate, now.gathered, now.is_final) == ("reached", 1, True)
        await offers.make(await cast.editor(), now)
    assert await stalls.events("offer.extended") == await stalls.events("offer.released") == 0


async def test_a_thousand_in_the_same_second_are_counted_exactly(home: House) -> None:
    design, offer = await stalls.offered(threshold=1000)
    now = clock.now()
    await PreOrder.bulk_create(
        [
            PreOrder(offer_id=offer.id, email=f"{n}@example.net", size="42", token=f"token{n}", created_at=now)
            for n in range(1001)
        ]
    )
    waiting = await PreOrder.filter(offer_id=offer.id)
    await asyncio.gather(*(preorders.confirm(one) for one in waiting))
    found = await queries.offer(offer.id)
    assert (found.gathered, found.fate, found.missing, found.drawn) == (1001, "reached", 0, 200)
    assert (await stalls.events("offer.reached"), await sound()) == (1, True)
    await design.refresh_from_db()
    assert design.preorders == 1001
    await asyncio.gather(stalls.worked(), stalls.worked())
    written = await db.rows("SELECT address, count(*) AS n FROM letter GROUP BY address")
    assert {row["n"] for row in written} == {1}
    reached = await db.value("SELECT at FROM event WHERE kind = 'offer.reached'")
    before = await db.value("SELECT count(*) FROM preorder WHERE confirmed_at <= ?", db.moment(reached))
    assert len([row for row in written if row["address"].endswith("@example.net")]) == before >= 1000


async def test_at_its_date_half_of_it_earns_more_time_and_then_it_is_let_go_by_one_of_two_workers(home: House) -> None:
    design, offer = await stalls.offered(threshold=4)
    kept = await stalls.confirmed(design, quantity=2)
    await stalls.asked(design, "silent@example.net")
    with clock.at(offer.until_at - timedelta(minutes=1)):
        await offers.turn()
        assert await stalls.events("offer.extended") == 0
    with clock.at(offer.until_at + timedelta(minutes=1)):
        await asyncio.gather(offers.turn(), offers.turn())
        await stalls.worked()
    more = await queries.offer(offer.id)
    assert (more.fate, more.extended, more.until_at - offer.until_at) == ("gathering", 1, timedelta(days=30, minutes=1))
    with clock.at(more.until_at + timedelta(minutes=1)):
        await asyncio.gather(offers.turn(), offers.turn())
        await asyncio.gather(stalls.worked(), stalls.worked())
    over = await queries.offer(offer.id)
    await kept.refresh_from_db()
    assert (over.fate, over.gathered, kept.state) == ("released", 0, "released")
    assert [await stalls.events(f"offer.{what}") for what in ("extended", "released")] == [1, 1]
    assert (await stalls.letters("somebody@example.net"))[1:] == [
        "“First snow” has more time",
        "“First snow” will not be made for now",
    ]
    assert len(await stalls.letters("silent@example.net")) == 1
    assert await sound()


async def test_less_than_half_is_let_go_at_once_and_may_be_asked_for_anew(home: House) -> None:
    design, offer = await stalls.offered(threshold=5)
    kept = await stalls.confirmed(design, quantity=2)
    with clock.at(offer.until_at):
        await offers.turn()
    assert (await queries.offer(offer.id)).fate == "released"
    with pytest.raises(Conflict):
        await preorders.withdraw(kept)
    ada = await cast.member("ada")
    await actions.shelve(ada, await stalls.shop(ada), design)
    assert (await queries.offer(offer.id)).fate == "gathering"
    await stalls.confirmed(design, quantity=1)
    assert ((await queries.offer(offer.id)).gathered, await sound()) == (1, True)


@pytest.mark.parametrize("by", ["author", "moderation"])
async def test_a_design_that_is_taken_down_releases_its_pre_orders(home: House, by: str) -> None:
    design, offer = await stalls.offered()
    kept = await stalls.confirmed(design, quantity=2)
    if by == "author":
        await studio.withdraw(await cast.member("ada"), design)
    else:
        await studio.hide(await cast.manager(), design.id)
    await kept.refresh_from_db()
    assert ((await queries.offer(offer.id)).fate, kept.state, await sound()) == ("released", "released", True)
    await stalls.worked()
    assert (await stalls.letters("somebody@example.net"))[1:] == ["“First snow” will not be made for now"]


async def test_taking_a_design_down_while_pre_orders_come_in_leaves_none_standing(home: House) -> None:
    """Both hold the design before the offer, so that neither waits for the other for ever."""
    design, offer = await stalls.offered(threshold=1000)
    waiting = [await stalls.asked(design, f"{n}@example.net") for n in range(12)]
    ada = await cast.member("ada")
    done = await asyncio.gather(
        *(preorders.confirm(one) for one in waiting[:6]),
        studio.withdraw(ada, design),
        *(preorders.confirm(one) for one in waiting[6:]),
        return_exceptions=True,
    )
    assert {type(one) for one in done} <= {type(None), Conflict}
    over = await queries.offer(offer.id)
    assert (over.fate, over.gathered, await sound()) == ("released", 0, True)
    assert await PreOrder.filter(state="confirmed").count() == 0


async def test_staff_give_time_once_let_go_and_send_to_the_workshop(home: House) -> None:
    design, offer = await stalls.offered(threshold=1)
    sol, ada = await cast.editor(), await cast.member("ada")
    await offers.extend(sol, offer, reason="Snow is late.")
    with pytest.raises(Conflict):
        await offers.extend(sol, offer)
    with pytest.raises(Conflict):
        await offers.make(sol, offer)
    for act in (offers.extend, offers.release, offers.make):
        with pytest.raises(Forbidden):
            await act(ada, offer)
    kept = await stalls.confirmed(design)
    await offers.make(sol, offer)
    with pytest.raises(Conflict):
        await preorders.withdraw(kept)
    with pytest.raises(Conflict):
        await offers.release(sol, offer)
    await stalls.worked()
    assert (await stalls.letters("somebody@example.net"))[-1] == "“First snow” is being made"
    acts = await db.rows("SELECT act FROM staff_act WHERE subject_kind = 'offer' ORDER BY id")
    assert [row["act"] for row in acts] == ["offer.extended", "offer.made"]


async def test_an_address_that_nobody_confirmed_is_forgotten(home: House) -> None:
    design, _ = await stalls.offered()
    kept = await stalls.asked(design)
    stands = await stalls.confirmed(design, "stays@example.net")
    with clock.at(clock.now() + timedelta(days=15)):
        await preorders.sweep()
    assert [row.id for row in await PreOrder.all()] == [stands.id]
    with pytest.raises(Conflict):
        await preorders.confirm(kept)


async def test_a_count_that_is_wrong_is_found_and_mended(home: House) -> None:
    design, offer = await stalls.offered()
    await stalls.confirmed(design, quantity=2)
    await db.execute("UPDATE offer SET gathered = 7 WHERE id = ?", offer.id)
    await db.execute("UPDATE design SET preorders = 1 WHERE id = ?", design.id)
    assert await proofs.gathered_by_offers(fix=True) == [f"offer {offer.id}: 7 gathered kept, 2 counted"]
    assert await proofs.preorders_of_designs(fix=True) == [f"design {design.id}: 1 preorders kept, 2 counted"]
    assert await sound()
