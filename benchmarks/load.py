"""Load: a server started on a free port, requests from sixteen connections, and the rate they were answered at."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

CONNECTIONS = 16
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Served:
    """A running server: its address, and its process for memory and processor time."""

    base: str
    process: psutil.Process


@dataclass(frozen=True)
class Rate:
    """Requests a second, and times in milliseconds."""

    per_second: float
    median: float
    p99: float


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_deployed(more: Mapping[str, str]) -> dict[str, str]:
    """The environment of what is measured: compiled modules are kept between starts, as any site keeps them."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | dict(more)


@contextmanager
def served(application: str, environment: Mapping[str, str]) -> Iterator[Served]:
    """An application (module:factory) behind uvicorn with one worker, as the product is served."""
    port = free_port()
    words = [
        sys.executable,
        "-m",
        "uvicorn",
        "--factory",
        application,
        "--port",
        str(port),
        "--no-access-log",
        "--log-level",
        "error",
    ]
    process = subprocess.Popen(words, cwd=ROOT, env=as_deployed(environment))
    try:
        base = f"http://127.0.0.1:{port}"
        _wait(base, process)
        yield Served(base, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(15)


def _wait(base: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("the server did not start")
        try:
            urllib.request.urlopen(f"{base}/healthz", timeout=2).read()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server did not answer")


def wrk(
    url: str,
    *,
    seconds: float = 4,
    headers: Mapping[str, str] | None = None,
    script: str = "",
    connections: int = CONNECTIONS,
) -> Rate:
    """The rate that wrk measures, with sixteen connections where none are named; RuntimeError where a request failed."""
    program = shutil.which("wrk")
    if program is None:
        raise RuntimeError("wrk is not installed (Debian: apt-get install wrk)")
    words = [program, "-t1", f"-c{connections}", f"-d{seconds:.0f}s", "--latency"]
    for name, value in (headers or {}).items():
        words += ["-H", f"{name}: {value}"]
    if script:
        words += ["-s", script]
    out = subprocess.run([*words, url], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        raise RuntimeError(f"requests failed: {out}")
    return Rate(float(_found(r"Requests/sec:\s+([\d.]+)", out)), _ms(out, "50%"), _ms(out, "99%"))


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise RuntimeError(f"wrk said: {text}")
    return found[1]


def _ms(out: str, which: str) -> float:
    number, unit = re.search(rf"{which}\s+([\d.]+)(us|ms|s)", out).groups()  # type: ignore[union-attr]
    return float(number) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit]


def cpu_of(server: Served, paths: Sequence[str]) -> float:
    """Processor seconds of the server for one request of these."""
    before = sum(server.process.cpu_times()[:2])
    for path in paths:
        urllib.request.urlopen(server.base + path).read()
    return float(sum(server.process.cpu_times()[:2]) - before) / len(paths)
