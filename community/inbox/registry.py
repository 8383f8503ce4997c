"""What wings say may be told: which event tells whom, in which words, and where it leads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kernel import db
from kernel.features import the_house
from kernel.i18n import mark
from kernel.viewer import Viewer

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Reader:
    """Somebody to be told: how they are spoken to, and whether by letter."""

    id: int
    name: str
    email: str
    language: str
    zone: str
    is_shown: bool
    is_mailed: bool


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice, such as `idea.answered`.

    `recipients(event)` says whom it tells; who did it and whoever is in `leave_out` of its data are never told. `data`,
    from which `line` makes a sentence in the reader's language, is the event's own with `actor` (a name) and `actor_id`.
    Who writes a `letter` of their own does so in place of the usual one, to the same people.
    """

    kind: str
    events: tuple[str, ...]
    label: str
    recipients: Callable[[db.Row], Awaitable[list[int]]]
    line: Callable[[Data], str]
    url: Callable[[db.Row], str]
    default_mail: bool = True
    excerpt: Callable[[Data], str] = lambda data: str(data.get("excerpt", ""))
    verb: str = mark("Read it")
    why: str = mark("You get this because you wrote, support or follow what it is about.")
    letter: Callable[[Reader, db.Row, str], Awaitable[None]] | None = None


def kinds() -> list[NoticeKind]:
    """Every kind, in the order of the house."""
    found: list[NoticeKind] = the_house().registered("notices")
    return found


def kind_of(name: str) -> NoticeKind | None:
    return next((kind for kind in kinds() if kind.kind == name), None)


async def out_of_sight(viewer: Viewer, urls: Sequence[str]) -> set[str]:
    """Of some addresses those that their wings do not show to the viewer, or no longer."""
    found: set[str] = set()
    for hides in the_house().registered("out-of-sight"):
        found |= await hides(viewer, urls)
    return found


class Heard(tuple[str, ...]):
    """The kinds of event that any registered notice waits for; known only when the house stands."""

    def __contains__(self, event: object) -> bool:
        return any(event in kind.events for kind in kinds())
