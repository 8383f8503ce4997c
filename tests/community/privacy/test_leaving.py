"""Closing an account, coming back, and what stands in the way."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from community.people import actions, handles, queries
from community.people.models import Person
from community.privacy import leaving
from community.privacy.models import Erasure
from kernel import clock, db
from kernel.errors import Conflict
from kernel.features import House
from kernel.models import Letter, Session
from tests import cast
from tests.browsing import Browser, hidden_fields
from tests.ideas.board import things

KEEP = {"votes": "keep", "ideas": "keep", "talk": "keep", "designs": "keep"}


async def proven(browser: Browser, handle: str) -> Browser:
    """Somebody's browser that has just proven whose it is."""
    theirs = await cast.browser_as(browser, handle)
    await db.execute("UPDATE session SET proven_at = ?", clock.now())
    return theirs


async def test_a_closed_account_is_somebody_who_left_until_they_come_back(browser: Browser) -> None:
    idea = await things.idea("Laces that last", by=await cast.member("ada"))
    ada = await proven(browser, "ada")
    page = await ada.get("/account/erasure")
    assert "Your ideas" in page.text
    unsure = await ada.submit("/account/erasure", "/account/erasure", **KEEP)
    assert unsure.status_code == 422
    assert "Say that you mean it." in unsure.text
    closed = await ada.submit("/account/erasure", "/account/erasure", **KEEP, sure="true")
    assert "You are signed out" in closed.text
    assert await Session.filter(person_id=idea.author_id).count() == 0
    seen = await browser.get(f"/ideas/{idea.id}")
    assert "Somebody who left" in seen.text
    assert "Ada Morel" not in seen.text
    assert (await browser.get("/people/ada")).status_code == 404
    assert await Letter.filter(address="ada@example.org", subject="Your account is closed").count() == 1
    back = browser.another()
    await back.sign_in("ada@example.org", "tandem-demo")
    assert "your account is closed" in (await back.get("/ideas")).text
    welcome = await back.submit("/account/leaving", "/account/leaving/undo")
    assert "Everything is as it was" in welcome.text
    assert "Ada Morel" in (await browser.get(f"/ideas/{idea.id}")).text
    assert (await browser.get("/people/ada")).status_code == 200
    assert await Erasure.all().count() == 0


async def test_an_old_proof_is_asked_for_anew(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    await db.execute("UPDATE session SET proven_at = ?", clock.now() - timedelta(hours=1))
    for path in ("/account/erasure",):
        assert (await ada.peek(path)).headers["location"].startswith("/account/proof")
    page = await ada.get("/account/data")
    sent = hidden_fields(page.text, "/account/data/choices/worth")
    answer = await ada.post("/account/erasure", {**sent, **KEEP, "sure": "true"})
    assert answer.headers["location"].startswith("/account/proof")


async def test_the_last_administrator_is_refused_with_help(home: House) -> None:
    root = await cast.admin()
    [said] = await leaving.obligations(int(root.id or 0))
    assert said.stops
    assert "Give somebody else that role first" in said.words
    with pytest.raises(Conflict):
        await leaving.close(root, choices=KEEP)
    await cast.person("ann", role="admin")
    await leaving.close(root, choices=KEEP)
    ann = await cast.viewer("ann", role="admin")
    with pytest.raises(Conflict):
        await leaving.close(ann, choices=KEEP)


async def test_of_two_administrators_who_leave_at_once_one_stays(home: House) -> None:
    root, ann = await cast.admin(), await cast.viewer("ann", role="admin")
    ends = await asyncio.gather(
        leaving.close(root, choices=KEEP), leaving.close(ann, choices=KEEP), return_exceptions=True
    )
    assert sorted(type(end).__name__ for end in ends) == ["Conflict", "Erasure"]
    assert await Erasure.all().count() == 1


async def test_an_administrator_who_leaves_while_the_other_loses_the_role_keeps_theirs_or_the_other_does(
    home: House,
) -> None:
    root, ann = await cast.admin(), await cast.viewer("ann", role="admin")
    ends = await asyncio.gather(
        actions.set_role(root, await Person.get(id=ann.id), role="member"),
        leaving.close(root, choices=KEEP),
        return_exceptions=True,
    )
    assert [isinstance(end, Conflict) for end in ends].count(True) == 1
    able = Person.filter(role="admin", is_claimed=True).exclude(handle__startswith=handles.LEFT)
    assert await able.count() == 1


async def test_the_last_administrator_reads_what_to_do_first(browser: Browser) -> None:
    await cast.admin()
    root = await proven(browser, "root")
    page = await root.get("/account/erasure")
    assert "You are the last administrator." in page.text
    assert 'href="/team/people"' in page.text
    refused = await root.submit("/account/erasure", "/account/erasure", **KEEP, sure="true")
    assert refused.status_code == 422
    assert "Make somebody else administrator first" in refused.text


async def test_a_handle_that_was_taken_meanwhile_is_not_taken_back(home: House) -> None:
    ada = await cast.member("ada")
    await leaving.close(ada, choices=KEEP)
    await Person.filter(id=(await cast.person("zoe")).id).update(handle="ada")
    await leaving.undo(ada)
    person = await queries.by_id(int(ada.id or 0))
    assert person
    assert person.name == "Ada Morel"
    assert person.handle not in ("ada", "")
    assert not person.handle.startswith("left-")
