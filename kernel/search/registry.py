"""What can be looked for: each wing names its texts here, and says which of them a viewer may see."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from kernel import db
from kernel.features import the_house
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Document:
    """One text as the index holds it: by kind and number, in a language where somebody said which.

    `facets` are exact words that a search can be narrowed by, such as a board's name in addresses.
    """

    kind: str
    id: int
    title: str
    body: str = ""
    language: str = ""
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """A text as a list of what was found shows it; `text` is what its snippet is cut from."""

    title: str
    url: str
    text: str = ""
    note: str = ""


After = Callable[[int, int], Awaitable[Sequence[Document]]]
Some = Callable[[Sequence[int]], Awaitable[Sequence[Document]]]


@dataclass(frozen=True)
class Searchable:
    """An entry of the registry "searchable".

    `after(number, most)` reads the texts that follow a number, in their order, for an index made anew; `some` those of
    some numbers: what it does not give back is taken out of the index. `events` are the kinds of the log after which a
    text has to be read again: their subject is of this kind, or `whose` says of which numbers. `show` gives of some
    numbers those that the viewer may see, in one query: what is not among them is nowhere, not in a count either.
    `sees` gives of many numbers those alone, where counting them costs less than showing them.
    """

    kind: str
    label: str
    after: After
    some: Some
    show: Callable[[Viewer, Sequence[int]], Awaitable[Mapping[int, Shown]]]
    events: Sequence[str] = ()
    whose: Callable[[Sequence[Mapping[str, object]]], Awaitable[Sequence[int]]] | None = None
    sees: Callable[[Viewer, Sequence[int]], Awaitable[Collection[int]]] | None = None


def numbered(column: str, read: Callable[..., Awaitable[Sequence[Document]]]) -> tuple[After, Some]:
    """What a Searchable reads by, out of one statement: `read(tail, *values)` puts a condition on a column at its end."""

    async def after(number: int, most: int) -> Sequence[Document]:
        return await read(f"{column} > ? ORDER BY {column} LIMIT ?", number, most)

    async def some(numbers: Sequence[int]) -> Sequence[Document]:
        return await read(f"{column} IN ({db.marks(numbers)})", *numbers)

    return after, some


def kinds() -> list[Searchable]:
    """Everything that can be looked for, in the order of the house."""
    return the_house().registered("searchable")
