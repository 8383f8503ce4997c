"""Worth as of a day: against published values, and by a named rule where nothing can be fitted."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kernel import db, imports
from kernel.errors import Problem
from kernel.features import House
from tests.shared_data import shared
from voting.value import draws, groups, queries, runs, tables


async def read(tmp_path: Path, kind: str, lines: list[str]) -> None:
    path = tmp_path / f"{kind}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = await imports.read_file(imports.importer(kind), path)
    assert report.bad == []


async def cdnow(tmp_path: Path) -> None:
    rows = [line.split() for line in shared("clv/CDNOW_sample.txt").read_text().splitlines()]
    await read(tmp_path, "customers", ["reference", *dict.fromkeys(row[1] for row in rows)])
    orders = [f"O{n},{r[1]},{r[2][:4]}-{r[2][4:6]}-{r[2][6:]},{r[4]},USD" for n, r in enumerate(rows)]
    await read(tmp_path, "orders", ["reference,customer,placed_at,amount,currency", *orders])


@pytest.mark.real
async def test_cdnow_gives_the_published_values(home: House, tmp_path: Path) -> None:
    published = json.loads(shared("reference/published_values.json").read_text())
    assert published
    await cdnow(tmp_path)
    run = await queries.made(await runs.make(as_of=date(1997, 9, 30)))
    assert run.customers == 2357
    assert run.currency == "USD"
    assert run.fit["bgnbd"] == pytest.approx({"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}, rel=0.005)
    assert run.fit["gamma_gamma"] == pytest.approx({"p": 6.25, "q": 3.74, "gamma": 15.44}, rel=0.005)
    assert run.fit["bgnbd_log_likelihood"] == pytest.approx(-9582.429, abs=0.01)
    assert run.fit["repeat_buyers"] == 946

    table = await tables.worths(run.id)
    drawn = draws.drawn(run, table)
    assert drawn.shape == (200, 2357)
    assert float(drawn.mean(axis=0).sum()) == pytest.approx(float(table.amount.sum()), rel=0.1)
    assert {card.kind for card in await groups.every()} == {"rfm"}

    later = await queries.made(await runs.make())
    assert later.as_of == date(1998, 6, 30)
    assert await db.value("SELECT COUNT(*) AS n FROM worth") == 2 * 2357
    assert np.array_equal((await tables.worths(run.id)).amount, table.amount)


async def test_without_orders_everybody_counts_with_the_default(home: House, tmp_path: Path) -> None:
    await read(tmp_path, "customers", ["reference,stated_value", "A,", "B,100.00"])
    run = await queries.made(await runs.make())
    assert (run.method, run.reason, run.customers) == ("none", "no_customers", 0)
    table = await tables.worths(run.id)
    assert list(table.amount) == [0.0, 10000.0]
    assert table.source == ["default", "stated"]
    assert draws.drawn(run, table).shape == (200, 0)


async def test_few_buyers_fall_back_to_what_they_spent(home: House, tmp_path: Path) -> None:
    await read(tmp_path, "customers", ["reference", "A", "B", "C"])
    orders = ["A1,A,2026-01-01,100,EUR", "A2,A,2026-02-01,50,EUR", "B1,B,2026-01-01,30,EUR", "B2,B,2026-01-02,-10,EUR"]
    await read(tmp_path, "orders", ["reference,customer,placed_at,amount,currency", *orders])
    run = await queries.made(await runs.make())
    assert (run.method, run.reason, run.as_of) == ("spend_rate", "few_repeat_buyers", date(2026, 2, 1))
    table = await tables.worths(run.id)
    assert list(table.amount) == pytest.approx([15000, 2000, 8500])
    assert table.source == ["rule", "rule", "default"]


async def test_several_currencies_need_rates(home: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await read(tmp_path, "customers", ["reference", "A", "B"])
    orders = ["A1,A,2026-01-01,100,EUR", "B1,B,2026-01-01,100,USD"]
    await read(tmp_path, "orders", ["reference,customer,placed_at,amount,currency", *orders])
    run = await queries.made(await runs.make())
    assert (run.method, run.reason, run.fit["without_rate"]) == ("spend_rate", "rates_missing", ["USD"])
    monkeypatch.setenv("TANDEM_WORTH_RATES", '{"USD": 0.5}')
    run = await queries.made(await runs.make())
    assert run.reason == "few_repeat_buyers"
    assert list((await tables.worths(run.id)).amount) == pytest.approx([10000, 5000])


async def test_a_day_to_come_is_refused(home: House) -> None:
    with pytest.raises(Problem, match="to come"):
        await runs.make(as_of=date(2999, 1, 1))
