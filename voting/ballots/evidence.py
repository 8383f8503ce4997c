"""What a customer's member does with a wish that staff wrote down in their name: confirm it, put it in their words, remove it."""

from __future__ import annotations

from kernel import clock, db
from kernel.errors import Missing
from kernel.events import record
from kernel.viewer import Viewer
from voting.ballots import recorded, standing
from voting.ballots.models import Behalf, Kind


async def confirm(viewer: Viewer, event: int) -> None:
    """Say that it is one's own wish: from now on the support is theirs, since the day it was said. Done already is done."""
    async with db.transaction():
        line = await _mine(viewer, event)
        now = clock.now()
        if not await Behalf.filter(event_id=event, confirmed_at=None).update(confirmed_at=now):
            return
        person = int(viewer.id or 0)
        await standing.write([(line["idea_id"], person, Kind.CAST, person, now, now)])
        await record("support.confirmed", actor=person, subject=("idea", line["idea_id"]), title=line["title"])


async def change(viewer: Viewer, event: int, *, quote: str, importance: int) -> None:
    """Put it in one's own words; what staff had written in their place is gone."""
    async with db.transaction():
        line = await _mine(viewer, event)
        now = clock.now()
        await Behalf.filter(event_id=event).update(quote=quote, importance=importance, changed_at=now)
        await record("support.reworded", actor=viewer.id, subject=("idea", line["idea_id"]), title=line["title"])


async def remove(viewer: Viewer, event: int) -> None:
    """Take the support back, and what was noted as its evidence with it."""
    async with db.transaction():
        line = await _mine(viewer, event)
        person, now = int(viewer.id or 0), clock.now()
        await forget([event])
        if await standing.settled(lambda: _take(line["idea_id"], person)):
            await standing.write([(line["idea_id"], person, Kind.WITHDRAWN, person, now, now)])
            await record("support.withdrawn", actor=person, subject=("idea", line["idea_id"]))


async def _take(idea: int, person: int) -> bool:
    roots = await standing.joined([idea])
    gone = await standing.remove({(idea, person)})
    await standing.count(gone, -1, roots)
    return bool(gone)


async def forget(events: list[int]) -> None:
    """Empty the evidence of some lines: that somebody wrote them down stays, what was said and by whom does not."""
    await Behalf.filter(event_id__in=events).update(note="", contact="", quote="", importance=0)


async def _mine(viewer: Viewer, event: int) -> db.Row:
    """A line that stands in the viewer's name."""
    found = next((line for line in await recorded.of_person(int(viewer.id or 0)) if line["event_id"] == event), None)
    if found is None:
        raise Missing()
    return found
