"""Stylesheets stand in their layers, and raw values only among the tokens."""

import re
from pathlib import Path

import pytest

from tests.house.source import ROOT, place

LAYERS = ["reset", "tokens", "base", "layout", "ui", "features", "utilities"]
SHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))
PATHS = [pytest.param(path, id=place(path)) for path in SHEETS]
STILL = "@media (prefers-reduced-motion"
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch)\((?!\s*from\b)")
SIZE = re.compile(
    r"\b(?:font-size|border-radius|line-height|transition|box-shadow)[\w-]*:[^;{}]*?\b\d*\.?\d+(?:px|rem|ms)\b"
)


def bare(path: Path) -> str:
    """A stylesheet without its comments and without the addresses of its pictures."""
    css = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
    return re.sub(r"(url|var)\([^()]*\)", r"\1()", css)


@pytest.mark.parametrize("path", PATHS)
def test_every_rule_stands_in_a_layer(path: Path) -> None:
    css = bare(path)
    depth, outside = 0, []
    for piece in re.split(r"([{};])", css):
        if piece == "{":
            depth += 1
        elif piece == "}":
            depth -= 1
        elif depth == 0 and piece.strip(" \n;"):
            outside.append(piece.strip())
    assert depth == 0
    assert [
        rule
        for rule in outside
        if not rule.startswith(
            ("@layer", "@font-face", "@charset", "@property", "@view-transition", "@media print", STILL)
        )
    ] == []
    named = {name.strip() for rule in outside if rule.startswith("@layer") for name in rule[6:].split(",")}
    assert {name.split(".")[0] for name in named if name} <= set(LAYERS)


@pytest.mark.parametrize("path", [p for p in PATHS if "tokens" not in str(p.values[0])])
def test_raw_values_stand_among_the_tokens_only(path: Path) -> None:
    css = bare(path)
    assert COLOUR.findall(css) == []
    assert SIZE.findall(css) == []


@pytest.mark.parametrize("path", PATHS)
def test_nothing_shouts(path: Path) -> None:
    assert "!important" not in bare(path)
    assert "outline: none" not in bare(path) or ":focus-visible" in bare(path)
