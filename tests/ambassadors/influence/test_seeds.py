"""Where walks begin: kept orders, a proven address, one share for a household."""

from __future__ import annotations

from typing import Any

import pytest

from ambassadors.influence import households, seeds
from kernel import clock
from kernel.features import House
from tests import cast, hearing
from voting.value.models import LinkSource, Order


async def trusted() -> set[str]:
    from community.people import queries

    names = await queries.names(await seeds.trusted(clock.now()))
    return {card.handle for card in names.values()}


@pytest.mark.parametrize(
    ("told", "is_trusted"),
    [
        ({"amounts": (5000,)}, True),
        ({"amounts": (5000,), "days": 29}, False),
        ({"amounts": (5000,), "days": 31}, True),
        ({"amounts": (5000,), "days": -3}, False),
        ({"amounts": (5000, -5000)}, False),
        ({"amounts": (5000, -4500)}, False),
        ({"amounts": (5000, -3000)}, True),
        ({"amounts": (999,)}, False),
        ({"amounts": (1000,)}, True),
        ({"amounts": (1,) * 200}, False),
        ({"amounts": (0,)}, False),
        ({"amounts": ()}, False),
        ({"confirmed": False}, False),
        ({"source": LinkSource.IMPORTED}, False),
        ({"source": LinkSource.STAFF}, True),
        ({"amounts": (1000,), "currency": "JPY"}, True),
        ({"amounts": (9,), "currency": "JPY"}, False),
    ],
)
async def test_walks_begin_at_who_kept_enough_and_proved_their_address(
    home: House, told: dict[str, Any], is_trusted: bool
) -> None:
    await hearing.customer("ada", **told)
    assert await trusted() == ({"ada"} if is_trusted else set())


async def test_a_refund_within_the_window_takes_back_what_was_kept_before(home: House) -> None:
    ada = await hearing.customer("ada", amounts=(5000,), days=90)
    number = await hearing.customer_of(ada)
    await Order.create(reference="back", customer_id=number, placed_at=hearing.ago(2), amount=-4500, currency="EUR")
    assert await trusted() == set()


async def test_accounts_of_one_household_are_told_by_customer_mailbox_and_address(home: House) -> None:
    one = await hearing.customer("one")
    two = await hearing.customer("two", of=await hearing.customer_of(one))
    plain, alias = await cast.person("plain"), await cast.person("alias")
    alias.email = "plain+shop@example.org"
    await alias.save()
    dotted, bare = await cast.person("dotted"), await cast.person("bare")
    dotted.email, bare.email = "a.b.c+x@gmail.com", "abc@googlemail.com"
    await dotted.save()
    await bare.save()
    apart = await cast.person("apart")
    found = await households.every()
    assert found[one.id] == found[two.id]
    assert found[plain.id] == found[alias.id]
    assert found[dotted.id] == found[bare.id]
    assert apart.id not in found
    assert len({found[one.id], found[plain.id], found[dotted.id]}) == 3
    assert await households.same(one.id, two.id)
    assert not await households.same(one.id, apart.id)


@pytest.mark.parametrize(
    ("address", "box"),
    [
        ("ada@example.org", "ada@example.org"),
        ("ADA+a+b@Example.org", "ada@example.org"),
        ("a.d.a@example.org", "a.d.a@example.org"),
        ("a.d.a+x@gmail.com", "ada@gmail.com"),
        ("ada@googlemail.com", "ada@gmail.com"),
        ("+x@example.org", "+x@example.org"),
    ],
)
def test_a_mailbox_is_what_an_address_ends_in(address: str, box: str) -> None:
    assert households.mailbox(address) == box
