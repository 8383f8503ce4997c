"""Bad luck: each file that is not as it should be gets a clear line, in bounded time and memory."""

from __future__ import annotations

import json
import struct
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from kernel import db
from kernel.errors import Problem
from kernel.features import House
from tests import cast
from tests.ideas.board import things
from tests.voting.movers import files
from tests.voting.movers.moving import bring, differences, ideas, look
from voting.movers import parcels

HEAD = "number,title,description,created_at,created_by,status,responded_by,responded_at,response,original_number,tags\n"


async def test_a_second_run_changes_and_never_doubles(home: House, tmp_path: Path) -> None:
    await cast.admin()
    for text, name in ((files.CANNY, "c.json"), (files.FIDER, "f.csv"), (files.zipped(dict(files.QUACKBACK)), "q.zip")):
        first = await bring(tmp_path, text, name=name)
        counts = await db.row(
            "SELECT (SELECT count(*) FROM idea) AS i, (SELECT count(*) FROM comment) AS c, "
            "(SELECT count(*) FROM support_event) AS s, (SELECT count(*) FROM answer) AS a, (SELECT count(*) FROM person) AS p"
        )
        again = await bring(tmp_path, text, name=name)
        assert first["sums"]["created"] > 0
        assert again["sums"]["created"] == again["sums"]["updated"] == 0
        assert counts == await db.row(
            "SELECT (SELECT count(*) FROM idea) AS i, (SELECT count(*) FROM comment) AS c, "
            "(SELECT count(*) FROM support_event) AS s, (SELECT count(*) FROM answer) AS a, (SELECT count(*) FROM person) AS p"
        )
    assert await differences(home) == []


@pytest.mark.parametrize(
    ("text", "name"), [(files.FIDER, "f.csv"), (files.CANNY, "c.json"), (files.USERVOICE, "u.csv")]
)
async def test_what_is_looked_through_is_what_is_done(home: House, tmp_path: Path, text: str, name: str) -> None:
    await cast.admin()
    foreseen = await look(tmp_path, text, name=name)
    assert await ideas() == []
    assert (await bring(tmp_path, text, name=name))["fates"] == foreseen["fates"]
    again = await look(tmp_path, text, name=name)
    assert (await bring(tmp_path, text, name=name))["fates"] == again["fates"]


async def test_words_too_long_for_a_message_are_cut_where_an_idea_joins_another_and_that_is_said(
    home: House, tmp_path: Path
) -> None:
    await things.board("ideas", name="Ideas")
    await things.idea("A wider SOLE!", on="ideas", body="Mine")
    text = HEAD + f'15,"A wider, sole",{"Words " * 2000}end,2018-02-21T15:51:35Z,Ann,open,,,,,\n'
    for told in (await look(tmp_path, text), await bring(tmp_path, text)):
        assert any("has 12003 characters, the first 10000 are kept" in note for *_row, note in told["notes"])
    body = str(await db.value("SELECT body FROM comment"))
    assert (len(body) <= 10_000, body[-1]) == (True, "…")


async def test_an_idea_of_the_same_title_on_the_same_board_takes_in_the_other(home: House, tmp_path: Path) -> None:
    await things.board("ideas", name="Ideas")
    mine = await things.idea("A wider SOLE!", on="ideas", body="Mine")
    text = HEAD + '15,"A wider, sole",Theirs,2018-02-21T15:51:35Z,Ann,open,,,,,\n16,Other,,,Ann,open,,,,,\n'
    foreseen = await look(tmp_path, text)
    report = await bring(tmp_path, text)
    assert report["fates"] == foreseen["fates"] == {"idea": {"created": 1, "joined": 1}}
    assert len(await ideas()) == 2
    said = await db.row("SELECT body, author_id FROM comment")
    assert said is not None
    assert said["body"] == "Theirs"
    again = await bring(tmp_path, text)
    assert again["fates"] == {"idea": {"unchanged": 2}}
    assert mine.id in {row["id"] for row in await ideas()}
    assert await differences(home) == []


async def test_circles_of_merges_are_refused_and_the_rest_is_in(home: House, tmp_path: Path) -> None:
    await cast.admin()
    rows = [
        "1,One,,,A,duplicate,,,,2,",
        "2,Two,,,A,duplicate,,,,3,",
        "3,Three,,,A,duplicate,,,,1,",
        "4,Four,,,A,duplicate,,,,1,",
    ]
    report = await bring(tmp_path, HEAD + "\n".join(rows) + "\n5,Five,,,A,duplicate,,,,99,\n")
    assert report["fates"]["merge"] == {"bad": 4, "created": 1}
    assert sum("in a circle" in row[-1] for row in report["bad"]) == 3
    assert {row["title"] for row in await ideas() if row["root"]} == {"Four"}
    assert await differences(home) == []


async def test_rows_that_are_not_as_they_should_be(home: House, tmp_path: Path) -> None:
    long = "x" * 22_000
    rows = [
        "1,,no title,,A,open,,,,,",
        "2,=cmd|' /C calc'!A0,<script>alert(1)</script><p>Fine &amp; dandy</p>,31/12/2999,A,open,,,,,",
        f'3,{"Long " * 60},{"y" * 50_000},yesterday,A,sideways,,,,,"a,b,c,d,e,f,g,h,i,j"',
        "3,Again,other words,,A,open,,,,,",
        "4,Emoji 👟🏽 and e\u0301,\u202eturned,2020-01-01,A,open,,,,,",
        "5,short",
        f"6,Answered,,,A,declined,Bo,2020-01-01,{long},,",
    ]
    report = await bring(tmp_path, "\ufeff" + HEAD + "\r\n".join(rows) + "\r\n")
    notes = [row[-1] for row in [*report["bad"], *report["notes"]]]
    for says in (
        *("has no title", "lies in the future", "is no date that can be read", "is no state we know"),
        *("the first 40000 are kept", "Only eight tags", "has 2 cells"),
    ):
        assert any(says in note for note in notes), says
    found = {row["reference"]: row for row in await ideas()}
    assert found["fider:2"]["body"] == "Fine & dandy"
    assert len(found["fider:3"]["title"]) <= 200
    assert found["fider:3"]["body"].startswith("Long Long")
    assert found["fider:4"]["body"] == "turned"
    assert report["fates"]["idea"] == {"created": 4, "skipped": 1}
    assert report["sums"]["bad"] == 2


async def test_a_comment_of_22_000_lines_is_cut_and_said(home: House, tmp_path: Path) -> None:
    canny = json.loads(files.CANNY)
    canny["comments"][1]["value"] = "line\n" * 22_000
    report = await bring(tmp_path, json.dumps(canny), name="c.json")
    assert any("109999 characters" in row[-1] for row in report["notes"])
    assert await db.value("SELECT max(length(body)) AS n FROM comment") <= 10_000


async def test_encodings_that_are_mixed_are_both_read(home: House, tmp_path: Path) -> None:
    text = (
        HEAD.encode()
        + "1,Semelle légère été,,,A,open,,,,,\n".encode()
        + "2,Lacet doré,,,A,open,,,,,\n".encode("cp1252")
    )
    await bring(tmp_path, text)
    assert [row["title"] for row in await ideas()] == ["Semelle légère été", "Lacet doré"]
    await bring(tmp_path, (HEAD + "7,Cordonnière œuvre,,,A,open,,,,,\n").encode("utf-16"))
    assert "Cordonnière œuvre" in {row["title"] for row in await ideas()}


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("form", ["csv", "json"])
async def test_a_cell_of_50_megabytes_costs_neither_time_nor_memory(home: House, tmp_path: Path, form: str) -> None:
    cell = "z" * 50_000_000
    row = {"number": 2, "title": "Huge", "body": cell, "state": "open", "url": "https://github.com/a/b/issues/2"}
    good = {"number": 1, "title": "Small", "body": "", "state": "open", "url": "https://github.com/a/b/issues/1"}
    text = (
        f'{HEAD}1,Small,,,A,open,,,,,\n2,Huge,"{cell}",,A,open,,,,,\n3,After,,,A,open,,,,,\n'
        if form == "csv"
        else json.dumps([good, row, {**good, "number": 3, "title": "After", "url": "https://github.com/a/b/issues/3"}])
    ).encode()
    del cell, row
    (tmp_path / f"x.{form}").write_bytes(text)
    del text
    tracemalloc.start()
    begun = time.monotonic()
    report = await bring(tmp_path, (tmp_path / f"x.{form}").read_bytes(), name=f"x.{form}")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert {row["title"] for row in await ideas()} == {"Small", "After"}
    assert report["sums"]["bad"] == 1, report["bad"]
    assert peak < 120_000_000
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "id,post_id,parent_id,author_name,author_email,is_team_member,is_private,moderation_state,content,created_at\n",
            "c.csv",
        ),
        ("[" * 100_000, "deep.json"),
        ("{", "half.json"),
        ("null", "null.json"),
    ],
)
async def test_files_that_hold_no_ideas(home: House, tmp_path: Path, text: str, name: str) -> None:
    with pytest.raises(Problem):
        await bring(tmp_path, text, name=name)
    assert await db.value("SELECT count(*) AS n FROM import_batch") == 0


@pytest.mark.parametrize("lies", [False, True])
def test_a_zip_that_grows_without_end_is_left_before_it_has_grown(tmp_path: Path, lies: bool) -> None:
    """A gigabyte of nothing in a megabyte, whether or not the ZIP says how large it will be."""
    bomb, folder = tmp_path / "bomb.zip", tmp_path / "out"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("ideas.csv", "w") as inside:
        for _ in range(1000):
            inside.write(bytes(1 << 20))
    if lies:
        said = bomb.read_bytes()
        bomb.write_bytes(said.replace(struct.pack("<I", 1000 << 20), struct.pack("<I", 1000)))
    with pytest.raises(Problem):
        parcels.unpacked(bomb, folder)
    assert sum(file.stat().st_size for file in folder.iterdir()) <= 300 << 20


def test_a_zip_of_more_files_than_anybody_hands_in_is_refused(tmp_path: Path) -> None:
    many = tmp_path / "many.zip"
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(parcels.MOST_FILES + 1):
            archive.writestr(f"{number}.csv", "a")
    with pytest.raises(Problem, match="more than 200 files"):
        parcels.unpacked(many, tmp_path / "out")
    assert not (tmp_path / "out").exists()
