"""Campaigns, members who invite, friends who come and what they buy, that tests begin with."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from ambassadors.points import actions as points
from ambassadors.points import calendar
from ambassadors.referrals import actions, codes, deciding, touches
from ambassadors.referrals.actions import Terms
from ambassadors.referrals.deciding import EARNING
from ambassadors.referrals.models import Campaign, InviteCode, Referral
from ambassadors.referrals.touches import Touch
from community.people import actions as people
from community.people.models import Person
from kernel import clock, db, jobs
from kernel.delimited import Line
from kernel.demo import PASSWORD
from kernel.features import the_house
from kernel.imports import Batch
from kernel.viewer import Viewer
from tests import cast
from voting.value import customers, orders


async def campaign(**told: Any) -> Campaign:
    """One that is open since yesterday: 100 points for whoever invites, 50 for whoever comes."""
    day = clock.today() - timedelta(days=1)
    terms = {"name": "Bring a friend", "inviter_points": 100, "invited_points": 50, "opens_on": day, **told}
    return await actions.open_campaign(await cast.editor(), Terms(**terms))


async def funded(amount: int = 10_000, *, months: int = 1) -> None:
    """A rule that pays for referrals, and points for this month and some after it."""
    staff = await cast.editor()
    await points.rule(staff, EARNING, amount=1, month_cap=None, from_at=clock.now())
    for number in range(months):
        await points.fund(staff, calendar.later(calendar.this_month(), number), amount, reason="For friends.")


async def code(held: Campaign, who: Viewer | None = None) -> InviteCode:
    return await codes.make(who or await cast.member("ada"), held)


async def friend(
    own: InviteCode, email: str = "kim@example.net", *, touched_at: datetime | None = None, shows_name: bool = False
) -> Person:
    """Somebody opens an account and brings the invitation along."""
    text = touches.sealed(Touch(own.code, touched_at or clock.now(), shows_name))
    name = email.partition("@")[0].partition("+")[0].title()
    return await people.create(name=name, email=email, password=PASSWORD, brought={"via": text})


async def buys(
    email: str,
    amount: str = "89.00",
    *,
    at: datetime | None = None,
    reference: str = "",
    customer: str = "",
    name: str = "",
) -> None:
    """A customer with this address, if there is none yet, and an order as a file brings it."""
    known = customer or f"K-{email}"
    columns = {"reference": known, "name": name or email, "kind": "person", "email": email}
    async with db.transaction():
        await customers.write(Batch([Line(2, columns)]), currency="EUR")
    count = await db.value("SELECT COUNT(*) FROM customer_order")
    order = {
        "reference": reference or f"O-{count + 1}",
        "customer": known,
        "placed_at": (at or clock.now()).isoformat(),
        "amount": amount,
        "currency": "EUR",
    }
    async with db.transaction():
        batch = Batch([Line(2, order)])
        await orders.write(batch)
    assert batch.refused == []


async def state(person: Person) -> Referral:
    return await Referral.get(person_id=person.id)


async def decided(person: Person) -> tuple[str, str]:
    """Where a referral stands after the night's work."""
    await deciding.decide()
    found = await state(person)
    return found.state.value, found.why.value


async def worked() -> None:
    await jobs.work(the_house(), until_idle=True)


async def letters(address: str) -> list[db.Row]:
    return await db.rows("SELECT id, subject, text, headers FROM letter WHERE address = ? ORDER BY id", address)


async def link(address: str, start: str = "/confirm/") -> str:
    """The last link of a kind that was written to an address, as a path."""
    text = (await letters(address))[-1]["text"]
    found = re.search(rf"{re.escape(start)}[^\s>]+", text)
    assert found is not None, text
    return found[0]
