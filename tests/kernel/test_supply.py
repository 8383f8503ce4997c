"""What the check says of packages and of files."""

from __future__ import annotations

import subprocess
from pathlib import Path

from kernel import supply

HOLE = {"id": "PYSEC-2026-1", "fix_versions": ["2.1"]}


def test_a_known_hole_fails_the_check_and_is_named() -> None:
    found = {"dependencies": [{"name": "one", "version": "2.0", "vulns": [HOLE]}, {"name": "two", "skip_reason": "?"}]}
    assert supply.told(found) == (
        False,
        ["one 2.0: PYSEC-2026-1", "of 1 of 2 packages no database could say anything"],
    )


def test_what_no_database_knows_is_said_and_fails_nothing() -> None:
    assert supply.told({"dependencies": [{"name": "one", "version": "2.0", "vulns": []}]}) == (True, [])
    passed, lines = supply.told({"dependencies": [{"name": "two", "skip_reason": "?"}]})
    assert passed
    assert lines == ["of 1 of 1 packages no database could say anything"]


def test_a_key_left_in_a_file_is_found_and_an_example_of_an_address_is_not(tmp_path: Path) -> None:
    subprocess.run(("git", "init", "-q"), cwd=tmp_path, check=True)
    (tmp_path / "a.py").write_text(
        "begins = '-----BEGIN RSA " + "PRIVATE KEY-----'\n"
    )  # in two, or it would be found here
    (tmp_path / "b.md").write_text("smtp://user:password@host:587\n")
    subprocess.run(("git", "add", "."), cwd=tmp_path, check=True)
    passed, lines = supply.secrets(tmp_path)
    assert not passed
    assert [line.split(":")[0] for line in lines] == ["a.py"]
