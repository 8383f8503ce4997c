"""An index made anew beside the one in use: in turns by the worker where there is none, at once by `reindex`."""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from kernel import db, events
from kernel.commands import say
from kernel.errors import Problem
from kernel.features import Command, House, Job
from kernel.search import backends, entries, feed, registry
from kernel.search.asking import KIND
from kernel.search.backends import Backend
from kernel.search.errors import Away, Busy
from kernel.search.registry import Document
from kernel.search.state import State

TURN = 5.0
"""Seconds after which other work of the worker has its turn."""
PAGE = 500
MOST_TEXTS, MOST_LETTERS = 4_000, 8_000_000
"""What is read for one commit."""
UNSETTLED = 1_000
"""Events that may still be on their way to be seen when an index is begun; they are read again."""

Progress = Callable[[str, int], None]


async def run(*, anew: bool = False) -> None:
    """A turn of making an index where there is none."""
    await db.execute("UPDATE job SET key = NULL WHERE key = ?", KIND)
    backend = backends.chosen()
    if not registry.kinds() or (not anew and await _is_there(backend)):
        return
    try:
        async with backend.building():
            done = await build(backend, seconds=TURN)
    except Busy:
        return
    if not done:
        await events.enqueue(KIND, key=KIND, after=timedelta(0), anew=anew)
    else:
        await events.wake(feed.KIND, after=timedelta(0))


async def build(backend: Backend, *, seconds: float = 1e9, told: Progress = lambda kind, number: None) -> bool:
    """Go on with an index beside the one in use; once it holds everything, put it in its place and say True."""
    end = time.monotonic() + seconds
    name, state = await backend.unfinished() or await _begun(backend)
    kinds = [searchable.kind for searchable in registry.kinds()]
    begun = kinds.index(state.reached[0]) if state.reached[0] in kinds else 0
    for searchable in registry.kinds()[begun:]:
        number = state.reached[1] if state.reached[0] == searchable.kind else 0
        while documents := await _read(searchable, number):
            number = documents[-1].id
            state = replace(state, reached=(searchable.kind, number))
            made = await asyncio.to_thread(_made, documents)
            await backend.add(made, state, into=name)
            told(searchable.label, len(documents))
            if time.monotonic() > end:
                return False
    await feed.catch_up(seconds=60, into=name, at=state)
    await backend.swap(name)
    return True


async def _begun(backend: Backend) -> tuple[str, State]:
    """A new index, and the state it begins in: from here on the log is read again once all texts are in."""
    newest = int(await db.value("SELECT max(id) FROM event") or 0)
    state = State(low=newest if db.on_sqlite() else max(newest - UNSETTLED, 0))
    return await backend.begin(state), state


async def _read(searchable: registry.Searchable, number: int) -> list[Document]:
    """The next texts of a kind, as many as go into one commit."""
    found, letters = list[Document](), 0
    while len(found) < MOST_TEXTS and letters < MOST_LETTERS:
        page = await searchable.after(found[-1].id if found else number, PAGE)
        if not page:
            break
        found += page
        letters += sum(len(document.body) for document in page)
    return found


def _made(documents: list[Document]) -> list[entries.Entry]:
    return [entries.of(document) for document in documents]


async def _is_there(backend: Backend) -> bool:
    try:
        await backend.position()
    except Away:
        return False
    return True


async def caught_up() -> None:
    """Make the index where there is none, and read everything that happened: for tests and commands."""
    backend = backends.chosen()
    if not await _is_there(backend):
        async with backend.building():
            await build(backend)
    await feed.catch_up(seconds=1e9)


def _progress() -> Progress:
    """A line every few seconds."""
    begun, done, last = time.monotonic(), 0, 0.0

    def told(label: str, number: int) -> None:
        nonlocal done, last
        done += number
        spent = time.monotonic() - begun
        if spent - last >= 2:
            last = spent
            say(f"{done} texts, {done / spent:.0f} a second ({label})")

    return told


async def reindex(told: Progress = lambda kind, number: None) -> int:
    """Make the index anew, beside the one in use; says how many texts are in it."""
    done, backend = 0, backends.chosen()

    def counted(label: str, number: int) -> None:
        nonlocal done
        done += number
        told(label, number)

    async with backend.building():
        await backend.discard()
        await build(backend, told=counted)
    await events.wake(feed.KIND, after=timedelta(0))
    return done


async def _reindex(house: House, arguments: argparse.Namespace) -> int:
    begun = time.monotonic()
    try:
        done = await reindex(_progress())
    except Busy:
        raise Problem("The index is being made already, by the worker or by another command.") from None
    say(f"{done} texts can be found, after {time.monotonic() - begun:.1f} s.")
    return 0


jobs = [Job(KIND, run, first=True)]
commands = [Command("reindex", "make the index of words anew, beside the one in use", _reindex)]
