"""Whatever a browser keeps as a file has a name of ours, and there is one place that writes such names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest

from kernel import exports
from tests.house.source import modules, tree

NO_FILE = re.compile(r"'(text/(html|plain|css)|application/([\w.+-]+\+)?(json|xml))\b")
"""What is read where it stands: pages, answers to programs, feeds."""
OUR_OWN = {
    "kernel.assets": "styles and scripts of the package, under their own names",
    "kernel.health": "figures for a program",
}
HEADER = re.compile(r"(inline|attachment); (filename=\"([\w.~-]+)\"|filename\*=UTF-8''([\w.~%-]+))")


def _answers() -> Iterator[tuple[str, str, str]]:
    """Each answer that says its type: module, type, and the text of the function it is made in with the helpers it calls."""
    for name, path in modules().items():
        made = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        whole = {node.name: ast.unparse(node) for node in made}
        whole |= {
            ast.unparse(node.targets[0]): ast.unparse(node) for node in tree(path).body if isinstance(node, ast.Assign)
        }
        for function in made:
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                kind = next((ast.unparse(word.value) for word in call.keywords if word.arg == "media_type"), "")
                if kind and ast.unparse(call.func).endswith("Response"):
                    told = "".join(whole.get(ast.unparse(word.value).split("(")[0], "") for word in call.keywords)
                    yield name, kind, whole[function.name] + told


def test_every_answer_that_is_a_file_has_a_name() -> None:
    found = [one for one in _answers() if not NO_FILE.match(one[1]) and one[0] not in OUR_OWN]
    assert len(found) > 10
    named = re.compile(r"\bnamed\(|\bfilename=")
    assert [(module, kind) for module, kind, told in found if not named.search(told)] == []


def test_one_place_writes_the_names_of_files() -> None:
    texts = {name: path.read_text("utf-8") for name, path in modules().items()}
    assert [name for name, text in texts.items() if "content-disposition" in text.lower()] == ["kernel.exports"]


@pytest.mark.parametrize("inline", [True, False])
@pytest.mark.parametrize(
    "name",
    [
        "ada.zip",
        'a"; filename="b.exe',
        "a\r\nSet-Cookie: a=b",
        "élan.csv",
        "../../etc/passwd",
        "a;b.csv",
        "%41.csv",
        "鉛筆.png",
    ],
)
def test_no_name_ends_its_header_or_begins_another(name: str, inline: bool) -> None:
    told = exports.named(name, inline=inline)["Content-Disposition"]
    parts = HEADER.fullmatch(told)
    assert parts, told
    assert parts[1] == ("inline" if inline else "attachment")
    assert unquote(parts[3] or parts[4]) == name
