"""From a draft to a list that was delivered."""

from __future__ import annotations

import asyncio

import pytest

from community.clubs import membership
from community.clubs import queries as club_queries
from community.clubs.models import End
from kernel import db
from kernel.errors import Conflict, Forbidden, Missing
from kernel.features import House
from tests import cast, clubs
from tests.voting.wishes import lists
from voting.wishes import actions, endings, freezing, proofs, queries
from voting.wishes.models import WishState


async def test_hosts_and_treasurers_write_and_others_see_no_draft(home: House) -> None:
    club = await clubs.found(members=["ben"], treasurers=["eve"])
    draft = await lists.drafted(club)
    assert (await lists.again(await cast.viewer("eve"), club, draft.id)).title == "What we ask for"
    ben = await cast.viewer("ben")
    with pytest.raises(Missing):
        await lists.again(ben, club, draft.id)
    with pytest.raises(Forbidden):
        await actions.draft(ben, await club_queries.by_id(ben, club.id), title="Mine", items=lists.WISHES)


async def test_what_is_frozen_does_not_change(home: House) -> None:
    club = await clubs.found()
    wishes, ada = await lists.frozen(club), await cast.viewer("ada")
    assert freezing.checksum(wishes.frozen) == wishes.checksum
    assert "2. Widths on the box" in wishes.frozen
    assert "Club: Runners" in wishes.frozen
    with pytest.raises(Conflict):
        await actions.change(ada, club, wishes, title="Another", items=[("Other", None)])
    with pytest.raises(Conflict):
        await actions.throw_away(ada, club, wishes)
    with pytest.raises(Conflict):
        await actions.freeze(ada, club, wishes)


async def test_the_text_of_a_private_club_does_not_name_it(home: House) -> None:
    wishes = await lists.frozen(await clubs.found(is_private=True))
    assert "Runners" not in wishes.frozen


async def test_members_sign_once_and_take_it_back(home: House) -> None:
    club = await clubs.found(members=["ben"])
    wishes, ben = await lists.frozen(club), await cast.viewer("ben")
    mine = await club_queries.by_id(ben, club.id)
    await asyncio.gather(*(actions.sign(ben, mine, wishes) for _ in range(6)))
    assert (await lists.again(ben, club, wishes.id)).signatures == 1
    await asyncio.gather(*(actions.unsign(ben, mine, wishes) for _ in range(4)))
    assert (await lists.again(ben, club, wishes.id)).signatures == 0
    assert await proofs.signatures() == []
    eve = await cast.viewer("eve")
    with pytest.raises(Forbidden):
        await actions.sign(eve, await club_queries.by_id(eve, club.id), wishes)


async def test_who_leaves_before_it_is_delivered_does_not_stand_by_it(home: House) -> None:
    club = await clubs.found(members=["ben"])
    wishes, ben = await lists.frozen(club), await cast.viewer("ben")
    await actions.sign(ben, await club_queries.by_id(ben, club.id), wishes)
    async with db.transaction():
        await membership.end(club.id, ben.id or 0, End.LEFT)
    assert (await queries.find(await cast.viewer("ada"), club, wishes.id)).signatures == 0


async def test_who_leaves_afterwards_has_signed_all_the_same(home: House) -> None:
    club = await clubs.found(members=["ben"])
    wishes = await lists.delivered(club, signed=["ada", "ben"])
    async with db.transaction():
        await membership.end(club.id, (await cast.person("ben")).id, End.LEFT)
    found = await queries.find(await cast.viewer("ada"), club, wishes.id)
    assert (found.signatures, found.delivered_people) == (2, 2)


async def test_nothing_is_delivered_that_nobody_signed(home: House) -> None:
    club = await clubs.found()
    wishes = await lists.frozen(club)
    with pytest.raises(Conflict):
        await actions.deliver(await cast.viewer("ada"), club, wishes)


async def test_a_list_is_delivered_once(home: House) -> None:
    club = await clubs.found()
    wishes, ada = await lists.frozen(club), await cast.viewer("ada")
    await actions.sign(ada, club, wishes)
    done = await asyncio.gather(*(actions.deliver(ada, club, wishes) for _ in range(4)), return_exceptions=True)
    assert sum(one is None for one in done) == 1
    found = await lists.again(ada, club, wishes.id)
    assert found.state == WishState.DELIVERED
    assert found.due_at is not None
    assert found.delivered_at is not None
    assert (found.due_at - found.delivered_at).days == 30


async def test_lists_go_along_when_a_club_becomes_part_of_another(home: House) -> None:
    small, large = await clubs.found("small"), await clubs.found("large", host="ben")
    wishes = await lists.frozen(small)
    async with db.transaction():
        await endings.closing(small.id, large.id)
    assert (await queries.find(await cast.viewer("ben"), large, wishes.id)).club_slug == "large"
