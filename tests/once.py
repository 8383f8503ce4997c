"""What is made once for all processes of one run of the tests, by whichever needs it first."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

FOLDER = "TESTS_OF_THIS_RUN"
"""The variable that tells the other processes where to look."""
ROOT = Path(__file__).resolve().parent.parent


def begin() -> None:
    """A folder for this run, unless the process that started this one has made it."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="tests-")


def end() -> None:
    shutil.rmtree(os.environ.pop(FOLDER, ""), ignore_errors=True)


def made(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name as `make` fills it; who asks while it is being made waits."""
    folder = Path(os.environ[FOLDER], name)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half = folder.with_suffix(".half")
            half.mkdir()
            make(half)
            half.rename(folder)
    return folder


def demo_world(folder: Path) -> None:
    """The data folder of a demo world of one's own."""
    shutil.copytree(made("demo", _demo), folder, dirs_exist_ok=True)


def _demo(folder: Path) -> None:
    tell_the_demo(TANDEM_DATA_DIR=str(folder))


def tell_the_demo(moment: datetime | None = None, **where: str) -> None:
    """Make a demo world as `run.py demo` does, now or at another moment, with these settings and no others."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TANDEM_")}
    command = ["-m", "tests.demo_at", moment.isoformat()] if moment else ["run.py", "demo"]
    subprocess.run([sys.executable, *command], cwd=ROOT, env={**clean, **where}, check=True)
