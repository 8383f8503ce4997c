"""Giving support and taking it back: the row, its line in the ledger and the idea's counts in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kernel import clock
from kernel.errors import require
from kernel.events import record_all
from kernel.i18n import gettext as _
from kernel.together import Together
from kernel.viewer import Viewer
from voting.ballots import rules, standing
from voting.ballots.models import Kind
from voting.ballots.rules import Votable


@dataclass(frozen=True)
class Ballot:
    """Whose support of which idea, and who hands it in."""

    idea: int
    person: int
    by: int


async def cast(viewer: Viewer, idea: Votable) -> int | None:
    """Support an idea; says how many do then, None when it was so already."""
    require(rules.may_support(viewer, idea), _("This idea takes no support now."))
    person = int(viewer.id or 0)
    return await _box(Ballot(idea.id, person, by=person))


async def withdraw(viewer: Viewer, idea: Votable) -> int | None:
    """Take support back; says how many are left, None when there was none to take."""
    require(rules.may_withdraw(viewer))
    person = int(viewer.id or 0)
    return await _back(Ballot(idea.id, person, by=person))


async def _add(ballots: Sequence[Ballot]) -> list[int | None]:
    """Write the ballots whose support does not stand yet; says for each how many support its idea then, else None."""
    now = clock.now()
    fresh = await standing.add({(ballot.idea, ballot.person): now for ballot in ballots})
    new = {n: ballot for n, ballot in enumerate(ballots) if fresh.pop((ballot.idea, ballot.person), None)}
    if not new:
        return [None] * len(ballots)
    now = clock.now()  # the insert may have waited for a withdrawal
    await standing.write([(one.idea, one.person, Kind.CAST, one.by, now, now) for one in new.values()])
    await record_all("support.cast", [(one.person, ("idea", one.idea)) for one in new.values()])
    counts = await standing.count(Counter(one.idea for one in new.values()))
    return [counts[ballot.idea] if n in new else None for n, ballot in enumerate(ballots)]


async def _take(ballots: Sequence[Ballot]) -> list[int | None]:
    """Take back what stands of these; says for each how many support its idea then, None where nothing stood."""
    gone = await standing.remove({(ballot.idea, ballot.person) for ballot in ballots})
    if not gone:
        return [None] * len(ballots)
    now = clock.now()
    await standing.write([(idea, person, Kind.WITHDRAWN, person, now, now) for idea, person in gone])
    await record_all("support.withdrawn", [(person, ("idea", idea)) for idea, person in gone])
    counts = await standing.count(Counter({idea: -n for idea, n in Counter(idea for idea, _ in gone).items()}))
    first = {(one.idea, one.person): n for n, one in reversed([*enumerate(ballots)])}
    told = {first[pair] for pair in gone}
    return [counts[ballot.idea] if n in told else None for n, ballot in enumerate(ballots)]


_box, _back = Together(_add), Together(_take)
"""Ballots that come in together are written together, and so are those that are taken back."""
