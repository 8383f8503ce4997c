"""What imports note of a person: it is in the file of their own data, and goes with their account."""

from __future__ import annotations

from pathlib import Path

import pytest

from community.people import owndata, queries
from kernel import db
from kernel.features import House
from tests import cast
from tests.voting.movers import files
from tests.voting.movers.moving import bring, differences, take_back
from voting.movers import actions

pytestmark = pytest.mark.asyncio

PART = "brought_over_from_elsewhere"


async def told(handle: str, part: str) -> list[db.Row]:
    person = await queries.by_handle(handle)
    assert person
    found: list[db.Row] = (await owndata.gathered(person))[part]
    return found


async def erased(person: int, home: House) -> None:
    async with db.transaction():
        for participant in home.registered("person.erasing"):
            await participant(person)


@pytest.mark.parametrize(("kind", "theirs"), [("idea", "idea.author_id"), ("support", "support.person_id")])
async def test_what_was_brought_over_is_told_and_goes_with_the_account(
    home: House, tmp_path: Path, kind: str, theirs: str
) -> None:
    await cast.admin()
    report = await bring(tmp_path, files.CANNY, name="canny.json")
    who = await db.row(
        f"SELECT p.id, p.handle FROM person p JOIN {kind} ON {theirs} = p.id JOIN import_row r "
        "ON r.kind = 'person' AND r.thing_id = p.id ORDER BY p.id"
    )
    assert who
    assert {"person", kind} <= {row["kind"] for row in await told(who["handle"], PART)}
    assert await told((await cast.member("ada")).handle, PART) == []
    await erased(who["id"], home)
    assert not {"person", "support"} & {row["kind"] for row in await told(who["handle"], PART)}
    assert await differences(home) == []
    await take_back(report["batch"])
    assert await differences(home) == []


async def test_whoever_ran_an_import_has_it_in_their_file_until_they_leave(home: House, tmp_path: Path) -> None:
    root = await cast.admin()
    path = tmp_path / "fider.csv"
    path.write_text(files.FIDER)
    await actions.take(path, by=root.id, tool="", kept=None)
    await db.execute(
        "INSERT INTO import_mapping (name, plan, by_id, created_at) SELECT 'ours', '{}', ?, created_at FROM import_batch",
        root.id,
    )
    for part in ("imports", "import_mappings"):
        assert [row["name"] for row in await told("root", part)] == ["ours" if "map" in part else "fider.csv"]
    await erased(int(root.id or 0), home)
    for part in ("imports", "import_mappings"):
        assert await told("root", part) == []
    assert await db.value("SELECT count(*) FROM import_batch") == 1
