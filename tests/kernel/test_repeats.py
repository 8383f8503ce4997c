"""Rows of one key are found in constant memory and stand in one batch, however far apart they are in the file."""

from __future__ import annotations

from pathlib import Path

from kernel import delimited, repeats
from kernel.delimited import Line
from kernel.repeats import Apart, Repeated


def sheet(tmp_path: Path, lines: list[str]) -> delimited.Sheet:
    path = tmp_path / "some.csv"
    path.write_text("\n".join(["note,reference", *lines]) + "\n", "utf-8")
    return delimited.recognise(path, ("reference", "note"), ("reference",))


def test_every_key_that_comes_again_is_found_and_few_others(tmp_path: Path) -> None:
    found = sheet(tmp_path, [f"x,R{n}" for n in range(5000)] + ["y, r17", "y,R 4999", "y"])
    repeated = Repeated(("reference",), found.size).read(found)
    again = [line.cells["reference"] for line, _read in found.lines() if line in repeated]
    assert {"R17", "r17"} <= set(again)
    assert len(again) < 500


def test_rows_of_one_key_are_given_out_side_by_side_in_their_order() -> None:
    apart = Apart()
    for number in range(1, 31):
        line = Line(number, {"reference": f"R{number % 10}"})
        apart.add([(line.cells["reference"], line)])
    batches = list(apart.batches(4))
    apart.close()
    assert sorted(line.number for batch in batches for line in batch) == list(range(1, 31))
    homes = {line.cells["reference"]: n for n, batch in enumerate(batches) for line in batch}
    for n, batch in enumerate(batches):
        assert all(homes[line.cells["reference"]] == n for line in batch)
        assert [line.number for line in batch if line.cells["reference"] == "R3"] in ([], [3, 13, 23])


def test_a_key_that_comes_without_end_fills_no_memory() -> None:
    apart = Apart()
    apart.add([("same", Line(number, {"reference": "same"})) for number in range(3 * repeats.MOST)])
    batches = list(apart.batches(1000))
    apart.close()
    assert max(len(batch) for batch in batches) <= repeats.MOST
    lines = [line for batch in batches for line in batch]
    assert [bool(line.flaw) for line in lines] == [False] * repeats.MOST + [True] * 2 * repeats.MOST
