"""Any order of merging, undoing, talking, following, tagging, answering and hiding leaves what a plain model says."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
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

from community.discussion import actions as talk
from community.discussion import queries as said
from community.discussion import registry as threads
from community.discussion.models import Comment
from ideas.board import actions, answers, merging, queries
from ideas.board.models import Idea, Status
from ideas.board.states import NEXT
from kernel import db, security
from kernel.errors import Conflict, Forbidden
from kernel.features import open_house
from kernel.settings import Settings
from kernel.viewer import STRANGER
from run import house
from tests import cast
from tests.ideas.board import things
from tests.ideas.board.test_merging_at_once import every_count_holds

T = TypeVar("T")
IDEAS, PEOPLE, TAGS = 5, 3, ("heel", "lace", "mail", "sole")
AN_IDEA, SOMEBODY = st.integers(0, IDEAS - 1), st.integers(0, PEOPLE - 1)
SOME_TAGS = st.sets(st.sampled_from(TAGS), max_size=3)
_names = count(1)


@dataclass
class Merged:
    """A merge as the model knows it: each source with the state it had."""

    id: int
    target: int
    sources: dict[int, Status]
    holds: bool = True


@dataclass
class Word:
    """A message as the model knows it."""

    id: int
    under: int
    is_hidden: bool = False


@dataclass
class Model:
    """What should be. It knows nothing of tables."""

    states: list[Status] = field(default_factory=lambda: [Status.OPEN] * IDEAS)
    tags: list[set[str]] = field(default_factory=lambda: [set() for _ in range(IDEAS)])
    follows: set[tuple[int, int]] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    words: list[Word] = field(default_factory=list)
    merges: list[Merged] = field(default_factory=list)

    def root(self, idea: int) -> int:
        found = next((m.target for m in self.merges if m.holds and idea in m.sources), None)
        return idea if found is None else self.root(found)

    def group(self, root: int) -> set[int]:
        return {one for one in range(IDEAS) if self.root(one) == root}

    def shown(self, root: int) -> set[int]:
        """The root with those of its group that are in sight."""
        return {root} | (self.group(root) - self.hidden)

    def comments(self, idea: int) -> int:
        """The whole group's where others lead; its own for an idea that was merged."""
        among = self.shown(idea) if self.root(idea) == idea else {idea}
        return sum(word.under in among and not word.is_hidden for word in self.words)

    def all_tags(self, idea: int) -> set[str]:
        among = self.group(idea) if self.root(idea) == idea else {idea}
        return set().union(*(self.tags[one] for one in among))


class Machine(RuleBasedStateMachine):
    """Acts on the house and on the model alike; `run` is the loop that the database was opened in."""

    run: Callable[[Awaitable[Any]], Any]

    @initialize()
    def begin(self) -> None:
        self.model = Model()
        self.done(self.made())

    async def made(self) -> None:
        self.mo = await cast.manager()
        self.ideas = [(await things.idea(f"Idea {n}", by=self.mo)).id for n in range(IDEAS)]
        self.people = [await cast.member(f"member{next(_names)}") for _n in range(PEOPLE)]
        for n, idea in enumerate(self.ideas):
            subject = await threads.subject(self.mo, "idea", idea)
            self.model.words.append(Word((await talk.post(self.mo, subject, body="First")).id, n))

    def done(self, act: Awaitable[T]) -> T:
        found: T = type(self).run(act)
        return found

    @rule(into=AN_IDEA, picks=st.lists(st.integers(0, 9), min_size=1, max_size=2))
    def merge(self, into: int, picks: list[int]) -> None:
        """Others that stand for themselves, into one that may be merged itself."""
        root = self.model.root(into)
        free = [one for one in range(IDEAS) if self.model.root(one) == one != root]
        sources = sorted({free[pick % len(free)] for pick in picks}) if free else []
        if not sources:
            return
        act = merging.merge(self.mo, sources=[self.ideas[one] for one in sources], target=self.ideas[into])
        if root in self.model.hidden:
            with pytest.raises(Conflict):
                self.done(act)
            return
        made = self.done(act)
        self.model.merges.append(Merged(made.id, root, {one: self.model.states[one] for one in sources}))

    @rule(into=AN_IDEA, source=AN_IDEA)
    def merge_in_vain(self, into: int, source: int) -> None:
        """What is merged already, or where the source itself leads."""
        root = self.model.root(into)
        if source != into and (self.model.root(source) != source or source == root):
            with pytest.raises(Conflict):
                self.done(merging.merge(self.mo, sources=[self.ideas[source]], target=self.ideas[into]))

    @precondition(lambda self: any(one.holds for one in self.model.merges))
    @rule(which=st.integers(0, 9))
    def undo(self, which: int) -> None:
        holding = [one for one in self.model.merges if one.holds]
        one = holding[which % len(holding)]
        self.done(merging.undo(self.mo, one.id))
        one.holds = False

    @rule(person=SOMEBODY, idea=AN_IDEA, answered=st.none() | st.integers(0, 9))
    def speak(self, person: int, idea: int, answered: int | None) -> None:
        """New words go where the idea leads, an answer beside what it answers; nobody speaks under what is hidden."""
        root = self.model.root(idea)
        if {root, idea} & self.model.hidden:
            return
        there = [one for one in self.model.words if one.under in self.model.shown(root) and not one.is_hidden]
        parent = there[answered % len(there)] if there and answered is not None else None

        async def act() -> Comment:
            viewer = self.people[person]
            subject = await threads.subject(viewer, "idea", self.ideas[idea])
            return await talk.post(viewer, subject, body="Words", parent_id=parent.id if parent else None)

        self.model.words.append(Word(self.done(act()).id, parent.under if parent else root))

    @precondition(lambda self: self.model.words)
    @rule(which=st.integers(0, 9))
    def judge(self, which: int) -> None:
        """Moderation hides a message, or shows it again."""
        one = self.model.words[which % len(self.model.words)]
        self.done((talk.restore if one.is_hidden else talk.hide)(self.mo, one.id))
        one.is_hidden = not one.is_hidden

    @rule(idea=AN_IDEA)
    def rule_on(self, idea: int) -> None:
        """Moderation hides an idea, or shows it again."""
        act = actions.restore if idea in self.model.hidden else actions.hide
        self.done(act(self.mo, self.ideas[idea]))
        self.model.hidden ^= {idea}

    @rule(idea=AN_IDEA, names=SOME_TAGS)
    def tag(self, idea: int, names: set[str]) -> None:
        async def act() -> None:
            held = await Idea.get(id=self.ideas[idea])
            await actions.edit(self.mo, held, title=held.title, body=held.body, tag_names=sorted(names))

        if self.model.root(idea) != idea:
            with pytest.raises(Forbidden):
                self.done(act())
        else:
            self.done(act())
            self.model.tags[idea] = names

    @rule(person=SOMEBODY, idea=AN_IDEA, on=st.booleans())
    def follow(self, person: int, idea: int, on: bool) -> None:
        async def act() -> None:
            await (actions.follow if on else actions.unfollow)(self.people[person], await Idea.get(id=self.ideas[idea]))

        self.done(act())
        root = self.model.root(idea)
        held = {(one, person) for one in self.model.group(root)}
        if not on:
            self.model.follows -= held
        elif not held & self.model.follows:
            self.model.follows.add((root, person))

    @rule(idea=AN_IDEA, which=st.integers(0, 9))
    def answer(self, idea: int, which: int) -> None:
        state = self.model.states[idea]
        after = NEXT[state][which % len(NEXT[state])]

        async def act() -> None:
            held = await Idea.get(id=self.ideas[idea])
            await answers.answer(self.mo, held, status=after, body="So it is.", would_change="Many more.")

        if self.model.root(idea) != idea:
            with pytest.raises(Conflict):
                self.done(act())
        else:
            self.done(act())
            self.model.states[idea] = after

    @invariant()
    def the_tables_say_what_the_model_says(self) -> None:
        self.done(self.compared())

    async def compared(self) -> None:
        marks, number = db.marks(self.ideas), {idea: n for n, idea in enumerate(self.ideas)}
        rows = await db.rows(
            f"SELECT id, status, merged_into_id, merged_from, comments, is_listed FROM idea WHERE id IN ({marks})",
            *self.ideas,
        )
        for row in rows:
            one = number[row["id"]]
            root = self.model.root(one)
            leads = self.ideas[root] if root != one else None
            state = Status.MERGED if leads else self.model.states[one]
            more = len(self.model.group(one)) - 1 if not leads else 0
            listed = not leads and one not in self.model.hidden
            expected = (state, leads, more, self.model.comments(one), listed)
            found = (row["status"], row["merged_into_id"], row["merged_from"], row["comments"], row["is_listed"])
            assert found == expected, (one, found, expected)
        follows = await db.rows(f"SELECT idea_id, person_id FROM follow WHERE idea_id IN ({marks})", *self.ideas)
        people = {person.id: n for n, person in enumerate(self.people)}
        assert {(number[row["idea_id"]], people[row["person_id"]]) for row in follows} == self.model.follows

    def teardown(self) -> None:
        if hasattr(self, "ideas"):
            self.done(self.proved())

    async def proved(self) -> None:
        """Cards, threads and the house's own proofs, once the acts are over; then all is undone, the newest first or last."""
        await self.read()
        for one in [one for one in self.model.merges if one.holds]:
            await merging.undo(self.mo, one.id)
            one.holds = False
        await self.compared()
        await self.read()
        assert await every_count_holds()

    async def read(self) -> None:
        cards = await queries.card(self.ideas)
        for one, idea in enumerate(self.ideas):
            assert set(cards[idea].tags) == self.model.all_tags(one)
            root = self.model.root(one)
            if not {one, root} & self.model.hidden:
                found = await said.thread("idea", idea, STRANGER)
                assert found.count == self.model.comments(root)


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


def test_any_order_of_acts_leaves_what_the_model_says(
    loop: asyncio.AbstractEventLoop, request: pytest.FixtureRequest
) -> None:
    class OnThisLoop(Machine):
        run = staticmethod(loop.run_until_complete)

    many = 40 if "sqlite" in request.node.name else 12
    quietly = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    run_state_machine_as_test(
        OnThisLoop, settings=examples(max_examples=many, stateful_step_count=25, suppress_health_check=quietly)
    )
