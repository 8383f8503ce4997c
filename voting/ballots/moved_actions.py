"""Taking back what a merge moved, by its own door: what somebody gave to the other idea themselves stays theirs."""

from __future__ import annotations

from ideas.board import actions as board
from ideas.board.models import Idea
from kernel import clock, db, sessions
from kernel.errors import Missing
from kernel.events import record_all
from voting.ballots import moves, standing
from voting.ballots.models import Kind


async def take_back(merge: int, person: int) -> list[int]:
    """End what stands of somebody's support where a merge moved it from; says of which ideas. Done already is done."""
    async with db.transaction(light=True):
        return await standing.settled(lambda: _take(merge, person))


async def _take(merge: int, person: int) -> list[int]:
    move = await moves.find(merge)
    if move.undone_at is not None:
        return []
    roots = await standing.joined(move.titles)
    gone = await standing.remove({(idea, person) for idea in move.titles})
    if gone:
        now = clock.now()
        await standing.write([(*pair, Kind.WITHDRAWN, person, now, now) for pair in gone])
        await record_all("support.withdrawn", [(person, ("idea", idea)) for idea, _person in gone])
        await standing.count(gone, -1, roots)
    return [idea for idea, _person in gone]


async def follow(merge: int, person: int) -> None:
    """Hear what becomes of the idea without standing behind it."""
    viewer = await sessions.viewer_of(person)
    idea = await Idea.get_or_none(id=(await moves.find(merge)).into_id)
    if idea is None:
        raise Missing()
    await board.follow(viewer, idea)
