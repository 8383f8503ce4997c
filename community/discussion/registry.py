"""What may be discussed: upper wings name their subjects here, and the thread knows nothing else of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kernel.errors import Missing
from kernel.features import the_house
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Subject:
    """A thing with a thread, as far as the thread needs to know."""

    kind: str
    id: int
    title: str
    url: str
    may_comment: bool
    author_id: int | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class Named:
    """What a subject is called and where it is."""

    title: str
    url: str


@dataclass(frozen=True)
class Gathering:
    """Subjects whose threads are read as one: what is said anew belongs to `home`, `origins` are the others in sight."""

    home: int
    origins: Mapping[int, Named] = field(default_factory=dict)

    @property
    def numbers(self) -> tuple[int, ...]:
        return (self.home, *self.origins)


@dataclass(frozen=True)
class Discussed:
    """A kind of subject: found for a viewer who may see it, told when its count of comments changes.

    `named` says in one query what many are called, of those that the viewer may see. A kind whose subjects may become
    one says what is `gathered` with a subject, as a viewer may see it.
    """

    kind: str
    find: Callable[[Viewer, int], Awaitable[Subject | None]]
    counted: Callable[[int, int], Awaitable[None]]
    named: Callable[[Viewer, Sequence[int]], Awaitable[Mapping[int, Named]]]
    gathered: Callable[[Viewer, int], Awaitable[Gathering]] | None = None


def kind_of(name: str) -> Discussed:
    """The kind of this name; Missing when no wing registered it."""
    for entry in the_house().registered("discussed"):
        if entry.kind == name:
            found: Discussed = entry
            return found
    raise Missing()


async def subject(viewer: Viewer, kind: str, number: int) -> Subject:
    """A subject in the viewer's sight; Missing otherwise."""
    found = await kind_of(kind).find(viewer, number)
    if found is None:
        raise Missing()
    return found


async def gathering(viewer: Viewer, kind: str, number: int) -> Gathering:
    """What is read as one with a subject; the subject alone for most kinds."""
    gathered = kind_of(kind).gathered
    return await gathered(viewer, number) if gathered else Gathering(number)


async def named(viewer: Viewer, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Named]:
    """What subjects are called, by kind and number, of those that the viewer may see; asked for once a kind."""
    numbers: dict[str, set[int]] = {}
    for kind, number in wanted:
        numbers.setdefault(kind, set()).add(number)
    found: dict[tuple[str, int], Named] = {}
    for kind, some in numbers.items():
        found |= {(kind, number): name for number, name in (await kind_of(kind).named(viewer, list(some))).items()}
    return found
