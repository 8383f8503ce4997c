"""Giving support and taking it back: the row, its line in the ledger and the idea's counts in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ideas.board.groups import Moved
from kernel import clock
from kernel.errors import require
from kernel.events import record_all
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.together import Together
from kernel.viewer import Viewer
from voting.ballots import queries, rules, standing, traces
from voting.ballots.models import Kind
from voting.ballots.rules import Votable
from voting.ballots.states import Pair
from voting.ballots.traces import Trace

_CLOSED = mark("This idea takes no support now.")


@dataclass(frozen=True)
class Ballot:
    """Whose support of which idea, and who hands it in; `is_joined` where others lead to that idea, `trace` where from."""

    idea: int
    person: int
    by: int
    is_joined: bool = False
    trace: Trace | None = None


async def cast(viewer: Viewer, idea: Votable, *, trace: Trace | None = None) -> int | None:
    """Support an idea; says how many do then, None when it was so already, be it through one that was merged into it."""
    require(rules.may_support(viewer, idea), _(_CLOSED))
    for _time in range(standing.TRIES - 1):
        try:
            count = await _box(_ballot(viewer, idea, trace))
        except Moved:
            idea = await queries.find(viewer, idea.id)
            require(rules.may_support(viewer, idea), _(_CLOSED))
        else:
            traces.kept(trace if count is not None else None)
            return count
    return await _box(_ballot(viewer, idea, trace))


async def withdraw(viewer: Viewer, idea: Votable) -> int | None:
    """Take support back, of an idea and of all that lead to it; says how many are left, None when there was none to take."""
    require(rules.may_withdraw(viewer))
    for _time in range(standing.TRIES - 1):
        try:
            return await _back(_ballot(viewer, idea))
        except Moved:
            idea = await queries.find(viewer, idea.id)
    return await _back(_ballot(viewer, idea))


def _ballot(viewer: Viewer, idea: Votable, trace: Trace | None = None) -> Ballot:
    person = int(viewer.id or 0)
    return Ballot(idea.id, person, by=person, is_joined=idea.merged_from > 0, trace=trace)


async def _add(ballots: Sequence[Ballot]) -> list[int | None]:
    """Write the ballots whose support does not stand yet; says for each how many support its idea then, else None."""
    now = clock.now()
    fresh = await standing.add(dict.fromkeys(await _wanted(ballots), now))
    left = dict(fresh)
    new = {n: ballot for n, ballot in enumerate(ballots) if left.pop((ballot.idea, ballot.person), None)}
    if not new:
        return [None] * len(ballots)
    now = clock.now()  # the insert may have waited for a withdrawal
    await standing.write([(one.idea, one.person, Kind.CAST, one.by, now, now) for one in new.values()])
    await record_all("support.cast", [(one.person, ("idea", one.idea)) for one in new.values()])
    roots = {one.idea: one.idea for one in new.values() if one.is_joined}
    await traces.write([one.trace for one in new.values()])
    counts = await standing.count(fresh, 1, roots)
    return [counts[ballot.idea] if n in new else None for n, ballot in enumerate(ballots)]


async def _wanted(ballots: Sequence[Ballot]) -> list[Pair]:
    """The pairs to write: whoever stands behind an idea by one that leads to it does so already."""
    joined = {(one.idea, one.person) for one in ballots if one.is_joined}
    held = await standing.of_groups(joined) if joined else {}
    there = {(root, person) for (_idea, person), root in held.items()}
    return [pair for one in ballots if (pair := (one.idea, one.person)) not in there]


async def _take(ballots: Sequence[Ballot]) -> list[int | None]:
    """Take back what stands of these; says for each how many support its idea then, None where nothing stood."""
    joined = {(one.idea, one.person) for one in ballots if one.is_joined}
    held = await standing.of_groups(joined) if joined else {}
    roots = {idea: root for (idea, _person), root in held.items()} | {idea: idea for idea, _person in joined}
    gone = await standing.remove({*held, *((one.idea, one.person) for one in ballots)})
    first = {(one.idea, one.person): n for n, one in reversed([*enumerate(ballots)])}
    told = {n for idea, person in gone if (n := first.get((roots.get(idea, idea), person))) is not None}
    await _look_again([one for n, one in enumerate(ballots) if n not in told])
    if not gone:
        return [None] * len(ballots)
    now = clock.now()
    await standing.write([(idea, person, Kind.WITHDRAWN, person, now, now) for idea, person in gone])
    await record_all("support.withdrawn", [(person, ("idea", idea)) for idea, person in gone])
    counts = await standing.count(gone, -1, roots)
    return [counts[ballot.idea] if n in told else None for n, ballot in enumerate(ballots)]


async def _look_again(ballots: Sequence[Ballot]) -> None:
    """Where nothing was found to take back: it may stand elsewhere since ideas were merged or parted."""
    believed = {one.idea: one.idea for one in ballots if one.is_joined}
    if ballots and await standing.joined({one.idea for one in ballots}) != believed:
        raise standing.moved()


_box, _back = Together(_add), Together(_take)
"""Ballots that come in together are written together, and so are those that are taken back."""
