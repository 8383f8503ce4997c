"""What wings above supply so that an idea can be helped from beside a form, and its supporters asked which half they meant."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from kernel.features import the_house
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Helping:
    """An entry of the registry "idea.helping".

    `give` supports an idea for a viewer who may, through the usual door, and changes nothing where they do already;
    `back` takes it back. `given` says which of some ideas the viewer supports.
    """

    give: Callable[[Viewer, int], Awaitable[None]]
    back: Callable[[Viewer, int], Awaitable[None]]
    given: Callable[[Viewer, Sequence[int]], Awaitable[set[int]]]


@dataclass(frozen=True)
class Splitting:
    """An entry of the registry "idea.split".

    `move(person_id, from_id, to_id, keep)` is called inside the transaction of a supporter's answer: where support of
    theirs stands on `from_id` it is given to `to_id` too, and unless `keep`, taken back there. Where none stands nothing
    happens, so that it may be called again. It says whether any stood.
    """

    move: Callable[[int, int, int, bool], Awaitable[bool]]


def helping() -> Helping | None:
    """The door to support, where a wing above has one."""
    found: list[Helping] = the_house().registered("idea.helping")
    return found[0] if found else None


def splitting() -> list[Splitting]:
    """All that follows a supporter's answer."""
    return the_house().registered("idea.split")
