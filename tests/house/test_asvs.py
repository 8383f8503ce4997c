"""The table against the ASVS is whole and true: each number once, each named test there, totals counted."""

from __future__ import annotations

import ast
import re
from collections import Counter

from tests.house.source import ROOT, tree

PAGE = ROOT / "docs" / "asvs.md"
SECTIONS = {
    1: (2, 9, 11, 3, 2),
    2: (3, 3, 4, 1),
    3: (0, 2, 4, 6, 5, 0, 2),
    4: (3, 1, 2, 4),
    5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4),
    7: (3, 4, 2, 5, 2, 2),
    8: (2, 3, 1, 1),
    9: (3, 4),
    10: (2, 2, 4, 11, 5, 2, 3),
    11: (2, 3, 3, 4, 1, 1, 0),
    12: (3, 2, 4),
    13: (1, 5, 2, 5),
    14: (2, 4, 3),
    15: (3, 3, 7, 0),
    16: (1, 5, 4, 3, 3),
    17: (1, 4, 2),
}
"""How many requirements of levels 1 and 2 each section of a chapter has, numbered from one."""
VERDICTS = ("met", "not applicable", "not met")


def _rows() -> list[tuple[str, str, str, str]]:
    lines = [line.strip("| ").split(" | ") for line in PAGE.read_text("utf-8").splitlines()]
    return [(cells[0], *cells[1:4]) for cells in lines if re.fullmatch(r"\d+\.\d+\.\d+", cells[0])]  # type: ignore[misc]


def test_every_requirement_of_levels_1_and_2_stands_there_once() -> None:
    wanted = [
        f"{chapter}.{section}.{number}"
        for chapter, sections in SECTIONS.items()
        for section, most in enumerate(sections, 1)
        for number in range(1, most + 1)
    ]
    assert len(wanted) == 253
    assert [row[0] for row in _rows()] == wanted


def test_every_verdict_has_a_test_or_a_reason() -> None:
    for number, _asks, verdict, why in _rows():
        assert verdict in VERDICTS, number
        assert verdict == "met" or len(why) > 25, number
        assert (verdict == "met") == why.startswith("`tests/"), number


def test_every_test_that_is_named_is_there() -> None:
    named = {one for row in _rows() if row[2] == "met" for one in re.findall(r"`([^`]+)`", row[3])}
    assert len(named) > 80
    gone = [one for one in sorted(named) if not _is_there(*one.split("::"))]
    assert gone == []


def _is_there(path: str, name: str) -> bool:
    file = ROOT / path
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return file.is_file() and any(isinstance(node, kinds) and node.name == name for node in ast.walk(tree(file)))


def test_the_totals_are_right() -> None:
    count = Counter(row[2] for row in _rows())
    line = f"**{count['met']} met, {count['not applicable']} not applicable, {count['not met']} not met**, of 253."
    assert line in PAGE.read_text("utf-8")
