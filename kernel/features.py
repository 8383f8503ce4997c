"""What a package is made of: its wings in order, and what each of them registers with the house."""

from __future__ import annotations

import argparse
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from kernel import clock

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from kernel.settings import Section
    from kernel.viewer import Viewer

Filler = Callable[..., Awaitable[Mapping[str, str]]]
Handler = Callable[..., Awaitable[Any]]


@dataclass(frozen=True)
class Ask:
    """What a hole must look up of its viewer: a SELECT of two whole numbers, `number` and `value`."""

    sql: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Slot:
    """A hole that a page leaves: filled for all its keys in one call; `personal` ones anew for each viewer.

    What it `asks` is asked in one statement with what all other holes of the page ask; `fill` is given the pairs found.
    """

    name: str
    fill: Filler
    personal: bool = False
    asks: Callable[[Viewer, list[str]], Ask | None] | None = None


@dataclass(frozen=True)
class Command:
    """A command of run.py: its arguments, and a function of (house, arguments) -> exit status.

    An async one runs with the database open, unless it says that it needs none; a plain one runs outside any loop.
    """

    name: str
    help: str
    run: Callable[[Any, argparse.Namespace], Awaitable[int] | int]
    arguments: Callable[[argparse.ArgumentParser], None] = lambda parser: None
    needs_database: bool = True


@dataclass(frozen=True)
class Job:
    """A kind of durable work; its handler takes the arguments it was enqueued with, and may run twice.

    One that comes `first` is asked for by every worker that begins.
    """

    kind: str
    run: Handler
    tries: int = 8
    label: str = ""
    every: int = 0
    first: bool = False


@dataclass(frozen=True)
class Reaction:
    """Work done for each event of the named kinds, after the action's own transaction.

    One that `wakes` a job runs nothing for the single event: the job comes once for all of them, some time `after`.
    """

    name: str
    kinds: tuple[str, ...]
    run: Handler | None = None
    wakes: str = ""
    after: timedelta = timedelta(0)


@dataclass(frozen=True)
class People:
    """Where viewers are read from: a table called `p`, with what is joined to it; `viewer` is made of its columns."""

    table: str
    columns: str
    viewer: Callable[[Mapping[str, Any]], Viewer | None]
    joins: str = ""


@dataclass(frozen=True)
class Audience:
    """A named set of people, such as `customers`; `names_for(row)` says which of its names hold a person.

    The row holds its `columns`, which are read along with the person `p` in the same statement.
    """

    prefix: str
    names_for: Callable[[Mapping[str, Any]], Awaitable[set[str]]]
    choices: Callable[[], Awaitable[list[tuple[str, str]]]]
    columns: str | Callable[[], str]
    joins: str = ""


@dataclass(frozen=True)
class Proof:
    """A count that can be refolded: yields differences, mends them when asked."""

    name: str
    check: Callable[..., Awaitable[list[str]]]


@dataclass(frozen=True)
class Door:
    """A place in the main navigation; label is a message id, `also` the addresses of other rooms behind it.

    Doors stand by their `place`, those of one place in the order of the house.
    """

    url: str
    label: str
    icon: str
    allow: Callable[[Any], bool] = lambda viewer: True
    also: tuple[str, ...] = ()
    place: int = 0


@dataclass(frozen=True)
class Wing:
    """What a wing registers; `acts` are those of staff that it tells the chain, each with what is said of who did it."""

    name: str
    routes: Sequence[BaseRoute] = ()
    slots: Sequence[Slot] = ()
    jobs: Sequence[Job] = ()
    reactions: Sequence[Reaction] = ()
    commands: Sequence[Command] = ()
    audiences: Sequence[Audience] = ()
    proofs: Sequence[Proof] = ()
    settings: Sequence[type[Section]] = ()
    doors: Sequence[Door] = ()
    events: Mapping[str, str] = field(default_factory=dict)
    acts: Mapping[str, str] = field(default_factory=dict)
    demo: Sequence[Callable[..., Awaitable[None]]] = ()
    registers: Mapping[str, Sequence[Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Feature:
    """A package: `name` is its folder."""

    name: str
    wings: Sequence[Wing]

    def models(self) -> list[str]:
        """The modules that hold its tables."""
        if self.name == "kernel":
            return ["kernel.models"]
        places = [f"{self.name}.{wing.name}.models" for wing in self.wings]
        return [place for place in places if find_spec(place)]


class House:
    """All features joined: what the app, the worker and the commands are built from."""

    def __init__(self, features: Sequence[Feature], settings: Any) -> None:
        self.features = features
        self.settings = settings
        self.wings = [wing for feature in features for wing in feature.wings]
        self.slots: Mapping[str, Slot] = {slot.name: slot for slot in self.all("slots")}
        self._registered: dict[str, list[Any]] = {}

    def all(self, kind: str) -> list[Any]:
        """Everything that wings registered of one kind, in the order of the house."""
        return [entry for wing in self.wings for entry in getattr(wing, kind)]

    def registered(self, registry: str) -> list[Any]:
        """Entries that upper wings supplied to a registry which a lower wing owns."""
        found = self._registered.get(registry)
        if found is None:
            found = [entry for wing in self.wings for entry in wing.registers.get(registry, ())]
            self._registered[registry] = found
        return [*found]


_house: House | None = None


def open_house(house: House) -> None:
    """Make `house` the one that this process runs."""
    global _house
    _house = house
    clock.live_in(house.settings.zone)


def the_house() -> House:
    if _house is None:
        raise RuntimeError("no house is open: run.py opens it")
    return _house
