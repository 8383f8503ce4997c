"""The house as text: its files, their syntax, and where each stands in the order of the house."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from run import FEATURES

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("kernel", "community", "ideas", "voting", "ambassadors")
WINGS = {feature.name: tuple(wing.name for wing in feature.wings) for feature in FEATURES[1:]}
ROOMS = (
    "models", "rules", "queries", "forms", "actions", "notices", "search", "exports", "jobs", "imports", "pages", "api",
    "demo", "wing",
)  # fmt: skip


@cache
def modules() -> dict[str, Path]:
    """Every module of the packages by its dotted name, migrations left out."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts and "__pycache__" not in path.parts:
                parts = path.relative_to(ROOT).with_suffix("").parts
                found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(name: str) -> Iterator[tuple[str, int]]:
    """Modules of ours that a module imports anywhere, and at which line."""
    for node in ast.walk(tree(modules()[name])):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield (full if full in modules() else node.module), node.lineno


def files() -> list[Path]:
    """Every file that is or could be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    skipped = {
        ".git",
        ".venv",
        "data",
        "look",
        "__pycache__",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
    }
    return [p for p in ROOT.rglob("*") if p.is_file() and not skipped & set(p.relative_to(ROOT).parts)]


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt", ".xml"))


def place(path: Path) -> str:
    return str(path.relative_to(ROOT))
