"""Further kinds of file that staff may hand in on one page: upper wings say where each of them is taken to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.datastructures import UploadFile

from kernel.features import the_house
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Handed:
    """A kind of file: `take` keeps one and says the address of its own page; Problem when it cannot be read."""

    kind: str
    label: str
    take: Callable[[Viewer, UploadFile], Awaitable[str]]


def kinds() -> list[Handed]:
    return the_house().registered("handed-in")
