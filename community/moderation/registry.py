"""What may be reported: upper wings say how a thing is found, hidden and shown again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kernel.errors import Missing
from kernel.features import the_house
from kernel.viewer import Viewer


@dataclass(frozen=True)
class ReportedThing:
    """A thing as moderation shows it, hidden or not.

    Where its author finds it elsewhere than at `url`, that is at `own_url`; whom it is `against` do not rule on it.
    """

    kind: str
    id: int
    title: str
    excerpt: str
    author_id: int
    url: str
    is_hidden: bool
    own_url: str = ""
    against: Sequence[int] = ()


@dataclass(frozen=True)
class AppealLine:
    """An appeal that waits in another wing: the registry "appeals" holds `async (viewer) -> list[AppealLine]`."""

    title: str
    text: str
    at: datetime
    url: str


@dataclass(frozen=True)
class Words:
    """Where the words of a kind lie: what a removal takes away, and what an author asked to edit writes anew.

    `columns` of `table` with the label of each (a message id), `longest` what each holds. `folded` is the column in which
    search compares, `earlier` versions lie in (table, column of the thing's number, column of words).
    """

    table: str
    columns: Mapping[str, str]
    longest: Mapping[str, int]
    folded: str = ""
    earlier: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True)
class Reportable:
    """A kind of thing: `find` says what some of them are, also hidden ones; `seen` whether a viewer may see it at all.

    Without `words` it may be hidden and shown, but not removed or given back to be edited. `reach` counts whom it
    reached (views, messages, supporters), `pictures` are addresses of what it shows. `hindered` says why something out of
    sight cannot be shown just now (nothing where it can), `leave` what happens to it when a ruling leaves it as it is.
    """

    kind: str
    label: str
    find: Callable[[Sequence[int]], Awaitable[Mapping[int, ReportedThing]]]
    seen: Callable[[Viewer, int], Awaitable[bool]]
    hide: Callable[[Viewer, int], Awaitable[None]]
    restore: Callable[[Viewer, int], Awaitable[None]]
    words: Words | None = None
    reach: Callable[[Sequence[int]], Awaitable[Mapping[int, int]]] | None = None
    pictures: Callable[[int], Awaitable[Sequence[str]]] | None = None
    hindered: Callable[[int], Awaitable[str]] | None = None
    leave: Callable[[Viewer, int], Awaitable[None]] | None = None


def kind_of(name: str) -> Reportable:
    """The kind of this name; Missing when no wing registered it."""
    for entry in the_house().registered("reportable"):
        if entry.kind == name:
            found: Reportable = entry
            return found
    raise Missing()


async def thing(kind: str, number: int) -> ReportedThing:
    """A thing by kind and number; Missing when there is none."""
    found = (await kind_of(kind).find([number])).get(number)
    if found is None:
        raise Missing()
    return found


def kinds() -> list[Reportable]:
    """Every kind, in the order of the house."""
    found: list[Reportable] = the_house().registered("reportable")
    return found


async def reach(kind: str, numbers: Sequence[int]) -> Mapping[int, int]:
    """Whom some things of a kind reached; none where its wing does not say."""
    entry = kind_of(kind)
    return await entry.reach(numbers) if entry.reach else {}


async def hindered(kind: str, number: int) -> str:
    """Why something out of sight cannot be shown just now; nothing where it can."""
    entry = kind_of(kind)
    return await entry.hindered(number) if entry.hindered else ""


async def things(wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], ReportedThing]:
    """Things by kind and number, as far as they still stand; asked for once a kind."""
    numbers: dict[str, list[int]] = {}
    for kind, number in wanted:
        numbers.setdefault(kind, []).append(number)
    found: dict[tuple[str, int], ReportedThing] = {}
    for entry in the_house().registered("reportable"):
        if entry.kind in numbers:
            found |= {(entry.kind, n): thing for n, thing in (await entry.find(numbers[entry.kind])).items()}
    return found
