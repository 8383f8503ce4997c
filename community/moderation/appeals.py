"""Appeals against rulings: once each within six months, decided by somebody else, with an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise.exceptions import IntegrityError

from community.moderation import queries, registry, reversing, rulebook, rules
from community.moderation.deciding import Decision, carry_out
from community.moderation.models import Act, Appeal, Outcome, Ruling, Sanction, Source
from community.moderation.registry import ReportedThing
from kernel import audit, clock, db
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Verdict:
    """How an appeal is decided; `changed` into something else, what that is."""

    outcome: Outcome
    answer: str
    public: str
    act: Act = Act.NONE
    measure: Sanction = Sanction.NONE
    days: int = 0
    rule: str = ""


async def side(viewer: Viewer, ruling: Ruling) -> str:
    """Whose word the viewer's appeal would be: "author", "reporter", or nobody's."""
    if viewer.id is not None and viewer.id == ruling.author_id:
        return "author" if _hits(ruling) and not await _ended_own_appeal(viewer, ruling) else ""
    told = ruling.act == Act.NONE and ruling.measure == Sanction.NONE and not ruling.reverses_id
    return "reporter" if told and await queries.was_answered(viewer.id or 0, ruling.id) else ""


def _hits(ruling: Ruling) -> bool:
    """Did a ruling find something against its author?"""
    return ruling.act in reversing.AGAINST or (ruling.act != Act.GONE and ruling.measure != Sanction.NONE)


async def _ended_own_appeal(viewer: Viewer, ruling: Ruling) -> bool:
    """A ruling that answered somebody's own appeal is the last word to them."""
    return await Appeal.exists(leads_to_id=ruling.id, by_id=viewer.id)


async def appeal(viewer: Viewer, ruling_id: int, *, text: str) -> int:
    """Ask for somebody else to look at a ruling, once."""
    ruling = await Ruling.get_or_none(id=ruling_id)
    whose = await side(viewer, ruling) if ruling else ""
    if ruling is None or not whose:
        raise Missing()
    if ruling.reversed_at is not None:
        raise Conflict(_("This ruling was reversed already: there is nothing left to appeal."))
    if not rules.is_in_time(ruling.created_at):
        raise Conflict(_("The six months in which this ruling could be appealed are over."))
    try:
        async with db.transaction():
            made = await Appeal.create(
                ruling_id=ruling_id, by_id=viewer.id, is_author=whose == "author", text=text, created_at=clock.now()
            )
            about = (ruling.subject_kind, ruling.subject_id)
            await record("ruling.appealed", actor=viewer.id, subject=about, ruling=ruling_id, appeal=made.id)
    except IntegrityError:
        raise Conflict(_("You have appealed against this ruling already.")) from None
    return made.id


async def decide(viewer: Viewer, number: int, verdict: Verdict) -> Appeal:
    """Answer an appeal: the ruling stays, is undone, or makes way for another; all of it at once."""
    found = await Appeal.get_or_none(id=number)
    ruling = await Ruling.get_or_none(id=found.ruling_id) if found else None
    if found is None or ruling is None:
        raise Missing()
    async with db.transaction():
        act, about = f"appeal.{verdict.outcome}", (ruling.subject_kind, ruling.subject_id)
        await audit.note(viewer, act, subject=about, reason=verdict.answer, ruling=ruling.id)
        require(
            rules.may_judge(viewer, ruling, found.by_id, await queries.all_reporters(ruling)),
            _("An appeal is decided by somebody else than who ruled, and by nobody whom the matter touches."),
        )
        await _take(viewer, found, verdict)
        after = await _follow(viewer, found, ruling, verdict)
        await Appeal.filter(id=number).update(leads_to_id=after.id if after else None)
        await _tell(viewer, found, ruling, verdict, after)
    return await Appeal.get(id=number)


async def _take(viewer: Viewer, found: Appeal, verdict: Verdict) -> None:
    taken = await db.rows(
        "UPDATE appeal SET outcome = ?, answer = ?, judge_id = ?, decided_at = ? WHERE id = ? AND decided_at IS NULL "
        "RETURNING id",
        *(verdict.outcome, verdict.answer, viewer.id, clock.now(), found.id),
    )
    if not taken:
        raise Conflict(_("This appeal was answered already. Read that answer first."))


async def _follow(viewer: Viewer, found: Appeal, ruling: Ruling, verdict: Verdict) -> Ruling | None:
    """The ruling that takes the place of the one appealed; none where that stays."""
    if verdict.outcome == Outcome.UPHELD:
        return None
    if verdict.outcome == Outcome.REVERSED and not found.is_author:
        raise Conflict(_("To follow a reporter’s appeal, say what happens instead."))
    thing = await _thing(ruling)
    is_changed = verdict.outcome == Outcome.CHANGED
    decision = Decision(
        act=verdict.act if is_changed else _back(ruling, thing),
        measure=verdict.measure if is_changed else Sanction.NONE,
        days=verdict.days,
        rule=(verdict.rule if is_changed else "") or ruling.rule,
        version=(await rulebook.current()).number,
        reason=verdict.answer,
        public=verdict.public,
    )
    return await carry_out(viewer, thing, decision, source=Source.APPEAL, reverses=ruling)


async def _thing(ruling: Ruling) -> ReportedThing:
    """What the ruling was about; where it is gone meanwhile, as much as is still known."""
    found = await registry.things([(ruling.subject_kind, ruling.subject_id)])
    gone = ReportedThing(ruling.subject_kind, ruling.subject_id, "", "", ruling.author_id or 0, "/", is_hidden=False)
    return found.get((ruling.subject_kind, ruling.subject_id), gone)


def _back(ruling: Ruling, thing: ReportedThing) -> Act:
    return Act.RESTORE if ruling.act in reversing.AGAINST and thing.is_hidden else Act.NONE


async def _tell(viewer: Viewer, found: Appeal, ruling: Ruling, verdict: Verdict, after: Ruling | None) -> None:
    """Whoever appealed hears how it ended; who had ruled too, so that the house learns."""
    page = f"/moderation/statements/{ruling.id}" if found.is_author else f"/reports/answers/{ruling.id}"
    about: dict[str, Any] = {"outcome": str(verdict.outcome), "excerpt": verdict.answer, "url": page}
    subject = (ruling.subject_kind, ruling.subject_id)
    people = [found.by_id] if found.by_id else []
    await record("appeal.decided", actor=viewer.id, subject=subject, people=people, ruling=ruling.id, **about)


@dataclass(frozen=True)
class Awaiting:
    """An appeal that waits for its answer."""

    id: int
    ruling_id: int
    text: str
    created_at: datetime
    is_author: bool
    kind: str
    act: str
    measure: str


async def awaiting(*, after: int = 0, most: int = 50) -> list[Awaiting]:
    """Appeals that nobody has answered, the oldest first."""
    rows = await db.rows(
        "SELECT a.id, a.ruling_id, a.text, a.created_at, a.is_author AS is_author, u.subject_kind AS kind, u.act, u.measure "
        "FROM appeal a JOIN ruling u ON u.id = a.ruling_id WHERE a.decided_at IS NULL AND a.id > ? ORDER BY a.id LIMIT ?",
        *(after, most),
    )
    return [Awaiting(**row) for row in rows]


async def waiting_count() -> int:
    return int(await db.value("SELECT count(*) FROM appeal WHERE decided_at IS NULL"))


async def of_ruling(ruling_id: int) -> list[Appeal]:
    return await Appeal.filter(ruling_id=ruling_id).order_by("id")
