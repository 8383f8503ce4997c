"""Internal notes are in no page, feed, file or count of anybody but the team."""

from __future__ import annotations

import pytest

from kernel import jobs
from kernel.features import the_house
from tests import cast
from tests.browsing import Browser
from tests.community.discussion import things

NOTE = "Zanzibarometer"
"""A word that stands nowhere else."""


@pytest.mark.parametrize("who", ["stranger", "member", "manager", "editor"])
async def test_a_note_is_read_by_the_team_alone(browser: Browser, who: str) -> None:
    idea, mo = await things.idea(), await cast.manager()
    top = await things.message(idea, "Mine too", by=await cast.member("ada"))
    note = await things.message(idea, f"{NOTE}, @ada @ben", by=mo, internal=True)
    await things.message(idea, f"{NOTE} again", by=mo, parent_id=top.id, internal=True)
    await things.edit(mo, note, f"{NOTE} indeed")
    await jobs.work(the_house(), until_idle=True)
    theirs = browser if who == "stranger" else await cast.browser_as(browser, who)
    staff = who in ("manager", "editor")
    for path in (f"/ideas/{idea.id}", f"/threads/idea/{idea.id}", f"/threads/idea/{idea.id}?sort=thanked"):
        page = await theirs.get(path)
        assert page.status_code == 200
        assert (NOTE in page.text) == staff, path
        assert "1 message" in page.text
    for path in (
        *("/", "/ideas", "/search?q=mine", f"/ideas/{idea.id}.atom", "/ideas.atom", "/people/mo", "/people/ada"),
        *("/inbox", f"/api/v1/ideas/{idea.id}/comments", "/moderation/log"),
    ):
        assert NOTE not in (await theirs.get(path)).text, path
    known = (await theirs.get("/account/data")).text
    assert (NOTE in known) == (who == "manager"), "among their own data stands what they wrote, and theirs alone"
    expected = {"stranger": 404, "member": 404}.get(who, 200)
    assert (await theirs.get(f"/comments/{note.id}/history")).status_code == expected
