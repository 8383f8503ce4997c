"""What somebody wants of being scored: to be left out and to come back, to show their score and to keep it to themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ambassadors.influence import rules
from ambassadors.influence.models import Choice, Line, Score
from community.privacy import choices as privacy
from kernel import clock, db
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Chosen:
    """`left_at` since when somebody is not scored, `shown_at` since when everybody may read their score and why."""

    left_at: datetime | None = None
    shown_at: datetime | None = None

    @property
    def is_scored(self) -> bool:
        return self.left_at is None

    @property
    def is_shown(self) -> bool:
        return self.shown_at is not None and self.left_at is None


async def of(person_id: int) -> Chosen:
    row = await db.row("SELECT left_at, shown_at FROM influence_choice WHERE person_id = ?", person_id)
    return Chosen(row["left_at"], row["shown_at"]) if row else Chosen()


async def leave(viewer: Viewer) -> bool:
    """Be scored no more: one's scores go at once, what one did and what was done for one with the next reckoning.

    Everything else works as before. False where it was so already.
    """
    require(rules.may_choose(viewer))
    async with db.transaction(light=True):
        if not await _set(viewer, left_at=clock.now(), shown_at=None):
            return False
        await forget(viewer.id or 0)
        await record("influence.left", actor=viewer.id, subject=("person", viewer.id or 0))
    return True


async def return_(viewer: Viewer) -> bool:
    """Be scored again, from the next reckoning on."""
    require(rules.may_choose(viewer))
    async with db.transaction(light=True):
        if not await _set(viewer, left_at=None):
            return False
        await record("influence.returned", actor=viewer.id, subject=("person", viewer.id or 0))
    return True


async def show(viewer: Viewer) -> bool:
    """Let everybody read one's score and why."""
    require(rules.may_choose(viewer))
    async with db.transaction(light=True):
        if not (await of(viewer.id or 0)).is_scored:
            raise Conflict(_("You are not scored, so there is nothing to show."))
        return await _set(viewer, shown_at=clock.now())


async def hide(viewer: Viewer) -> bool:
    """Keep one's score to oneself."""
    require(rules.may_choose(viewer))
    async with db.transaction(light=True):
        return await _set(viewer, shown_at=None)


async def forget(person_id: int) -> None:
    """Nothing kept says any more how many walks came to somebody."""
    await Line.filter(person_id=person_id).delete()
    await Score.filter(person_id=person_id).delete()


async def erased(person_id: int) -> None:
    """An account is erased: its scores, its choice and its words go, inside that transaction.

    Lines of others that go through it stay until the next reckoning, so that their scores have their sum.
    """
    await forget(person_id)
    await Choice.filter(person_id=person_id).delete()
    await db.execute("UPDATE influence_objection SET body = '', answer = '' WHERE person_id = ?", person_id)
    await record("influence.left", actor=None, subject=("person", person_id))


async def _set(viewer: Viewer, **wanted: datetime | None) -> bool:
    """Write a choice; False where it stood so already."""
    await db.execute(
        "INSERT INTO influence_choice (person_id) VALUES (?) ON CONFLICT (person_id) DO NOTHING", viewer.id
    )
    name = next(iter(wanted))
    before = await Choice.select_for_update().get(person_id=viewer.id)
    if (getattr(before, name) is None) == (wanted[name] is None):
        return False
    await Choice.filter(id=before.id).update(**wanted)
    return True


async def _is_out(person_id: int) -> bool:
    return not (await of(person_id)).is_scored


choice = privacy.Choice(
    "influence",
    mark("Do not score me"),
    mark(
        "No score of influence is reckoned for you, and none is shown. What you listen to, and who listens to you, moves "
        "nobody else’s score from the next reckoning on. Everything else works as before."
    ),
    _is_out,
    leave,
    return_,
)
