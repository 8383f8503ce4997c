"""Rules that follow events: an idea that is there, a sale, and two rules that speak of the same event."""

from __future__ import annotations

import pytest

from ambassadors.points import paying, queries, registry
from ambassadors.points.registry import Earning, Paid
from ambassadors.storefronts import orders, reversals
from ambassadors.storefronts.orders import Sale
from ambassadors.storefronts.reversals import Return
from community.people.models import Person
from ideas.board import answers
from ideas.board.models import Idea, Status
from kernel import clock, db, jobs
from kernel.events import record
from kernel.features import House
from tests import cast
from tests.ambassadors.points import till
from tests.ideas.board import things
from tests.ideas.studio import drawn


async def free(handle: str = "ada") -> int:
    return (await queries.balance((await Person.get(handle=handle)).id)).free


async def step(idea: Idea, *states: Status) -> None:
    for state in states:
        about = {"body": "It is so.", "would_change": "Nothing."}
        await answers.set_status(
            await cast.editor(), await Idea.get(id=idea.id).select_related("board"), state, **about
        )


async def test_an_idea_that_is_there_pays_who_proposed_it_and_takes_it_back(home: House) -> None:
    await till.opened()
    idea = await things.idea(by=await cast.member())
    await step(idea, Status.PLANNED, Status.IN_PROGRESS)
    await jobs.work(home, until_idle=True)
    assert await free() == 0
    await step(idea, Status.SHIPPED)
    await jobs.work(home, until_idle=True)
    assert await free() == 100
    await step(idea, Status.IN_PROGRESS)
    await jobs.work(home, until_idle=True)
    assert await free() == 0
    await step(idea, Status.SHIPPED)
    await jobs.work(home, until_idle=True)
    assert await free() == 100


async def test_a_sale_pays_everybody_on_its_chain_until_all_of_it_is_back(home: House) -> None:
    await till.opened()
    await till.ruled("royalty", 60)
    design = await drawn.published(await cast.member("ben"))
    told = {"size": "42", "currency": "EUR", "via": "", "placed_at": clock.now()}
    await orders.report(Sale(reference="A-1", design=design.id, quantity=2, amount=20000, **told))  # type: ignore[arg-type]
    await jobs.work(home, until_idle=True)
    assert await free("ben") == 60
    await reversals.take_back(Return("A-1-b", "A-1", quantity=1))
    await jobs.work(home, until_idle=True)
    assert await free("ben") == 60
    await reversals.take_back(Return("A-1-c", "A-1", quantity=1))
    await jobs.work(home, until_idle=True)
    assert await free("ben") == 0


async def happened() -> db.Row:
    async with db.transaction():
        await record("thing.done", actor=None, subject=("thing", 7))
    return {"id": 900, "kind": "thing.done", "subject_id": 7, "data": {}}


@pytest.mark.parametrize("causes", [("thing", "thing"), ("thing", "other")])
@pytest.mark.parametrize("amounts", [(30, 80), (80, 30)])
async def test_two_rules_for_the_same_event_pay_once_and_the_higher(
    home: House, monkeypatch: pytest.MonkeyPatch, causes: tuple[str, str], amounts: tuple[int, int]
) -> None:
    ada = await till.opened()

    def kind(name: str, cause: str) -> Earning:
        async def whom(event: db.Row) -> Paid:
            return [(ada, (cause, 7))]

        return Earning(name, name, "thing.done", whom)

    both = [kind(name, cause) for name, cause in zip(("one", "two"), causes, strict=True)]
    told = registry.earnings()
    for module in (paying, registry):
        monkeypatch.setattr(module, "earnings", lambda: [*told, *both])
    for one, amount in zip(both, amounts, strict=True):
        await till.ruled(one.kind, amount)
    event = await happened()
    await paying.react(event)
    assert await free() == 80
    for one in both:
        await till.ruled(one.kind, 500)
    await paying.react(event)
    assert await free() == 80, "read again under other rules it pays nothing"


async def test_staff_earn_nothing_for_an_idea(home: House) -> None:
    await till.opened()
    idea = await things.idea(by=await cast.manager())
    await step(idea, Status.PLANNED, Status.SHIPPED)
    await jobs.work(home, until_idle=True)
    assert await db.value("SELECT count(*) FROM point_award") == 0
