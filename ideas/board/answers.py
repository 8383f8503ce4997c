"""What the brand says about an idea, the state that follows, and the dates it promises."""

from __future__ import annotations

from datetime import date

from ideas.board import boards, queries, rules
from ideas.board.models import Answer, Idea, Status, StatusChange
from ideas.board.states import ANSWERED, NEXT
from kernel import audit, clock, db, text
from kernel.errors import Conflict, Invalid, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

OWED = (Status.PLANNED, Status.SHIPPED, Status.DECLINED)
"""States that are never entered without words; work in progress may stand on an earlier answer."""


async def answer(
    viewer: Viewer,
    idea: Idea,
    *,
    body: str = "",
    status: Status | None = None,
    cost_band: str = "",
    promised_on: date | None = None,
    would_change: str = "",
    kept: bool = False,
) -> Answer | None:
    """Answer an idea, change its state, or both at once; Invalid names what is missing."""
    require(rules.may_answer(viewer))
    after = status if status and status != idea.status else None
    async with db.transaction():
        held = await Idea.filter(id=idea.id).select_for_update().get()
        if held.waits_since is not None:
            raise Conflict(_("It waits to be approved: it is answered once it is shown."))
        if held.status != idea.status:
            raise Conflict(_("Somebody changed the state of this idea a moment ago. Read it again first."))
        if held.merged_into_id:
            raise Conflict(_("This idea is a part of another now: answer there."))
        wrong = await _missing(idea, after, body, would_change, kept=kept)
        if wrong:
            raise Invalid(next(iter(wrong.values())), errors=wrong)
        said = await _say(viewer, idea, body, cost_band, promised_on, would_change) if body else None
        if after:
            await _step(viewer, held, after, said)
        if kept or after == Status.SHIPPED:
            await keep_promises(idea.id)
        await _tell(viewer, idea, after, said)
    idea.status = after or idea.status
    return said


async def set_status(viewer: Viewer, idea: Idea, status: Status, *, body: str = "", would_change: str = "") -> None:
    """Move an idea to another state, with an answer where one is owed."""
    await answer(viewer, idea, status=status, body=body, would_change=would_change)


async def keep_promises(idea_id: int) -> None:
    """The open promises of an idea, and of those that lead to it, are kept today; a later date waits no more."""
    await db.execute(
        "UPDATE answer SET kept_on = ? WHERE promised_on IS NOT NULL AND kept_on IS NULL "
        "AND idea_id IN (SELECT id FROM idea WHERE id = ? OR merged_into_id = ?)",
        *(clock.today(), idea_id, idea_id),
    )


async def _missing(idea: Idea, after: Status | None, body: str, would_change: str, *, kept: bool) -> dict[str, str]:
    """What keeps this answer from being given, by field."""
    if after and after not in NEXT[Status(idea.status)]:
        return {"status": _("From here this state cannot be reached in one step.")}
    wrong: dict[str, str] = {}
    owes = after in OWED or (after in ANSWERED and not await Answer.exists(idea_id=idea.id))
    if not body and after == Status.DECLINED:
        wrong["body"] = _("A refusal gives its reason.")
    elif not body and owes:
        wrong["body"] = _("This state owes an answer: what happens next, and when.")
    elif not body and not after and not kept:
        wrong["body"] = _("Write an answer or choose another state.")
    if after == Status.DECLINED and not would_change:
        wrong["would_change"] = _("A refusal says what would change it.")
    return wrong


async def _say(
    viewer: Viewer, idea: Idea, body: str, cost_band: str, promised_on: date | None, would_change: str
) -> Answer:
    return await Answer.create(
        idea_id=idea.id,
        author_id=viewer.id,
        body=body,
        cost_band=cost_band,
        promised_on=promised_on,
        would_change=would_change,
        created_at=clock.now(),
    )


async def _step(viewer: Viewer, held: Idea, after: Status, said: Answer | None) -> None:
    now, before = clock.now(), held.status
    await StatusChange.create(
        idea_id=held.id,
        before=before,
        after=after,
        by_id=viewer.id,
        answer_id=said.id if said else None,
        created_at=now,
    )
    held.status, held.status_at = after, now
    await held.save(update_fields=["status", "status_at"])
    if held.is_listed:
        await boards.moved(held.board_id, before, after)


async def _tell(viewer: Viewer, idea: Idea, after: Status | None, said: Answer | None) -> None:
    if not said and not after:
        return
    kind, url = "idea.answered" if said else "idea.status", queries.address(idea.id, idea.slug)
    subject = ("idea", idea.id)
    words = {"title": idea.title, "url": url, "before": idea.status, "after": after or ""}
    excerpt = {"excerpt": text.plain(said.body, 300)} if said else {}
    await record(kind, actor=viewer.id, subject=subject, at=None, **words, **excerpt)
    await audit.note(viewer, kind, subject=subject, reason=said.body if said else "", after=after)
