"""No cell of a file that we give out is run by a spreadsheet, and no number loses its sign."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from kernel import exports, imports
from kernel.delimited import Line
from kernel.features import House
from kernel.imports import Batch, Report
from voting.value import uploads

FORMULAS = (
    *("=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd|x", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|calc", "%0A=1"),
    *("＝1+1", "＋1", "－1+x", "＠SUM(A1)", "-1-x", "--1", "+1", "-"),
)
NUMBERS = ("-12", "-12.50", "-12,5", "-1,234.5", "0", "7")


@pytest.mark.parametrize("typed", FORMULAS)
def test_what_begins_like_a_formula_is_text_in_every_export(typed: str) -> None:
    assert next(csv.reader(io.StringIO(exports.csv_lines([[typed]]), newline=""))) == ["'" + typed]


def test_a_number_of_ours_keeps_its_sign() -> None:
    assert exports.csv_lines([[-12, -0.5, 3]]) == "-12,-0.5,3\r\n"


async def test_rows_that_could_not_be_read_are_given_back_as_text(home: House, tmp_path: Path) -> None:
    """Headings are somebody's words as well, and a reason may begin with the word that it complains of."""
    for number, typed in enumerate(FORMULAS):
        header, *rows = await given_back(tmp_path / f"{number}.csv", heading=typed, cell=typed, reason=typed)
        assert header == ["line", "reason", "'" + typed]
        assert rows == [["7", "'" + typed, "'" + typed]]


async def test_a_number_that_could_not_be_read_is_given_back_as_it_came(home: House, tmp_path: Path) -> None:
    for number, typed in enumerate(NUMBERS):
        _header, row = await given_back(tmp_path / f"{number}.csv", heading="amount", cell=typed, reason="Too small.")
        assert row == ["7", "Too small.", typed]


async def given_back(path: Path, *, heading: str, cell: str, reason: str) -> list[list[str]]:
    """The file of rows that could not be used, as its page gives it out."""
    batch = Batch([])
    batch.refuse(Line(7, {heading: cell}), reason)
    with imports._bad_rows(Report("x"), [heading], path) as keep:
        keep(batch)
    told = b"".join([piece async for piece in uploads.bad_rows(path)]).decode()
    return list(csv.reader(io.StringIO(told, newline="")))
