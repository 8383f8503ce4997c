"""Support for pages below that may not know it: given beside a form, and moved by a supporter's word when an idea is split."""

from __future__ import annotations

from collections.abc import Sequence

from ideas.discovery.registry import Helping, Splitting
from kernel import clock
from kernel.events import record
from kernel.viewer import Viewer
from voting.ballots import actions, queries, standing
from voting.ballots.models import Kind


async def give(viewer: Viewer, idea_id: int) -> None:
    """Support an idea that the viewer sees."""
    await actions.cast(viewer, await queries.find(viewer, idea_id))


async def back(viewer: Viewer, idea_id: int) -> None:
    """Take it back."""
    await actions.withdraw(viewer, await queries.find(viewer, idea_id))


async def given(viewer: Viewer, ids: Sequence[int]) -> set[int]:
    """Which of some ideas the viewer supports, be it through one that was merged into it."""
    if not viewer.is_member or not ids:
        return set()
    found = await queries.supportable(viewer, ids)
    return {number for number, idea in found.items() if idea.mine_at is not None}


async def move(person: int, source: int, new: int, keep: bool) -> bool:
    """A supporter of an idea that was split says which they meant; inside the transaction of their answer."""
    return await standing.settled(lambda: _move(person, source, new, keep=keep))


async def _move(person: int, source: int, new: int, *, keep: bool) -> bool:
    roots = await standing.joined([source, new])
    old, to = roots.get(source, source), roots.get(new, new)
    held = await standing.of_groups({(old, person), (to, person)})
    theirs = {pair: root for pair, root in held.items() if root == old}
    if not theirs:
        return False
    roots = {**roots, **{idea: root for (idea, _person), root in held.items() if root in roots.values()}}
    if to not in held.values():
        await _write(person, to, Kind.CAST)
        await standing.count(await standing.add({(to, person): clock.now()}), 1, roots)
    if not keep and to != old:
        gone = await standing.remove(theirs)
        for idea, _person in gone:
            await _write(person, idea, Kind.WITHDRAWN)
        await standing.count(gone, -1, roots)
    return True


async def _write(person: int, idea: int, kind: Kind) -> None:
    now = clock.now()
    await standing.write([(idea, person, kind, person, now, now)])
    told = "support.withdrawn" if kind == Kind.WITHDRAWN else "support.cast"
    await record(told, actor=person, subject=("idea", idea))


helps, splits = Helping(give, back, given), Splitting(move)
