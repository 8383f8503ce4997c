"""The index of words in a folder, kept by Whoosh: one process writes, many read. Everything here blocks, in one thread."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from whoosh import index, query
from whoosh.reading import SegmentReader
from whoosh.util.filelock import FileLock
from whoosh.writing import NO_MERGE, LockError

from kernel.features import the_house
from kernel.search import folders, state, whoosh_plans, whoosh_schema, whoosh_spellings, whoosh_warming
from kernel.search.entries import Entry
from kernel.search.errors import Away, Busy
from kernel.search.plans import Hit, Plan, Term
from kernel.search.state import State
from kernel.search.whoosh_arrays import View
from kernel.search.whoosh_files import Mapped

T = TypeVar("T")
STATE = "state"
KEPT = 200
"""So many plans are remembered with what they found."""
SMALL, MANY = 200, 10
"""Texts below which a part of the index is small, and how many such parts are joined."""
SLICE = 0.001
"""Seconds that reading beforehand may keep a search waiting."""
_threads = ThreadPoolExecutor(1, "search")


@dataclass
class _Open:
    """The index that this process has open for reading, and what was read of this state of it."""

    folder: Path
    searcher: Any
    view: View
    at: folders.Stamp | None = None
    found: dict[Plan, list[Hit]] = field(default_factory=dict)
    spelt: dict[str, dict[str, int]] = field(default_factory=dict)


_open: _Open | None = None


def root() -> Path:
    folder: Path = the_house().settings.data_dir / "search"
    return folder


async def look(plan: Plan) -> list[Hit]:
    """The best texts of a plan; the latest plans are remembered."""

    def read(state: _Open) -> list[Hit]:
        if plan not in state.found:
            if len(state.found) >= KEPT:
                state.found.pop(next(iter(state.found)))
            state.found[plan] = _hits(state.view, whoosh_plans.of(state.view, plan))
        return state.found[plan]

    return await _reading(read)


async def complete(grams: Sequence[str], facets: Sequence[Sequence[str]], limit: int) -> list[Hit]:
    """Texts in whose title every one of these begins a word."""
    return await _reading(lambda state: _hits(state.view, whoosh_plans.begun(state.view, grams, facets, limit)))


async def counts(terms: Sequence[Term]) -> dict[Term, int]:
    """In how many texts each of the words is."""
    return await _reading(lambda state: {term: len(state.view.held(*term).numbers) for term in terms})


async def spellings(initial: str) -> dict[str, int]:
    """Words of a letter as they are spelt in texts that everybody may read, with the number of texts."""
    return await _reading(lambda state: whoosh_spellings.of_letter(state.spelt, state.searcher.reader(), initial))


async def known(folded: Sequence[str]) -> set[str]:
    """Which of these folded words such a text spells in any way."""
    return await _reading(lambda state: whoosh_spellings.known(state.searcher.reader(), folded))


async def holds(spelt: Sequence[str]) -> set[str]:
    """Which of these spellings (as kept) a text still has that everybody may read."""
    return await _reading(lambda state: {word for word in spelt if _lives(state.searcher, word)})


async def position() -> State:
    """How far the index has read the log."""
    return await _reading(lambda state: _state(state.searcher))


async def keep_ready() -> None:
    """Open the index; whoever opens it reads beforehand."""
    await position()


async def write(entries: Sequence[Entry], gone: Iterable[str], at: State, *, into: str = "") -> None:
    """Put texts in, take others out, and say how far the log has been read, all in one commit."""
    folder = root() / into if into else _current()
    await _run(lambda: _write(folder, entries, {*gone, *(entry.key for entry in entries)}, at, merge=True))


async def begin(at: State) -> str:
    """A new index beside the one in use."""

    def make() -> str:
        folder = folders.fresh(root())
        index.create_in(str(folder), whoosh_schema.schema())
        _write(folder, (), set(), at, merge=False)
        return folder.name

    return await _run(make)


async def unfinished() -> tuple[str, State] | None:
    """An index that somebody began beside and did not finish, with how far it came."""

    def look() -> tuple[str, State] | None:
        folder = folders.unfinished(root())
        if folder is None:
            return None
        try:
            with index.open_dir(str(folder)).searcher() as searcher:
                return folder.name, _state(searcher)
        except Exception:
            return None

    return await _run(look)


async def discard() -> None:
    """Throw away what was not finished."""
    await _run(lambda: folders.sweep(root()))


async def add(entries: Sequence[Entry], at: State, *, into: str) -> None:
    """Put texts that it does not hold yet into an index that is being made."""
    await _run(lambda: _write(root() / into, entries, set(), at, merge=False))


@asynccontextmanager
async def building() -> AsyncIterator[None]:
    """One at a time makes an index; whoever dies lets go."""
    lock = FileLock(str(root() / "building.lock"))
    root().mkdir(parents=True, exist_ok=True)
    if not lock.acquire():
        raise Busy
    try:
        yield
    finally:
        lock.release()


async def swap(name: str) -> None:
    """Read the index of that name from now on."""
    await _run(lambda: folders.point(root(), root() / name))


async def is_worn() -> bool:
    """Has it become so many parts, or so much of it been taken out, that it had better be made anew?"""

    return await _reading(lambda state: state.view.is_worn)


def forget() -> None:
    """Close what this process reads."""
    global _open
    if _open is not None:
        _open.searcher.close()
    _open = None


async def _run(work: Callable[[], T]) -> T:
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work)
    except LockError as error:
        raise Busy from error


async def _reading(work: Callable[[_Open], T]) -> T:
    """What is read of the newest state; once more when the folder went away in between."""

    def read() -> T:
        try:
            return work(_newest())
        except Away:
            raise
        except Exception:
            forget()
            try:
                return work(_newest())
            except Exception as error:
                forget()
                raise Away from error

    return await _run(read)


def _current() -> Path:
    folder = folders.current(root())
    if folder is None:
        raise Away
    return folder


def _newest() -> _Open:
    """The newest state, opened anew: Whoosh's own way of refreshing keeps showing what was deleted since."""
    global _open
    if _open is not None and (at := folders.stamp(root(), _open.folder)) and at == _open.at:
        return _open
    folder = _current()
    at = folders.stamp(root(), folder)
    if _open is None or _open.folder != folder or not _open.searcher.up_to_date():
        forget()
        searcher = index.FileIndex(Mapped(str(folder))).searcher()
        _open = _Open(folder, searcher, View(searcher))
        _warm(_open)
    _open.at = at
    return _open


def _warm(state: _Open) -> None:
    """Read beforehand what searches need, a slice at a time, each behind whoever searches meanwhile."""
    steps = whoosh_warming.steps(state.view)

    def slice_() -> None:
        end = time.monotonic() + SLICE
        while _open is state and time.monotonic() < end:
            if next(steps, steps) is steps:
                return
        if _open is state:
            _threads.submit(slice_)

    _threads.submit(slice_)


def _hits(view: View, best: Sequence[tuple[int, float]]) -> list[Hit]:
    return [_hit(view.key(number), score) for number, score in best]


def _hit(key: str, score: float) -> Hit:
    kind, _, number = key.rpartition(":")
    return Hit(kind, int(number), score)


def _state(searcher: Any) -> State:
    kept: str = searcher.stored_fields(_numbers(searcher, STATE)[0])["state"]
    return state.from_text(kept)


def _numbers(searcher: Any, key: str) -> list[int]:
    """Where a key is. Whoosh's own look-up of one (and so its update) gives up at a segment where it was deleted."""
    return list(query.Term("key", key).docs(searcher))


def _lives(searcher: Any, spelt: str) -> bool:
    return bool(next(iter(query.Term("spelt", spelt).docs(searcher)), None) is not None)


def _write(folder: Path, entries: Sequence[Entry], gone: set[str], at: State, *, merge: bool) -> None:
    writer = index.open_dir(str(folder)).writer(limitmb=128, compound=False)
    try:
        with writer.searcher() as searcher:
            numbers = [number for key in (*gone, STATE) for number in _numbers(searcher, key)]
        for number in numbers:
            writer.delete_document(number)
        for entry in entries:
            writer.add_document(**whoosh_schema.document(entry))
        writer.add_document(key=STATE, state=at.text())
    except BaseException:
        writer.cancel()
        raise
    writer.commit(mergetype=_joined if merge else NO_MERGE)


def _joined(writer: Any, segments: list[Any]) -> list[Any]:
    """Small parts are joined once there are many, empty ones left out, large ones never touched: a commit stays short."""
    held = [segment for segment in segments if segment.doc_count()]
    small = [segment for segment in held if segment.doc_count_all() < SMALL]
    if len(small) < MANY:
        return held
    for segment in small:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in held if segment not in small]
