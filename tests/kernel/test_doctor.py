"""The doctor tells every setting without a secret, and what needs a hand."""

import json
from pathlib import Path

import pytest

from kernel import db, doctor
from kernel.commands import main
from kernel.events import enqueue
from kernel.features import House
from kernel.settings import Settings
from run import house


async def verdicts(home: House) -> dict[str, bool]:
    return {finding.check: finding.ok for finding in await doctor.examine(home)}


async def test_a_house_in_order_needs_nothing(settings: Settings) -> None:
    strong = settings.model_copy(update={"secret": "long enough for anybody"})
    assert set((await verdicts(house(strong))).values()) == {True}


async def test_a_house_without_tables_says_so(tmp_path: Path) -> None:
    found = await verdicts(house(Settings(data_dir=tmp_path / "new", secret="long enough for anybody")))
    assert found["database"] is False


async def test_what_waits_and_what_gave_up_is_told(settings: Settings) -> None:
    built = house(settings)
    async with db.opened(built.settings, built.features):
        await enqueue("kernel.sweep")
        await db.execute("UPDATE job SET state = 'dead'")
        await db.execute("DELETE FROM tortoise_migrations WHERE app = 'voting'")
    found = await verdicts(built)
    assert (found["tables"], found["dead letters"], found["database"]) == (False, False, True)


async def test_a_database_that_is_away_hides_no_other_check(tmp_path: Path) -> None:
    away = Settings(
        data_dir=tmp_path, database_url="postgresql://nobody@127.0.0.1:1/none", base_url="http://brand.example"
    )
    found = await verdicts(house(away))
    assert (found["database"], found["address"], found["disk"]) == (False, False, True)


def test_no_secret_is_told(tmp_path: Path) -> None:
    hidden = Settings(
        data_dir=tmp_path,
        secret="hush-hush-hush-hush",
        smtp_url="smtp://me:pssst@mail.example",
        database_url="postgresql://me:quiet@db.example/tandem",
    )
    told = json.dumps([(one.name, one.value) for _, found in doctor.settings(house(hidden)) for one in found])
    assert not [word for word in ("hush", "pssst", "quiet") if word in told]
    assert "db.example" in told


def test_its_json_stands_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(house(Settings(data_dir=tmp_path)), ["doctor", "--json"]) == 1
    shown = json.loads(capsys.readouterr().out)
    assert "TANDEM_DATA_DIR" in shown["settings"]
    assert {finding["check"] for finding in shown["findings"]} >= {"disk", "secret", "database"}
