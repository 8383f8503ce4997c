"""Reports on what is gone: nobody can rule on it any more, so they are closed as such and whoever sent them is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from community.moderation import cases, queries, registry
from community.moderation.deciding import end_reports
from community.moderation.models import Act, Ruling, Source
from community.moderation.registry import ReportedThing
from kernel import clock, db
from kernel.errors import Conflict
from kernel.events import record
from kernel.features import Job
from kernel.i18n import mark

EVERY = 300


async def settle() -> int:
    """Close the reports on what no longer stands; says on how many things."""
    reported = await queries.reported()
    standing = await registry.things((thing.kind, thing.id) for thing in reported)
    gone = [thing for thing in reported if (thing.kind, thing.id) not in standing]
    for thing in gone:
        await _close(thing)
    await _take_in([*standing.values()])
    return len(gone) + await _drop()


async def _drop() -> int:
    """What waits without a report, held back or edited as asked, and is gone by now; says how many."""
    dropped, after = 0, 0
    while unreported := await queries.unreported(after):
        standing = await registry.things((one.kind, one.id) for one in unreported)
        gone: dict[str, list[int]] = {}
        for one in unreported:
            if (one.kind, one.id) not in standing:
                gone.setdefault(one.kind, []).append(one.id)
        async with db.transaction(quiet=True):
            for kind, numbers in gone.items():  # a kind each, not a thing each
                await cases.drop(kind, numbers)
        dropped += sum(map(len, gone.values()))
        after = unreported[-1].case
    return dropped


async def _take_in(standing: Sequence[ReportedThing]) -> None:
    """Reports that were there before cases were have one made, and stand in the queue."""
    known = await cases.known([(thing.kind, thing.id) for thing in standing])
    numbers = [await cases.brought(thing, Source.REPORTS) for thing in standing if (thing.kind, thing.id) not in known]
    if numbers:
        await cases.weigh_some(numbers)


async def _close(thing: queries.Reported) -> None:
    """A line of the log without judge, author or reason: there was nothing left to rule on."""
    try:
        async with db.transaction():
            ruling = await Ruling.create(
                subject_kind=thing.kind,
                subject_id=thing.id,
                act=Act.GONE,
                rule=thing.rule,
                reason="",
                public="",
                created_at=clock.now(),
            )
            reporters = await end_reports(thing.kind, thing.id, ruling_id=ruling.id)
            if not reporters:
                raise Conflict
            await cases.close(thing.kind, thing.id)
            about: dict[str, Any] = {
                "act": str(Act.GONE),
                "rule": thing.rule,
                "url": f"/moderation/log#ruling-{ruling.id}",
            }
            await record("report.ruled", actor=None, subject=(thing.kind, thing.id), reporters=reporters, **about)
    except Conflict:
        pass


jobs = [Job("reports.settle", settle, every=EVERY, label=mark("Reports on what is gone"))]
