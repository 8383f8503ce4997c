"""The command line: 0 done, 1 failed with one clear line, 2 misuse."""

import subprocess
import sys
from pathlib import Path

import pytest

from kernel.commands import main
from kernel.settings import Settings
from run import house
from tests.house.source import ROOT


@pytest.mark.parametrize("words", [["nothing"], ["backup"], ["doctor", "--colour"], ["serve", "--port", "many"]])
def test_a_command_called_wrongly_is_misuse(words: list[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as error:
        main(house(Settings(data_dir=tmp_path)), words)
    assert error.value.code == 2


@pytest.mark.parametrize(
    "words",
    [
        ["restore", "none.zip"],
        ["restore", "pyproject.toml"],
        ["backup", "/nowhere/at/all.zip"],
        ["work", "--until-idle"],
        ["serve", "--port", "8134"],
    ],
)
def test_what_fails_says_so_in_one_line(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(house(Settings(data_dir=tmp_path / "new")), words) == 1
    said = capsys.readouterr()
    assert (said.out, len(said.err.strip().splitlines())) == ("", 1)


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as error:
        main(house(Settings()), ["--help"])
    assert error.value.code == 0
    text = capsys.readouterr().out
    for name in ("serve", "work", "migrate", "demo", "backup", "restore", "doctor", "check", "messages"):
        assert f"\n    {name} " in text or f"\n    {name}\n" in text


def test_a_site_backed_up_by_command_is_restored_by_command(tmp_path: Path) -> None:
    def run(*words: str, data: str) -> subprocess.CompletedProcess[str]:
        env = {"TANDEM_DATA_DIR": str(tmp_path / data), "PATH": "/usr/bin:/bin"}
        return subprocess.run(
            [sys.executable, "run.py", *words],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    assert run("migrate", data="a").returncode == 0
    assert run("backup", str(tmp_path / "a.zip"), data="a").returncode == 0
    done = run("restore", str(tmp_path / "a.zip"), data="b")
    assert (done.returncode, done.stderr) == (0, "")
    assert "equal the backup" in done.stdout
