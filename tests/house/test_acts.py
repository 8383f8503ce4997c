"""Every act that staff's chain is told has words, in the wing that does it; what is computed is followed to where it is named."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from enum import StrEnum

import pytest

from community.moderation.models import Act, Outcome
from community.privacy.models import Fate
from run import FEATURES
from tests.house.source import modules, tree

FAMILIES: Mapping[str, set[StrEnum]] = {
    "ruling.": {*Act} - {Act.GONE},
    "appeal.": {*Outcome} - {Outcome.MOOT},
    "data.": {*Fate} - {Fate.WAITING},
}
"""What an act's name is completed with, without what comes about by itself and is no act of staff."""

Words = dict[str, dict[str, str]]


def told() -> Words:
    """The acts of each wing and their words."""
    return {f"{feature.name}.{wing.name}": dict(wing.acts) for feature in FEATURES for wing in feature.wings}


def noted(trees: Mapping[str, ast.Module]) -> dict[str, set[str]]:
    """The acts that each wing tells the chain, as the code names them; those of a family by all their names."""
    found: dict[str, set[str]] = {}
    for name, code in trees.items():
        for call, inside in _calls(code):
            if _called(call) == "audit.note":
                acts = Names(trees, name).of(call.args[1], inside)
                found.setdefault(".".join(name.split(".")[:2]), set()).update(acts)
    return found


class Names:
    """What an expression of a module can stand for: texts, choices between texts, names and arguments that lead to such."""

    def __init__(self, trees: Mapping[str, ast.Module], module: str) -> None:
        self.trees, self.module = trees, module

    def of(self, said: ast.expr, inside: ast.FunctionDef | ast.AsyncFunctionDef | None) -> set[str]:
        match said:
            case ast.Constant(value=str(act)):
                return {act}
            case ast.IfExp(body=one, orelse=other):
                return self.of(one, inside) | self.of(other, inside)
            case ast.JoinedStr(values=[ast.Constant(value=str(family)), ast.FormattedValue()]) if family in FAMILIES:
                return {f"{family}{member}" for member in FAMILIES[family]}
            case ast.Name(id=name):
                return self._named(name, inside)
            case ast.Attribute(value=ast.Name(id=room), attr=name):
                return self._in(room)._named(name, None)
        raise AssertionError(f"{self.module}:{said.lineno}: an act that nobody can follow: {ast.unparse(said)}")

    def _named(self, name: str, inside: ast.FunctionDef | ast.AsyncFunctionDef | None) -> set[str]:
        """What is assigned to a name, in the function or else in the module; of an argument what callers give."""
        if inside and name in _arguments(inside):
            return self._given(name, inside)
        values = list(_assigned(name, inside or self.trees[self.module]))
        if not values and inside:
            return self._named(name, None)
        assert values, f"{self.module}: nothing is assigned to {name}"
        return {act for value in values for act in self.of(value, inside)}

    def _given(self, name: str, inside: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
        wing, room = self.module.rsplit(".", 1)
        place = _arguments(inside).index(name)
        found: set[str] = set()
        for other, code in self.trees.items():
            wanted = inside.name if other == self.module else f"{room}.{inside.name}"
            for call, caller in _calls(code) if other.startswith(wing) else ():
                if _called(call) == wanted:
                    named = [word.value for word in call.keywords if word.arg == name]
                    found |= Names(self.trees, other).of((named or call.args[place : place + 1])[0], caller)
        assert found, f"{self.module}: nobody calls {inside.name}"
        return found

    def _in(self, room: str) -> Names:
        return Names(self.trees, f"{self.module.rsplit('.', 1)[0]}.{room}")


def _calls(code: ast.AST) -> Iterator[tuple[ast.Call, ast.FunctionDef | ast.AsyncFunctionDef | None]]:
    """Every call, with the function it stands in."""
    functions = [one for one in ast.walk(code) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = {id(node): one for one in functions for node in ast.walk(one)}
    for node in ast.walk(code):
        if isinstance(node, ast.Call):
            yield node, inside.get(id(node))


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func)


def _arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    return [one.arg for one in (*function.args.args, *function.args.kwonlyargs)]


def _assigned(name: str, where: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(where):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                match target, node.value:
                    case ast.Name(id=found), value if found == name:
                        yield value
                    case ast.Tuple(elts=targets), ast.Tuple(elts=values):
                        pairs = zip(targets, values, strict=True)
                        yield from (value for one, value in pairs if isinstance(one, ast.Name) and one.id == name)


def test_every_act_of_staff_has_words_in_the_wing_that_does_it() -> None:
    words = told()
    found = noted({name: tree(path) for name, path in modules().items()})
    assert {wing: acts - {*words[wing]} for wing, acts in found.items() if acts - {*words[wing]}} == {}
    assert {
        wing: {*acts} - found.get(wing, set()) for wing, acts in words.items() if {*acts} - found.get(wing, set())
    } == {}
    assert sum(map(len, found.values())) > 100


def test_an_act_of_two_wings_is_told_in_the_same_words() -> None:
    heard: dict[str, set[str]] = {}
    for acts in told().values():
        for act, words in acts.items():
            heard.setdefault(act, set()).add(words)
    assert {act: words for act, words in heard.items() if len(words) > 1} == {}


@pytest.mark.parametrize(
    ("code", "acts"),
    [
        ("async def f():\n audit.note(v, 'a.b', subject=s)", {"a.b"}),
        ("async def f():\n act, about = 'a.b' if x else 'a.c', s\n audit.note(v, act, subject=about)", {"a.b", "a.c"}),
        ("ACT = 'a.d'\nasync def f():\n audit.note(v, ACT, subject=s)", {"a.d"}),
        (
            "def f(v, act): audit.note(v, act, subject=s)\ndef g(): f(v, 'a.e')\ndef h(): f(v, act='a.f')",
            {"a.e", "a.f"},
        ),
        ("async def f():\n audit.note(v, f'data.{fate}', subject=s)", {"data.mended", "data.kept"}),
    ],
)
def test_the_check_itself_follows_an_act_to_its_names(code: str, acts: set[str]) -> None:
    assert noted({"ideas.board.actions": ast.parse(code)}) == {"ideas.board": acts}


@pytest.mark.parametrize("act", ["f'unheard.{x}'", "made_of(x)", "f'{x}.y'"])
def test_the_check_itself_refuses_what_it_cannot_follow(act: str) -> None:
    with pytest.raises(AssertionError):
        noted({"ideas.board.actions": ast.parse(f"def f():\n audit.note(v, {act}, subject=s)")})
