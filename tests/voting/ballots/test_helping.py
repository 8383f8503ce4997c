"""Support given beside a form, and moved by a supporter's word when an idea is split in two."""

from __future__ import annotations

import pytest

from ideas.discovery import registry
from kernel import db
from kernel.features import House
from tests import cast
from tests.voting.ballots.test_merged_support import folded, given, joined, kept, rows, stand
from voting.ballots import helping

pytestmark = pytest.mark.asyncio


async def moved(person: int, source: int, new: int, *, keep: bool) -> bool:
    async with db.transaction():
        return await helping.move(person, source, new, keep)


@pytest.mark.parametrize(("keep", "after"), [(True, {(1, "ada"), (2, "ada")}), (False, {(2, "ada")})])
async def test_a_supporter_keeps_both_or_moves(home: House, keep: bool, after: set[tuple[int, str]]) -> None:
    a, b = await stand("Soles and laces", "Laces")
    ada = await cast.member("ada")
    await given(ada, a)
    assert await moved(ada.id or 0, a, b, keep=keep)
    assert await rows() == {((a, b)[n - 1], who) for n, who in after}
    assert await moved(ada.id or 0, a, b, keep=keep) is keep
    assert await rows() == {((a, b)[n - 1], who) for n, who in after}
    assert await kept() == await folded() == {(a, b)[n - 1]: 1 for n, _who in after}


async def test_nothing_moves_for_who_supports_nothing(home: House) -> None:
    a, b = await stand("Soles and laces", "Laces")
    ada = await cast.member("ada")
    assert not await moved(ada.id or 0, a, b, keep=False)
    assert await rows() == set()


async def test_support_moves_out_of_a_group_as_it_would_be_taken_back(home: House) -> None:
    a, b, c = await stand("Soles and laces", "Laces", "Both")
    ada, ben = await cast.member("ada"), await cast.member("ben")
    await given(ada, c, a)
    await given(ben, c)
    await joined(a, c)
    assert await moved(ada.id or 0, a, b, keep=False)
    assert await rows() == {(b, "ada"), (c, "ben")}
    assert await kept() == await folded() == {a: 1, b: 1}


async def test_helping_gives_takes_back_and_knows(home: House) -> None:
    a, b, c = await stand("Soles", "New soles", "Laces")
    ada, helps = await cast.member("ada"), registry.helping()
    assert helps is not None
    await helps.give(ada, a)
    await helps.give(ada, a)
    await joined(b, a)
    assert await helps.given(ada, [a, b, c]) == {a, b}
    await helps.back(ada, b)
    assert await helps.given(ada, [a, b, c]) == set()
    assert await kept() == {}
