"""A ballot closed to verified customers: who is linked by an address nobody confirmed has no vote in it, and it says so."""

from __future__ import annotations

import pytest

from kernel import clock, db
from kernel.features import House
from tests import cast
from voting.ballots import electorate
from voting.value.models import Customer, Link, LinkSource


@pytest.mark.parametrize(
    ("source", "votes"),
    [(LinkSource.CONFIRMED, True), (LinkSource.STAFF, True), (LinkSource.IMPORTED, False), (None, False)],
)
async def test_only_verified_customers_are_electors(home: House, source: LinkSource | None, votes: bool) -> None:
    ada = await cast.member("ada")
    if source:
        customer = await Customer.create(
            reference="C1", name="Ada", kind="person", email="ada@example.org", created_at=clock.now()
        )
        await Link.create(person_id=ada.id, customer_id=customer.id, source=source, created_at=clock.now())
    assert (int(ada.id or 0) in await electorate.among(electorate.CUSTOMERS, None, [int(ada.id or 0)])) is votes
    assert await electorate.size(electorate.CUSTOMERS, None) == int(votes)


async def test_an_account_that_nobody_claimed_votes_on_nothing(home: House) -> None:
    ada = await cast.member("ada")
    customer = await Customer.create(
        reference="C1", name="Ada", kind="person", email="ada@example.org", created_at=clock.now()
    )
    await Link.create(person_id=ada.id, customer_id=customer.id, source=LinkSource.CONFIRMED, created_at=clock.now())
    await db.execute("UPDATE person SET is_claimed = ?", False)
    assert await electorate.size(electorate.CUSTOMERS, None) == 0
