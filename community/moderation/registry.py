"""What may be reported: upper wings say how a thing is found, hidden and shown again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kernel.errors import Missing
from kernel.features import the_house
from kernel.viewer import Viewer


@dataclass(frozen=True)
class ReportedThing:
    """A thing as moderation shows it, hidden or not."""

    kind: str
    id: int
    title: str
    excerpt: str
    author_id: int
    url: str
    is_hidden: bool


@dataclass(frozen=True)
class Reportable:
    """A kind of thing: `find` says what some of them are, also hidden ones; `seen` whether a viewer may see it at all."""

    kind: str
    label: str
    find: Callable[[Sequence[int]], Awaitable[Mapping[int, ReportedThing]]]
    seen: Callable[[Viewer, int], Awaitable[bool]]
    hide: Callable[[Viewer, int], Awaitable[None]]
    restore: Callable[[Viewer, int], Awaitable[None]]


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
