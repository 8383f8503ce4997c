"""What staff did is changed by nobody, not even by a statement of the house itself; the database says no."""

import pytest

from kernel import appendonly, audit, db, doctor
from kernel.features import House
from kernel.viewer import Viewer

STAFF = Viewer(id=7, role="admin")
TAMPERING = [
    *(f"UPDATE staff_act SET {name} = NULL" for name in ("actor_id", "subject_id")),
    *(f"UPDATE staff_act SET {name} = 'other'" for name in ("act", "subject_kind", "digest", "reason", "detail")),
    "UPDATE staff_act SET id = id + 100",
    "UPDATE staff_act SET at = '2020-01-01 00:00:00+00:00'",
    "UPDATE staff_act SET reason = 'erased:nothing'",
    "DELETE FROM staff_act",
]


@pytest.fixture
async def acts(home: House) -> None:
    for word in ("one", "two", "three"):
        await audit.note(STAFF, "idea.hidden", subject=("person", 5), reason=f"Ada said {word}")


@pytest.mark.parametrize("statement", TAMPERING)
async def test_no_statement_changes_an_act(acts: None, statement: str) -> None:
    before = await db.rows("SELECT * FROM staff_act ORDER BY id")
    with pytest.raises(Exception, match="append-only"):
        await db.execute(statement)
    assert await db.rows("SELECT * FROM staff_act ORDER BY id") == before
    assert await audit.broken() is None


async def test_no_act_is_written_over_or_emptied_away(acts: None) -> None:
    refused = (
        "INSERT OR REPLACE INTO staff_act (id, at, act, subject_kind, reason, detail, digest) "
        "VALUES (1, '2020-01-01', 'a', 'b', '', '{}', 'c')"
    )
    with pytest.raises(Exception, match="append-only"):
        await db.execute(refused if db.on_sqlite() else "TRUNCATE staff_act")
    assert await db.value("SELECT count(*) FROM staff_act") == 3


async def test_words_about_somebody_who_was_erased_may_go_and_do_not_come_back(acts: None) -> None:
    await audit.redact(5, holding=["Ada"])
    held = await db.rows("SELECT reason FROM staff_act")
    assert all(row["reason"].startswith("erased:") for row in held)
    assert await audit.broken() is None
    with pytest.raises(Exception, match="append-only"):
        await db.execute("UPDATE staff_act SET reason = 'Ada said one' WHERE id = 1")


async def test_a_lock_that_was_taken_off_is_told_and_put_on_again(home: House) -> None:
    assert await appendonly.missing(db.client()) == []
    await appendonly.unlock(db.client())
    assert len(await appendonly.missing(db.client())) == 3
    told = {finding.check: finding.ok for finding in await doctor._inside(home)}
    assert told["staff acts"] is False
    await appendonly.lock(db.client())
    assert await appendonly.missing(db.client()) == []


async def test_a_trigger_out_of_force_counts_as_missing(home: House) -> None:
    if db.on_sqlite():
        await db.execute("DROP TRIGGER staff_act_kept")
    else:
        await db.execute("ALTER TABLE staff_act DISABLE TRIGGER staff_act_kept")
    assert await appendonly.missing(db.client()) == ["staff_act_kept"]
    await appendonly.lock(db.client())
    assert await appendonly.missing(db.client()) == []
