"""Ballot files: each format says the same result, and the command and the page make it again from the file alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from run import house
from tests import cast
from tests import polls as made
from voting.ballots import counter, filing, poll_proofs, polls, results
from voting.ballots.commands import recount_ballot
from voting.ballots.marks import KINDS
from voting.ballots.poll_queries import PollCard
from voting.ballots.tally import files

pytestmark = pytest.mark.usefixtures("home")
NAMES = ("Wide, very", '=Tall "one"', "Half\u202f½ 👟", "Zip;per")
SAID = {
    "approvals": [{0: 1, 1: 1}, {1: 1}, {}],
    "scores": [{0: 5, 2: 1}, {1: 4, 3: 2}, {2: 5}],
    "dots": [{0: 7, 1: 3}, {3: 10}, {1: 5}],
    "credits": [{0: 7, 1: 3}, {3: 10}, {1: 5}],
    "ranks": [{0: 1, 1: 2, 2: 3, 3: 4}, {3: 1, 1: 2, 0: 3, 2: 4}, {}],
    "picks": [{0: 1, 1: 0}, {2: 1, 3: 0}, {1: 1, 3: 0}],
    "projects": [{0: 1, 3: 1}, {1: 1, 2: 1}, {3: 1}],
}


async def held(method: str) -> PollCard:
    """A ballot with three voters, closed and counted."""
    ballot = await made.opened(method, names=NAMES, seats=2 if method in ("stv", "approval") else 1)
    options = await made.numbers(ballot)
    for name, said in zip(("ada", "ben", "sol"), SAID[ballot.kind], strict=True):
        viewer = await cast.viewer(name)
        with made.while_open():
            await polls.cast(viewer, ballot.id, {options[n]: value for n, value in said.items()})
    await made.closed(ballot)
    return ballot


@pytest.fixture(autouse=True)
async def people(home: object) -> None:
    for name in ("ada", "ben", "sol", "mo"):
        await cast.person(name)


@pytest.mark.parametrize("method", KINDS)
async def test_every_file_of_a_ballot_says_its_result(method: str, tmp_path: Path) -> None:
    ballot = await held(method)
    filed, told = await results.filed(ballot.id), await results.result(ballot.id)
    assert told is not None
    names = {entry.id: entry.title for entry in filed.entries}
    winners = [names[option] for option in told.plain.winners]
    assert list(told.forms) == filing.forms_of(filed)
    for form in told.forms:
        text = filing.WRITERS[form](filed)
        again = counter.count(text, f"ballot.{form}", method)
        found = [again["options"][key].removeprefix("'") for key in again["winners"]]
        assert (form, again["cast"]) == (form, 2 if form == "soc" else 3)
        assert (form == "soc" and method == "stv") or found == winners  # PrefLib names no places to fill
    assert await poll_proofs.result() == []


async def test_the_command_makes_the_result_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from argparse import Namespace

    ballot = await held("schulze")
    place = tmp_path / "ballot.csv"
    place.write_bytes(filing.own(await results.filed(ballot.id)).encode())
    assert recount_ballot(house(), Namespace(file=place, method=None, json=True)) == 0
    told = await results.result(ballot.id)
    assert told is not None
    said = json.loads(capsys.readouterr().out)
    keys = {entry.id: entry.key for entry in (await results.filed(ballot.id)).entries}
    assert said["order"] == [keys[option] for option in told.plain.order]


async def test_a_receipt_is_found_in_the_file() -> None:
    ballot = await made.opened("score")
    one, two, _ = await made.numbers(ballot)
    with made.while_open():
        receipt = await polls.cast(await cast.member("ada"), ballot.id, {one: 5, two: 2})
    await made.closed(ballot)
    filed = await results.filed(ballot.id)
    keys = {entry.id: place for place, entry in enumerate(filed.entries, start=1)}
    row = next(line.split(",") for line in filing.own(filed).splitlines() if line.startswith(receipt.code))
    assert (row[keys[one]], row[keys[two]]) == ("5", "2")


async def test_a_changed_answer_or_result_is_found_and_mended() -> None:
    from kernel import db

    ballot = await held("approval")
    await db.execute("UPDATE ballot SET result = replace(result, '\"winners\"', '\"losers\"') WHERE id = ?", ballot.id)
    assert await poll_proofs.result(fix=True) == [f"ballot {ballot.id}: the result is not what its answers say"]
    assert await poll_proofs.result() == []
    await db.execute('UPDATE ballot SET "cast" = 7 WHERE id = ?', ballot.id)
    assert await poll_proofs.cast(fix=True) == [f"ballot {ballot.id}: 7 cast kept, 3 counted"]
    assert await poll_proofs.cast() == []
    assert await poll_proofs.result() == []


def test_what_is_no_option_of_a_format_is_not_written() -> None:
    assert files.FORMAT == filing.FORMAT
    assert set(filing.FORMS) < set(filing.WRITERS)
