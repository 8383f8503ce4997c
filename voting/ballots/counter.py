"""A count from a ballot file alone, here or in a process of its own that may not take more than its share.

As a program it reads a file on its standard input and writes the result as JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SMALL = 100_000
"""Characters of a file that is counted in this process."""
SECONDS, MEMORY = 900, 4_000_000_000
_IMPATIENT = 3


class NotCounted(ValueError):
    """A file that cannot be counted; the message says why."""


async def counted(text: str, *, name: str = "", method: str = "") -> dict[str, Any]:
    """The result of a ballot of ours; a large one, or a budget in equal shares, in a process of its own."""
    if len(text) < SMALL and "equal-shares" not in text:
        return await asyncio.to_thread(count, text, name, method)
    return await apart(text, name=name, method=method)


async def apart(
    text: str, *, name: str = "", method: str = "", seconds: int = SECONDS, memory: int = MEMORY
) -> dict[str, Any]:
    """The same always in a process of its own, with so many `seconds` of a processor and bytes of memory at most."""
    program = [sys.executable, "-m", "voting.ballots.counter", str(seconds), str(memory), name, method]
    child = await asyncio.create_subprocess_exec(
        *program,
        cwd=ROOT,
        env={"PATH": os.defpath, "OPENBLAS_NUM_THREADS": "1"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        said, _wrong = await asyncio.wait_for(child.communicate(text.encode()), _IMPATIENT * seconds)
    except TimeoutError as error:
        raise NotCounted("it takes too long to count") from error
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode:
        raise NotCounted("it takes too long or too much memory to count")
    told: dict[str, Any] = json.loads(said)
    if "error" in told:
        raise NotCounted(told["error"])
    return told


def count(text: str, name: str = "", method: str = "") -> dict[str, Any]:
    """The result of a ballot file: winners, order and rounds by the keys of its options, and what another method says."""
    from voting.ballots import recounting  # brings numpy, which the site does without
    from voting.ballots.tally import files, methods

    try:
        read = files.read(text, name)
        used = method or read.method
        outcome, other = methods.count(read.poll, used), methods.beside(read.poll, used)
    except ValueError as error:
        raise NotCounted(str(error)) from error
    told = recounting.document(read, used, outcome) | {"details": dict(outcome.details)}
    told["beside"] = recounting.document(read, *other) | {"details": dict(other[1].details)}
    names = dict(zip(read.keys, read.names, strict=True))
    costs = dict(zip(read.keys, read.poll.costs, strict=False))
    about = {"seats": read.poll.seats, "cast": read.poll.cast, "budget": read.poll.budget, "costs": costs}
    return {**told, "title": read.title, "options": names, **about}


def _main(seconds: str, memory: str, name: str, method: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    try:
        told = count(sys.stdin.buffer.read().decode(), name, method)
    except ValueError as error:
        told = {"error": str(error)}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    _main(*sys.argv[1:])
