"""SVG to PNG in a process of its own, since the renderer holds Python's lock for as long as it draws.

As a program it answers one request after the other on its standard input; `--once` is for what strangers drew: one
request, with little memory and time.
"""

from __future__ import annotations

import atexit
import resource
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
LENGTHS = struct.Struct("<II")
ONCE = "--once"
SECONDS, MEMORY = 8, 1_500_000_000
_lock = threading.Lock()
_running: list[subprocess.Popen[bytes]] = []


class NotDrawn(ValueError):
    """The renderer could make no picture of this."""


def png(svg: str, width: int) -> bytes:
    """A picture so many pixels wide; to be called in a thread, one drawing at a time."""
    with _lock:
        for again in (True, False):
            child = _child()
            try:
                return _ask(child, svg, width)
            except (OSError, EOFError):  # it was ended from outside; one more is started, once
                stop()
                if not again:
                    raise
    raise AssertionError


def png_once(svg: str, width: int, *, seconds: int = SECONDS) -> bytes:
    """The same for a drawing from outside, in a process that may not take much: `seconds` of a processor at most.

    A width of 0 is the one that the drawing names itself.
    """
    try:
        asked = _request(svg, width)
        done = subprocess.run(  # noqa: S603
            _program(ONCE, str(seconds)), input=asked, capture_output=True, timeout=3 * seconds, check=False, cwd=ROOT
        )
    except subprocess.TimeoutExpired as error:
        raise NotDrawn from error
    if done.returncode or len(done.stdout) <= LENGTHS.size:
        raise NotDrawn
    return done.stdout[LENGTHS.size :]


def stop() -> None:
    """End the process that draws, if there is one."""
    while _running:
        child = _running.pop()
        child.kill()
        child.communicate()


def _program(*more: str) -> list[str]:
    return [sys.executable, "-m", "ideas.studio.renderer", *more]


def _child() -> subprocess.Popen[bytes]:
    if not _running:
        _running.append(
            subprocess.Popen(_program(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)  # noqa: S603
        )
    return _running[0]


def _ask(child: subprocess.Popen[bytes], svg: str, width: int) -> bytes:
    if child.stdin is None or child.stdout is None:
        raise EOFError
    child.stdin.write(_request(svg, width))
    child.stdin.flush()
    drawn = _read(child.stdout)
    if drawn is None:
        raise EOFError
    if not drawn[1]:
        raise NotDrawn
    return drawn[1]


def _request(svg: str, width: int) -> bytes:
    body = svg.encode()
    return LENGTHS.pack(len(body), width) + body


def _read(stream: IO[bytes]) -> tuple[int, bytes] | None:
    """A number and some bytes, or None at the end."""
    head = stream.read(LENGTHS.size)
    if len(head) < LENGTHS.size:
        return None
    length, number = LENGTHS.unpack(head)
    body = stream.read(length)
    return (number, body) if len(body) == length else None


def main(arguments: list[str]) -> None:
    """Draw what is asked for until nothing more is."""
    import resvg_py

    if ONCE in arguments:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        most = int(arguments[-1])
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    while asked := _read(sys.stdin.buffer):
        width, svg = asked
        try:
            drawn = resvg_py.svg_to_bytes(svg_string=svg.decode(), width=width or None, skip_system_fonts=True)
        except ValueError:
            drawn = b""
        sys.stdout.buffer.write(LENGTHS.pack(len(drawn), 0) + bytes(drawn))
        sys.stdout.buffer.flush()


atexit.register(stop)

if __name__ == "__main__":
    main(sys.argv[1:])
