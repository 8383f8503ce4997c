"""The commands as they are typed: our own files as ever, those of others recognised, batches listed and taken back."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from kernel import db
from kernel.commands import Misuse, parser
from kernel.errors import Problem
from kernel.features import House
from tests.voting.movers import files
from tests.voting.movers.moving import differences, ideas
from voting.movers import commands

OWN = "reference,board,title,author_email\nR1,Shoes,Vegan glue,lea@example.com\nR2,Shoes,,lea@example.com\n"
SUPPORTS = "idea,email\nR1,tom@example.com\n"


async def typed(home: House, *words: str) -> int:
    """A command as it is typed."""
    arguments = parser(commands.commands).parse_args(list(words))
    command = next(one for one in commands.commands if one.name == arguments.command)
    status = command.run(home, arguments)
    assert not isinstance(status, int)
    return await status


def written(tmp_path: Path, text: str | bytes, name: str = "file.csv") -> str:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


async def test_our_own_columns_are_read_as_ever(
    home: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, OWN)
    assert await typed(home, "import", "ideas", path, "--dry-run") == 1
    out = capsys.readouterr().out
    assert out == "ideas: 2 rows read, 1 created, 0 updated, 0 unchanged, 1 bad (dry run: nothing was written)\n"
    assert await typed(home, "import", "ideas", path) == 1
    told = capsys.readouterr()
    assert told.out == "ideas: 2 rows read, 1 created, 0 updated, 0 unchanged, 1 bad\n"
    assert "takes it back" in told.err
    assert await typed(home, "import", "supports", written(tmp_path, SUPPORTS, "supports.csv")) == 0
    assert [row["supporters"] for row in await ideas()] == [1]
    numbers = [row["id"] for row in await db.rows("SELECT id FROM import_batch ORDER BY id DESC")]
    for number in numbers:
        assert await typed(home, "import", "ideas", "--undo", str(number)) == 0
    assert await ideas() == []
    assert await db.value("SELECT count(*) AS n FROM person") == 0
    assert await differences(home) == []


async def test_a_second_run_of_our_own_is_no_batch(home: House, tmp_path: Path) -> None:
    path = written(tmp_path, OWN)
    for _time in range(2):
        await typed(home, "import", "ideas", path)
    assert await db.value("SELECT count(*) AS n FROM import_batch") == 1


async def test_a_file_of_another_tool_is_recognised_and_listed_row_by_row(
    home: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, files.USERVOICE)
    assert await typed(home, "import", "ideas", path, "--dry-run") == 0
    told = capsys.readouterr()
    assert "idea: 2 created" in told.out
    assert "nothing was written" in told.out
    listed = Path(told.err.split("rows: ")[1].split("\n")[0])
    assert len(listed.read_text("utf-8").splitlines()) == 6
    assert await ideas() == []
    assert await typed(home, "import", "ideas", path) == 0
    assert len(await ideas()) == 2
    capsys.readouterr()
    assert await typed(home, "imports", "--json") == 0
    (batch,) = json.loads(capsys.readouterr().out)
    assert (batch["tool"], batch["state"]) == ("uservoice", "done")
    assert await typed(home, "import", "ideas", "--undo", str(batch["id"])) == 0
    assert "0 stay" in capsys.readouterr().out
    assert await ideas() == []
    with pytest.raises(Problem):
        await typed(home, "import", "ideas", "--undo", str(batch["id"]))
    assert await typed(home, "imports") == 0
    assert "undone" in capsys.readouterr().out


async def test_a_kept_reading_is_used_by_its_name(home: House, tmp_path: Path) -> None:
    path = written(tmp_path, "Colour;What\nred;Low heel\n")
    with pytest.raises(Problem):
        await typed(home, "import", "ideas", path, "--mapping", "sheet")
    plan = {
        "tool": "file",
        "source": "sheet",
        "board": "Shop",
        "parts": {"x": {"kind": "ideas", "columns": {"what": "title"}}},
    }
    await db.execute(
        "INSERT INTO import_mapping (name, plan, created_at) VALUES ('sheet', ?, ?)", json.dumps(plan), await db.now()
    )
    assert await typed(home, "import", "ideas", path, "--mapping", "sheet") == 0
    assert [(row["board"], row["title"]) for row in await ideas()] == [("Shop", "Low heel")]


async def test_what_is_misused_says_so(home: House, tmp_path: Path) -> None:
    for words in (["import", "ideas"], ["import", "orders", "x.csv", "--from", "canny"]):
        with pytest.raises(Misuse):
            await typed(home, *words)
    with pytest.raises(Problem, match="must name the columns"):
        await typed(home, "import", "ideas", written(tmp_path, "a,b\n1,2\n"))
    with pytest.raises(Problem, match="no file"):
        await typed(home, "import", "ideas", str(tmp_path / "none.csv"), "--from", "canny")


def test_the_arguments_are_those_of_the_contract() -> None:
    arguments = parser(commands.commands).parse_args(["import", "customers", "c.csv", "--dry-run"])
    assert isinstance(arguments, argparse.Namespace)
    assert (arguments.kind, str(arguments.file), arguments.dry_run) == ("customers", "c.csv", True)
