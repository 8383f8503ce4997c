"""The two engines behind the same verbs; which one is a setting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol, cast

from kernel.errors import Problem
from kernel.features import the_house
from kernel.search.entries import Entry
from kernel.search.plans import Hit, Plan, Term
from kernel.search.state import State


class Backend(Protocol):
    """What an engine can do. `Away` is raised where there is no index to read, `Busy` where another writes."""

    async def look(self, plan: Plan) -> list[Hit]: ...
    async def complete(self, grams: Sequence[str], facets: Sequence[Sequence[str]], limit: int) -> list[Hit]: ...
    async def counts(self, terms: Sequence[Term]) -> dict[Term, int]: ...
    async def spellings(self, prefix: str) -> dict[str, int]: ...
    async def holds(self, spelt: Sequence[str]) -> set[str]: ...
    async def position(self) -> State: ...
    async def write(self, entries: Sequence[Entry], gone: Iterable[str], at: State, *, into: str = "") -> None: ...
    async def begin(self, at: State) -> str: ...
    async def unfinished(self) -> tuple[str, State] | None: ...
    async def discard(self) -> None: ...
    async def add(self, entries: Sequence[Entry], at: State, *, into: str) -> None: ...
    async def swap(self, name: str) -> None: ...
    def building(self) -> AbstractAsyncContextManager[None]: ...


def chosen() -> Backend:
    """The engine of this site; Whoosh is loaded by whoever asks first."""
    settings = the_house().settings
    if settings.search == "postgresql":
        if settings.sqlite:
            raise Problem("TANDEM_SEARCH=postgresql needs a PostgreSQL database in TANDEM_DATABASE_URL.")
        from kernel.search import postgresql_index

        return cast("Backend", postgresql_index)
    from kernel.search import whoosh_index

    return cast("Backend", whoosh_index)
