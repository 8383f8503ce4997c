"""Any order of casting, taking back, merging, undoing, importing, writing down and erasing keeps one truth at every moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ideas.board import merging
from ideas.board.models import Idea
from kernel import clock, db, security
from kernel.errors import Conflict
from kernel.features import open_house
from kernel.imports import Batch
from kernel.settings import Settings
from run import house
from tests import cast
from tests.ideas.board import things
from voting.ballots import actions, behalf, imports, leaving, merges, moved_actions, proofs, queries
from voting.ballots.behalf import Evidence
from voting.ballots.ledger import Entry, counts, fold
from voting.value.models import Customer, Link, LinkSource

T = TypeVar("T")
START = datetime(2026, 1, 1, 12, tzinfo=UTC)
IDEAS, PEOPLE = 5, 4
AN_IDEA, SOMEBODY = st.integers(0, IDEAS - 1), st.integers(0, PEOPLE - 1)
_names = count(1)


@dataclass
class Merged:
    """A merge as the model knows it."""

    id: int
    target: int
    sources: tuple[int, ...]
    holds: bool = True


@dataclass
class Model:
    """What should be: who gave what to which idea, and which merges hold. It knows nothing of tables."""

    given: set[tuple[int, int]] = field(default_factory=set)
    back: set[tuple[int, int]] = field(default_factory=set)
    merges: list[Merged] = field(default_factory=list)

    def root(self, idea: int) -> int:
        found = next((m.target for m in self.merges if m.holds and idea in m.sources), None)
        return idea if found is None else self.root(found)

    def under(self, idea: int) -> set[int]:
        """An idea with all that lead to it."""
        return {idea}.union(*(self.under(s) for m in self.merges if m.holds and m.target == idea for s in m.sources))

    def behind(self, root: int) -> set[int]:
        group = self.under(root)
        return {person for idea, person in self.given if idea in group}

    def take(self, pairs: set[tuple[int, int]]) -> None:
        self.back |= pairs & self.given
        self.given -= pairs

    def counts(self) -> dict[int, int]:
        roots = {self.root(idea) for idea in range(IDEAS)}
        return {root: n for root in roots if (n := len(self.behind(root)))}


class Machine(RuleBasedStateMachine):
    """Acts on the house and on the model alike; `run` is the loop that the database was opened in."""

    run: Callable[[Awaitable[Any]], Any]

    @initialize()
    def begin(self) -> None:
        self.model, self.minute = Model(), 0
        self.shown: list[tuple[datetime, dict[int, int]]] = []
        self.done(self.made)

    async def made(self) -> None:
        self.mo, self.sol = await cast.manager(), await cast.editor()
        self.ideas = [(await things.idea(f"Idea {n}", by=self.mo)).id for n in range(IDEAS)]
        for idea in self.ideas:
            await Idea.filter(id=idea).update(reference=f"R{idea}")
        self.people = [await cast.member(f"member{next(_names)}") for _n in range(PEOPLE)]
        self.customers = [await self.customer(person.id or 0) for person in self.people]
        await db.execute(f"DELETE FROM support WHERE idea_id IN ({db.marks(self.ideas)})", *self.ideas)

    async def customer(self, person: int) -> int:
        made = await Customer.create(reference=f"C{person}", name="", kind="person", email="", created_at=clock.now())
        await Link.create(person_id=person, customer_id=made.id, source=LinkSource.STAFF, created_at=clock.now())
        return made.id

    def done(self, act: Callable[[], Awaitable[T]]) -> T:
        """An act in the next minute."""
        self.minute += 1
        with clock.at(START + timedelta(minutes=self.minute)):
            found: T = type(self).run(act())
        return found

    @rule(person=SOMEBODY, idea=AN_IDEA)
    def cast(self, person: int, idea: int) -> None:
        async def act() -> int | None:
            viewer = self.people[person]
            return await actions.cast(viewer, await queries.find(viewer, self.ideas[idea]))

        root, was = self.model.root(idea), person in self.model.behind(self.model.root(idea))
        assert (self.done(act) is None) == was
        if not was:
            self.model.given.add((root, person))

    @rule(person=SOMEBODY, idea=AN_IDEA)
    def withdraw(self, person: int, idea: int) -> None:
        async def act() -> int | None:
            viewer = self.people[person]
            return await actions.withdraw(viewer, await queries.find(viewer, self.ideas[idea]))

        root = self.model.root(idea)
        assert (self.done(act) is not None) == (person in self.model.behind(root))
        self.model.take({(one, person) for one in self.model.under(root)})

    @rule(into=AN_IDEA, sources=st.sets(AN_IDEA, min_size=1, max_size=3))
    def merge(self, into: int, sources: set[int]) -> None:
        root = self.model.root(into)
        free = sorted(one for one in sources if self.model.root(one) == one != root)
        if free:
            wanted = [self.ideas[one] for one in free]
            made = self.done(lambda: merging.merge(self.mo, sources=wanted, target=self.ideas[into]))
            self.model.merges.append(Merged(made.id, root, tuple(free)))

    @precondition(lambda self: any(one.holds for one in self.model.merges))
    @rule(which=st.integers(0, 9))
    def undo(self, which: int) -> None:
        holding = [one for one in self.model.merges if one.holds]
        one = holding[which % len(holding)]
        self.done(lambda: merging.undo(self.mo, one.id))
        one.holds = False

    @precondition(lambda self: self.model.merges)
    @rule(person=SOMEBODY, which=st.integers(0, 9))
    def take_back(self, person: int, which: int) -> None:
        one = self.model.merges[which % len(self.model.merges)]
        found = self.done(lambda: moved_actions.take_back(one.id, self.people[person].id or 0))
        moved = set().union(*(self.model.under(source) for source in one.sources)) if one.holds else set()
        theirs = {(idea, person) for idea in moved} & self.model.given
        assert {self.ideas.index(idea) for idea in found} == {idea for idea, _person in theirs}
        self.model.take(theirs)

    @rule(person=SOMEBODY, idea=AN_IDEA)
    def imported(self, person: int, idea: int) -> None:
        """A file's line without a day: it is of now, so that whatever was taken back before may come again."""
        pair = (self.ideas[idea], self.people[person].id or 0)

        async def act() -> None:
            async with db.transaction():
                await imports.bring({pair: clock.now()}, Batch([]))

        self.done(act)
        self.model.given.add((idea, person))

    @rule(person=SOMEBODY, idea=AN_IDEA)
    def written_down(self, person: int, idea: int) -> None:
        async def act() -> bool:
            asked = await queries.find(self.sol, self.ideas[idea])
            try:
                await behalf.cast_for(
                    self.sol, asked, customer=self.customers[person], told=Evidence(), said_on=clock.today()
                )
            except Conflict:
                return False
            return True

        root = self.model.root(idea)
        assert self.done(act) == (person not in self.model.behind(root))
        if person not in self.model.behind(root):
            self.model.given.add((root, person))

    @rule(person=SOMEBODY)
    def erase(self, person: int) -> None:
        """Their account goes, and somebody new takes their place among the four."""
        gone = self.people[person].id or 0

        async def act() -> None:
            async with db.transaction():
                await leaving.withdrawn(gone)
            self.people[person] = await cast.member(f"member{next(_names)}")
            self.customers[person] = await self.customer(self.people[person].id or 0)

        self.done(act)
        self.model.take({(idea, person) for idea in range(IDEAS)})

    @invariant()
    def kept_counts_are_those_of_the_model(self) -> None:
        marks = db.marks(self.ideas)
        sql = f"SELECT id, supporters, raw_votes FROM idea WHERE id IN ({marks}) AND supporters + raw_votes > 0"
        rows = type(self).run(db.rows(sql, *self.ideas))
        kept = {self.ideas.index(row["id"]): row["supporters"] for row in rows}
        assert kept == self.model.counts()
        assert all(row["supporters"] == row["raw_votes"] for row in rows)
        self.shown.append((START + timedelta(minutes=self.minute, seconds=30), kept))

    def teardown(self) -> None:
        if hasattr(self, "ideas"):
            type(self).run(self.proved())

    async def proved(self) -> None:
        """Every moment refolds from the ledger to what was shown then, and the house's own proof finds nothing."""
        marks = db.marks(self.ideas)
        lines = await db.rows(
            f"SELECT id, idea_id AS idea, person_id AS person, kind, at FROM support_event WHERE idea_id IN ({marks})",
            *self.ideas,
        )
        entries, joinings = [Entry(**line) for line in lines], await merges.every()
        for moment, shown in self.shown:
            found = counts(fold(entries, merges=joinings, until=moment))
            assert {self.ideas.index(idea): n for idea, n in found.items()} == shown
        moment, shown = self.shown[len(self.shown) // 2]
        then = [await queries.count_at(idea, moment) for idea in self.ideas]
        assert {n: many for n, many in enumerate(then) if many} == shown
        assert await proofs.supports() == []


@pytest.fixture
def loop(settings: Settings) -> Iterator[asyncio.AbstractEventLoop]:
    """A loop with the house's database open in it, for tests that are not of a loop themselves."""
    built, own = house(settings), asyncio.new_event_loop()
    open_house(built)
    security.forget_limits()
    opened = db.opened(built.settings, built.features)
    with ExitStack() as stack:
        stack.callback(own.close)
        own.run_until_complete(opened.__aenter__())
        stack.callback(lambda: own.run_until_complete(opened.__aexit__(None, None, None)))
        yield own


def test_any_order_of_acts_keeps_one_truth_at_every_moment(
    loop: asyncio.AbstractEventLoop, request: pytest.FixtureRequest
) -> None:
    class OnThisLoop(Machine):
        run = staticmethod(loop.run_until_complete)

    many = 25 if "sqlite" in request.node.name else 6
    quietly = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    run_state_machine_as_test(
        OnThisLoop, settings=examples(max_examples=many, stateful_step_count=25, suppress_health_check=quietly)
    )
