"""Imports run one way: down the packages, left through the wings, and down the rooms."""

import re

import pytest

from run import FEATURES
from tests.house.source import PACKAGES, ROOMS, ROOT, WINGS, imports, modules, place, tree

NOT_A_NAME = re.compile(r"(_v?\d+|utils?|helpers?|common|misc|stuff|base|manager|\d)$")


def wing_of(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in WINGS.get(parts[0], ()) else ""


def room_of(name: str) -> int | None:
    """Where a module stands among the rooms; None for one named by its own noun."""
    last = name.split(".")[-1]
    return ROOMS.index(last) if len(name.split(".")) == 3 and last in ROOMS else None


def test_the_order_here_is_that_of_the_house() -> None:
    assert [feature.name for feature in FEATURES] == list(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_run_one_way(package: str) -> None:
    wrong = []
    for name in modules():
        if name.split(".")[0] != package or name.endswith(".feature"):
            continue
        for target, line in imports(name):
            if target.split(".")[0] in ("run", "tests", "benchmarks") or not allowed(name, target):
                wrong.append(f"{name}:{line} imports {target}")
    assert wrong == []


def allowed(name: str, target: str) -> bool:
    package, other = name.split(".")[0], target.split(".")[0]
    if other not in PACKAGES:
        return True
    if other != package or package == "kernel":
        return PACKAGES.index(other) <= PACKAGES.index(package)
    wings, mine, theirs = WINGS[package], wing_of(name), wing_of(target)
    if not mine or not theirs:
        return False
    if mine != theirs:
        return wings.index(theirs) < wings.index(mine)
    here, there = room_of(name), room_of(target)
    return here is None or there is None or there <= here


@pytest.mark.parametrize("package", PACKAGES)
def test_no_two_modules_of_a_wing_import_each_other(package: str) -> None:
    graph = {
        name: {t for t, _ in imports(name) if wing_of(t) == wing_of(name) and t.split(".")[0] == package and t != name}
        for name in modules()
        if name.split(".")[0] == package and wing_of(name)
    }
    while ready := [name for name, targets in graph.items() if not targets & set(graph)]:
        for name in ready:
            del graph[name]
    assert sorted(graph) == []


def test_a_module_is_named_by_a_noun_and_says_what_it_is() -> None:
    wrong = [name for name in modules() if NOT_A_NAME.search(name.split(".")[-1])]
    silent = [place(path) for path in modules().values() if path.stat().st_size and not _docstring(path)]
    assert wrong == []
    assert silent == []


def _docstring(path: object) -> bool:
    import ast
    from pathlib import Path

    assert isinstance(path, Path)
    return bool(ast.get_docstring(tree(path)))


def test_every_folder_of_a_package_is_a_wing_of_its_feature() -> None:
    for package, wings in WINGS.items():
        folders = {p.name for p in (ROOT / package).iterdir() if p.is_dir() and not p.name.startswith("__")}
        assert folders - {"migrations"} == set(wings)
