"""Casting: one ballot for each elector, changeable, in or out by the database's clock, and nobody else's."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from community.clubs import membership
from community.clubs.models import End
from kernel import clock, db
from kernel.errors import Conflict, Forbidden, Invalid, Missing
from tests import cast, clubs
from tests import polls as made
from voting.ballots import closing, leaving, poll_proofs, poll_queries, poll_turning, polls, results, said, so_far
from voting.ballots.models import BallotState

pytestmark = pytest.mark.usefixtures("home")


async def answers(ballot: poll_queries.PollCard) -> list[db.Row]:
    return await db.rows("SELECT * FROM ballot_answer WHERE ballot_id = ? ORDER BY id", ballot.id)


async def test_a_ballot_is_changed_until_the_end_and_keeps_its_receipt() -> None:
    ada = await cast.member("ada")
    ballot = await made.opened()
    one, other, _ = await made.numbers(ballot)
    with made.while_open():
        first = await polls.cast(ada, ballot.id, {one: 1})
        second = await polls.cast(ada, ballot.id, {other: 1})
        mine = await poll_queries.mine(ada, ballot.id)
    assert (first.code, first.is_in_time) == (second.code, True)
    assert (mine.marks, mine.code) == ({other: 1}, first.code)
    result = await made.closed(ballot)
    assert (result.cast, result.plain.winners) == (1, (other,))


async def test_from_many_devices_at_once_one_ballot_is_cast() -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    ballot = await made.opened("score")
    options = await made.numbers(ballot)
    with made.while_open():
        codes = await asyncio.gather(
            *(polls.cast(viewer, ballot.id, {options[n % 3]: 1 + n % 5}) for n in range(20) for viewer in (ada, ben))
        )
    assert len({receipt.code for receipt in codes}) == 2
    assert len(await answers(ballot)) == 2
    assert (await poll_queries.find(ada, ballot.id)).cast == 2
    assert await poll_proofs.cast() == []


async def test_the_last_moment_is_in_and_the_closing_moment_is_out() -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    ballot = await made.opened()
    one, other, _ = await made.numbers(ballot)
    with clock.at(made.CLOSES - timedelta(milliseconds=1)):
        assert (await polls.cast(ada, ballot.id, {one: 1})).is_in_time
    with clock.at(made.CLOSES):
        late = await polls.cast(ben, ballot.id, {other: 1})
        changed = await polls.cast(ada, ballot.id, {other: 1})
    assert (late.is_in_time, late.code, late.at) == (False, "", made.CLOSES)
    assert not changed.is_in_time
    result = await made.closed(ballot)
    assert (result.cast, result.plain.winners) == (1, (one,))
    with made.after():
        assert not (await polls.cast(ben, ballot.id, {other: 1})).is_in_time
    assert len(await answers(ballot)) == 1


async def test_it_is_the_clock_of_the_database_that_is_asked() -> None:
    before = datetime.now(UTC)
    assert abs(await db.now() - before) < timedelta(seconds=5)
    with made.before():
        assert await db.now() == clock.now()


async def test_a_ballot_is_open_from_its_minute_on_whoever_comes_first() -> None:
    ada, mo = await cast.member("ada"), await cast.manager()
    ballot = await made.drafted()
    one, *_ = await made.numbers(ballot)
    with made.before():
        with pytest.raises(Missing):
            await polls.cast(ada, ballot.id, {one: 1})
        await polls.announce(mo, ballot.id)
        with pytest.raises(Conflict):
            await polls.cast(ada, ballot.id, {one: 1})
    with clock.at(made.OPENS):
        assert (await polls.cast(ada, ballot.id, {one: 1})).is_in_time
    assert (await poll_queries.find(ada, ballot.id)).state == BallotState.OPEN


async def test_bad_marks_are_refused_by_their_option() -> None:
    ada = await cast.member("ada")
    ballot = await made.opened("score")
    one, *_ = await made.numbers(ballot)
    with made.while_open(), pytest.raises(Invalid) as refused:
        await polls.cast(ada, ballot.id, {one: 6})
    assert list(refused.value.detail["errors"]) == [f"option-{one}"]
    with made.while_open(), pytest.raises(Invalid):
        await polls.cast(ada, ballot.id, {10**9: 1})
    assert await answers(ballot) == []


async def test_a_blank_ballot_counts_as_cast_and_says_nothing() -> None:
    ada = await cast.member("ada")
    ballot = await made.opened("instant-runoff", quorum=1)
    with made.while_open():
        assert (await polls.cast(ada, ballot.id, {})).is_in_time
    result = await made.closed(ballot)
    assert (result.cast, result.blank, result.is_quorate) == (1, 1, True)


async def test_who_came_after_the_opening_votes_only_where_casting_decides() -> None:
    at_opening, at_casting = await made.opened(), await made.opened(frozen="casting")
    late = await cast.member("ben")
    for ballot in (at_opening, at_casting):
        one, *_ = await made.numbers(ballot)
        with made.while_open():
            if ballot is at_opening:
                with pytest.raises(Forbidden):
                    await polls.cast(late, ballot.id, {one: 1})
            else:
                assert (await polls.cast(late, ballot.id, {one: 1})).is_in_time
    result = await made.closed(at_casting)
    assert (result.electors, result.cast) == (2, 1)
    assert await answers(at_opening) == []


async def left(club: int, handle: str) -> None:
    async with db.transaction():
        await membership.end(club, (await cast.person(handle)).id, End.LEFT)


@pytest.mark.parametrize("frozen", ["opening", "casting"])
async def test_who_left_the_club_votes_where_the_opening_decided(frozen: str) -> None:
    club = await clubs.found(members=["ben"])
    ballot = await made.opened(by=await cast.member("ada"), club_id=club.id, audience=club.named, frozen=frozen)
    one, *_ = await made.numbers(ballot)
    await left(club.id, "ben")
    ben = await cast.member("ben")
    with made.while_open():
        if frozen == "opening":
            assert (await polls.cast(ben, ballot.id, {one: 1})).is_in_time
        else:
            with pytest.raises(Forbidden):
                await polls.cast(ben, ballot.id, {one: 1})


async def test_who_left_a_private_club_sees_none_of_its_ballots() -> None:
    club = await clubs.found(members=["ben"], is_private=True)
    ballot = await made.opened(by=await cast.member("ada"), club_id=club.id, audience=club.named)
    one, *_ = await made.numbers(ballot)
    await left(club.id, "ben")
    for viewer in (await cast.member("ben"), await cast.manager(), await cast.admin()):
        with made.while_open(), pytest.raises(Missing):
            await polls.cast(viewer, ballot.id, {one: 1})
        assert (await poll_queries.listing(viewer)).items == []


async def test_a_member_of_the_site_does_not_vote_in_a_club() -> None:
    club = await clubs.found()
    ballot = await made.opened(by=await cast.member("ada"), club_id=club.id, audience=club.named)
    one, *_ = await made.numbers(ballot)
    for viewer in (await cast.member("ben"), await cast.manager()):
        with made.while_open(), pytest.raises(Forbidden):
            await polls.cast(viewer, ballot.id, {one: 1})


async def test_marks_of_a_withdrawn_option_fall_away() -> None:
    ada, mo = await cast.member("ada"), await cast.manager()
    ballot = await made.opened("borda")
    one, two, three = await made.numbers(ballot)
    with made.while_open():
        await polls.cast(ada, ballot.id, {one: 1, three: 2, two: 3})
        await polls.withdraw_option(mo, ballot.id, one)
        with pytest.raises(Invalid):
            await polls.cast(mo, ballot.id, {one: 1})
    result = await made.closed(ballot)
    assert result.plain.order == (three, two)
    assert set(result.options) == {two, three}


async def test_without_its_last_option_a_ballot_is_called_off() -> None:
    mo = await cast.manager()
    ballot = await made.opened(names=["Wide"])
    (one,) = await made.numbers(ballot)
    with made.while_open():
        await polls.cast(mo, ballot.id, {one: 1})
        await polls.withdraw_option(mo, ballot.id, one)
    found = await poll_queries.find(mo, ballot.id)
    assert (found.state, closing.reason_of(found.reason)) == (BallotState.CANCELLED, "Every option was withdrawn.")
    assert await answers(ballot) == []


async def test_a_ballot_that_nobody_could_answer_is_called_off_at_its_opening() -> None:
    mo = await cast.manager()
    ballot = await made.opened(audience="customers")
    found = await poll_queries.find(mo, ballot.id)
    said = "Nobody belonged to those who may vote."
    assert (found.state, closing.reason_of(found.reason)) == (BallotState.CANCELLED, said)


@pytest.mark.parametrize(
    "method", ["approval", "score", "star", "dots", "quadratic", "schulze", "borda", "stv", "knapsack"]
)
async def test_where_every_ballot_is_equal_the_order_drawn_before_decides(method: str) -> None:
    voters = [await cast.member(name) for name in ("ada", "ben")]
    ballot = await made.opened(method, names=["Wide", "Tall"])
    one, two = await made.numbers(ballot)
    ranked = ballot.kind == "ranks"
    with made.while_open():
        await polls.cast(voters[0], ballot.id, {one: 1, two: 2} if ranked else {one: 1, two: 1})
        await polls.cast(voters[1], ballot.id, {two: 1, one: 2} if ranked else {one: 1, two: 1})
    lots = {option.id: option.lot for option in await poll_queries.options(ballot.id)}
    result = await made.closed(ballot)
    assert sorted(lots.values()) == [1, 2]
    if method == "knapsack":  # the cheaper goes first there
        assert result.plain.winners == (one, two)
    else:
        assert result.plain.winners[0] == min(lots, key=lots.__getitem__)
        assert "lot" in {one.parted_by for one in result.plain.rounds}


async def test_nothing_ties_a_secret_ballot_to_anybody_once_it_is_counted() -> None:
    people = [await cast.member(name) for name in ("ada", "ben", "mo", "sol", "root")]
    ballot = await made.opened()
    one, *_ = await made.numbers(ballot)
    with made.while_open():
        for viewer in people:
            await polls.cast(viewer, ballot.id, {one: 1})
    rows = await answers(ballot)
    assert not {row["holder"] for row in rows} & {str(viewer.id) for viewer in people}
    assert all(len(row["holder"]) == 64 for row in rows)
    await made.closed(ballot)
    rows = await answers(ballot)
    assert [row["holder"] for row in rows] == [None] * 5
    assert [row["receipt"] for row in rows] == sorted(row["receipt"] for row in rows)
    assert await db.value("SELECT salt FROM ballot WHERE id = ?", ballot.id) == ""
    events = await db.rows("SELECT kind, actor_id FROM event WHERE subject_kind = 'ballot' ORDER BY id")
    assert [(row["kind"], row["actor_id"]) for row in events if row["actor_id"] in {p.id for p in people[:2]}] == []


async def test_an_open_ballot_keeps_the_name_beside() -> None:
    ada = await cast.member("ada")
    ballot = await made.opened(is_secret=False)
    one, *_ = await made.numbers(ballot)
    with made.while_open():
        receipt = await polls.cast(ada, ballot.id, {one: 1})
    await made.closed(ballot)
    assert [row["holder"] for row in await answers(ballot)] == [str(ada.id)]
    assert (await poll_queries.mine(ada, ballot.id)).code == receipt.code


async def test_counts_are_hidden_until_the_end_where_nothing_else_is_said() -> None:
    ada = await cast.member("ada")
    hidden, shown = await made.opened(), await made.opened(shows_counts=True)
    for ballot in (hidden, shown):
        one, *_ = await made.numbers(ballot)
        choices = said.choices(await poll_queries.options(ballot.id), {})
        with made.while_open():
            await polls.cast(ada, ballot.id, {one: 1})
            told = await so_far.told(await poll_queries.find(ada, ballot.id), choices)
            assert (told is not None) == (ballot is shown)
            assert told is None or [(bar.name, bar.text) for bar in told.bars][:2] == [("Wide", "1"), ("Tall", "0")]
            assert await results.result(ballot.id) is None
            assert await poll_queries.by_receipt(ballot.id, (await poll_queries.mine(ada, ballot.id)).code) is None


async def test_what_is_said_so_far_is_added_up_slice_by_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(so_far, "SLICE", 1)
    monkeypatch.setattr(so_far, "EACH", 2)
    ada, ben = await cast.member("ada"), await cast.member("ben")
    ballot = await made.opened("borda", shows_counts=True)
    one, two, _three = await made.numbers(ballot)
    choices = said.choices(await poll_queries.options(ballot.id), {})
    with made.while_open():
        await polls.cast(ada, ballot.id, {two: 1, one: 2})
        await polls.cast(ben, ballot.id, {two: 1})
        told = await so_far.told(await poll_queries.find(ada, ballot.id), choices)
    assert told is not None
    assert ([(bar.name, bar.text) for bar in told.bars], told.age) == ([("Tall", "2"), ("Wide", "0"), ("Half", "0")], 2)


async def test_pairs_of_one_voter_are_one_ballot_and_are_taken_back() -> None:
    ada = await cast.member("ada")
    ballot = await made.opened("pairwise")
    one, two, three = await made.numbers(ballot)
    with made.while_open():
        codes = await asyncio.gather(
            polls.cast(ada, ballot.id, {one: 1, two: 0}),
            polls.cast(ada, ballot.id, {two: 1, three: 0}),
            polls.cast(ada, ballot.id, {one: 0, three: 0}),
        )
        assert len({receipt.code for receipt in codes}) == 1
        await polls.unpick(ada, ballot.id, three, two)
    rows = await db.rows("SELECT low, high, picked FROM ballot_pick ORDER BY low, high")
    assert [tuple(row.values()) for row in rows] == [(one, two, one), (one, three, 0)]
    result = await made.closed(ballot)
    assert (result.cast, result.plain.winners) == (1, (one,))


async def test_the_worker_does_what_is_due_when_it_was_away_at_every_minute() -> None:
    mo = await cast.manager()
    ballot = await made.drafted()
    with made.before():
        await polls.announce(mo, ballot.id)
    with made.after():
        await poll_turning.turn_all()
        await poll_turning.turn_all()
    found = await poll_queries.find(mo, ballot.id)
    assert (found.state, found.is_counted, found.cast) == (BallotState.CLOSED, True, 0)


@pytest.mark.parametrize("is_secret", [True, False])
async def test_with_an_erased_account_the_answer_stays_and_names_nobody(is_secret: bool) -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    voted, waiting = await made.opened(is_secret=is_secret), await made.opened(is_secret=is_secret)
    one, *_ = await made.numbers(voted)
    with made.while_open():
        await polls.cast(ada, voted.id, {one: 1})
    async with db.transaction():
        await leaving.erased(ada.id or 0)
    assert str(ada.id) not in {row["holder"] for row in await answers(voted)}
    assert ((await made.closed(voted)).cast, (await poll_queries.find(ben, waiting.id)).electors) == (1, 2)
    assert (await made.closed(waiting)).electors == 2
    assert await poll_proofs.cast() == []
