"""docs/safeguards.md says what the code does, and the code keeps to what no test of one page could show."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from community.people import passwords
from ideas.studio import artworks, inspection
from kernel import files, logs, security, sessions
from kernel.settings import Settings
from tests.house.source import ROOT, modules, tree
from voting.movers import parcels

PAGE = (ROOT / "docs" / "safeguards.md").read_text("utf-8")
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for name, path in modules().items():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                yield name, node


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func)


def test_every_limit_stands_on_the_page() -> None:
    found = set()
    for _name, node in _calls():
        if _called(node).endswith("limit_everywhere"):
            told = {word.arg: ast.literal_eval(word.value) for word in node.keywords}
            found.add(f"| `{ast.literal_eval(node.args[0])}` | {told['burst']} | {told['per_minute']} |")
    assert len(found) > 8
    assert found == set(re.findall(r"^\| `[\w.-]+` \| \d+ \| [\d.]+ \|$", PAGE, re.MULTILINE))


def test_the_page_says_what_the_code_does() -> None:
    settings = Settings()
    facts = [
        f"ends after {sessions.LIFE.days} days without use and after {sessions.LONGEST.days} days in any case",
        f"{sessions.FRESH.seconds // 60} minutes; that is why",
        f"{passwords.SHORTEST} to {passwords.LONGEST} characters",
        f"the {len(passwords.common())} most used",
        f"{', '.join(files.READS)} up to {settings.upload_limit // 1_000_000} MB and {files.MOST_PIXELS // 1_000_000} million",
        f"artwork up to {artworks.LARGEST // 1_000_000} MB",
        f"up to {inspection.LARGEST // 1000} kB",
        f"up to {settings.import_limit // 1_000_000} MB; a ZIP of them holds {parcels.MOST_FILES} files",
        ", ".join(f"`{field}`" for field in logs.FIELDS),
    ]
    assert [fact for fact in facts if fact not in PAGE] == []


def test_the_page_names_every_way_in() -> None:
    methods = set()
    for _name, node in _calls():
        if _called(node).endswith("let_in"):
            methods |= {w.value.value for w in node.keywords if w.arg == "method" and isinstance(w.value, ast.Constant)}
    ways = {str(method) for method in methods if isinstance(method, str)}
    assert {"password", "letter", "passkey"} <= ways
    assert [way for way in sorted(ways) if f"`{way}`" not in PAGE] == []


def test_the_page_names_every_neighbour() -> None:
    urls = {f"TANDEM_{name.upper()}" for name in Settings.model_fields if name.endswith("_url") and name != "base_url"}
    assert len(urls) == 3
    assert [url for url in urls if f"`{url}`" not in PAGE] == []


def test_programs_are_called_word_by_word() -> None:
    shells = [
        name for name, node in _calls() if _called(node) in ("os.system", "os.popen", "asyncio.create_subprocess_shell")
    ]
    shells += [name for name, node in _calls() if any(word.arg == "shell" for word in node.keywords)]
    assert shells == []


def test_nothing_made_of_words_is_run() -> None:
    barred = ("eval", "exec", "compile", "pickle.loads", "pickle.load", "marshal.loads", "yaml.load", "jinja2.Template")
    found = [(name, _called(node)) for name, node in _calls() if _called(node) in barred]
    found += [(name, _called(node)) for name, node in _calls() if _called(node).endswith(".from_string")]
    assert found == []


def test_no_old_digest() -> None:
    old = {"md5", "sha1", "new"}
    found = [name for name, node in _calls() if _called(node) in {f"hashlib.{kind}" for kind in old}]
    assert found == []


def test_what_must_not_be_guessed_is_drawn_from_the_system() -> None:
    chance = {
        name for name, node in _calls() if _called(node).startswith("random.") and "SystemRandom" not in _called(node)
    }
    assert [name for name in sorted(chance) if "demo" not in name] == []
    drawn = {name for name, node in _calls() if _called(node).startswith("secrets.token")}
    assert {"kernel.sessions", "community.identity.attempts", "community.identity.links"} <= drawn


def test_scripts_write_no_markup() -> None:
    barred = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|localStorage|indexedDB"
    )
    assert len(SCRIPTS) > 5
    assert [script.name for script in SCRIPTS if barred.search(script.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("Ways in", "what is made of the site's own words alone"),
        ("Sessions", "Any number may be open"),
        ("Sessions", "A session that a provider began ends when the provider says so"),
        ("Cryptography", "argon2id"),
        ("Cryptography", "AES-256-GCM"),
        ("Data", "| personal |"),
        ("Data", "hashed or sealed"),
        ("What costs much", "A page asks for a bounded number of rows"),
        ("Packages", "mended within 7 days, any other within 30"),
    ],
)
def test_the_page_has_a_word_on_what_no_figure_tells(part: str, words: str) -> None:
    parts = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
    assert words in " ".join(parts[part].split())


def test_scripts_keep_nothing_but_which_part_of_a_product_is_open() -> None:
    kept = re.compile(r"(?:localStorage|sessionStorage|indexedDB|caches|document\.cookie)\b[^;]*")
    found = [said for script in SCRIPTS for said in kept.findall(script.read_text("utf-8"))]
    assert found == [
        "sessionStorage.setItem(`open ${location.pathname}`, part.id)",
        'sessionStorage.getItem(`open ${location.pathname}`) ?? "")',
    ]


def test_a_cookie_has_no_name_of_its_own() -> None:
    named = [
        name
        for name, node in _calls()
        if _called(node).endswith("set_cookie") and isinstance(node.args[0], ast.Constant)
    ]
    assert named == []
    assert security.HSTS[0] == b"strict-transport-security"
