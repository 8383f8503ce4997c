"""The one test command, the same for a newcomer and for CI: format, lint, types, locked packages, then every test."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from kernel import supply
from kernel.commands import say
from kernel.errors import Problem
from kernel.features import Command, House

ROOT = Path(__file__).resolve().parent.parent
TYPED = ("kernel", "community", "ideas", "voting", "ambassadors", "run.py", "tests")
STEPS = {
    "format": ("ruff", "format", "--check", "--quiet", "."),
    "lint": ("ruff", "check", "--quiet", "."),
    "types": ("mypy", "--strict", "--no-error-summary", *TYPED),
}
LOOKED = {"secrets": supply.secrets, "audit": supply.holes}
LONGEST = "tests/journeys"
"""Files of tests that take long begin first, so that no process is left alone with one at the end."""
MOST_PROCESSES = 8
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")


def check(house: House, arguments: argparse.Namespace) -> int:
    """Run everything; 0 only when all of it passed. The tests come last, so that the last lines are theirs."""
    if find_spec("pytest") is None:
        raise Problem("The packages for development are missing: run `uv sync`, then `uv run run.py check`.")
    failed = [name for name, words in STEPS.items() if not _step(name, words)]
    differences = out_of_step()
    for line in differences:
        say(line)
    say(f"{'locked':8} {'FAILED' if differences else 'ok'}")
    if differences:
        failed.append("locked")
    failed += [name for name, look in LOOKED.items() if not _looked(name, look)]
    if failed:
        say(f"failed before the tests: {', '.join(failed)}")
    passed = _tests()
    return 0 if passed and not failed else 1


def _step(name: str, words: tuple[str, ...]) -> bool:
    begun = time.perf_counter()
    passed = _python(words) == 0
    say(f"{name:8} {'ok' if passed else 'FAILED'} {time.perf_counter() - begun:.1f} s")
    return passed


def _looked(name: str, look: Callable[[Path], tuple[bool, list[str]]]) -> bool:
    passed, lines = look(ROOT)
    for line in lines:
        say(line)
    say(f"{name:8} {'ok' if passed else 'FAILED'}")
    return passed


def _tests() -> bool:
    """Every test, a file at a time to whichever process is free."""
    found = [f"tests/{path.name}" for path in sorted((ROOT / "tests").iterdir()) if _holds_tests(path)]
    folders = sorted(found, key=lambda folder: folder != LONGEST)
    shared = ("-n", str(min(os.cpu_count() or 1, MOST_PROCESSES)), "--dist", "loadfile", "--no-loadscope-reorder")
    return _python(("pytest", *shared, *folders)) == 0


def _holds_tests(path: Path) -> bool:
    return path.name.startswith("test_") if path.is_file() else any(path.rglob("test_*.py"))


def _python(words: tuple[str, ...]) -> int:
    return subprocess.run(_words(words), cwd=ROOT, env=_clean(), check=False).returncode  # noqa: S603


def _words(words: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", *words]


def _clean() -> dict[str, str]:
    """The environment without the settings of whatever site is configured here, and with compiled modules kept."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("TANDEM_", "PYTHONDONTWRITE"))}


def out_of_step(root: Path = ROOT) -> list[str]:
    """Where the pins of pyproject.toml, its dependencies and the hashes of requirements.txt do not agree."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    pinned = _pins(project["tool"]["uv"]["constraint-dependencies"])
    text = (root / "requirements.txt").read_text("utf-8")
    locked = _pins(text.splitlines())
    asked = [*project["project"]["dependencies"], *(one for g in project["dependency-groups"].values() for one in g)]
    names = {name for name, _ in pinned}
    blocks = re.split(r"\n(?=\S)", text)
    return [
        *(
            f"{n}=={v} is pinned in pyproject.toml and missing from requirements.txt"
            for n, v in sorted(pinned - locked)
        ),
        *(f"{n}=={v} stands in requirements.txt and is not pinned" for n, v in sorted(locked - pinned)),
        *(f"{name} is a dependency without a pin" for name in map(_name, asked) if name not in names),
        *(f"{block.split()[0]} has no hash" for block in blocks if _PIN.match(block) and "--hash=sha256:" not in block),
    ]


def _pins(lines: list[str]) -> set[tuple[str, str]]:
    return {(_name(found[1]), found[2]) for line in lines if (found := _PIN.match(line))}


def _name(requirement: str) -> str:
    return re.split(r"[\s;\[<>=!~]", requirement, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")


commands = [Command("check", "run every check and test, as CI does", check, needs_database=False)]
