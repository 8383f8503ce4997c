"""What a ballot's options may stand for: what is offered, what each viewer sees, what is gone."""

from __future__ import annotations

import re

import pytest

from ideas.board import merging
from ideas.board.models import Idea
from ideas.studio.models import Design
from kernel import clock
from kernel.viewer import STRANGER
from tests import cast, polls
from tests.browsing import Browser
from tests.ideas.board import things
from tests.ideas.studio import drawn
from voting.ballots import subjects
from voting.ballots.plans import Choice
from voting.roadmap.models import Horizon, Item

pytestmark = pytest.mark.usefixtures("home")


async def test_ideas_that_are_not_decided_are_offered_by_words_and_by_support() -> None:
    ada = await cast.member("ada")
    wide = await things.idea("Wide toe box")
    resole = await things.idea("Resole my shoes")
    await Idea.filter(id=resole.id).update(supporters=9)
    done = await things.idea("Wide laces")
    await Idea.filter(id=done.id).update(status="shipped")
    assert [one.id for one in await subjects.offered(ada, "idea")] == [resole.id, wide.id]
    assert [one.title for one in await subjects.offered(ada, "idea", "WIDE")] == ["Wide toe box"]
    assert await subjects.offered(ada, "nothing-of-ours") == []


async def test_an_idea_is_seen_by_whom_its_board_lets_in() -> None:
    ada, mo = await cast.member("ada"), await cast.manager()
    await things.board("team", see="staff", propose="staff")
    secret = await things.idea("A shoe of our own", by=mo, on="team")
    named = [("idea", secret.id), ("idea", 999_999), ("", 0)]
    assert await subjects.seen(ada, named) == {}
    assert (await subjects.seen(mo, named))["idea", secret.id].title == "A shoe of our own"


async def test_what_moderation_hid_is_gone_without_its_words() -> None:
    idea = await things.idea("Something rude", by=await cast.member("ben"))
    await Idea.filter(id=idea.id).update(hidden_at=clock.now(), is_listed=False)
    shown = (await subjects.seen(await cast.member("ada"), [("idea", idea.id)]))["idea", idea.id]
    assert shown.is_gone
    assert "rude" not in shown.title


async def test_designs_are_offered_with_their_picture_and_gone_with_their_author_s_will() -> None:
    ben = await cast.member("ben")
    design = await drawn.published(ben)
    offered = await subjects.offered(STRANGER, "design", design.title.upper())
    assert [one.id for one in offered] == [design.id]
    assert offered[0].picture.startswith(f"/designs/{design.id}.")
    await Design.filter(id=design.id).update(state="withdrawn", is_listed=False)
    assert await subjects.seen(STRANGER, [("design", design.id)]) == {}
    assert (await subjects.seen(ben, [("design", design.id)]))["design", design.id].is_gone
    await Design.filter(id=design.id).update(hidden_at=clock.now())
    assert (await subjects.seen(STRANGER, [("design", design.id)]))["design", design.id].is_gone


async def test_items_of_the_roadmap_are_offered_in_their_order_and_gone_when_they_leave_it() -> None:
    later, now = await things.idea("Lamps"), await things.idea("Soles, 100 % wool")
    for idea, horizon, place in ((later, Horizon.LATER, 2), (now, Horizon.NOW, 1)):
        await Item.create(idea_id=idea.id, horizon=horizon, position=place, target="spring", created_at=clock.now())
    await things.idea("Not on it")
    offered = await subjects.offered(STRANGER, "item")
    assert [(one.id, one.body) for one in offered] == [(now.id, "Now, spring"), (later.id, "Later, spring")]
    assert [one.id for one in await subjects.offered(STRANGER, "item", "100 % wool")] == [now.id]
    await Item.filter(idea_id=now.id).update(horizon=None)
    shown = (await subjects.seen(STRANGER, [("item", now.id)]))["item", now.id]
    assert (shown.is_gone, shown.title) == (True, "Soles, 100 % wool")


async def test_many_subjects_are_found_with_few_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    from kernel import db

    ada = await cast.member("ada")
    ideas = [await things.idea(f"Idea number {n}") for n in range(5)]
    await subjects.seen(ada, [("idea", ideas[0].id)])
    asked: list[str] = []
    rows = db.rows

    async def counted(sql: str, *values: object) -> list[db.Row]:
        asked.append(sql)
        return await rows(sql, *values)

    monkeypatch.setattr(db, "rows", counted)
    assert len(await subjects.seen(ada, [("idea", idea.id) for idea in ideas])) == 5
    assert len(asked) <= 3


async def test_an_idea_that_was_merged_keeps_its_title_and_says_what_it_was_joined_with(browser: Browser) -> None:
    soles, laces = await things.idea("Soles"), await things.idea("Laces")
    await Item.create(idea_id=soles.id, horizon=Horizon.NOW, position=1, target="", created_at=clock.now())
    options = (Choice("Soles", kind="idea", subject=soles.id), Choice("A lamp"))
    ballot = await polls.opened("approval", by=await cast.manager(), names=(), options=options)
    await merging.merge(await cast.manager(), sources=[soles.id], target=laces.id)
    seen = await subjects.seen(STRANGER, [("idea", soles.id), ("item", soles.id), ("idea", laces.id)])
    assert {named: (one.title, one.joined) for named, one in seen.items()} == {
        ("idea", soles.id): ("Soles", "Laces"),
        ("item", soles.id): ("Soles", "Laces"),
        ("idea", laces.id): ("Laces", ""),
    }
    page = (await browser.get(f"/ballots/{ballot.id}")).text
    assert re.search(rf'Joined since with <a href="/ideas/{laces.id}-laces"[^>]*>Laces</a>', page)
