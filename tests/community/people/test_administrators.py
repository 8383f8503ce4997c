"""The last administrator cannot go."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from community.people import actions, administrators
from community.people.models import Person
from kernel import clock, db, sessions
from kernel.errors import Conflict
from kernel.features import House
from kernel.viewer import SYSTEM
from tests import cast


async def test_the_last_one_keeps_the_role_and_is_told_what_to_do(home: House) -> None:
    root = await cast.person("root")
    with pytest.raises(Conflict, match="Make somebody else administrator first"):
        await actions.set_role(SYSTEM, root, role="member")
    assert (await Person.get(id=root.id)).role == "admin"


async def test_one_of_two_may_go(home: House) -> None:
    root, sol = await cast.person("root"), await cast.person("sol", role="admin")
    await actions.set_role(SYSTEM, sol, role="editor")
    assert await administrators.is_last(root.id)


async def test_a_suspended_or_unclaimed_one_is_none_to_rely_on(home: House) -> None:
    root, sol = await cast.person("root"), await cast.person("sol", role="admin")
    await Person.filter(id=sol.id).update(suspended_until=clock.now() + timedelta(days=1))
    assert await administrators.is_last(root.id)
    await Person.filter(id=sol.id).update(suspended_until=None, is_claimed=False)
    assert await administrators.is_last(root.id)


async def test_others_may_always_go(home: House) -> None:
    await cast.person("root")
    async with db.transaction():
        await administrators.let_go(await cast.person("ada"))


async def test_of_two_who_demote_each_other_at_once_one_stays(home: House) -> None:
    root, sol = await cast.person("root"), await cast.person("sol", role="admin")
    ends = await asyncio.gather(
        actions.set_role(await sessions.viewer_of(root.id), await Person.get(id=sol.id), role="member"),
        actions.set_role(await sessions.viewer_of(sol.id), await Person.get(id=root.id), role="member"),
        return_exceptions=True,
    )
    assert [type(end) for end in ends if end is not None] == [Conflict]
    assert await Person.filter(role="admin").count() == 1
