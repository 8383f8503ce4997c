"""The step that lets people stand behind ideas since when they did."""

from __future__ import annotations

from collections import Counter

from kernel.i18n import gettext as _
from kernel.imports import Batch
from voting.ballots import imports as ballots
from voting.ballots.standing import Pairs
from voting.movers.staging import BAD, CREATED, UNCHANGED
from voting.movers.writing import Writing, moment


async def write(writing: Writing, batch: Batch) -> None:
    """The supports of one batch of lines; what a member took back since stays taken back."""
    ideas = await writing.ideas(line.cells["idea"] for line in batch.lines)
    awaited = writing.awaited(line.cells["idea"] for line in batch.lines) if writing.is_dry else set[str]()
    known = [line for line in batch.lines if line.cells["idea"] in ideas]
    people = await writing.accounts([line.cells for line in known], batch)
    given = {line.number: (ideas[line.cells["idea"]], person) for line, person in zip(known, people, strict=True)}
    moments: Pairs = {}
    for line in known:
        pair, at = given[line.number], moment(line)
        moments[pair] = min(at, moments.get(pair, at))
    fresh = Counter(dict.fromkeys(await ballots.bring(moments, batch) if moments else (), 1))
    for line in batch.lines:
        if line.number in given:
            is_new = fresh[given[line.number]] > 0
            fresh[given[line.number]] -= 1
            writing.say(line, CREATED if is_new else UNCHANGED)
        elif line.cells["idea"] in awaited:
            writing.say(line, CREATED)
        else:
            writing.say(line, BAD, _("No idea has the number %(reference)s.") % {"reference": line.cells["idea"]})
