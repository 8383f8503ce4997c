"""The commands as they are typed: status, summary, bad rows, JSON alone."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import date
from pathlib import Path

import pytest

from kernel import db
from kernel.features import House
from voting.ballots import commands as ballots
from voting.value import commands

CUSTOMERS = "reference,email\nC1,ada@example.org\nC2,\n"


async def run(home: House, tmp_path: Path, kind: str, text: str, *, dry_run: bool = False) -> int:
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    return await commands.import_file(home, Namespace(kind=kind, file=path, dry_run=dry_run))


async def test_an_import_says_what_it_did_and_warnings_are_no_failure(
    home: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run(home, tmp_path, "customers", CUSTOMERS, dry_run=True) == 0
    assert "nothing was written" in capsys.readouterr().out
    assert await run(home, tmp_path, "customers", CUSTOMERS) == 0
    told = capsys.readouterr()
    assert told.out == "customers: 2 rows read, 2 created, 0 updated, 0 unchanged, 0 bad\n"
    assert "warning: Columns that the file does not have" in told.err


async def test_bad_rows_are_all_listed_and_fail_while_the_good_ones_are_in(
    home: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run(home, tmp_path, "customers", CUSTOMERS + ",nobody@example.org\nC3,@\n") == 1
    told = capsys.readouterr()
    assert "line 4: reference is empty." in told.err
    assert "line 5: email is no e-mail address: @." in told.err
    assert "2 created" in told.out
    assert await db.value("SELECT COUNT(*) AS n FROM customer") == 2


async def test_worth_prints_json_alone(home: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    await run(home, tmp_path, "customers", CUSTOMERS)
    capsys.readouterr()
    assert await commands.worth(home, Namespace(as_of=date(2026, 1, 1), json=True)) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"bgnbd", "gamma_gamma", "customers", "as_of"} <= told.keys()
    assert (told["customers"], told["as_of"], told["method"], told["reason"]) == (
        0,
        "2026-01-01",
        "none",
        "no_customers",
    )
    assert await commands.worth(home, Namespace(as_of=None, json=False)) == 0
    assert "because nobody has ordered" in capsys.readouterr().out


async def test_recount_is_clean_on_a_clean_house(home: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert await ballots.recount(home, Namespace(fix=False)) == 0
    assert capsys.readouterr().out == "Every count is right.\n"


async def test_worth_says_what_it_made_of_refunds_and_other_currencies(
    home: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await run(home, tmp_path, "customers", CUSTOMERS)
    orders = "O1,C1,2026-01-05,10,EUR\nO2,C1,2026-02-05,-2,EUR\nO3,C2,2026-01-01,-3,EUR\nO4,C2,2026-01-02,5,USD\n"
    await run(home, tmp_path, "orders", "reference,customer,placed_at,amount,currency\n" + orders)
    capsys.readouterr()
    assert await commands.worth(home, Namespace(as_of=None, json=False)) == 0
    told = capsys.readouterr().out.splitlines()
    assert "because orders are in several currencies and a rate is missing" in told
    assert "left out for want of a rate: USD; give rates by TANDEM_WORTH_RATES" in told
    assert "refunds: 2; 1 lower the purchase before them, 1 have none and are left out" in told
