"""Reporting, and ruling on what was reported."""

from __future__ import annotations

from tortoise.exceptions import IntegrityError

from community.moderation import cases, queries, registry, reporters, rulebook, rules
from community.moderation.deciding import Decision, carry_out
from community.moderation.models import Act, Report, Ruling, Sanction, Source, State
from community.moderation.registry import ReportedThing
from community.trust import brakes
from kernel import audit, clock, db
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


async def report(viewer: Viewer, kind: str, number: int, *, rule: str, text: str = "", anonymous: bool = False) -> bool:
    """Say that something breaks a rule; False when this person has said so and nobody has ruled since."""
    require(rules.may_report(viewer))
    if not await registry.kind_of(kind).seen(viewer, number):
        raise Missing()
    thing = await registry.thing(kind, number)
    person = int(viewer.id or 0)
    try:
        async with db.transaction():
            if await queries.has_reported(person, kind, number):
                return False
            accuracy, most = await reporters.accuracy(person)
            await reporters.stop_when_full(person, most)
            await brakes.before_posting(viewer, "report")
            follows = await queries.last_ruling(kind, number)
            made = await Report.create(
                subject_kind=kind,
                subject_id=number,
                reporter_id=person,
                rule=rule,
                version=(await rulebook.current()).number,
                text=text,
                is_anonymous=anonymous,
                follows=follows,
                created_at=clock.now(),
            )
            await cases.reported(thing, rule=rule, follows=follows, accuracy=accuracy)
            await record("report.made", actor=person, subject=(kind, number), report=made.id, rule=rule)
    except IntegrityError:
        return False
    return True


async def rule_on(
    viewer: Viewer,
    thing: ReportedThing,
    *,
    act: Act,
    rule: str,
    reason: str,
    public: str,
    measure: Sanction = Sanction.NONE,
    days: int = 0,
    follows: int | None = None,
) -> Ruling:
    """What happens to a thing and to its author, with the reason, the public line, and the end of its reports, all in one.

    `days` is how long a brake or a suspension lasts, 0 for good. Where another ruling than `follows` was the last one on the
    thing, somebody was faster.
    """
    decision = Decision(act, measure, days, rule, (await rulebook.current()).number, reason, public)
    async with db.transaction():
        # noted first: the chain lets one ruling through at a time, and the second finds the first one done
        await audit.note(
            viewer, f"ruling.{act}", subject=(thing.kind, thing.id), reason=reason, rule=rule, measure=str(measure)
        )
        await _let_rule(viewer, thing, follows)
        source = await _source(thing, decision)
        return await carry_out(viewer, thing, decision, source=source)


async def _let_rule(viewer: Viewer, thing: ReportedThing, follows: int | None) -> None:
    """Not on one's own matter, not on what somebody else has before them, not past a ruling that nobody here has read."""
    reporting = await queries.reporters_of(thing.kind, thing.id)
    require(
        rules.may_rule(viewer, thing.author_id, [*reporting, *thing.against]),
        _("Nobody rules on their own words, nor on what they reported; leave it to somebody else."),
    )
    theirs = await cases.held_by(thing.kind, thing.id)
    if theirs and theirs.by_id != viewer.id:
        raise Conflict(cases.busy(theirs))
    if follows is not None and follows != await queries.last_ruling(thing.kind, thing.id):
        raise Conflict(_outrun())


async def _source(thing: ReportedThing, decision: Decision) -> Source:
    """What brought the thing here; Conflict where there is nothing left to decide so."""
    case = await cases.of_thing(thing.kind, thing.id)
    is_open = case is not None and case.state != State.DONE
    now = await registry.thing(thing.kind, thing.id)
    waits = is_open and case is not None and case.source in (Source.FILTER, Source.EDITED)
    set_out = decision.act == Act.HIDE and now.is_hidden and not waits
    idle = decision.act == Act.NONE and decision.measure == Sanction.NONE and not is_open
    if set_out or idle or (decision.act == Act.RESTORE and not now.is_hidden):
        raise Conflict(_outrun())
    if decision.act == Act.RESTORE and (why := await registry.hindered(thing.kind, thing.id)):
        raise Conflict(why)
    if not is_open or case is None:
        return Source.TEAM
    return case.source


def _outrun() -> str:
    return _("Somebody ruled on this a moment ago. Read it again first.")
