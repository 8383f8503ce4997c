"""The step that merges what was merged there; a circle of merges is refused."""

from __future__ import annotations

from collections.abc import Iterator

from ideas.board import merging
from kernel import db
from kernel.delimited import Line
from kernel.errors import Problem
from kernel.i18n import gettext as _
from kernel.imports import Batch, Made
from kernel.viewer import Viewer
from voting.movers.records import MERGE
from voting.movers.staging import BAD, CREATED, SKIPPED, UNCHANGED
from voting.movers.writing import Writing

DEEPEST = 1000


async def write(writing: Writing, batch: Batch) -> None:
    """The merges of one batch of lines, into one target at a time."""
    typed = {line.number: writing.plan.prefix + line.cells["into"] for line in batch.lines}
    meant = writing.staging.meant(writing.plan.prefix, typed.values())
    into = {number: meant.get(reference, reference) for number, reference in typed.items()}
    references = [*into.values(), *(line.cells["idea"] for line in batch.lines)]
    ideas = await writing.ideas(references)
    awaited = writing.awaited(references) if writing.is_dry else set[str]()
    joined = await _joined(list(ideas.values()))
    wanted: dict[int, list[tuple[Line, int]]] = {}
    for line in batch.lines:
        source, target = line.cells["idea"], into[line.number]
        if _is_circle(writing, source, target):
            writing.say(line, BAD, _("It is merged into itself in a circle; it stays as it is."))
        elif {source, target} <= ideas.keys():
            _sort(writing, batch, line, (ideas[source], ideas[target]), joined, wanted)
        elif {source, target} <= ideas.keys() | awaited:
            writing.say(line, CREATED)
        else:
            writing.say(line, BAD, _("No idea has the number %(reference)s.") % {"reference": target})
    for root, sources in wanted.items():
        await _merge(writing, batch, root, sources)


def _sort(
    writing: Writing,
    batch: Batch,
    line: Line,
    pair: tuple[int, int],
    joined: dict[int, int],
    wanted: dict[int, list[tuple[Line, int]]],
) -> None:
    source, target = pair
    if source == target or joined.get(source):
        writing.say(line, UNCHANGED)
        batch.unchanged += 1
    elif writing.is_dry:
        writing.say(line, CREATED)
    else:
        wanted.setdefault(target, []).append((line, source))


def _is_circle(writing: Writing, source: str, target: str) -> bool:
    passed = {source}
    for _step in range(DEEPEST):
        if target in passed:
            return target == source
        passed.add(target)
        further = writing.staging.known(MERGE, [target]).get(target)
        if further is None:
            return False
        target = writing.plan.prefix + further["into"]
        target = writing.staging.meant(writing.plan.prefix, [target]).get(target, target)
    return True


async def _joined(ideas: list[int]) -> dict[int, int]:
    rows = await db.rows(f"SELECT id, merged_into_id AS root FROM idea WHERE id IN ({db.marks(ideas)})", *ideas)
    return {row["id"]: row["root"] for row in rows if row["root"]}


async def _merge(writing: Writing, batch: Batch, target: int, sources: list[tuple[Line, int]]) -> None:
    """By the act that staff use, in whose name the batch runs, so that all that follows from a merge follows from this."""
    actor = Viewer(id=writing.by, role="admin")
    for part in _parts(sources):
        try:
            if writing.by is None:
                raise Problem(_("Nobody is named who merges them."))
            async with db.transaction():
                made = await merging.merge(actor, sources=[source for _line, source in part], target=target)
        except Problem as problem:
            for line, _source in part:
                writing.say(line, SKIPPED, problem.message)
            continue
        batch.made.append(Made("merge", made.id, target))
        batch.created += len(part)
        for line, _source in part:
            writing.say(line, CREATED)


def _parts(sources: list[tuple[Line, int]]) -> Iterator[list[tuple[Line, int]]]:
    for start in range(0, len(sources), merging.MOST):
        yield sources[start : start + merging.MOST]
