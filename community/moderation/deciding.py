"""What follows from a decision, in the transaction of whoever made it: the thing, its author, the reports, the notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from community.moderation import cases, registry, removing, reporters, reversing, rulebook
from community.moderation.models import Act, Ruling, Sanction, Source, State
from community.moderation.registry import ReportedThing
from community.trust import holding, measures
from kernel import clock, db
from kernel.events import record
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Decision:
    """What was decided; `days` is how long a brake or a suspension lasts, 0 for good."""

    act: Act
    measure: Sanction
    days: int
    rule: str
    version: int
    reason: str
    public: str

    @property
    def until(self) -> datetime | None:
        lasts = self.measure in (Sanction.BRAKE, Sanction.SUSPEND) and self.days
        return clock.now() + timedelta(days=self.days) if lasts else None


async def carry_out(
    viewer: Viewer, thing: ReportedThing, decision: Decision, *, source: Source, reverses: Ruling | None = None
) -> Ruling:
    """Write the ruling and do what it says. One that shows a hidden thing again undoes the ruling that hid it."""
    undone = reverses or await _undone(thing, decision)
    state = State.EDITING if decision.act == Act.EDIT else State.DONE
    ruling = await _write(viewer, thing, decision, source=source, reverses=undone)
    opened_at = await cases.ruled_on(thing, decision.rule, state=state)
    await Ruling.filter(id=ruling.id).update(opened_at=opened_at)
    if undone is not None:
        await reversing.reverse(viewer, undone, ruling)
    await _apply(viewer, thing, ruling)
    await holding.decided(thing.kind, thing.id, shown=ruling.act == Act.RESTORE, by=viewer.id)
    reporting = await end_reports(thing.kind, thing.id, ruling_id=ruling.id)
    await reporters.count(reporting, ruling)
    await _tell(viewer, thing, ruling, reporting)
    return ruling


async def _undone(thing: ReportedThing, decision: Decision) -> Ruling | None:
    """What a restoration takes back; a thing that was edited as asked is shown without anybody having been wrong."""
    if decision.act != Act.RESTORE:
        return None
    found = await reversing.standing(thing.kind, thing.id)
    return found if found is not None and found.act != Act.EDIT else None


async def _write(
    viewer: Viewer, thing: ReportedThing, decision: Decision, *, source: Source, reverses: Ruling | None
) -> Ruling:
    return await Ruling.create(
        subject_kind=thing.kind,
        subject_id=thing.id,
        author_id=thing.author_id or None,
        by_id=viewer.id,
        act=decision.act,
        measure=decision.measure,
        until=decision.until,
        rule=decision.rule,
        version=decision.version,
        reason=decision.reason,
        public=decision.public,
        source=source,
        reverses_id=reverses.id if reverses else None,
        created_at=clock.now(),
    )


async def _apply(viewer: Viewer, thing: ReportedThing, ruling: Ruling) -> None:
    entry = registry.kind_of(thing.kind)
    if ruling.act == Act.RESTORE:
        await reversing.show(viewer, thing.kind, thing.id)
    elif ruling.act == Act.NONE and entry.leave and thing.is_hidden:
        await entry.leave(viewer, thing.id)
    elif ruling.act in reversing.AGAINST:
        if not (await registry.thing(thing.kind, thing.id)).is_hidden:
            await entry.hide(viewer, thing.id)
        if ruling.act == Act.REMOVE:
            await removing.take(entry, thing.id, author_id=thing.author_id)
    if ruling.measure != Sanction.NONE and thing.author_id:
        await measures.impose(
            thing.author_id,
            kind=str(ruling.measure),
            until=ruling.until,
            ruling=ruling.id,
            rule=ruling.rule,
            why=ruling.reason,
            by=viewer.id,
        )


async def end_reports(kind: str, number: int, *, ruling_id: int) -> list[int]:
    """A ruling answers the open reports on a thing; says who had sent them. Inside a transaction."""
    rows = await db.rows(
        "UPDATE report SET ruling_id = ? WHERE subject_kind = ? AND subject_id = ? AND ruling_id IS NULL "
        "RETURNING reporter_id",
        ruling_id,
        kind,
        number,
    )
    return [row["reporter_id"] for row in rows if row["reporter_id"]]


async def _tell(viewer: Viewer, thing: ReportedThing, ruling: Ruling, reporting: list[int]) -> None:
    subject = (thing.kind, thing.id)
    number, said = await rulebook.said(ruling.rule, ruling.version)
    about: dict[str, Any] = {
        "title": "" if ruling.act == Act.REMOVE else thing.title,
        "of": thing.kind,
        "act": str(ruling.act),
        "measure": str(ruling.measure),
        "until": ruling.until.isoformat() if ruling.until else "",
        "rule": ruling.rule,
        "rule_number": number,
        "rule_said": said,
        "version": ruling.version,
        "ruling": ruling.id,
    }
    if await _is_told(thing, ruling):
        url = f"/moderation/statements/{ruling.id}"
        told = {**about, "author": thing.author_id, "excerpt": ruling.reason, "url": url}
        told |= {"may_appeal": _may_be_appealed(ruling), "automated": ruling.is_automated}
        await record("ruling.made", actor=viewer.id, subject=subject, **told)
    if reporting:
        url = f"/reports/answers/{ruling.id}"
        await record("report.ruled", actor=viewer.id, subject=subject, reporters=reporting, **about, url=url)


async def _is_told(thing: ReportedThing, ruling: Ruling) -> bool:
    """The author hears of whatever changed something for them; what could not be shown again is told by its own wing."""
    if ruling.act == Act.RESTORE and ruling.measure == Sanction.NONE:
        now = (await registry.kind_of(thing.kind).find([thing.id])).get(thing.id)
        return now is None or not now.is_hidden
    return ruling.act != Act.NONE or ruling.measure != Sanction.NONE or ruling.reverses_id is not None


def _may_be_appealed(ruling: Ruling) -> bool:
    return ruling.act in reversing.AGAINST or ruling.measure != Sanction.NONE
