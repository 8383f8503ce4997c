"""An author mends what a ruling asked them to; it goes back to the queue before anybody sees it."""

from __future__ import annotations

from collections.abc import Mapping

from community.moderation import cases, registry, removing
from community.moderation.models import Act, Case, Ruling, Source, State
from kernel import db, text
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.i18n import ngettext
from kernel.viewer import Viewer


async def may_edit(viewer: Viewer, ruling: Ruling) -> bool:
    """The author of what a standing ruling asked to edit, until somebody has ruled again."""
    if viewer.id != ruling.author_id or ruling.act != Act.EDIT or ruling.reversed_at is not None:
        return False
    about = {"subject_kind": ruling.subject_kind, "subject_id": ruling.subject_id}
    is_last = not await Ruling.exists(**about, id__gt=ruling.id)
    return is_last and await Case.exists(**about, state=State.EDITING)


async def edit(viewer: Viewer, ruling: Ruling, typed: Mapping[str, str]) -> dict[str, str]:
    """Put the author's new words in place; what is wrong with them by column, nothing when they are in."""
    require(viewer.id == ruling.author_id)
    entry = registry.kind_of(ruling.subject_kind)
    if entry.words is None or not await may_edit(viewer, ruling):
        raise Conflict(_("This was ruled on again meanwhile, or you have edited it already."))
    said = {column: text.clean(typed.get(column, "")) for column in entry.words.columns}
    wrong = _wrong(said, entry.words.longest)
    if wrong:
        return wrong
    async with db.transaction():
        about = {"subject_kind": ruling.subject_kind, "subject_id": ruling.subject_id}
        if not await Case.filter(**about, state=State.EDITING).update(state=State.DONE):
            raise Conflict(_("This was ruled on again meanwhile, or you have edited it already."))
        await removing.rewrite(entry, ruling.subject_id, said)
        thing = await registry.thing(ruling.subject_kind, ruling.subject_id)
        await cases.brought(thing, Source.EDITED, rule=ruling.rule, follows=ruling.id)
        await record("ruling.edited", actor=viewer.id, subject=(thing.kind, thing.id), ruling=ruling.id)
    return {}


def _wrong(said: Mapping[str, str], longest: Mapping[str, int]) -> dict[str, str]:
    """The first of a thing's words must not be empty, none may be longer than its place."""
    found: dict[str, str] = {}
    for column, words in said.items():
        if len(words) > longest[column]:
            most = longest[column]
            sentence = ngettext("At most %(count)s character fits.", "At most %(count)s characters fit.", most)
            found[column] = sentence % {"count": most}
    first = next(iter(said))
    if not said[first].strip():
        found[first] = _("This is missing.")
    return found
