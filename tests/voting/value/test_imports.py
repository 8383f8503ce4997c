"""Customer and order files: read, told apart, linked, and the same again changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kernel import db, imports, sessions
from kernel.errors import Problem
from kernel.features import House
from kernel.imports import Report
from tests import cast
from voting.value import groups, links, queries

CUSTOMERS = """reference,name,kind,email,segment,country,since,stated_value
C1,Ada,person,Ada@Example.org,gold,FR,2024-01-05,
C2,La Tournée,company,buy@tournee.example,pros,fr,,5200.00
C3,,,,,,,
"""
ORDERS = """reference,customer,placed_at,amount,currency
O1,C1,2026-01-05,12.50,EUR
O2,C1,2026-02-05T10:00:00+02:00,-2.5,eur
O3,C2,2026-03-05,1200,JPY
"""


async def read(tmp_path: Path, kind: str, text: str, *, dry_run: bool = False) -> Report:
    path = tmp_path / f"{kind}.csv"
    path.write_text(text, encoding="utf-8")
    return await imports.read_file(imports.importer(kind), path, bad_path=tmp_path / "bad.csv", dry_run=dry_run)


def counted(report: Report) -> tuple[int, int, int, int, int]:
    return report.read, report.created, report.updated, report.unchanged, report.bad_count


async def test_customers_come_in_once_and_only_changes_change_them(home: House, tmp_path: Path) -> None:
    assert counted(await read(tmp_path, "customers", CUSTOMERS)) == (3, 3, 0, 0, 0)
    assert counted(await read(tmp_path, "customers", CUSTOMERS)) == (3, 0, 0, 3, 0)
    assert counted(await read(tmp_path, "customers", CUSTOMERS.replace("gold", "silver"))) == (3, 0, 1, 2, 0)
    row = await db.row("SELECT email, country, segment, stated_value FROM customer WHERE reference = 'C2'")
    assert row == {"email": "buy@tournee.example", "country": "FR", "segment": "pros", "stated_value": 520000}
    assert {card.slug for card in await groups.every()} == {"gold", "silver", "pros"}


async def test_columns_that_a_file_has_not_leave_what_is_known(home: House, tmp_path: Path) -> None:
    await read(tmp_path, "customers", CUSTOMERS)
    report = await read(tmp_path, "customers", "reference,country\nC1,BE\n")
    assert counted(report) == (1, 0, 1, 0, 0)
    assert await db.value("SELECT name FROM customer WHERE reference = 'C1'") == "Ada"


async def test_bad_rows_say_why_and_the_good_ones_are_in(home: House, tmp_path: Path) -> None:
    bad = "C4,,robot,,,,,\nC5,,,nowhere,,,,\nC6,,,,,France,,\nC7,,,,,,2999-01-01,\nC8,,,,,,,-1\n,,,,,,,1\n"
    report = await read(tmp_path, "customers", CUSTOMERS + bad)
    assert counted(report) == (9, 3, 0, 0, 6)
    assert [row.line for row in report.bad] == [5, 6, 7, 8, 9, 10]
    assert "robot" in report.bad[0].reason
    listed = (tmp_path / "bad.csv").read_text("utf-8").splitlines()
    assert listed[0].startswith("line,reason,reference")
    assert len(listed) == 7


async def test_orders_become_minor_units_of_their_currency(home: House, tmp_path: Path) -> None:
    await read(tmp_path, "customers", CUSTOMERS)
    assert counted(await read(tmp_path, "orders", ORDERS)) == (3, 3, 0, 0, 0)
    assert counted(await read(tmp_path, "orders", ORDERS)) == (3, 0, 0, 3, 0)
    rows = await db.rows("SELECT amount, currency, placed_at FROM customer_order ORDER BY reference")
    assert [(row["amount"], row["currency"]) for row in rows] == [(1250, "EUR"), (-250, "EUR"), (1200, "JPY")]
    assert rows[1]["placed_at"].hour == 8


async def test_orders_of_nobody_and_of_no_amount_are_bad_rows(home: House, tmp_path: Path) -> None:
    await read(tmp_path, "customers", CUSTOMERS)
    bad = 'O4,nobody,2026-01-01,1,EUR\nO5,C1,soon,1,EUR\nO6,C1,2026-01-01,"1,5",EUR\nO7,C1,2026-01-01,1.005,EUR\n'
    report = await read(tmp_path, "orders", ORDERS + bad + "O8,C1,2026-01-01,1,XYZ\nO9,C1,2026-01-01,0.00,EUR\n")
    assert counted(report) == (9, 4, 0, 0, 5)
    assert "nobody" in report.bad[0].reason


async def test_a_dry_run_checks_everything_and_writes_nothing(home: House, tmp_path: Path) -> None:
    assert counted(await read(tmp_path, "customers", CUSTOMERS + "C9,,robot,,,,,\n", dry_run=True)) == (4, 3, 0, 0, 1)
    assert await db.value("SELECT COUNT(*) AS n FROM customer") == 0
    assert await groups.every() == []


async def test_of_a_reference_twice_in_a_file_the_last_counts_and_a_second_run_changes_nothing(
    home: House, tmp_path: Path
) -> None:
    twice = CUSTOMERS + "C1,Ada Morel,person,ada@example.org,gold,FR,2024-01-05,\n"
    report = await read(tmp_path, "customers", twice)
    assert (report.created, report.unchanged, report.warning_count) == (3, 1, 1)
    assert counted(await read(tmp_path, "customers", twice)) == (4, 0, 0, 4, 0)


async def audiences(person: int) -> frozenset[str]:
    return (await sessions.viewer_of(person)).audiences


async def test_an_imported_address_counts_and_a_confirmed_one_shows(home: House, tmp_path: Path) -> None:
    waiting = await cast.person("ada", confirmed=False)
    await read(tmp_path, "customers", CUSTOMERS)
    assert await queries.links() == {waiting.id: await customer("C1")}
    assert await queries.known_of(waiting.id) is None
    assert await audiences(waiting.id) == {"everyone", "members"}
    await links.confirmed({"subject_id": waiting.id, "data": {"email": "ada@example.org"}})
    known = await queries.known_of(waiting.id)
    assert known is not None
    assert known["reference"] == "C1"
    assert await audiences(waiting.id) == {"everyone", "members", "customers", "segment:gold"}


async def test_a_confirmed_member_is_linked_as_the_file_comes_in(home: House, tmp_path: Path) -> None:
    ada = await cast.person("ada")
    await read(tmp_path, "customers", CUSTOMERS)
    assert (await queries.known_of(ada.id) or {})["link"] == "confirmed"
    await read(tmp_path, "customers", CUSTOMERS.replace("Ada@Example.org", "other@example.org"))
    assert await queries.links() == {}


async def test_staff_link_by_hand_and_take_it_back(home: House, tmp_path: Path) -> None:
    await read(tmp_path, "customers", CUSTOMERS)
    sol, ben = await cast.editor(), await cast.person("ben")
    company = await customer("C2")
    await links.link(sol, company, person=ben.id)
    assert (await queries.links())[ben.id] == company
    assert [row["source"] for row in await queries.members_of(company)] == ["staff"]
    assert await links.unlink(sol, company, person=ben.id)
    assert not await links.unlink(sol, company, person=ben.id)
    assert await db.value("SELECT COUNT(*) AS n FROM staff_act") == 2


async def customer(reference: str) -> int:
    return int(await db.value("SELECT id FROM customer WHERE reference = ?", reference))


@pytest.mark.parametrize("command", ["customers", "orders"])
async def test_a_missing_column_is_one_clear_line(home: House, tmp_path: Path, command: str) -> None:
    with pytest.raises(Problem, match="first line"):
        await read(tmp_path, command, "name,amount\nA,1\n")
