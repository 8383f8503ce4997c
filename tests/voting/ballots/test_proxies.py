"""Giving one's vote in a club: one ballot or each, limits, taking back, what ends it, who is told."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from community.clubs import membership
from community.clubs import queries as club_queries
from community.clubs.models import Club, End
from community.clubs.queries import ClubCard
from community.people import queries as people
from community.people.queries import PersonCard
from kernel import clock, db, jobs
from kernel.errors import Conflict, Forbidden, Missing
from kernel.features import House
from tests import cast, clubs
from tests.voting.ballots import proxied
from voting.ballots import proxies, proxy_queries
from voting.ballots.models import BallotState, Proxy

CREW = ("ben", "cid", "dee", "eve")


async def card(handle: str) -> PersonCard:
    found = await people.card((await cast.person(handle)).id)
    assert found
    return found


async def give(club: ClubCard, giver: str, holder: str, *, only: int = 0) -> None:
    viewer = await cast.viewer(giver)
    mine = await club_queries.find(viewer, club.slug)
    taking = await proxy_queries.ballot(viewer, club.id, only) if only else None
    await proxies.give(viewer, mine, await card(holder), ballot=taking)


async def pairs(club: ClubCard, ballot: int) -> dict[str, str]:
    found = await proxies.standing_for(club.id, ballot)
    known = await people.names([*found, *found.values()])
    return {known[giver].handle: known[holder].handle for giver, holder in found.items()}


async def told(home: House, handle: str) -> list[str]:
    await jobs.work(home, until_idle=True)
    who = await cast.person(handle)
    rows = await db.rows("SELECT kind FROM notice WHERE person_id = ? AND kind LIKE 'proxy.%' ORDER BY id", who.id)
    return [row["kind"] for row in rows]


async def test_a_vote_is_given_for_each_ballot_or_for_one(home: House) -> None:
    club = await clubs.found(members=CREW)
    one, other = await proxied.ballot(club), await proxied.ballot(club, slug="when")
    await give(club, "ada", "ben")
    await give(club, "ada", "cid", only=other.id)
    assert await pairs(club, one.id) == {"ada": "ben"}
    assert await pairs(club, other.id) == {"ada": "cid"}
    assert await told(home, "ben") == await told(home, "cid") == ["proxy.given"]


async def test_given_anew_it_is_taken_from_whoever_had_it(home: House) -> None:
    club = await clubs.found(members=CREW)
    ballot = await proxied.ballot(club)
    await give(club, "ada", "ben")
    await give(club, "ada", "cid")
    await give(club, "ada", "cid")
    assert await pairs(club, ballot.id) == {"ada": "cid"}
    assert await Proxy.filter(stands=True).count() == 1
    assert await told(home, "ben") == ["proxy.given", "proxy.ended"]


async def test_it_is_for_members_alone_and_never_for_oneself(home: House) -> None:
    club = await clubs.found(members=["ben"])
    stranger = await cast.viewer("cid")
    with pytest.raises(Forbidden):
        await give(club, "ada", "ada")
    with pytest.raises(Missing):
        await proxies.give(await cast.viewer("ada"), club, await card("cid"))
    with pytest.raises(Forbidden):
        await proxies.give(stranger, await club_queries.find(stranger, club.slug), await card("ben"))
    assert await Proxy.all().count() == 0


async def test_nobody_carries_more_than_the_club_allows(home: House) -> None:
    club = await clubs.found(members=CREW)
    await give(club, "ada", "ben")
    await give(club, "cid", "ben")
    with pytest.raises(Conflict, match="2"):
        await give(club, "dee", "ben")
    ballot = await proxied.ballot(club)
    await give(club, "ada", "ben", only=ballot.id)  # the same vote is not counted twice


async def test_a_crowd_that_gives_at_once_is_held_to_the_limit(home: House) -> None:
    club = await clubs.found(members=CREW)
    givers = ["ada", "cid", "dee", "eve"]
    results = await asyncio.gather(*(give(club, name, "ben") for name in givers), return_exceptions=True)
    assert sum(isinstance(result, Conflict) for result in results) == 2
    assert await Proxy.filter(stands=True).count() == 2


async def test_it_is_taken_back_until_the_minute_of_closing(home: House) -> None:
    club = await clubs.found(members=CREW)
    ballot = await proxied.ballot(club, days=1)
    await give(club, "ada", "ben")
    ada = await cast.viewer("ada")
    carried = (await proxy_queries.given_by(ada, club.id))[0]
    with clock.at(ballot.closes_at + timedelta(seconds=1)):
        assert await proxies.take_back(ada, club, carried)
        assert not await proxies.take_back(ada, club, carried)
        assert await pairs(club, ballot.id) == {"ada": "ben"}, "too late for this ballot, though nothing closed it yet"
        later = await proxied.ballot(club, slug="later")
        with clock.at(later.closes_at):
            assert await pairs(club, later.id) == {}


async def test_it_is_taken_back_in_time(home: House) -> None:
    club = await clubs.found(members=CREW)
    ballot = await proxied.ballot(club, days=1)
    await give(club, "ada", "ben")
    ada = await cast.viewer("ada")
    with clock.at(ballot.closes_at - timedelta(seconds=1)):
        await proxies.take_back(ada, club, (await proxy_queries.given_by(ada, club.id))[0])
    with clock.at(ballot.closes_at):
        assert await pairs(club, ballot.id) == {}


async def test_whoever_carries_it_may_lay_it_down_and_nobody_else_may_touch_it(home: House) -> None:
    club = await clubs.found(members=CREW)
    await give(club, "ada", "ben")
    ben, cid = await cast.viewer("ben"), await cast.viewer("cid")
    carried = (await proxy_queries.carried_by(ben, club.id))[0]
    with pytest.raises(Missing):
        await proxy_queries.find(cid, carried.id)
    with pytest.raises(Forbidden):
        await proxies.take_back(ben, club, carried)
    assert await proxies.lay_down(ben, club, carried)
    assert await told(home, "ada") == ["proxy.ended"]


async def test_none_is_given_for_a_ballot_that_takes_none_or_has_closed(home: House) -> None:
    club = await clubs.found(members=CREW)
    other = await clubs.found("swimmers", members=CREW)
    for ballot in (
        await proxied.ballot(club, takes_proxies=False),
        await proxied.ballot(club, state=BallotState.CLOSED),
        await proxied.ballot(club, state=BallotState.DRAFT),
        await proxied.ballot(club, days=-1),
        await proxied.ballot(other),
    ):
        with pytest.raises(Missing):
            await give(club, "ada", "ben", only=ballot.id)


async def test_what_was_given_and_carried_ends_with_the_membership(home: House) -> None:
    club = await clubs.found(members=CREW)
    ballot = await proxied.ballot(club)
    for giver, holder in (("ada", "ben"), ("ben", "cid"), ("dee", "cid")):
        await give(club, giver, holder)
    async with db.transaction():
        await membership.end(club.id, (await cast.person("ben")).id, End.LEFT)
    assert await pairs(club, ballot.id) == {"dee": "cid"}
    assert await told(home, "ada") == ["proxy.ended"]
    assert "proxy.ended" not in await told(home, "ben")


async def test_with_the_club_all_of_it_ends(home: House) -> None:
    club = await clubs.found(members=CREW)
    ballot = await proxied.ballot(club)
    await give(club, "ada", "ben")
    async with db.transaction():
        await proxies.closing(club.id)
    assert await pairs(club, ballot.id) == {}


async def test_after_closing_givers_hear_what_was_done_and_single_ones_are_over(home: House) -> None:
    club = await clubs.found(members=CREW)
    ballot = await proxied.ballot(club, days=1)
    await give(club, "ada", "ben", only=ballot.id)
    await give(club, "cid", "dee")
    ids = {handle: (await cast.person(handle)).id for handle in ("ada", "ben", "cid", "dee")}
    with clock.at(ballot.closes_at):
        await proxied.cast_through(ballot, "ada", "ben")
        async with db.transaction():
            await proxies.closed(ballot.id, {ids["ada"]: ids["ben"]}, unused={ids["cid"]: ids["dee"]})
        await ballot.update_from_dict({"state": BallotState.CLOSED}).save()
        assert await told(home, "ada") == await told(home, "cid") == ["proxy.used"]
        left = await Proxy.filter(stands=True)
        assert [one.only for one in left] == [0], "the one for each ballot goes on"
        ada, cid = await cast.viewer("ada"), await cast.viewer("cid")
        assert [(one.how, one.holder.handle) for one in await proxy_queries.history(ada, club.id)] == [
            ("through", "ben")
        ]
        assert [(one.how, one.holder.handle) for one in await proxy_queries.history(cid, club.id)] == [
            ("nothing", "dee")
        ]


async def test_a_result_names_the_pairs_of_an_open_ballot_and_only_counts_those_of_a_secret_one(home: House) -> None:
    club = await clubs.found(members=CREW)
    secret = await proxied.ballot(club, state=BallotState.CLOSED)
    plain = await proxied.ballot(club, state=BallotState.CLOSED, is_secret=False, slug="plain")
    still = await proxied.ballot(club, slug="still")
    for ballot in (secret, plain, still):
        await proxied.cast_through(ballot, "ada", "ben")
        await proxied.cast_through(ballot, "cid", "ben")
    shares = await proxy_queries.shares([secret.id, plain.id, still.id])
    assert (shares[secret.id].votes, shares[secret.id].holders, list(shares[secret.id].pairs)) == (2, 1, [])
    assert [(giver.handle, holder.handle) for giver, holder in shares[plain.id].pairs] == [
        ("ada", "ben"),
        ("cid", "ben"),
    ]
    assert still.id not in shares, "nothing is told before it closes"


async def test_an_archived_club_takes_no_new_ones(home: House) -> None:
    club = await clubs.found(members=CREW)
    await Club.filter(id=club.id).update(archived_at=clock.now())
    with pytest.raises(Forbidden):
        await give(club, "ada", "ben")
