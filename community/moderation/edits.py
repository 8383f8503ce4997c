"""Changes that wait to be read, as moderation rules on them: taken up, refused with reasons, or given back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from community.moderation.models import Act
from community.moderation.registry import Reportable, ReportedThing
from community.trust import changes, sides
from kernel import text
from kernel.errors import Conflict
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer


async def find(numbers: Sequence[int]) -> dict[int, ReportedThing]:
    """Changes by the name of what they change, with the new words; those that were taken back are gone."""
    return {one.id: _thing(one) for one in await sides.some(numbers)}


def _thing(one: sides.Change) -> ReportedThing:
    return ReportedThing(
        kind=changes.KIND,
        id=one.id,
        title=one.title,
        excerpt=text.plain(one.said, 1000),
        author_id=one.author_id,
        url=one.url,
        is_hidden=not one.is_in_place,
    )


async def seen(viewer: Viewer, number: int) -> bool:
    """Nobody reports a change: it stands before nobody but its author and whoever reads it."""
    return False


async def hide(viewer: Viewer, number: int) -> None:
    """What is in place already is ruled on where it stands."""
    raise Conflict(_("This change is in place by now: rule on the text itself."))


async def beside(thing: ReportedThing | None) -> dict[str, Any]:
    """What a case about a change shows in the place of the thing: what stands there and the new words."""
    found = await sides.one(thing.id) if thing and thing.kind == changes.KIND else None
    return {"change": found, "sides": sides.compared(found) if found else ()}


async def choices(thing: ReportedThing, *, waits: bool) -> list[tuple[str, str, str]]:
    """What may be decided about a change: nothing any more where it is in place."""
    if not thing.is_hidden:
        return []
    told = []
    if await changes.hindered(thing.id):
        told.append(
            (Act.NONE, _("Give it back"), _("Its author is told that it no longer fits, and may send it again."))
        )
    else:
        told.append((Act.RESTORE, _("Put it in place"), _("It is edited as its author wanted, and they are told.")))
    if waits:
        told.append(
            (Act.HIDE, _("Refuse it"), _("What stood there stays. Its author gets your reasons and may appeal."))
        )
    return [(str(act), label, consequence) for act, label, consequence in told]


reportable = Reportable(
    changes.KIND,
    mark("Change"),
    find,
    seen,
    hide,
    changes.accept_if_open,
    hindered=changes.hindered,
    leave=changes.give_back,
)
