"""A file can be read in one sitting and a function at one glance; nothing says what may only be said once."""

import ast
import re

from tests.house.source import ROOT, modules, place, tree

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
ONLY_IN = {
    r"os\.environ|os\.getenv": {"kernel/settings.py", "kernel/check.py"},
    r"datetime\.now\(|\.utcnow\(|date\.today\(|time\.time\(": {"kernel/clock.py"},
    r"hx-request|hx-boosted|HX-Redirect": {"kernel/pages.py", "kernel/front.py"},
}


def test_files_are_short() -> None:
    counts = {place(path): len(path.read_text("utf-8").splitlines()) for path in [*modules().values(), ROOT / "run.py"]}
    assert {name: count for name, count in counts.items() if count > LONGEST_FILE} == {}


def test_functions_are_short() -> None:
    long = []
    for path in modules().values():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                lines = node.end_lineno - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    long.append(f"{place(path)}:{node.lineno} {node.name} has {lines} lines")
    assert long == []


def test_environment_clock_and_htmx_are_read_in_one_module_each() -> None:
    wrong = []
    for path in modules().values():
        text = path.read_text("utf-8")
        wrong += [
            f"{place(path)}: {p}" for p, where in ONLY_IN.items() if re.search(p, text) and place(path) not in where
        ]
    assert wrong == []
