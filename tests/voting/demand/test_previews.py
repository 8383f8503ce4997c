"""What a preview of a merge says of support: distinct people and accounts, and money as a band."""

from __future__ import annotations

import pytest

from ideas.board import registry
from kernel.features import House
from tests import cast
from tests.voting.ballots.test_merged_support import joined, stand
from tests.voting.demand import people
from voting.demand import previews, reckon


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        *((0, 0, 0), (0.4, 0, 0), (1, 1, 2), (1.9, 1, 2), (2, 2, 5), (5, 5, 10), (9.99, 5, 10), (10, 10, 20)),
        *((499, 200, 500), (500, 500, 1000), (123_456, 100_000, 200_000), (10**9, 10**9, 2 * 10**9)),
    ],
)
def test_a_band_lies_between_two_neighbours(value: float, low: float, high: float) -> None:
    assert previews.band(value) == (low, high)


@pytest.mark.asyncio
async def test_people_and_accounts_are_counted_once_and_money_is_a_band(home: House) -> None:
    laces, strings, empty = await stand("Laces", "Strings", "Nothing")
    await people.customers()
    for idea, handle in ((laces, "ada"), (laces, "bob"), (strings, "ann"), (strings, "ada"), (strings, "eve")):
        await people.support(idea, handle)
    asked = [strings, laces, empty]
    told = await registry.lines(await cast.manager(), asked)
    assert [(line.label, list(line.before), line.after) for line in told][-2:] == [
        ("People who support it", ["3", "2", "0"], "4"),
        ("Accounts among them", ["2", "2", "0"], "3"),
    ]
    await people.valued()
    await reckon.store(await reckon.reckon())
    told = await registry.lines(await cast.manager(), asked)
    worth = next(line for line in told if line.label == "What these accounts are worth")
    assert list(worth.before) == ["€500 to €1,000", "€500 to €1,000", "€0"]
    assert worth.after == "€500 to €1,000"


@pytest.mark.asyncio
async def test_what_leads_to_an_idea_already_is_counted_with_it(home: House) -> None:
    laces, strings, cords = await stand("Laces", "Strings", "Cords")
    for idea, handle in ((laces, "ada"), (strings, "ada"), (strings, "ben"), (cords, "zoe")):
        await people.support(idea, handle)
    await joined(strings, laces)
    found = await previews.counted([strings, cords], None)
    assert {idea: one.people for idea, one in found.items()} == {strings: 2, cords: 1, 0: 3}
