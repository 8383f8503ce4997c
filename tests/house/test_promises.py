"""What the house says about itself is so: guards, settings, events, decisions, locked packages, no word of any machine."""

import ast
import re
import subprocess
import sys
import tomllib

import pytest

from kernel import check, doctor
from kernel.settings import Settings
from run import house
from tests.house.source import ROOT, files, modules, place, tree

HOSTS = ("py" + "pi.org", "python" + "hosted", "npm" + "js.org", "index-" + "url", "find-" + "links")
MACHINE = re.compile(r"(?<![\w.~-])/(?:" + "|".join(("work", "root", "home/[a-z]+", "Users")) + r")/")
TEXTS = {".py", ".toml", ".md", ".html", ".txt", ".css", ".js", ".po", ".json", ".yml", ".yaml", ".sh", ".xml", ""}
HOUSE = house(Settings())


def test_every_route_names_who_may_come_in() -> None:
    unguarded = [route.path for route in HOUSE.all("routes") if not callable(getattr(route.endpoint, "allow", None))]
    assert unguarded == []


def test_no_two_routes_answer_the_same_address() -> None:
    seen = [(method, route.path) for route in HOUSE.all("routes") for method in route.methods if method != "HEAD"]
    assert sorted({one for one in seen if seen.count(one) > 1}) == []


def test_no_two_wings_register_the_same_name() -> None:
    for kind, name in (("slots", "name"), ("jobs", "kind"), ("reactions", "name"), ("commands", "name")):
        names = [getattr(entry, name) for entry in HOUSE.all(kind)]
        assert sorted({one for one in names if names.count(one) > 1}) == [], kind


def test_every_setting_says_what_it_does() -> None:
    silent = [one.name for _, found in doctor.settings(HOUSE) for one in found if not one.effect]
    assert silent == []


def test_the_page_of_settings_is_true() -> None:
    assert (ROOT / "docs" / "settings.md").read_text("utf-8") == doctor.markdown(HOUSE)


def recorded() -> dict[str, str]:
    """Kinds of events named in calls of `record`, with the place."""
    found = {}
    for path in modules().values():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and _name(node.func) == "record" and node.args:
                for kind in _texts(node.args[0]):
                    found[kind] = f"{place(path)}:{node.lineno}"
    return found


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _texts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body), *_texts(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def test_every_event_is_declared_by_a_wing_in_one_line() -> None:
    declared = {kind: line for wing in HOUSE.wings for kind, line in wing.events.items()}
    assert {kind: where for kind, where in recorded().items() if kind not in declared} == {}
    assert [kind for kind, line in declared.items() if not line or "\n" in line] == []


def test_every_reaction_waits_for_an_event_that_is_declared() -> None:
    declared = {kind for wing in HOUSE.wings for kind in wing.events}
    waited = {kind for reaction in HOUSE.all("reactions") for kind in reaction.kinds}
    assert sorted(waited - declared) == []


def test_every_dependency_has_its_decision() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    written = "\n".join(path.read_text("utf-8") for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [name for name in map(check._name, asked) if f"`{name}`" not in written] == []


def test_pins_and_hashes_agree() -> None:
    assert check.out_of_step() == []
    assert "uv.lock" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


@pytest.mark.parametrize("what", ["an index host", "a path of a machine"])
def test_no_file_holds(what: str) -> None:
    wrong = []
    for path in files():
        if path.suffix not in TEXTS or path.name == "uv.lock" or "vendor" in path.parts:
            continue
        text = path.read_text("utf-8", errors="replace")
        found = [h for h in HOSTS if h in text] if what == "an index host" else MACHINE.findall(text)
        wrong += [f"{place(path)}: {one}" for one in found]
    assert wrong == []


def test_decisions_are_numbered_without_a_gap() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\]\(([^)]+)\)", (folder / "README.md").read_text("utf-8"))
    assert listed == sorted(path.name for path in folder.glob("[0-9]*.md"))


def test_the_site_starts_without_what_only_arithmetic_needs() -> None:
    bulky = ("numpy", "scipy", "uharfbuzz", "resvg_py", "xlsxwriter", "openpyxl", "whoosh")
    asked = f"import sys, run; run.house(); print([name for name in {bulky} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
