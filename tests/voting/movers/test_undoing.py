"""A batch taken back: the database is what it was, but for what people did since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from community.discussion import actions as talk
from community.discussion import registry
from community.people import actions as people
from community.people.models import Person
from kernel import db
from kernel.features import House
from tests import cast
from tests.ideas.board import things
from tests.voting.movers import files
from tests.voting.movers.moving import bring, differences, ideas, take_back
from voting.ballots import actions as ballots
from voting.ballots import queries as support

TABLES = (
    *("person", "board", "board_count", "idea", "idea_tag", "tag", "thread", "comment", "support", "support_event"),
    *("answer", "status_change", "merge", "merge_source", "customer_link", "import_row"),
)


async def state() -> dict[str, list[Any]]:
    """Every row of every table that a batch may touch, without numbers that count on."""
    found: dict[str, list[Any]] = {}
    for table in TABLES:
        rows = await db.rows(f"SELECT * FROM {table} ORDER BY id")
        if table == "board_count":
            rows = [row for row in rows if row["ideas"]]
        found[table] = [sorted((key, str(value)) for key, value in row.items()) for row in rows]
    return found


EXPORTS = [
    (files.FIDER, "posts.csv"),
    (files.zipped(files.FIDER_BACKUP), "backup.zip"),
    (files.USERVOICE, "uservoice.csv"),
    (files.CANNY, "canny.json"),
    (files.zipped(dict(files.QUACKBACK)), "workspace.zip"),
    (files.GITHUB, "issues.json"),
]


@pytest.mark.parametrize(("text", "name"), EXPORTS, ids=[name for _text, name in EXPORTS])
async def test_a_batch_taken_back_leaves_nothing(home: House, tmp_path: Path, text: Any, name: str) -> None:
    await cast.admin()
    await things.idea("There before", by=await cast.member("ada"))
    before = await state()
    report = await bring(tmp_path, text, name=name)
    assert await state() != before
    undone = await take_back(report["batch"])
    assert undone["stays"] == []
    assert await state() == before
    assert await differences(home) == []
    again = await bring(tmp_path, text, name=name)
    assert again["sums"] == report["sums"]


async def test_what_people_did_since_stays_theirs(home: House, tmp_path: Path) -> None:
    ada = await cast.member("ada")
    report = await bring(tmp_path, files.USERVOICE)
    export, dark = await ideas()
    await ballots.cast(ada, await support.find(ada, dark["id"]))
    subject = await registry.subject(ada, "idea", export["id"])
    await talk.post(ada, subject, body="Mine too")
    undone = await take_back(report["batch"])
    why = {number: reason for kind, number, reason in undone["stays"] if kind == "idea"}
    assert why == {dark["id"]: "others support it since", export["id"]: "somebody wrote under it since"}
    left = {row["id"]: row for row in await ideas()}
    assert (left[dark["id"]]["supporters"], left[export["id"]]["supporters"]) == (1, 0)
    assert left[export["id"]]["comments"] == 1
    gone = await db.value("SELECT count(*) AS n FROM person WHERE email = 'bob@example.com'")
    assert (gone, await db.value("SELECT count(*) AS n FROM person WHERE email = 'alice@example.com'")) == (0, 1)
    assert await differences(home) == []


async def test_a_claimed_account_keeps_what_its_owner_did(home: House, tmp_path: Path) -> None:
    report = await bring(tmp_path, files.USERVOICE)
    _export, dark = await ideas()
    bob = await Person.get(email="bob@example.com")
    await people.claim(bob, name="Bob", hashed="x")
    undone = await take_back(report["batch"])
    assert ["person", bob.id, "its owner claimed it"] in undone["stays"]
    assert await Person.exists(id=bob.id)
    assert not await db.rows("SELECT id FROM idea WHERE id = ?", dark["id"])


async def test_what_a_second_file_changed_is_as_it_was(home: House, tmp_path: Path) -> None:
    await bring(tmp_path, files.CANNY, name="canny.json")
    before = await state()
    other = files.CANNY.replace("Key pocket", "Pocket for a key").replace("would buy", "want")
    second = await bring(tmp_path, other, name="canny.json")
    assert second["fates"]["idea"] == {"updated": 1}
    assert second["fates"]["comment"] == {"updated": 1}
    assert (await ideas())[0]["title"] == "Pocket for a key"
    await take_back(second["batch"])
    assert await state() == before


async def test_the_first_of_two_taken_back_hands_on_what_was_before(home: House, tmp_path: Path) -> None:
    ada = await cast.member("ada")
    idea = await things.idea("Wording one", by=ada)
    await db.execute("UPDATE idea SET reference = 'canny:553c3ef8b8cdcd1501ba1238' WHERE id = ?", idea.id)
    first = await bring(tmp_path, files.CANNY, name="canny.json")
    second = await bring(tmp_path, files.CANNY.replace("Key pocket", "Wording three"), name="canny.json")
    await take_back(first["batch"])
    assert (await ideas())[0]["title"] == "Wording three"
    await take_back(second["batch"])
    assert (await ideas())[0]["title"] == "Wording one"
    assert await differences(home) == []
