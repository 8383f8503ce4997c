"""What upper wings gather designs by, such as challenges: the gallery lets itself be narrowed to one of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from ideas.studio.queries import Where
from kernel.features import the_house
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Group:
    """Designs that belong together: the word for its address, what it is called, and its own page."""

    slug: str
    name: str
    url: str


@dataclass(frozen=True)
class Grouping:
    """A kind of group: `param` in the gallery's address, its label, those with something to see, and which designs one holds.

    `holds` gives a condition on `design d`, or None for a group that the viewer does not see.
    """

    param: str
    label: str
    choices: Callable[[Viewer], Awaitable[Sequence[Group]]]
    holds: Callable[[Viewer, str], Awaitable[Where | None]]


def groupings() -> list[Grouping]:
    """Every kind, in the order of the house."""
    found: list[Grouping] = the_house().registered("design.groups")
    return found
