"""Giving support and taking it back: the row, its line in the ledger and the idea's counts in one transaction."""

from __future__ import annotations

from datetime import datetime

from ideas.board import actions as ideas
from ideas.board import trending
from kernel import audit, clock, db
from kernel.errors import require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from voting.ballots import rules
from voting.ballots.models import Kind
from voting.ballots.rules import Votable


async def cast(viewer: Viewer, idea: Votable) -> int | None:
    """Support an idea; says how many do then, None when it was so already."""
    require(rules.may_support(viewer, idea), _("This idea takes no support now."))
    async with db.transaction(light=True):
        return await _add(idea, int(viewer.id or 0), by=viewer.id, kind=Kind.CAST)


async def cast_for(viewer: Viewer, idea: Votable, *, person: int, reason: str = "") -> int | None:
    """Staff write down the support that a customer gave elsewhere; the ledger says who wrote it."""
    require(rules.may_support_for_others(viewer) and rules.may_support(viewer, idea))
    async with db.transaction():
        count = await _add(idea, person, by=viewer.id, kind=Kind.ON_BEHALF)
        if count is not None:
            await audit.note(viewer, "support.on_behalf", subject=("idea", idea.id), reason=reason, person=person)
        return count


async def withdraw(viewer: Viewer, idea: Votable) -> int | None:
    """Take support back; says how many are left, None when there was none to take."""
    require(rules.may_withdraw(viewer))
    async with db.transaction(light=True):
        gone = await db.rows("DELETE FROM support WHERE idea_id = ? AND person_id = ? RETURNING id", idea.id, viewer.id)
        if not gone:
            return None
        await _write(idea.id, int(viewer.id or 0), kind=Kind.WITHDRAWN, by=viewer.id, at=clock.now())
        count = await _count(idea, -1)
        await record("support.withdrawn", actor=viewer.id, subject=("idea", idea.id))
        return count


async def _add(idea: Votable, person: int, *, by: int | None, kind: Kind) -> int | None:
    fresh = await db.rows(
        "INSERT INTO support (idea_id, person_id, at) VALUES (?, ?, ?) ON CONFLICT (idea_id, person_id) DO NOTHING "
        "RETURNING id",
        idea.id,
        person,
        clock.now(),
    )
    if not fresh:
        return None
    await _write(idea.id, person, kind=kind, by=by, at=clock.now())  # the insert may have waited for a withdrawal
    count = await _count(idea, 1)
    await record("support.cast", actor=person, subject=("idea", idea.id))
    return count


async def _count(idea: Votable, change: int) -> int:
    """Keep the idea's counts and place: in one statement where nobody else counted since it was read."""
    after = idea.supporters + change
    counted = await db.rows(
        "UPDATE idea SET supporters = supporters + ?, raw_votes = raw_votes + ?, trending = ? "
        "WHERE id = ? AND supporters = ? AND comments = ? RETURNING supporters",
        change,
        change,
        trending.score(after, idea.comments, idea.created_at),
        idea.id,
        idea.supporters,
        idea.comments,
    )
    return after if counted else await ideas.adjust(idea.id, supporters=change, raw_votes=change)


async def _write(idea: int, person: int, *, kind: Kind, by: int | None, at: datetime) -> None:
    await db.execute(
        "INSERT INTO support_event (idea_id, person_id, kind, by_id, at, recorded_at) VALUES (?, ?, ?, ?, ?, ?)",
        idea,
        person,
        kind,
        by,
        at,
        at,
    )
