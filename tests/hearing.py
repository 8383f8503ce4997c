"""People who listen to one another, as tests begin with them: customers who kept what they bought, ideas, supports, comments."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from community.discussion import actions as discussion
from community.discussion import registry as threads
from community.discussion.models import Comment
from community.people.models import Person
from ideas.board.models import Board, Idea
from kernel import clock
from tests import cast
from voting.ballots import actions as ballots
from voting.value.models import Customer, Link, LinkSource, Order

_numbers = count(1)


async def customer(
    handle: str,
    *,
    amounts: tuple[int, ...] = (5000,),
    days: float = 60,
    confirmed: bool = True,
    source: LinkSource = LinkSource.CONFIRMED,
    of: int | None = None,
    currency: str = "EUR",
) -> Person:
    """A member who is a customer: so many minor units, ordered some days ago. `of` is a customer who is there already."""
    person = await cast.person(handle, confirmed=confirmed)
    if of is None:
        of = (await Customer.create(reference=f"C{next(_numbers)}", email=person.email, created_at=clock.now())).id
    for amount in amounts:
        placed = clock.now() - timedelta(days=days)
        number = f"O{next(_numbers)}"
        await Order.create(reference=number, customer_id=of, placed_at=placed, amount=amount, currency=currency)
    await Link.create(person_id=person.id, customer_id=of, source=source, created_at=clock.now())
    return person


async def customer_of(person: Person) -> int:
    return (await Link.get(person_id=person.id)).customer_id


async def board(slug: str = "shoes", **values: Any) -> Board:
    found = await Board.get_or_none(slug=slug)
    return found or await Board.create(slug=slug, name=slug.title(), created_at=clock.now(), **values)


async def idea(author: str, *, on: str = "shoes", days: float = 10, **values: Any) -> Idea:
    """An idea proposed some days ago."""
    moment, number = clock.now() - timedelta(days=days), next(_numbers)
    named = {"title": f"Idea {number}", "slug": f"idea-{number}", **values}
    board_id, author_id = (await board(on)).id, (await cast.person(author)).id
    return await Idea.create(board_id=board_id, author_id=author_id, created_at=moment, status_at=moment, **named)


async def support(handle: str, of: Idea, *, days: float = 5) -> None:
    """Given some days ago, by the action itself."""
    from ideas.board import queries

    with clock.at(clock.now() - timedelta(days=days)):
        viewer = await cast.viewer(handle)
        await ballots.cast(viewer, await queries.find(viewer, of.id))


async def comment(handle: str, under: Idea, *, days: float = 5, to: Comment | None = None) -> Comment:
    with clock.at(clock.now() - timedelta(days=days)):
        viewer = await cast.viewer(handle)
        subject = await threads.subject(viewer, "idea", under.id)
        return await discussion.post(viewer, subject, body="I see.", parent_id=to.id if to else None)


def ago(days: float) -> datetime:
    return clock.now() - timedelta(days=days)
