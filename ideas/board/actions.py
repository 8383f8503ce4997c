"""All writes of ideas and boards; answers and states are in answers.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tortoise.exceptions import IntegrityError

from community.trust import brakes, changes, reading
from ideas.board import (
    approval,
    boards,
    changing,
    fields,
    groups,
    joined,
    pictures,
    queries,
    rules,
    spoken,
    tags,
    trending,
    values,
)
from ideas.board.answers import answer as answer
from ideas.board.answers import set_status as set_status
from ideas.board.models import Board, Idea, IdeaVersion, Status
from ideas.board.pictures import Picture
from ideas.board.states import Stage
from kernel import audit, clock, db, text
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

NOTHING: values.Held = {}


async def propose(
    viewer: Viewer,
    board: rules.Place,
    *,
    title: str,
    body: str = "",
    tag_names: Sequence[str] = (),
    hung: Sequence[Picture] = (),
    club_id: int | None = None,
    held: values.Held = NOTHING,
    language: str = "",
) -> Idea:
    """Put a new idea on a board, in a club or not; its author follows it by being its author.

    `held` is what it says in the board's fields, `language` what its author says it is written in. Where the board
    wants that, it waits to be approved.
    """
    require(rules.may_propose(viewer, board), _("This board takes no ideas from you at the moment."))
    club_id = board.club_id or club_id
    require(club_id is None or club_id in viewer.clubs, _("Only members propose ideas in a club."))
    verdict = await reading.judged(viewer, "idea", [title, body], field="title", language=language)
    now, waits = clock.now(), verdict.is_held or await approval.awaited(viewer, board)
    async with db.transaction():
        await brakes.before_posting(viewer, "idea", title, body)
        idea = await Idea.create(
            board_id=board.id,
            club_id=club_id,
            author_id=viewer.id,
            **spoken.words(title, body, language),
            trending=trending.score(0, 0, now),
            created_at=now,
            status_at=now,
            waits_since=now if waits else None,
            stage=Stage.WAITING if waits else Stage.SHOWN,
            is_listed=not waits,
        )
        await _furnish(idea, held, tag_names, hung)
        await approval.hold(viewer, idea, verdict)
        await (approval.ask(viewer, idea) if waits else _put_up(viewer, idea))
    return idea


async def _furnish(idea: Idea, held: values.Held, tag_names: Sequence[str], hung: Sequence[Picture]) -> None:
    """What goes with the words of an idea: what its board asks for, its tags, its pictures."""
    await values.put([idea.id], await fields.of(idea.board_id), [held])
    await tags.put([(idea.id, tag_names)])
    await pictures.hang(idea.id, hung[: pictures.MOST])


async def _put_up(viewer: Viewer, idea: Idea) -> None:
    await boards.moved(idea.board_id, None, Status.OPEN)
    await record("idea.proposed", actor=viewer.id, subject=("idea", idea.id), title=idea.title, board=idea.board_id)


@dataclass(frozen=True)
class Edition:
    """What an idea is to be: its words, tags, pictures, and what it says in the board's fields."""

    title: str
    body: str
    tag_names: Sequence[str] = ()
    hung: Sequence[Picture] = ()
    removed: Sequence[int] = ()
    held: values.Held | None = None
    language: str | None = None


async def edit(viewer: Viewer, idea: Idea, *, title: str, body: str, language: str | None = None, **rest: Any) -> bool:
    """Change an idea's words, what its board asks for, tags or pictures; what it said before stays readable.

    `rest` is the rest of an Edition. Words that are to be read first wait, and all else is changed at once: says whether
    everything is in place.
    """
    _let_edit(viewer, idea)
    verdict = await changing.verdict(viewer, idea, title, body, language)
    wanted = Edition(title, body, language=language, **rest)
    async with db.transaction():
        await _stand(idea)
        if verdict.is_held:
            await changing.keep(viewer, idea, verdict, title, body, language)
            wanted = replace(wanted, title=idea.title, body=idea.body, language=None)
        if not verdict.is_held or await _adds(idea, wanted):
            await put(viewer, idea, wanted)
    return not verdict.is_held


async def put(viewer: Viewer, idea: Idea, wanted: Edition) -> None:
    """An edition that was read, or need not be read first: words, fields, tags and pictures."""
    _let_edit(viewer, idea)
    async with db.transaction():
        await _stand(idea)
        before, after = await _said(idea, wanted)
        title, body = wanted.title, wanted.body
        is_new = (title, body) != (idea.title, idea.body)
        if is_new and viewer.id == idea.author_id:
            await changes.overtake("idea", idea.id)
        if is_new or after != before:
            await _reword(viewer, idea, title=title, body=body, before=before)
        await values.put([idea.id], await fields.of(idea.board_id) if wanted.held is not None else (), [after])
        await approval.resubmitted(viewer, idea)
        told = spoken.again(idea, title, body, wanted.language)
        await Idea.filter(id=idea.id).update(edited_at=clock.now(), **told)
        await _dress(idea, wanted)
        if viewer.id != idea.author_id:
            await audit.note(viewer, "idea.edit", subject=("idea", idea.id))
        await record("idea.edited", actor=viewer.id, subject=("idea", idea.id), title=title)


def _let_edit(viewer: Viewer, idea: Idea) -> None:
    may = rules.may_edit(viewer, idea.author_id, idea.status)
    require(may, _("An idea is edited by its author, until it is settled."))


async def _stand(idea: Idea) -> None:
    """Hold an idea and those that lead to it; Conflict where it became a part of another meanwhile."""
    await groups.hold([idea.id])
    if await db.value("SELECT merged_into_id FROM idea WHERE id = ?", idea.id):
        raise Conflict(_("This idea became a part of another a moment ago: its words stand as they are."))


async def _said(idea: Idea, wanted: Edition) -> tuple[values.Held, values.Held]:
    """What an idea says in its board's fields, and what it is to say there."""
    before = (await values.of([idea.id])).get(idea.id, {})
    asked = {one.id for one in await fields.of(idea.board_id)} if wanted.held is not None else set()
    return before, {**{n: v for n, v in before.items() if n not in asked}, **(wanted.held or {})}


async def _adds(idea: Idea, wanted: Edition) -> bool:
    """Does an edition change anything beside the words?"""
    before, after = await _said(idea, wanted)
    slugs = {tags.slug_of(name) for name in await tags.own(idea.id)}
    is_tagged_anew = slugs != {tags.slug_of(name) for name in wanted.tag_names}
    return bool(wanted.hung or wanted.removed or before != after or is_tagged_anew)


async def _dress(idea: Idea, wanted: Edition) -> None:
    await tags.replace(idea.id, wanted.tag_names)
    await pictures.take_down(idea.id, wanted.removed)
    there = await db.value("SELECT count(*) FROM idea_picture WHERE idea_id = ?", idea.id)
    await pictures.hang(idea.id, wanted.hung[: pictures.MOST - there])


async def _reword(viewer: Viewer, idea: Idea, *, title: str, body: str, before: values.Held) -> None:
    now, asked = clock.now(), values.kept(before)
    await IdeaVersion.create(
        idea_id=idea.id, editor_id=viewer.id, title=idea.title, body=idea.body, asked=asked, replaced_at=now
    )
    idea.title, idea.body, idea.slug, idea.edited_at = title, body, text.slug(title), now
    idea.folded = queries.folded(title, body)
    await idea.save(update_fields=["title", "body", "slug", "edited_at", "folded"])


async def follow(viewer: Viewer, idea: Idea) -> None:
    """Hear what becomes of an idea; following twice is following once."""
    require(rules.may_follow(viewer))
    async with db.transaction():
        group = await groups.group(idea.id)
        held = f"SELECT 1 AS held FROM follow WHERE person_id = ? AND idea_id IN ({db.marks(group)})"
        if await db.value(held, viewer.id, *group):
            return
        fresh = await db.rows(
            "INSERT INTO follow (idea_id, person_id, created_at) VALUES (?, ?, ?) "
            "ON CONFLICT (idea_id, person_id) DO NOTHING RETURNING id",
            group[0],
            viewer.id,
            clock.now(),
        )
        if fresh:
            await record("idea.followed", actor=viewer.id, subject=("idea", group[0]))


async def unfollow(viewer: Viewer, idea: Idea) -> None:
    """Hear no more of an idea, nor of those that lead to it."""
    require(rules.may_follow(viewer))
    async with db.transaction():
        group = await groups.group(idea.id)
        await db.execute(
            f"DELETE FROM follow WHERE person_id = ? AND idea_id IN ({db.marks(group)})", viewer.id, *group
        )


async def hide(viewer: Viewer, idea_id: int) -> None:
    """Take an idea out of every list; the ruling that says why belongs to moderation, as does its audit note."""
    require(rules.may_moderate(viewer))
    async with db.transaction():
        held = await groups.hold([idea_id])
        idea = await queries.of_any_board(idea_id)
        if idea.hidden_at is None:
            was_listed = idea.is_listed
            idea.hidden_at, idea.is_listed = clock.now(), False
            await idea.save(update_fields=["hidden_at", "is_listed"])
            if was_listed:
                await boards.moved(idea.board_id, idea.status, None)
            await joined.recount_merged(idea, held)
            await record("idea.hidden", actor=viewer.id, subject=("idea", idea_id), title=idea.title)


async def restore(viewer: Viewer, idea_id: int) -> None:
    """Put a hidden idea back where it was."""
    require(rules.may_moderate(viewer))
    async with db.transaction():
        held = await groups.hold([idea_id])
        idea = await queries.of_any_board(idea_id)
        if idea.hidden_at is not None:
            idea.hidden_at, idea.is_listed = None, idea.status != Status.MERGED and idea.waits_since is None
            await idea.save(update_fields=["hidden_at", "is_listed"])
            if idea.is_listed:
                await boards.moved(idea.board_id, None, idea.status)
            await joined.recount_merged(idea, held)
            await record("idea.restored", actor=viewer.id, subject=("idea", idea_id), title=idea.title)


async def commented(idea_id: int, change: int) -> None:
    """Add to an idea's count of messages, and to that of the one it leads to, and keep their places in the order right.

    Inside a transaction. A hidden idea's own thread is out of sight with it.
    """
    own, root = await groups.with_root(idea_id)
    counted = [own["id"], *([root] if root and own["hidden_at"] is None else [])]
    rows = await db.rows(
        f"UPDATE idea SET comments = comments + ? WHERE id IN ({db.marks(counted)}) "
        "RETURNING id, supporters, comments, created_at",
        change,
        *counted,
    )
    places = [(trending.score(row["supporters"], row["comments"], row["created_at"]), row["id"]) for row in rows]
    await db.execute_many("UPDATE idea SET trending = ? WHERE id = ?", places)


async def open_board(viewer: Viewer, **values: Any) -> Board:
    """Make a board, at the end of the others."""
    require(rules.may_keep_boards(viewer))
    try:
        async with db.transaction():
            last = await db.value("SELECT coalesce(max(position), 0) FROM board WHERE club_id IS NULL")
            board = await Board.create(**values, position=last + 1, created_at=clock.now())
            await audit.note(viewer, "board.opened", subject=("board", board.id), name=board.name)
            await record("board.opened", actor=viewer.id, subject=("board", board.id), name=board.name)
    except IntegrityError as error:
        raise Conflict(_("Another board has this address.")) from error
    return board


async def change_board(viewer: Viewer, board_id: int, **values: Any) -> None:
    """Change a board's name, words or doors."""
    require(rules.may_keep_boards(viewer))
    try:
        async with db.transaction():
            await Board.filter(id=board_id).update(**values)
            await audit.note(viewer, "board.changed", subject=("board", board_id), **values)
            await record("board.changed", actor=viewer.id, subject=("board", board_id), name=values.get("name", ""))
    except IntegrityError as error:
        raise Conflict(_("Another board has this address.")) from error
