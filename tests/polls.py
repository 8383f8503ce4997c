"""Ballots that tests begin with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from kernel import clock
from kernel.viewer import Viewer
from tests import cast
from voting.ballots import closing, poll_queries, poll_turning, polls, results
from voting.ballots.plans import Choice, Plan
from voting.ballots.poll_queries import PollCard

OPENS = datetime(2026, 3, 2, 9, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=7)
EXTRA: dict[str, dict[str, Any]] = {
    "dots": {"points": 10},
    "quadratic": {"points": 100},
    "knapsack": {"budget": 60, "currency": "EUR"},
    "equal-shares": {"budget": 60, "currency": "EUR"},
}
NAMES = ("Wide", "Tall", "Half")


def plan(method: str = "approval", names: Sequence[str] = NAMES, **values: Any) -> Plan:
    """A sound ballot of a method, among all members where nothing else is said."""
    costs = range(10, 10 * len(names) + 1, 10)
    options = tuple(Choice(name, cost=cost) for name, cost in zip(names, costs, strict=True))
    told = {"title": "Which last first?", "opens_at": OPENS, "closes_at": CLOSES, "options": options}
    return Plan(**{**told, "method": method, **EXTRA.get(method, {}), **values})


async def drafted(method: str = "approval", *, by: Viewer | None = None, **values: Any) -> PollCard:
    viewer = by or await cast.manager()
    with before():
        return await poll_queries.find(viewer, await polls.draft(viewer, plan(method, **values)))


async def opened(method: str = "approval", *, by: Viewer | None = None, **values: Any) -> PollCard:
    """A ballot that takes answers within `while_open`."""
    viewer = by or await cast.manager()
    ballot = await drafted(method, by=viewer, **values)
    with before():
        await polls.announce(viewer, ballot.id)
    with while_open():
        await poll_turning.turn(ballot.id)
        return await poll_queries.find(viewer, ballot.id)


async def closed(ballot: PollCard) -> results.Result:
    """The same after its last minute, counted."""
    with after():
        await closing.close(ballot.id)
        await results.count(ballot.id)
    found = await results.result(ballot.id)
    assert found is not None
    return found


async def numbers(ballot: PollCard) -> list[int]:
    """The options by number, in the order they were written down."""
    return [option.id for option in await poll_queries.options(ballot.id)]


@contextmanager
def before() -> Iterator[None]:
    with clock.at(OPENS - timedelta(days=1)):
        yield


@contextmanager
def while_open() -> Iterator[None]:
    with clock.at(OPENS + timedelta(hours=1)):
        yield


@contextmanager
def after() -> Iterator[None]:
    with clock.at(CLOSES):
        yield
