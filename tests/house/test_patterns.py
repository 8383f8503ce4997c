"""No pattern takes the square of its text: four times the text is about four times the work, whatever the text is made of."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

import ambassadors
import community
import ideas
import kernel
import voting

ROOT = Path(__file__).parents[2]
PACKAGES = (kernel, community, ideas, voting, ambassadors)
SHORT, FACTOR = 2_000, 4
LITTLE = 0.002
"""Seconds of work that say nothing about growth."""
MOST = FACTOR * 2.2
"""The square of it would be sixteen times the work."""
SEEDS = (
    *("a", "A", "1", " ", "\t", "\n", "-", ".", "/", "@", "#", "_", "*", '"', "«", "(", "[", "{", "<", ":", "\\"),
    *("a-", "a.", "a ", "1-", "1.", "x/", "a@", " -", "- ", "\n ", "éa", "a'b", "=:", "1e", "(a", "{1"),
    *("var(--a", "var(--a,", "<svg ", "<p ", "repos/", "//", "www.", "https://", "url(#", "oklch(", 'viewBox="'),
    *("/ideas/1-", "/ideas/1?", "/issues/", " UTC", "+01:00", "x@y."),
)
ENDS = ("", " \0")
BOUNDED = {
    "kernel.search.asked._PART": "what is searched for is cut at 400 characters",
    "kernel.slots._HOLE": "a hole is marked by a word that is made anew at each start",
    "voting.wishes.forms._IDEA": "the last word of a line, and none longer than an address",
    "voting.contests.forms._LINE": "white space is brought to one space before",
}
"""Patterns that may take more, and what keeps their text short."""
Work = Callable[[re.Pattern[str], str], object]
WAYS: dict[str, Work] = {
    "search": lambda pattern, text: pattern.search(text),
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "sub": lambda pattern, text: pattern.sub("", text),
    "split": lambda pattern, text: pattern.split(text),
    "findall": lambda pattern, text: pattern.findall(text),
    "finditer": lambda pattern, text: list(pattern.finditer(text)),
}


@cache
def _source() -> dict[str, str]:
    """What stands in each module, by its name."""
    paths = {module.name: ROOT.joinpath(*module.name.split(".")).with_suffix(".py") for module in _modules()}
    return {name: path.read_text("utf-8") for name, path in paths.items() if path.exists()}


def _modules() -> Iterator[pkgutil.ModuleInfo]:
    for package in PACKAGES:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in module.name:
                yield module


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern of text that a module of the house holds, by where it was made."""
    found: dict[str, re.Pattern[str]] = {}
    for module, source in _source().items():
        for name in re.findall(r"^(\w+) = re\.compile\(", source, re.MULTILINE):
            held = getattr(importlib.import_module(module), name)
            if isinstance(held.pattern, str):
                found[f"{module}.{name}"] = held
    return found


def ways(where: str) -> set[str]:
    """How a pattern is used: a private one in its module, another anywhere."""
    module, name = where.rsplit(".", 1)
    texts = [_source()[module]] if name.startswith("_") else list(_source().values())
    used = {way for text in texts for way in re.findall(rf"\b{name}\.(\w+)\(", text)}
    return used & set(WAYS) or set(WAYS)


def spent(work: Work, pattern: re.Pattern[str], text: str) -> float:
    """Seconds of this thread, the least of three."""
    least = float("inf")
    for _again in range(3):
        begun = time.thread_time()
        work(pattern, text)
        least = min(least, time.thread_time() - begun)
        if least < LITTLE:
            break
    return least


def grows(work: Work, pattern: re.Pattern[str], long: str) -> float:
    """Seconds of a text that takes much more than its share each time it is tried, 0 where it does not."""
    most = 0.0
    for _again in range(3):
        most = spent(work, pattern, long)
        if most <= LITTLE or most <= MOST * spent(work, pattern, long[-SHORT:]):
            return 0.0
    return most


def squares(pattern: re.Pattern[str], used: set[str]) -> Iterator[str]:
    """The ways and texts by which a pattern takes much more than its share."""
    for way in sorted(used):
        for seed in SEEDS:
            for end in ENDS:
                long = (seed * (SHORT * FACTOR))[: SHORT * FACTOR] + end
                if most := grows(WAYS[way], pattern, long):
                    yield f"{way} in {seed!r}, ended by {end!r}: {most:.3f} s"


def test_no_pattern_of_the_house_takes_the_square_of_its_text() -> None:
    found = {where: next(squares(held, ways(where)), "") for where, held in patterns().items() if where not in BOUNDED}
    assert len(found) > 80
    assert {where: line for where, line in found.items() if line} == {}


def test_no_exception_outlives_its_pattern() -> None:
    assert set(BOUNDED) <= set(patterns())


@pytest.mark.parametrize(
    ("pattern", "way"),
    [(r"[ \t]+\n", "sub"), (r"\([^)]*\)", "findall"), (r"(?:[\w.-]+/[\w.-]+)/issues", "search"), (r"\d+\Z", "search")],
)
def test_what_takes_the_square_is_found(pattern: str, way: str) -> None:
    assert next(squares(re.compile(pattern), {way}), "")
