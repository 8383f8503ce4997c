"""One idea becomes two: the first stays at its address, the second is new and its author's too."""

from __future__ import annotations

from dataclasses import dataclass

from ideas.board import actions, boards, fields, queries, rules, tags, trending, values
from ideas.board.models import Idea, Status
from kernel import clock, db, text
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Words:
    """What one of the two says."""

    title: str
    body: str


async def divide(viewer: Viewer, idea: Idea, first: Words, second: Words) -> Idea:
    """Give an idea its first words and its author a second idea beside it; inside a transaction.

    The second begins open, with the same tags and the same words in its board's fields, without pictures, answers,
    supports or comments: those were given to the first.
    """
    require(rules.may_merge(viewer), _("Ideas are divided by community managers."))
    held = await Idea.filter(id=idea.id).select_for_update().get_or_none()
    if held is None:
        raise Missing()
    if (held.title, held.body) != (idea.title, idea.body) or not held.is_listed:
        raise Conflict(_("Somebody changed this idea a moment ago. Read it again first."))
    own = "SELECT t.name FROM idea_tag x JOIN tag t ON t.id = x.tag_id WHERE x.idea_id = ? AND x.is_joined = ? ORDER BY t.id"
    names = [row["name"] for row in await db.rows(own, idea.id, False)]
    await actions.edit(viewer, held, title=first.title, body=first.body, tag_names=names)
    now = clock.now()
    made = await Idea.create(
        board_id=held.board_id,
        club_id=held.club_id,
        author_id=held.author_id,
        title=second.title,
        slug=text.slug(second.title),
        body=second.body,
        folded=queries.folded(second.title, second.body),
        trending=trending.score(0, 0, now),
        created_at=now,
        status_at=now,
    )
    await tags.put([(made.id, names)])
    said = (await values.of([idea.id])).get(idea.id, {})
    await values.put([made.id], await fields.all_of(held.board_id), [said])
    await boards.moved(made.board_id, None, Status.OPEN)
    await record("idea.edited", actor=viewer.id, subject=("idea", made.id), title=made.title)
    return made
