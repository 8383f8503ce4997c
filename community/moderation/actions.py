"""Reporting, and ruling on what was reported."""

from __future__ import annotations

from typing import Any

from tortoise.exceptions import IntegrityError

from community.moderation import queries, registry, rules
from community.moderation.models import Act, Report, Ruling
from community.moderation.registry import ReportedThing
from kernel import audit, clock, db
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


async def report(viewer: Viewer, kind: str, number: int, *, rule: str, text: str = "") -> bool:
    """Say that something breaks a rule; False when this person has said so and nobody has ruled since."""
    require(rules.may_report(viewer))
    if not await registry.kind_of(kind).seen(viewer, number):
        raise Missing()
    try:
        async with db.transaction():
            made = await Report.create(
                subject_kind=kind,
                subject_id=number,
                reporter_id=viewer.id,
                rule=rule,
                text=text,
                follows=await queries.last_ruling(kind, number),
                created_at=clock.now(),
            )
            await record("report.made", actor=viewer.id, subject=(kind, number), report=made.id, rule=rule)
    except IntegrityError:
        return False
    return True


async def rule_on(viewer: Viewer, thing: ReportedThing, *, act: Act, rule: str, reason: str, public: str) -> Ruling:
    """Hide, restore or leave a thing: the act, its reason, its public line, and the end of its reports, all in one."""
    require(rules.may_rule(viewer, thing.author_id), _("Nobody rules on their own words; leave it to somebody else."))
    entry = registry.kind_of(thing.kind)
    async with db.transaction():
        # noted first: the chain lets one ruling through at a time, and the second finds the first one done
        await audit.note(viewer, f"ruling.{act}", subject=(thing.kind, thing.id), reason=reason, rule=rule)
        now = await registry.thing(thing.kind, thing.id)
        if (act == Act.HIDE and now.is_hidden) or (act == Act.RESTORE and not now.is_hidden):
            raise Conflict(_("Somebody ruled on this a moment ago. Read it again first."))
        ruling = await Ruling.create(
            subject_kind=thing.kind,
            subject_id=thing.id,
            author_id=thing.author_id,
            by_id=viewer.id,
            act=act,
            rule=rule,
            reason=reason,
            public=public,
            created_at=clock.now(),
        )
        if act == Act.HIDE:
            await entry.hide(viewer, thing.id)
        elif act == Act.RESTORE:
            await entry.restore(viewer, thing.id)
        reporters = await end_reports(thing.kind, thing.id, ruling_id=ruling.id)
        if act == Act.NONE and not reporters:
            raise Conflict(_("Somebody ruled on this a moment ago. Read it again first."))
        await _tell(viewer, thing, ruling, reporters)
    return ruling


async def end_reports(kind: str, number: int, *, ruling_id: int) -> list[int]:
    """A ruling answers the open reports on a thing; says who had sent them. Inside a transaction."""
    rows = await db.rows(
        "UPDATE report SET ruling_id = ? WHERE subject_kind = ? AND subject_id = ? AND ruling_id IS NULL "
        "RETURNING reporter_id",
        ruling_id,
        kind,
        number,
    )
    return [row["reporter_id"] for row in rows]


async def _tell(viewer: Viewer, thing: ReportedThing, ruling: Ruling, reporters: list[int]) -> None:
    subject = (thing.kind, thing.id)
    about: dict[str, Any] = {
        "title": thing.title,
        "act": str(ruling.act),
        "rule": ruling.rule,
        "url": f"/moderation/log#ruling-{ruling.id}",
    }
    if ruling.act != Act.NONE:
        await record(
            "ruling.made", actor=viewer.id, subject=subject, author=thing.author_id, excerpt=ruling.reason, **about
        )
    if reporters:
        await record("report.ruled", actor=viewer.id, subject=subject, reporters=reporters, **about)
