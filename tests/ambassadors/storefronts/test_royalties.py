"""Royalties: what the shop reports is credited along the chain, taken back part by part, paid with a reference."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from ambassadors.storefronts import orders, reversals, royalties, splits, statements
from ambassadors.storefronts.models import Royalty, ShopOrder
from ambassadors.storefronts.orders import Sale
from ambassadors.storefronts.reversals import Return
from ideas.challenges.models import Challenge, Entry
from ideas.studio.models import Design, Remixing, Template
from kernel import audit, clock, db
from kernel.errors import Conflict, Forbidden, Invalid, Missing
from kernel.features import House
from tests import cast
from tests.ambassadors.storefronts import stalls
from tests.ideas.studio import drawn

MOMENT = datetime(2026, 5, 20, 12, tzinfo=UTC)


def sale(design: Design, reference: str = "A-1", amount: int = 12900, **told: object) -> Sale:
    values = {"size": "42", "quantity": 1, "currency": "EUR", "via": "", "placed_at": MOMENT, **told}
    return Sale(reference=reference, design=design.id, amount=amount, **values)  # type: ignore[arg-type]


async def remixes() -> list[Design]:
    """Ben's design, Ada's remix of it, Eve's of Ada's: each asks a share."""
    found: list[Design] = []
    for handle, share in (("ben", 20), ("ada", 33), ("eve", 10)):
        told = {"share": share}
        found.append(
            await drawn.published(
                await cast.member(handle),
                remixing=Remixing.SHARE,
                original=found[-1] if found else None,
                title=f"By {handle}",
                more=told,
            )
        )
    return found


async def amounts() -> list[tuple[str, str, int]]:
    rows = await db.rows(
        "SELECT p.handle, r.kind, r.amount FROM royalty r JOIN person p ON p.id = r.person_id ORDER BY r.id"
    )
    return [(row["handle"], row["kind"], row["amount"]) for row in rows]


async def test_a_sale_is_credited_along_the_chain_to_the_last_cent(home: House) -> None:
    _ben, _ada, eve = await remixes()
    kept = await orders.report(sale(eve, amount=12910))
    assert await amounts() == [("eve", "earned", 433), ("ada", "earned", 170), ("ben", "earned", 43)]
    assert splits.royalty(12910, 500) == 433 + 170 + 43
    assert [part["amount"] for part in await orders.parts(kept.id)] == [433, 170, 43]


async def test_an_original_that_asks_no_share_gets_none(home: House) -> None:
    ben = await drawn.published(await cast.member("ben"), remixing=Remixing.CREDIT)
    ada = await drawn.published(await cast.member("ada"), original=ben)
    await orders.report(sale(ada))
    assert await amounts() == [("ada", "earned", 645)]


async def test_the_same_report_twice_changes_nothing_and_another_is_refused(home: House) -> None:
    design = await drawn.published()
    first = await orders.report(sale(design))
    again = await orders.report(sale(design))
    assert (first.id, len(await amounts())) == (again.id, 1)
    with pytest.raises(Conflict):
        await orders.report(sale(design, amount=1))
    for wrong in (sale(design, currency="USD"), sale(Design(id=999))):
        with pytest.raises(Invalid):
            await orders.report(wrong)
    draft = await drawn.draft()
    with pytest.raises(Invalid):
        await orders.report(sale(draft, "A-2"))


async def test_a_reversal_is_the_negative_of_the_same_parts_once(home: House) -> None:
    _ben, _ada, eve = await remixes()
    with pytest.raises(Missing):
        await reversals.reverse("A-1")
    await orders.report(sale(eve))
    for _ in range(2):
        await reversals.reverse("A-1")
    parts = await amounts()
    assert [amount for _, kind, amount in parts if kind == "reversed"] == [
        -amount for _, kind, amount in parts if kind == "earned"
    ]
    assert await db.value("SELECT sum(amount) FROM royalty") == 0
    assert (await orders.report(sale(eve))).reversed_at is not None
    assert len(await amounts()) == 6


async def test_the_rate_is_that_of_the_day_of_publication_and_a_challenges_rate_wins(home: House) -> None:
    design = await drawn.published()
    await Template.filter(id=design.template_id).update(royalty=9000)
    assert await royalties.rate(design.id) == 500
    now = clock.now()
    mo = await cast.manager()
    challenge = await Challenge.create(
        slug="rain",
        title="Rain",
        brief="-",
        prize="-",
        by_id=mo.id,
        opens_at=now,
        scoring_at=now,
        jury_at=now,
        result_at=now,
        created_at=now,
    )
    entry = await Entry.create(
        challenge_id=challenge.id, design_id=design.id, person_id=design.author_id, royalty=800, entered_at=now
    )
    assert await royalties.rate(design.id) == 800
    await Challenge.filter(id=challenge.id).update(royalty=1)
    assert await royalties.rate(design.id) == 800
    await Entry.filter(id=entry.id).update(withdrawn_at=now)
    assert await royalties.rate(design.id) == 500


async def test_staff_note_a_payment_of_exactly_what_is_owed(home: House) -> None:
    design, sol, ada = await drawn.published(), await cast.editor(), await cast.member("ada")
    await orders.report(sale(design))
    (due,) = await royalties.owed()
    assert (due.handle, due.amount, due.earned, due.paid) == ("ada", 645, 645, 0)
    with pytest.raises(Forbidden):
        await royalties.pay(ada, due.person_id, currency="EUR", amount=645, reference="SEPA 1")
    with pytest.raises(Conflict):
        await royalties.pay(sol, due.person_id, currency="EUR", amount=600, reference="SEPA 1")
    await royalties.pay(sol, due.person_id, currency="EUR", amount=645, reference="SEPA 1")
    with pytest.raises(Conflict):
        await royalties.pay(sol, due.person_id, currency="EUR", amount=645, reference="SEPA 1")
    (due,) = await royalties.owed()
    assert (due.amount, due.earned, due.paid) == (0, 645, 645)
    act = await db.row("SELECT act, detail FROM staff_act WHERE act = 'royalty.paid'")
    assert act is not None
    assert '"reference": "SEPA 1"' in act["detail"]
    assert await audit.broken() is None
    await stalls.worked()
    assert await stalls.letters("ada@example.org") == ["€6.45 of royalties have been paid to you."]


async def test_a_statement_carries_the_balance_from_month_to_month(home: House) -> None:
    design, sol = await drawn.published(), await cast.editor()
    with clock.at(MOMENT - timedelta(days=30)):
        await orders.report(sale(design))
    with clock.at(MOMENT):
        await orders.report(sale(design, "A-2", 10010))
        await royalties.pay(sol, design.author_id, currency="EUR", amount=645 + 501, reference="SEPA 2")
        await reversals.reverse("A-1")
    (may,) = await statements.statements(design.author_id, date(2026, 5, 1))
    assert (may.opening, [line.amount for line in may.lines], may.closing) == (645, [501, -1146, -645], -645)
    assert [line.balance for line in may.lines] == [1146, 0, -645]
    assert [line.reference for line in may.lines] == ["A-2", "SEPA 2", "A-1"]
    assert may.earned == -144
    assert await statements.months(design.author_id) == [date(2026, 5, 1), date(2026, 4, 1)]
    assert await statements.balances(design.author_id) == [("EUR", -645)]


async def test_a_month_is_announced_once_when_it_is_over(home: House) -> None:
    design = await drawn.published()
    with clock.at(MOMENT):
        await orders.report(sale(design))
        await statements.close_month()
    assert await stalls.events("royalty.closed") == 0
    with clock.at(MOMENT + timedelta(days=30)):
        for _ in range(2):
            await statements.close_month()
        await stalls.worked()
    assert await stalls.events("royalty.closed") == 1
    assert await stalls.letters("ada@example.org") == ["Your royalties of May 2026: €6.45."]


@pytest.mark.parametrize("seed", range(4))
async def test_everything_adds_up_to_the_last_cent_whatever_happens(home: House, seed: int) -> None:
    """Random sales, reversals, repeats and payments: parts equal royalties, statements equal balances, cent by cent."""
    chance, designs, sol = Random(seed), await remixes(), await cast.editor()  # noqa: S311
    due: Counter[int] = Counter()
    standing: dict[str, tuple[int, int]] = {}
    with clock.at(MOMENT):
        for step in range(40):
            what = chance.random()
            if what < 0.55 or not standing:
                design, amount, reference = chance.choice(designs), chance.randrange(0, 50_000), f"R-{step}"
                for _ in range(chance.choice((1, 2))):
                    await orders.report(sale(design, reference, amount))
                standing[reference] = (amount, 0)
            elif what < 0.7:
                reference = chance.choice(sorted(standing))
                amount, back = standing[reference]
                part = chance.randrange(0, amount - back + 1)
                for _ in range(chance.choice((1, 2))):
                    await reversals.take_back(Return(f"B-{step}", reference, amount=part))
                standing[reference] = (amount, back + part)
                if amount == back + part and part:
                    del standing[reference]
            elif what < 0.85:
                reference = chance.choice(sorted(standing))
                for _ in range(chance.choice((1, 2))):
                    await reversals.reverse(reference)
                del standing[reference]
            else:
                for one in await royalties.owed():
                    if one.amount > 0:
                        told = {"currency": one.currency, "amount": one.amount}
                        await royalties.pay(sol, one.person_id, **told, reference=f"S-{step}")  # type: ignore[arg-type]
                        due[one.person_id] += one.amount
    rows = await Royalty.all()
    owing = sum(
        splits.royalty(a, 500) - (2 * splits.royalty(a, 500) * b + a) // (2 * a or 1) for a, b in standing.values()
    )
    assert sum(row.amount for row in rows if row.kind != "paid") == owing
    for order in await ShopOrder.filter(reverses_id=None):
        assert all(int(part["amount"]) >= 0 for part in await orders.standing(order.id))
    assert -sum(row.amount for row in rows if row.kind == "paid") == sum(due.values())
    for one in await royalties.owed():
        assert one.paid == due[one.person_id]
        (month,) = await statements.statements(one.person_id, date(2026, 5, 1))
        assert (month.opening, month.closing) == (0, one.amount)
        assert one.amount == one.earned - one.paid
