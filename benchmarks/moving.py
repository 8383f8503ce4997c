"""How fast another tool's file comes over: a hundred thousand rows of ideas with their supporters, and back again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bulk import Memory, run
from benchmarks.figures import Figure

IDEAS, VOTERS = 20_000, 5
HEAD = "Idea Id,Idea Title,Idea Description,Public Status Name,Created Timestamp,Idea Creator Email Address,User Email Address\n"


def moving() -> Iterator[Figure]:
    """A UserVoice export with a row for each idea and supporter, on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        environment = {"TANDEM_DATA_DIR": str(place / "data"), "TANDEM_SECRET": "of-the-benchmarks"}
        run(["migrate"], environment)
        path = _exported(place / "export.csv")
        seconds, taken = run(["import", "ideas", str(path)], environment)
        back, _taken = run(["import", "ideas", "--undo", "1"], environment)
        looked, _taken = run(["import", "ideas", str(path), "--dry-run"], environment)
    rows = IDEAS * VOTERS
    yield Figure("file of another tool, 100,000 rows, rate", rows / seconds, "rows a second", at_least=3000)
    yield Figure("file of another tool, memory, last quarter over third", _growth(taken), "x", at_most=1.15)
    yield Figure("file of another tool, its own memory", max(one.own for one in taken), "MB", at_most=250)
    yield Figure("file of another tool, looked through, rate", rows / looked, "rows a second")
    yield Figure("file of another tool, taken back", back, "s")


def _exported(path: Path) -> Path:
    with path.open("w", encoding="utf-8") as out:
        out.write(HEAD)
        for n in range(IDEAS):
            for k in range(VOTERS):
                author, voter = f"a{n % 997}@example.com", f"v{(n * 7 + k) % 9973}@example.com"
                out.write(f"{n},A wish number {n},Words about wish {n},planned,2024-01-01 00:00:00,{author},{voter}\n")
    return path


def _growth(taken: list[Memory]) -> float:
    """Ideas are written before supports, in two steps of their own need: the same step is compared with itself."""
    quarter = len(taken) // 4
    return max(one.own for one in taken[-quarter:]) / max(one.own for one in taken[-2 * quarter : -quarter])
