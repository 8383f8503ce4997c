"""Words are asked for where the extractor finds them: never inside an f-string, which it reads as one piece of text."""

import ast

import pytest

from tests.house.source import ROOT, modules, place, tree

WORDS = {"_", "gettext", "ngettext", "pgettext", "npgettext", "mark"}


def inside_strings(code: ast.AST) -> list[int]:
    """The lines on which an f-string asks for the translation of something."""
    return sorted(
        {
            call.lineno
            for string in ast.walk(code)
            if isinstance(string, ast.JoinedStr)
            for call in ast.walk(string)
            if isinstance(call, ast.Call) and isinstance(call.func, (ast.Name, ast.Attribute)) and _name(call) in WORDS
        }
    )


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_no_sentence_hides_in_an_f_string() -> None:
    paths = [*modules().values(), ROOT / "run.py"]
    assert [f"{place(path)}:{line}" for path in paths for line in inside_strings(tree(path))] == []


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("f\"{_('Roadmap')}: {brand}\"", [1]),
        ('x = f"{name} {ngettext(one, more, n) % n}"', [1]),
        ('f"{i18n.gettext(word)}"', [1]),
        ('f"{first:{_(word)}}"', [1]),
        ("_('%(a)s: %(b)s') % {'a': f'{b}'}", []),
        ("_(f'{word}')", []),
    ],
)
def test_the_check_itself_sees_what_it_looks_for(code: str, lines: list[int]) -> None:
    assert inside_strings(ast.parse(code)) == lines
