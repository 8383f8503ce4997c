"""Several ideas into one, and exactly back: a merge is a row, in force until it is undone, and nothing is moved or copied.

Supports, comments, followers and tags stay where they were given; whatever counts or shows them reads the whole group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence

from ideas.board import boards, joined, queries, registry, rules
from ideas.board.groups import Moved, hold, refold
from ideas.board.groups import group as group
from ideas.board.groups import groups as groups
from ideas.board.models import Idea, Merge, MergeSource, Status, StatusChange
from ideas.board.registry import Joined as Joined
from ideas.board.registry import Line as Line
from kernel import audit, clock, db
from kernel.errors import Conflict, Invalid, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

MOST = 20
"""Sources of one merge; a second may follow."""
TRIES = 3


async def merge(viewer: Viewer, *, sources: Sequence[int], target: int, reason: str = "") -> Merge:
    """Make one idea of several; a target that is merged itself stands for where it leads."""
    require(rules.may_merge(viewer), _("Ideas are merged by community managers."))
    wanted = sorted(set(sources))
    if not wanted or target in wanted or len(wanted) > MOST:
        raise Invalid(_("Choose from one to twenty ideas to merge into another."))
    return await _tried(lambda: _merge(viewer, wanted, target, reason.strip()))


async def undo(viewer: Viewer, merge_id: int) -> Merge:
    """End a merge, however long ago it was: each of its ideas stands again as it stood, others merged since stay merged."""
    require(rules.may_merge(viewer), _("Ideas are parted by community managers."))
    return await _tried(lambda: _undo(viewer, merge_id))


async def _tried(act: Callable[[], Awaitable[Merge]]) -> Merge:
    """An act on groups, begun anew when another act changed them between their being read and held."""
    for _time in range(TRIES - 1):
        try:
            return await act()
        except Moved:
            continue
    return await act()


async def _merge(viewer: Viewer, sources: Sequence[int], target: int, reason: str) -> Merge:
    now = clock.now()
    async with db.transaction():
        if await queries.unseen(viewer, [*sources, target]):
            raise Missing()
        held = await hold([*sources, target])
        ideas = await _ideas(held)
        root = ideas[ideas[target].merged_into_id or target]
        await _check(viewer, [ideas[number] for number in sources], ideas[target], root)
        made = await Merge.create(target_id=root.id, by_id=viewer.id, reason=reason, at=now)
        await MergeSource.bulk_create(
            [MergeSource(merge_id=made.id, idea_id=number, status=ideas[number].status) for number in sources]
        )
        await _step(viewer, [(ideas[number], Status.MERGED) for number in sources])
        await _regroup(made, held, is_undo=False)
        await audit.note(viewer, "idea.merge", subject=("idea", root.id), reason=reason, sources=list(sources))
        await _tell(viewer, "idea.merged", made, [ideas[number] for number in sources], root, ideas)
    return made


async def _undo(viewer: Viewer, merge_id: int) -> Merge:
    now = clock.now()
    async with db.transaction():
        made = await Merge.get_or_none(id=merge_id) if 0 < merge_id <= queries.LARGEST_ID else None
        if made is None:
            raise Missing()
        taken = await MergeSource.filter(merge_id=merge_id).order_by("idea_id").values_list("idea_id", "status")
        before: dict[int, Status] = {idea: Status(status) for idea, status in taken}
        if await queries.unseen(viewer, [*before, made.target_id]):
            raise Missing()
        held = await hold([*before, made.target_id])
        ended = "UPDATE merge SET undone_at = ?, undone_by_id = ? WHERE id = ? AND undone_at IS NULL RETURNING id"
        if not await db.rows(ended, now, viewer.id, merge_id):
            raise Conflict(_("This merge was undone already."))
        ideas = await _ideas(held)
        root = ideas[ideas[min(before)].merged_into_id or min(before)]
        await _step(viewer, [(ideas[number], status) for number, status in before.items()])
        await _regroup(made, held, is_undo=True)
        await audit.note(viewer, "idea.part", subject=("idea", root.id), merge=merge_id, sources=list(before))
        freed = await _ideas(held)
        await _tell(viewer, "idea.parted", made, [freed[number] for number in before], root, freed)
    made.undone_at = now
    return made


async def _ideas(ids: Sequence[int]) -> dict[int, Idea]:
    return {idea.id: idea for idea in await Idea.filter(id__in=list(ids)).select_related("board")}


async def _check(viewer: Viewer, sources: Sequence[Idea], chosen: Idea, root: Idea) -> None:
    """What keeps these ideas from being merged, said with what happened meanwhile."""
    gone = [idea for idea in sources if idea.merged_into_id]
    if gone or root in sources:
        raise Conflict(await joined.happened(viewer, gone[0] if gone else chosen))
    if root.hidden_at:
        raise Conflict(_("“%(title)s” is hidden: nothing can be merged into it.") % {"title": root.title})
    if waiting := next((idea for idea in (*sources, root) if idea.waits_since), None):
        raise Conflict(_("“%(title)s” waits to be approved.") % {"title": waiting.title})
    for idea in sources:
        refused = _("“%(title)s” stands on a board of its own readers: its words stay among them.")
        if not rules.may_join(idea.board, root.board):
            raise Conflict(refused % {"title": idea.title})


async def _step(viewer: Viewer, steps: Sequence[tuple[Idea, Status]]) -> None:
    """Ideas leave their lists as merged ones, or come back as what they were; each has it on its trail."""
    now, changes = clock.now(), Counter[tuple[int, str]]()
    await StatusChange.bulk_create(
        [
            StatusChange(idea_id=idea.id, before=idea.status, after=after, by_id=viewer.id, created_at=now)
            for idea, after in steps
        ]
    )
    lines: list[tuple[str, bool, int]] = []
    for idea, after in steps:
        listed = after != Status.MERGED and idea.hidden_at is None and idea.waits_since is None
        changes[(idea.board_id, idea.status)] -= idea.is_listed
        changes[(idea.board_id, after)] += listed
        lines.append((after.value, listed, idea.id))
    await db.execute_many("UPDATE idea SET status = ?, is_listed = ? WHERE id = ?", lines)
    await boards.counted(Counter({place: change for place, change in changes.items() if change}))


async def _regroup(made: Merge, held: Sequence[int], *, is_undo: bool) -> None:
    """All that is kept beside the groups that changed: counts and tags here, supports and more through the participants."""
    roots = await refold(held)
    await joined.recount(held)
    await registry.take_part(Joined(made.id, clock.now(), is_undo, roots))
    await joined.replace(held)


async def _tell(
    viewer: Viewer, kind: str, made: Merge, sources: Sequence[Idea], root: Idea, standing: Mapping[int, Idea]
) -> None:
    """One event for each idea that was merged or parted, and one for what they led to.

    `standing` says where ideas lead while the sources stand for themselves: before a merge, after its undo.
    """
    url = queries.address(root.id, root.slug)
    into = {"merge": made.id, "into": root.id, "into_title": root.title, "url": url, "reason": made.reason}
    for idea in sources:
        members = [one.id for one in standing.values() if (one.merged_into_id or one.id) == idea.id]
        own = {"title": idea.title, "own": queries.address(idea.id, idea.slug), "members": members}
        await record(kind, actor=viewer.id, subject=("idea", idea.id), at=None, **into, **own)
    told = {"merge": made.id, "ideas": [idea.id for idea in sources], "title": root.title, "url": url}
    undone = kind == "idea.parted"
    await record("idea.regrouped", actor=viewer.id, subject=("idea", root.id), at=None, is_undo=undone, **told)
