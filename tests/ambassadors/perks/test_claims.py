"""Taking a perk, using it, giving it back: everything moves together, and once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from ambassadors.perks import actions, claims, pool, proofs, queries, turning
from ambassadors.perks.claims import Asked
from ambassadors.perks.models import Gives, Standing, Why
from kernel import clock, db
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.features import House
from tests import cast
from tests.ambassadors.perks import shelf
from tests.ideas.board import things


async def test_a_code_is_sealed_until_its_owner_looks_and_then_shown_and_sent(home: House) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    taken = await shelf.take(ada, await shelf.perk())
    assert taken.standing == Standing.HELD
    assert await shelf.free(ada) == (900, 100)
    assert not await db.rows("SELECT id FROM letter WHERE person_id = ?", ada.id)

    await claims.look(ada, taken)
    await claims.look(ada, taken)
    code = await pool.code_of(taken.id)
    letters = await db.rows("SELECT subject, text, html FROM letter WHERE person_id = ?", ada.id)
    assert len(letters) == 1
    assert code.startswith("SORB-")
    assert code in letters[0]["text"]
    assert code in letters[0]["html"]
    assert code not in letters[0]["subject"]
    assert (await queries.claim(taken.id)).standing == Standing.USED
    assert await shelf.free(ada) == (900, 0)


async def test_no_code_stands_in_an_event_or_in_the_record_of_the_team(home: House) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    taken = await shelf.take(ada, await shelf.perk())
    await claims.look(ada, taken)
    for table, column in (("event", "data"), ("staff_act", "detail"), ("job", "args")):
        rows = await db.rows(f"SELECT {column} AS words FROM {table}")
        assert not any("SORB-" in str(row["words"]) for row in rows), table


async def test_given_back_unseen_the_points_and_the_code_are_free_again_once(home: House) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    perk = await shelf.perk(codes=1)
    taken = await shelf.take(ada, perk)
    assert await pool.counts(perk.id) == (1, 0)
    done = await asyncio.gather(*(claims.give_back(ada, taken) for _ in range(4)), return_exceptions=True)
    assert sum(one is None for one in done) == 1
    assert all(one is None or isinstance(one, Conflict) for one in done)
    assert await shelf.free(ada) == (1000, 0)
    assert await pool.counts(perk.id) == (1, 1)
    assert not await proofs.codes()
    assert not await proofs.taken()


async def test_what_was_looked_at_is_not_given_back(home: House) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    taken = await shelf.take(ada, await shelf.perk())
    await claims.look(ada, taken)
    with pytest.raises(Conflict):
        await claims.give_back(ada, taken)
    assert await shelf.free(ada) == (900, 0)


async def test_nobody_looks_at_or_gives_back_what_is_somebody_elses(home: House) -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    await shelf.purse(ada)
    taken = await shelf.take(ada, await shelf.perk())
    for act in (claims.look, claims.give_back):
        with pytest.raises(Forbidden):
            await act(ben, taken)


async def test_taken_twice_in_the_same_second_it_is_had_once(home: House) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    perk = await shelf.perk(most_each=5)
    done = await asyncio.gather(*(claims.take(ada, perk, Asked(had=0)) for _ in range(6)), return_exceptions=True)
    assert sum(isinstance(one, int) for one in done) == 1
    assert all(isinstance(one, int | Conflict) for one in done), done
    assert await shelf.free(ada) == (900, 100)
    assert await pool.counts(perk.id) == (10, 9)


async def test_one_person_has_it_as_often_as_it_says_and_no_oftener(home: House) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    perk = await shelf.perk(most_each=2)
    await shelf.take(ada, perk)
    await shelf.take(ada, perk)
    with pytest.raises(Conflict, match="which is the most"):
        await shelf.take(ada, perk)


async def test_the_last_one_goes_to_one_of_those_who_ask_at_once(home: House) -> None:
    people = [await cast.viewer(handle) for handle in ("ada", "ben", "cleo", "dan")]
    await shelf.purse(*people)
    badge = await shelf.perk(Gives.BADGE, label="First rope", stock=1)
    done = await asyncio.gather(*(claims.take(one, badge, Asked()) for one in people), return_exceptions=True)
    assert sum(isinstance(one, int) for one in done) == 1
    spent = [await shelf.free(one) for one in people]
    assert sorted(spent) == [(900, 0), (1000, 0), (1000, 0), (1000, 0)]
    assert (await queries.by_id(badge.id)).taken == 1
    assert not await proofs.taken()


async def test_where_the_codes_are_gone_nothing_is_taken_from_the_points(home: House) -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    await shelf.purse(ada, ben)
    perk = await shelf.perk(codes=1)
    await shelf.take(ada, perk)
    with pytest.raises(Conflict, match="None is left"):
        await shelf.take(ben, perk)
    assert await shelf.free(ben) == (1000, 0)


async def test_who_has_not_enough_points_has_nothing_taken(home: House) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada, free=99)
    perk = await shelf.perk()
    with pytest.raises(Conflict, match="It takes 100 points"):
        await shelf.take(ada, perk)
    assert await shelf.free(ada) == (99, 0)
    assert await pool.counts(perk.id) == (10, 10)


async def test_a_campaign_that_ends_in_mid_redemption_takes_nothing_and_keeps_what_was_taken(home: House) -> None:
    ada, ben, sol = await cast.member("ada"), await cast.member("ben"), await cast.editor()
    await shelf.purse(ada, ben)
    perk = await shelf.perk(closes_at=clock.now() + shelf.HOUR)
    taken = await shelf.take(ada, perk)
    with clock.at(clock.now() + shelf.HOUR), pytest.raises(Conflict, match="Its time is over"):
        await shelf.take(ben, perk)
    await actions.end(sol, perk, reason="The shop stops it")
    with pytest.raises(Conflict, match="Its time is over"):
        await shelf.take(ben, perk)
    assert await shelf.free(ben) == (1000, 0)
    await claims.look(ada, taken)
    assert await pool.code_of(taken.id)


async def test_staff_who_end_it_while_eight_take_it_leave_all_or_nothing_with_each(home: House) -> None:
    people = [await cast.viewer(f"p{n}") for n in range(8)]
    await shelf.purse(*people)
    perk, sol = await shelf.perk(codes=8), await cast.editor()
    takes = [claims.take(one, perk, Asked()) for one in people]
    done = await asyncio.gather(*takes[:4], actions.end(sol, perk, reason="over"), *takes[4:], return_exceptions=True)
    had = sum(isinstance(one, int) for one in done)
    assert all(isinstance(one, int | Conflict | None) for one in done), done
    assert await pool.counts(perk.id) == (8, 8 - had)
    assert sorted([await shelf.free(one) for one in people]) == sorted([(900, 100)] * had + [(1000, 0)] * (8 - had))


async def test_called_back_what_is_unused_returns_with_its_points_and_what_was_seen_stays(home: House) -> None:
    ada, ben, sol = await cast.member("ada"), await cast.member("ben"), await cast.editor()
    await shelf.purse(ada, ben)
    perk = await shelf.perk()
    seen, sealed = await shelf.take(ada, perk), await shelf.take(ben, perk)
    await claims.look(ada, seen)
    await actions.end(sol, perk, reason="The shop stops it", recall=True)
    assert (await queries.claim(seen.id)).standing == Standing.USED
    back = await queries.claim(sealed.id)
    assert (back.standing, back.why, back.reason) == (Standing.BACK, Why.STAFF, "The shop stops it")
    assert await shelf.free(ben) == (1000, 0)
    assert await shelf.free(ada) == (900, 0)


async def test_a_percentage_lasts_for_its_days_and_what_was_never_looked_at_comes_back(home: House) -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    await shelf.purse(ada, ben)
    perk = await shelf.perk(Gives.PERCENT, percent=15, days=30, code="MERCI15")
    used, unseen = await shelf.take(ada, perk), await shelf.take(ben, perk)
    await claims.look(ada, used)
    assert await pool.code_of(used.id) == "MERCI15"
    assert used.until_at == used.at + timedelta(days=30)
    with clock.at(clock.now() + timedelta(days=31)):
        with pytest.raises(Conflict):
            await claims.look(ben, unseen)
        await turning.turn()
        await turning.turn()
        back = await queries.claim(unseen.id)
        assert (back.standing, back.why) == (Standing.BACK, Why.LAPSED)
        assert (await queries.claim(used.id)).standing == Standing.USED
        assert (await shelf.free(ben))[1] == 0


async def test_a_perk_for_nothing_asks_for_no_points(home: House) -> None:
    ada = await cast.member("ada")
    taken = await shelf.take(ada, await shelf.perk(price=0))
    await claims.look(ada, taken)
    assert (await queries.claim(taken.id)).hold_id is None


async def test_staff_take_no_perks_and_who_is_suspended_neither(home: House) -> None:
    sol, ada = await cast.editor(), await cast.member("ada")
    perk = await shelf.perk(price=0)
    with pytest.raises(Conflict, match="the team takes none"):
        await shelf.take(sol, perk)
    await db.execute("UPDATE person SET suspended_until = ? WHERE id = ?", clock.now() + shelf.HOUR, ada.id)
    with pytest.raises(Forbidden):
        await shelf.take(await cast.viewer("ada"), perk)


async def test_what_thanks_for_no_idea_keeps_none_that_was_sent(home: House) -> None:
    ada, root = await cast.member("ada"), await cast.admin()
    await shelf.purse(ada)
    await things.board("early", see="staff", propose="staff", comment="staff", support="staff")
    unseen = await things.idea("Not told yet", by=root, on="early")
    for number in (unseen.id, 4_999_999):
        taken = await shelf.take(ada, await shelf.perk(), idea_id=number)
        assert await db.value("SELECT idea_id FROM perk_claim WHERE id = ?", taken.id) is None


async def test_a_name_asks_for_words_and_thanks_for_an_idea_of_ones_own(home: House) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    naming = await shelf.perk(Gives.NAMING, label="The last of spring", stock=1)
    with pytest.raises(Invalid):
        await shelf.take(ada, naming)
    thanks = await shelf.perk(Gives.THANKS)
    with pytest.raises(Invalid):
        await shelf.take(ada, thanks, idea_id=7)
    assert await shelf.free(ada) == (1000, 0)
