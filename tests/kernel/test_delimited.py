"""Files as people save them: recognised, or refused in one line."""

from __future__ import annotations

import contextlib
import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel import delimited
from kernel.delimited import recognise
from kernel.errors import Problem

COLUMNS = ("reference", "name", "amount")


def sheet(tmp_path: Path, body: bytes | str, **more: object) -> delimited.Sheet:
    path = tmp_path / "file.csv"
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return recognise(path, COLUMNS, ("reference", "amount"))


def cells(found: delimited.Sheet) -> list[dict[str, str]]:
    return [line.cells for line, _read in found.lines() if not line.flaw]


TEXT = "Reference{0}amount{0}name\nA1{0}3.50{0}Zoé\n"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_and_separator_is_recognised(tmp_path: Path, separator: str, encoding: str) -> None:
    found = sheet(tmp_path, TEXT.format(separator).encode(encoding))
    assert found.separator == separator
    assert cells(found) == [{"reference": "A1", "amount": "3.50", "name": "Zoé"}]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"PK\x03\x04rest", "XLSX"),
        (b"reference,amount\nA\x81\x8d,\xff\n", "UTF-8"),
        (b"A1,3.50\n", "must name the columns"),
        (b"reference|amount\n", "must name the columns"),
        (b"reference,name\nA,B\n", "missing in the first line: amount"),
        (b"reference,amount,amount\n", "twice: amount"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(tmp_path: Path, body: bytes, says: str) -> None:
    with pytest.raises(Problem) as refused:
        sheet(tmp_path, body)
    assert says in refused.value.message
    assert "\n" not in refused.value.message


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no file"):
        recognise(tmp_path / "nowhere.csv", COLUMNS, ())


def test_columns_come_in_any_order_and_unknown_ones_are_named(tmp_path: Path) -> None:
    found = sheet(tmp_path, "colour,amount,reference\nred,1,A\n")
    assert found.unknown == ["colour"]
    assert cells(found) == [{"colour": "red", "amount": "1", "reference": "A"}]


def test_the_line_excel_writes_first_is_understood(tmp_path: Path) -> None:
    found = sheet(tmp_path, "sep=;\r\nreference;amount\r\nA;1,5\r\n")
    assert [(line.number, line.cells) for line, _read in found.lines()] == [(3, {"reference": "A", "amount": "1,5"})]


def test_rows_that_are_no_rows_say_why_and_the_next_ones_are_read(tmp_path: Path) -> None:
    long = "x" * (delimited.LONGEST_CELL + 1)
    body = f'reference,amount\nA,1\nB\nC,1,2\nD,\x001\n"E"e,1\n{long},1\n\n,\n"F\nf",6\nG,7\n'
    lines = [line for line, _read in sheet(tmp_path, body).lines()]
    assert [(line.number, bool(line.flaw)) for line in lines] == [
        (2, False), (3, True), (4, True), (5, True), (6, True), (7, True), (10, False), (12, False),
    ]  # fmt: skip
    assert lines[-2].cells == {"reference": "F\nf", "amount": "6"}


def test_a_line_of_ten_megabytes_is_a_bad_row_and_not_a_full_memory(tmp_path: Path) -> None:
    body = "reference,amount\n" + "x" * 10_000_000 + ",1\nA,2\n"
    lines = [line for line, _read in sheet(tmp_path, body).lines()]
    assert lines[0].flaw
    assert lines[-1].cells == {"reference": "A", "amount": "2"}


WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff"), max_size=20)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(WORDS, WORDS), max_size=8), st.sampled_from([",", ";", "\t"]))
def test_whatever_is_written_is_read_back(tmp_path: Path, rows: list[tuple[str, str]], separator: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows([("reference", "amount"), *rows])
    kept = [{"reference": a.strip(), "amount": b.strip()} for a, b in rows if a or b]
    assert cells(sheet(tmp_path, out.getvalue())) == kept


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_no_bytes_whatever_break_the_reader(tmp_path: Path, body: bytes) -> None:
    with contextlib.suppress(Problem):
        list(sheet(tmp_path, b"reference,amount\n" + body).lines())
