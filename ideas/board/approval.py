"""Reading ideas before others see them: whose wait, and what is said of each by those who look after the board."""

from __future__ import annotations

from typing import Any

from community.trust import holding
from community.trust.reading import Verdict
from ideas.board import boards, queries, rules, trending
from ideas.board.models import Idea, IdeaReview
from ideas.board.states import Approval, Stage, Status
from kernel import audit, clock, db, text
from kernel.errors import Conflict, Invalid, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

LONGEST = 2000


async def awaited(viewer: Viewer, board: rules.Place) -> bool:
    """Does an idea of this viewer wait on this board?

    The team never waits. A newcomer is whoever is no ambassador and none of whose ideas is or was shown.
    """
    if viewer.is_staff or board.approval == Approval.NOBODY:
        return False
    if board.approval == Approval.EVERYBODY:
        return True
    return not await db.value(
        "SELECT p.id FROM person p WHERE p.id = ? AND (p.is_ambassador = ? OR EXISTS (SELECT 1 FROM idea i "
        "WHERE i.author_id = p.id AND i.waits_since IS NULL AND i.hidden_at IS NULL))",
        viewer.id,
        True,
    )


async def hold(viewer: Viewer, idea: Idea, verdict: Verdict) -> None:
    """Where it waits because of what it says, whatever its board lets through, the reason is kept; inside its transaction."""
    if not verdict.is_held:
        return
    url = queries.address(idea.id, idea.slug)
    await holding.keep(viewer, "idea", idea.id, verdict, title=idea.title, url=url, is_queued=False)


async def ask(viewer: Viewer, idea: Idea) -> None:
    """Tell those who look after the board that an idea waits; inside its transaction."""
    told: dict[str, Any] = {"title": idea.title, "url": queries.address(idea.id, idea.slug), "board": idea.board_id}
    await record("idea.submitted", actor=viewer.id, subject=("idea", idea.id), **told)


async def approve(viewer: Viewer, idea_id: int, words: str = "") -> None:
    """Show an idea to everyone who may see its board, from this moment on: it stands as new from now."""
    async with db.transaction():
        idea = await _waiting(viewer, idea_id)
        now = clock.now()
        idea.is_listed = idea.hidden_at is None and idea.status != Status.MERGED
        idea.created_at = idea.status_at = now
        idea.trending = trending.score(idea.supporters, idea.comments, now)
        await _ruled(viewer, idea, Stage.SHOWN, words)
        idea.waits_since = None
        await idea.save(update_fields=["is_listed", "created_at", "status_at", "trending", "waits_since", "stage"])
        if idea.is_listed:
            await boards.moved(idea.board_id, None, idea.status)
        await _tell(viewer, "idea.approved", idea, words)
        await record(
            "idea.proposed",
            actor=idea.author_id,
            subject=("idea", idea.id),
            title=idea.title,
            board=idea.board_id,
            leave_out=[viewer.id],
        )


async def send_back(viewer: Viewer, idea_id: int, words: str) -> None:
    """Ask the author for other words; they edit and send it again."""
    await _kept_back(viewer, idea_id, words, stage=Stage.RETURNED, event="idea.returned")


async def refuse(viewer: Viewer, idea_id: int, words: str) -> None:
    """Do not show an idea; its author keeps it and the reason."""
    await _kept_back(viewer, idea_id, words, stage=Stage.REFUSED, event="idea.refused")


async def resubmitted(viewer: Viewer, idea: Idea) -> None:
    """An idea that was sent back is edited by its author, and waits again; inside that transaction."""
    if idea.stage == Stage.RETURNED and viewer.id == idea.author_id:
        await Idea.filter(id=idea.id).update(stage=Stage.WAITING, waits_since=clock.now())
        await ask(viewer, idea)


async def erased(person_id: int) -> None:
    """What nobody will write again waits no more; inside the erasure."""
    await db.execute(
        "UPDATE idea SET stage = ? WHERE author_id = ? AND stage IN (?, ?)",
        *(Stage.REFUSED.value, person_id, Stage.WAITING.value, Stage.RETURNED.value),
    )


async def _kept_back(viewer: Viewer, idea_id: int, words: str, *, stage: Stage, event: str) -> None:
    if not words:
        raise Invalid(_("Say why: the author reads it."), errors={"words": _("Say why: the author reads it.")})
    async with db.transaction():
        idea = await _waiting(viewer, idea_id)
        await _ruled(viewer, idea, stage, words)
        await idea.save(update_fields=["stage"])
        await _tell(viewer, event, idea, words)


async def _waiting(viewer: Viewer, idea_id: int) -> Idea:
    """The idea, locked; Conflict when somebody ruled a moment ago."""
    seen = await queries.find(viewer, idea_id)
    require(rules.may_review(viewer, seen.board))
    idea = await Idea.filter(id=idea_id).select_for_update().get()
    if idea.stage != Stage.WAITING:
        raise Conflict(_("Somebody decided about this idea a moment ago."))
    return idea


async def _ruled(viewer: Viewer, idea: Idea, stage: Stage, words: str) -> None:
    now = clock.now()
    asked = idea.waits_since or now
    await IdeaReview.create(idea_id=idea.id, by_id=viewer.id, stage=stage, words=words, asked_at=asked, at=now)
    idea.stage = stage
    if stage != Stage.RETURNED:
        await holding.decided("idea", idea.id, shown=stage == Stage.SHOWN, by=viewer.id)


async def _tell(viewer: Viewer, event: str, idea: Idea, words: str) -> None:
    subject, url = ("idea", idea.id), queries.address(idea.id, idea.slug)
    told: dict[str, Any] = {"title": idea.title, "url": url, "excerpt": text.plain(words, 300), "stage": idea.stage}
    await record(event, actor=viewer.id, subject=subject, **told)
    await audit.note(viewer, event, subject=subject, reason=words)
