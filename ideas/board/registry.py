"""Doors through which upper wings take part in a merge and its undo, and tell a preview what they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kernel.features import the_house
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Joined:
    """Every root whose group a merge or its undo changed, with its whole group as it is now, the root first.

    An idea that an undo sets free is a root of its own. A root that was merged away is in the group of another.
    """

    merge_id: int
    at: datetime
    is_undo: bool
    roots: Mapping[int, tuple[int, ...]]

    @property
    def ideas(self) -> tuple[int, ...]:
        """All ideas of the groups, each once, in order."""
        return tuple(sorted({idea for group in self.roots.values() for idea in group}))


@dataclass(frozen=True)
class Line:
    """One thing a preview counts: `before` idea by idea, in the order asked, and `after` for them together."""

    label: str
    before: Sequence[str]
    after: str


async def take_part(changed: Joined) -> None:
    """Each participant ("idea.joining") does its part, inside the transaction, after `merged_into` is written.

    Places in the order of trending are reckoned afterwards, from the counts that participants leave.
    """
    for participant in the_house().registered("idea.joining"):
        await participant(changed)


async def lines(viewer: Viewer, ids: Sequence[int]) -> list[Line]:
    """What upper wings tell a preview ("idea.merge.preview") of these ideas, alone and together."""
    return [line for told in the_house().registered("idea.merge.preview") for line in await told(viewer, ids)]


async def notes(viewer: Viewer, ids: Sequence[int], target: int) -> list[str]:
    """What upper wings warn of ("idea.merge.notes"): sentences, shown above the button."""
    return [note for told in the_house().registered("idea.merge.notes") for note in await told(viewer, ids, target)]
