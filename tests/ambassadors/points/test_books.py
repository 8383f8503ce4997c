"""Whatever happens to points, in whatever order: every entry is balanced, and what is kept is what a plain model says."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from ambassadors.points import actions, calendar, endings, ledger, queries
from kernel import clock, db
from kernel.errors import Conflict
from kernel.features import House, open_house
from kernel.settings import Settings
from kernel.viewer import Viewer
from run import house
from tests import cast
from tests.ambassadors.points import till

TABLES = ("posting", "entry", "award", "hold", "lot", "purse", "fund", "rule")
WHO = st.integers(0, 1)
CAUSE = st.integers(1, 5)


@dataclass
class Given:
    amount: int
    settled: int
    ends: datetime
    month: date
    stands: bool = True


@dataclass
class Aside:
    who: int
    parts: list[tuple[datetime, int]]
    state: str = "open"


class Books(RuleBasedStateMachine):
    """Two people, a few causes and budgets, as lists and sums; the house beside it must agree after every step."""

    def __init__(self, runner: asyncio.Runner, built: House, people: list[int], editor: Viewer) -> None:
        super().__init__()
        self.runner, self.built, self.people, self.editor = runner, built, people, editor
        self.moment = clock.now()
        self.funds: dict[date, list[int]] = defaultdict(lambda: [0, 0])
        self.lots: list[dict[datetime, int]] = [defaultdict(int), defaultdict(int)]
        self.owed = [0, 0]
        self.given: dict[tuple[int, int], Given] = {}
        self.holds: dict[int, Aside] = {}
        self.run(self.empty())

    def run(self, what: Coroutine[Any, Any, Any]) -> Any:
        async def then() -> Any:
            with clock.at(self.moment):
                return await what

        return self.runner.run(then())

    async def empty(self) -> None:
        for table in TABLES:
            await db.execute(f"DELETE FROM point_{table}")
        await actions.rule(self.editor, "idea", amount=1, month_cap=None, from_at=clock.now())

    @initialize(amount=st.integers(100, 300))
    def begin(self, amount: int) -> None:
        self.fund(amount)

    @rule(amount=st.integers(-60, 200))
    def fund(self, amount: int) -> None:
        async def act() -> bool:
            try:
                await actions.fund(self.editor, calendar.this_month(), amount, reason="So.")
            except Conflict:
                return False
            return True

        fund = self.funds[self.month()]
        assert self.run(act()) == (fund[0] + amount >= fund[1])
        if fund[0] + amount >= fund[1]:
            fund[0] += amount

    @rule(who=WHO, cause=CAUSE, amount=st.integers(1, 60))
    def award(self, who: int, cause: int, amount: int) -> None:
        fund, known = self.funds[self.month()], self.given.get((who, cause))
        settled = min(self.owed[who], amount)
        fresh = min(amount - settled, fund[0] - fund[1])
        if known and known.stands:
            settled = fresh = 0
        else:
            self.given[who, cause] = Given(settled + fresh, settled, self.ends(), self.month())
        given = self.run(ledger.award(self.people[who], "idea", cause=("idea", cause), amount=amount))
        assert given == settled + fresh
        self.owed[who] -= settled
        fund[1] += fresh
        self.lots[who][self.ends()] += fresh

    @rule(cause=CAUSE)
    def reverse(self, cause: int) -> None:
        assert self.run(ledger.reverse(("idea", cause))) == sum(
            one.stands for (_who, number), one in self.given.items() if number == cause
        )
        for who in (0, 1):
            one = self.given.get((who, cause))
            if one and one.stands:
                one.stands = False
                if one.ends > self.moment:
                    taken = min(self.free(who), one.amount - one.settled)
                    self.take(who, taken, one.ends)
                    self.owed[who] += one.amount - taken
                    self.funds[one.month][1] -= taken

    @rule(who=WHO, amount=st.integers(1, 80))
    def hold(self, who: int, amount: int) -> None:
        async def act() -> int:
            try:
                async with db.transaction():
                    return await ledger.hold(self.people[who], amount, ("claim", 1))
            except Conflict:
                return 0

        number = self.run(act())
        assert bool(number) == (self.free(who) >= amount)
        if number:
            self.holds[number] = Aside(who, self.take(who, amount))

    @rule(place=st.integers(0, 9), act=st.sampled_from(["capture", "release", "give_back"]))
    def turn(self, place: int, act: str) -> None:
        """From one state to another; a second time nothing, from elsewhere refused."""
        if place >= len(self.holds):
            return
        number, aside = list(self.holds.items())[place]
        before, after = {
            "capture": ("open", "captured"),
            "release": ("open", "released"),
            "give_back": ("captured", "returned"),
        }[act]

        async def ask() -> bool:
            try:
                await getattr(ledger, act)(number)
            except Conflict:
                return False
            return True

        assert self.run(ask()) == (aside.state in (before, after))
        if aside.state == before:
            aside.state = after
            if after != "captured":
                self.put_back(aside)

    @rule(who=WHO, cause=CAUSE)
    def earn_and_spend(self, who: int, cause: int) -> None:
        self.award(who, cause, 50)
        if free := self.free(who):
            self.hold(who, free)
            self.turn(len(self.holds) - 1, "capture")

    @rule(days=st.sampled_from([1, 3, 8, 35, 364]), swept=st.booleans())
    def later(self, days: int, swept: bool) -> None:
        self.moment += timedelta(days=days)
        if swept:
            self.run(endings.turn())

    @invariant()
    def agrees(self) -> None:
        async def look() -> tuple[list[Any], Any, list[str], Any]:
            balances = [await queries.balance(person) for person in self.people]
            problems = [
                line
                for proof in self.built.all("proofs")
                if proof.name.startswith("points.")
                for line in await proof.check()
            ]
            uneven = await db.rows("SELECT entry_id FROM point_posting GROUP BY entry_id HAVING sum(amount) <> 0")
            return [(one.free, one.held, one.owed) for one in balances], await queries.month(), problems, uneven

        balances, month, problems, uneven = self.run(look())
        held = [sum(sum(part for _e, part in h.parts) for h in self.open(who)) for who in (0, 1)]
        assert balances == [(self.free(who), held[who], self.owed[who]) for who in (0, 1)]
        assert [month.funded, month.given] == self.funds[self.month()]
        assert (problems, uneven) == ([], [])
        assert sum(one.free + one.held for one in [Sums(*three) for three in balances]) <= self.all_funded()

    def month(self) -> date:
        with clock.at(self.moment):
            return calendar.this_month()

    def ends(self) -> datetime:
        with clock.at(self.moment):
            return calendar.ends()

    def free(self, who: int) -> int:
        return sum(amount for ends, amount in self.lots[who].items() if ends > self.moment)

    def open(self, who: int) -> list[Aside]:
        return [one for one in self.holds.values() if one.who == who and one.state == "open"]

    def all_funded(self) -> int:
        return sum(fund[0] for fund in self.funds.values())

    def take(self, who: int, amount: int, first: datetime | None = None) -> list[tuple[datetime, int]]:
        parts = []
        for ends in sorted((e for e in self.lots[who] if e > self.moment), key=lambda e: (e != first, e)):
            part = min(amount, self.lots[who][ends])
            self.lots[who][ends] -= part
            amount -= part
            parts.append((ends, part))
        return parts

    def put_back(self, aside: Aside) -> None:
        soonest = self.moment + timedelta(days=30)
        for ends, part in aside.parts:
            self.lots[aside.who][ends if ends >= soonest else calendar.end_after(soonest)] += part


@dataclass(frozen=True)
class Sums:
    free: int
    held: int
    owed: int


def test_whatever_happens_the_books_are_even_and_nothing_is_below_nothing(settings: Settings) -> None:
    with asyncio.Runner() as runner:
        built, stack = house(settings), AsyncExitStack()
        open_house(built)

        async def begin() -> tuple[list[int], Viewer]:
            await stack.enter_async_context(db.opened(built.settings, built.features))
            return [(await cast.person(name)).id for name in ("ada", "ben")], await cast.editor()

        people, editor = runner.run(begin())
        try:
            told = examples(max_examples=12, stateful_step_count=40, deadline=None)
            run_state_machine_as_test(partial(Books, runner, built, people, editor), settings=told)  # type: ignore[arg-type]
        finally:
            runner.run(stack.aclose())


async def test_a_purse_that_was_changed_by_hand_is_found_and_mended(home: House) -> None:
    ada = await till.opened()
    await ledger.award(ada, "idea", cause=("idea", 1))
    await ledger.hold(ada, 40, ("claim", 1))
    await db.execute("UPDATE point_purse SET free = 90, held = 30 WHERE person_id = ?", ada)
    await db.execute("UPDATE point_fund SET given = 20")
    found = {proof.name: proof for proof in home.all("proofs") if proof.name.startswith("points.")}
    assert len(await found["points.purses"].check()) == 2
    assert len(await found["points.funds"].check()) == 1
    assert len(await found["points.lots"].check()) == 2
    for proof in found.values():
        await proof.check(fix=True)
    assert [line for proof in found.values() for line in await proof.check()] == []
    await db.execute("UPDATE point_posting SET amount = amount + 1 WHERE account = 'free'")
    assert len(await found["points.entries"].check()) == 2
