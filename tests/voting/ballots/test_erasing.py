"""An account that is erased takes its votes with it; every past day stays as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kernel import clock, db
from kernel.features import House
from tests import cast
from tests.voting.ballots.test_behalf import customer, written
from tests.voting.ballots.test_merged_support import folded, given, joined, kept, parted, rows, stand
from tests.voting.ballots.test_support import idea
from voting.ballots import leaving, queries, recorded

pytestmark = pytest.mark.asyncio


async def erased(handle: str) -> int:
    """All participants, as the erasure of an account calls them; twice changes nothing."""
    person = (await cast.person(handle)).id
    for _time in range(2):
        async with db.transaction():
            await leaving.withdrawn(person)
    return person


async def test_counts_fall_by_one_however_many_of_a_group_one_stood_behind(home: House) -> None:
    a, b, c = await stand("Resole", "New soles", "Laces")
    ada, ben = await cast.member("ada"), await cast.member("ben")
    with clock.at(clock.now() - timedelta(days=2)):
        await given(ada, a, b, c)
        await given(ben, a)
        merge = await joined(b, a)
        assert await kept() == {b: 2, c: 1}
    before = clock.now() - timedelta(days=1)
    await erased("ada")
    assert await kept() == {b: 1} == await folded()
    assert await folded(before) == {b: 2, c: 1}
    assert await queries.count_at(b, before) == 2
    await parted(merge)
    assert await kept() == {a: 1}
    assert await rows() == {(a, "ben")}


async def test_evidence_that_staff_noted_is_emptied(home: House) -> None:
    one, who = await idea(), await customer(email="ada@example.org")
    await cast.person("ada")
    await written(one, who)
    await erased("ada")
    (line,) = await recorded.of_idea(one.id)
    assert (line["note"], line["quote"], line["contact"], line["is_standing"]) == ("", "", "", False)
    assert await kept() == {}
