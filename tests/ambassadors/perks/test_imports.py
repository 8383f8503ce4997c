"""Files of codes: duplicates, blanks, nonsense, a second time, two at once, and a million lines."""

from __future__ import annotations

import asyncio
import io
import tracemalloc
from pathlib import Path

import pytest
from starlette.datastructures import UploadFile

from ambassadors.perks import imports, pool
from ambassadors.perks.models import Gives, PerkCodeFile
from kernel import db
from kernel import imports as files
from kernel.errors import Forbidden, Problem
from kernel.features import House
from tests import cast
from tests.ambassadors.perks import shelf


async def read(tmp_path: Path, perk_id: int, text: str | bytes) -> files.Report:
    path = tmp_path / "codes.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return await files.read_file(imports.importer(perk_id), path)


async def test_duplicates_and_blanks_are_said_by_line_and_never_by_code(home: House, tmp_path: Path) -> None:
    perk = await shelf.perk(publish=False)
    text = 'code\nA-1\n\nA-2\nA-1\n" "\n""\nA-2\na-1\n'
    report = await read(tmp_path, perk.id, text)
    assert (report.created, report.bad_count) == (3, 3)
    said = {row.line: row.reason for row in report.bad}
    assert said[5] == "The same code as in line 2."
    assert said[8] == "The same code as in line 4."
    assert "no code" in said[6]
    assert not any(code in reason for code in ("A-1", "A-2", "a-1") for reason in said.values())


async def test_a_second_time_it_changes_nothing(home: House, tmp_path: Path) -> None:
    perk = await shelf.perk(publish=False, codes=1)
    first = await read(tmp_path, perk.id, "code\nA-1\nA-2\n")
    again = await read(tmp_path, perk.id, "code\nA-1\nA-2\n")
    assert (first.created, again.created, again.unchanged, again.bad_count) == (2, 0, 2, 0)
    assert await pool.counts(perk.id) == (3, 3)


async def test_a_code_behind_another_perk_is_not_taken_from_it(home: House, tmp_path: Path) -> None:
    one, other = await shelf.perk(publish=False), await shelf.perk(publish=False)
    await read(tmp_path, one.id, "code\nA-1\n")
    report = await read(tmp_path, other.id, "code\nA-1\nB-1\n")
    assert (report.created, [row.reason for row in report.bad]) == (1, ["This code stands behind another perk."])


async def test_what_no_shop_would_take_for_a_code_is_refused(home: House, tmp_path: Path) -> None:
    perk = await shelf.perk(publish=False, codes=1)
    report = await read(tmp_path, perk.id, f"code\n{'x' * 101}\nA\u200bB\nC\u0007D\nGOOD\n")
    assert (report.created, report.bad_count) == (1, 3)


@pytest.mark.parametrize("text", [b"", b"A-1\nA-2\n", b"PK\x03\x04rest", b"name,price\nx,1\n"])
async def test_a_file_that_is_none_of_codes_is_refused_in_one_line(home: House, tmp_path: Path, text: bytes) -> None:
    perk = await shelf.perk(publish=False, codes=1)
    with pytest.raises(Problem):
        await read(tmp_path, perk.id, text)
    assert await pool.counts(perk.id) == (1, 1)


async def test_a_file_handed_in_is_read_by_the_worker_and_gone_afterwards(home: House) -> None:
    sol, perk = await cast.editor(), await shelf.perk(publish=False, codes=1)
    upload = UploadFile(io.BytesIO(b"code;batch\nA-1;7\nA-2;7\nA-1;8\n"), filename="codes.csv")
    number = await imports.hand_in(sol, perk.id, upload)
    assert imports.path_of(number).is_file()
    await shelf.worked()
    kept = await PerkCodeFile.get(id=number)
    assert (kept.state, kept.report["created"], kept.report["bad_count"]) == ("done", 2, 1)
    assert not imports.path_of(number).exists()
    assert "A-1" not in str(kept.report)
    with pytest.raises(Forbidden):
        await imports.hand_in(await cast.manager(), perk.id, upload)


async def test_two_files_at_once_with_the_same_codes_add_each_once(home: House, tmp_path: Path) -> None:
    perk = await shelf.perk(publish=False, codes=1)
    paths = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for path in paths:
        path.write_text("code\n" + "".join(f"K-{n}\n" for n in range(3000)))
    done = await asyncio.gather(*(files.read_file(imports.importer(perk.id), path) for path in paths))
    assert sum(one.created for one in done) == 3000
    assert sum(one.unchanged for one in done) == 3000
    assert await pool.counts(perk.id) == (3001, 3001)


async def test_a_long_file_with_repeats_far_apart_takes_constant_memory(home: House, tmp_path: Path) -> None:
    if not db.on_sqlite():
        pytest.skip("the same code reads it; once is enough")
    perk = await shelf.perk(Gives.PERCENT, percent=10, publish=False, codes=1)
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write("code\n")
        file.writelines(f"LONG-{n % 39_000:07}\n" for n in range(40_000))
    tracemalloc.start()
    report = await files.read_file(imports.importer(perk.id), path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (report.created, report.bad_count) == (39_000, 1000)
    assert peak < 40_000_000
