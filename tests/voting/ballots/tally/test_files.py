"""Ballot files of each kind, whole and broken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kernel.commands import main
from kernel.settings import Settings
from run import house
from tests.shared_data import shared
from voting.ballots.tally import files
from voting.ballots.tally.files import Unreadable
from voting.ballots.tally.methods import Kind, count

BLT = '4 2\n-3\n16 1 2 3 4 0\n24 1 3 2 4 0 # most\n17 4 1 2 3 0\n1 0\n0\n"Andrea"\n"Brad"\n"Carter"\n"Delilah"\n"A town"\n'
OWN = "\n".join(
    [
        *(
            "META",
            "key,value",
            "format,tandem-ballot 1",
            "method,star",
            "seats,1",
            'question,"Which, then?"',
            "OPTIONS",
        ),
        *("option,name", "b,Blue", "r,Red", "BALLOTS", "receipt,b,r", "x1,5,4", "x2,0,3", "x3,,5", ""),
    ]
)
PICKS = (
    "META\nkey,value\nformat,tandem-ballot 1\nmethod,pairwise\nOPTIONS\noption,name\na,A\nb,B\nBALLOTS\n"
    "receipt,picked,over\n1,a,b\n2,a,b\n3,b,a\n"
)


def test_blt_with_a_candidate_who_withdrew_and_an_empty_ballot() -> None:
    read = files.read(BLT)
    assert (read.method, read.poll.seats, read.title) == ("stv", 2, "A town")
    assert (read.keys, read.names) == (("1", "2", "4"), ("Andrea", "Brad", "Delilah"))
    assert read.poll.cast == 58
    assert [read.names[i] for i in count(read.poll, "stv").winners] == ["Andrea", "Brad"]


def test_ours_with_scores_and_with_picks() -> None:
    read = files.read("\ufeff" + OWN.replace("\n", "\r\n"))
    assert (read.method, read.title, read.poll.kind) == ("star", "Which, then?", Kind.SCORES)
    assert count(read.poll, "star").rounds[0].totals == (5, 12)
    picks = files.read(PICKS)
    assert picks.poll.cast == 3
    assert count(picks.poll, "pairwise").details["wins"] == [2, 1]


def test_orders_of_t_shirts_from_preflib() -> None:
    read = files.read(shared("design/preflib_00012_tshirt.soc").read_text("utf-8"))
    assert (len(read.keys), read.poll.cast) == (11, 30)
    points = dict(zip(read.names, count(read.poll, "borda").rounds[0].totals, strict=True))
    rows = [
        line.partition(":")
        for line in shared("design/preflib_00012_tshirt.soc").read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    last = read.names[-1]
    expected = sum(int(n) * (10 - order.replace(" ", "").split(",").index("11")) for n, _colon, order in rows)
    assert points[last] == expected
    assert sum(n for n in points.values() if n is not None) == 30 * 55


def test_options_that_stand_together_in_preflib() -> None:
    read = files.read("# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n# ALTERNATIVE NAME 3: C\n4: 2,{1,3}\n")
    assert read.poll.ballots.table.tolist() == [[2, 1, 2]]
    assert count(read.poll, "schulze").winners == (1,)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "none of the ballot files"),
        ("<html>", "none of the ballot files"),
        ("3 1\n1 1 9 0\n0\na\nb\nc\n", "line 2 is not a ballot"),
        ("2 1\n1 1 1 0\n0\na\nb\n", "names option 1 twice"),
        ("2 1\n1 1 2 0\n", "do not end"),
        ("2 1\n1 1 0\n0\na\n", "2 options are announced and 1 named"),
        (OWN.replace("star", "guess"), "`format` and `method`"),
        (OWN.replace("receipt,b,r", "receipt,r,b"), "not the options in their order"),
        (OWN.replace("r,Red", "b,Red"), "each there once"),
        (OWN.replace("x2,0,3", "x2,-4,3"), "out of range"),
        (OWN.replace("x2,0,3", "x2,many,3"), "not a whole ballot file"),
        (OWN.replace("x2,0,3", "x2,0"), "not a whole ballot file"),
        (OWN.replace("x2,0,3", "x2,1e9,3"), "not a whole ballot file"),
        (PICKS.replace("3,b,a", "3,b,b"), "over itself"),
        (PICKS.replace("3,b,a", "3,b,z"), "not a whole ballot file"),
        ("META\nkey;value\nbudget;5\nPROJECTS\nproject_id;cost\n1;0\nVOTES\nvoter_id;vote\n1;1\n", "out of range"),
        ("META\nkey;value\nbudget;5\nPROJECTS\nproject_id;cost\n1;2\nVOTES\nvoter_id;vote\n1;7\n", "not a whole"),
        ("# ALTERNATIVE NAME 2: A\n1: 2\n", "not a whole|from 1 on"),
    ],
)
def test_a_broken_file_is_refused_with_what_is_wrong(text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        files.read(text)


def test_the_command_recounts_for_people_and_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, built = tmp_path / "town.blt", house(Settings(data_dir=tmp_path))
    file.write_text(BLT, "utf-8")
    assert main(built, ["recount-ballot", str(file)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "winners: 1 Andrea; 2 Brad"
    assert main(built, ["recount-ballot", str(file), "--method", "borda", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["method"], document["winners"]) == ("borda", ["1", "2"])
    assert document["rounds"][0]["totals"]["4"] == 35


def test_the_command_says_in_one_line_what_it_cannot_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, built = tmp_path / "town.blt", house(Settings(data_dir=tmp_path))
    file.write_bytes(b"\xff\xfe\x00")
    for place in (tmp_path / "none.blt", file, tmp_path):
        assert main(built, ["recount-ballot", str(place)]) == 1
        told = capsys.readouterr()
        assert (told.out, len(told.err.splitlines())) == ("", 1)
