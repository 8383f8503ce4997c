"""The team's queue: the most certain first, what is ruled is remembered and can be undone, and nobody else sees it."""

from __future__ import annotations

import re

import pytest

from ideas.board import actions, merging
from ideas.board.models import Idea
from ideas.discovery import duplicates, links, sameness
from ideas.discovery.models import Likeness
from kernel import clock, db
from kernel.errors import Conflict, Forbidden, Missing
from kernel.features import House
from kernel.viewer import STRANGER
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things


async def pair(one: Idea, two: Idea, score: float) -> Likeness:
    low, high = sorted((one.id, two.id))
    return await Likeness.create(a_id=low, b_id=high, score=score, certainty=score, found_at=clock.now())


async def three() -> tuple[Idea, Idea, Idea]:
    one = await things.idea("Wider soles for winter", body="My soles are too narrow in snow.")
    two = await things.idea("Broader soles in winter", body="Narrow soles slip on snow.")
    return one, two, await things.idea("A tote with a zip")


async def waiting() -> list[int]:
    return [one.id for one in (await duplicates.waiting(await cast.manager())).items]


async def test_the_most_certain_come_first_and_members_are_named(home: House) -> None:
    one, two, three_ = await three()
    low, high = await pair(one, two, 0.4), await pair(one, three_, 0.6)
    assert await waiting() == [high.id, low.id]
    for name in ("ada", "ben", "eve"):
        await sameness.say(await cast.member(name), two, one.id)
    assert await waiting() == [low.id, high.id]
    first = (await duplicates.waiting(await cast.manager())).items[0]
    assert [person.name for person in first.said_by] == ["Ada Morel", "Ben Okafor", "Eve"]
    assert first.certainty == pytest.approx(0.85)


async def test_a_pair_that_only_two_members_name_does_not_wait_yet(home: House) -> None:
    one, two, _three = await three()
    for name, waits in (("ada", 0), ("ben", 0), ("eve", 1)):
        await sameness.say(await cast.member(name), one, two.id)
        assert len(await waiting()) == await duplicates.count(await cast.manager()) == waits


async def test_words_that_both_say_are_marked(home: House) -> None:
    one, two, _three = await three()
    await pair(one, two, 0.5)
    [found] = (await duplicates.waiting(await cast.manager())).items
    assert re.findall(r"<mark>(.*?)</mark>", found.a.title) == ["soles", "winter"]
    assert re.findall(r"<mark>(.*?)</mark>", found.b.text) == ["Narrow", "soles", "snow"]


async def test_not_the_same_is_remembered_and_can_be_undone(home: House) -> None:
    one, two, _three = await three()
    kept, mo = await pair(one, two, 0.9), await cast.manager()
    await duplicates.differ(mo, kept.id)
    with pytest.raises(Conflict):
        await duplicates.differ(mo, kept.id)
    for name in ("ada", "ben", "eve"):
        await sameness.say(await cast.member(name), one, two.id)
    assert await waiting() == []
    assert [(line.a.id, line.b.id) for line in await duplicates.ruled(mo)] == [(one.id, two.id)]
    await duplicates.undo(mo, kept.id)
    assert await waiting() == [kept.id]
    acts = await db.rows("SELECT act FROM staff_act WHERE act LIKE 'ideas.%' ORDER BY id")
    assert [row["act"] for row in acts] == ["ideas.different", "ideas.different.undone"]


async def test_only_similar_links_the_two(home: House) -> None:
    one, two, _three = await three()
    kept = await pair(one, two, 0.9)
    await duplicates.differ(await cast.manager(), kept.id, is_similar=True)
    assert [(tie.relation, tie.idea.id) for tie in await links.of(STRANGER, one.id)] == [("similar", two.id)]
    assert await waiting() == []


async def test_merged_and_hidden_ideas_do_not_wait(home: House) -> None:
    one, two, three_ = await three()
    mo = await cast.manager()
    first, second = await pair(one, two, 0.9), await pair(one, three_, 0.8)
    made = await merging.merge(mo, sources=[two.id], target=one.id)
    assert await waiting() == [second.id]
    await actions.hide(mo, three_.id)
    assert await waiting() == []
    await merging.undo(mo, made.id)
    assert await waiting() == [first.id]


async def test_managers_alone_rule_and_only_on_what_they_see(home: House) -> None:
    one, two, _three = await three()
    kept = await pair(one, two, 0.9)
    for viewer in (await cast.member("ada"), await cast.editor()):
        with pytest.raises(Forbidden):
            await duplicates.differ(viewer, kept.id)
    with pytest.raises(Missing):
        await duplicates.differ(await cast.manager(), kept.id + 1)


async def test_long_queues_come_in_pages(home: House) -> None:
    ideas = [await things.idea(f"Idea number {n}") for n in range(13)]
    made = [await pair(ideas[0], other, 0.5) for other in ideas[1:]]
    mo = await cast.manager()
    first = await duplicates.waiting(mo)
    second = await duplicates.waiting(mo, first.after)
    assert [one.id for one in (*first.items, *second.items)] == [one.id for one in reversed(made)]
    assert (len(first.items), second.after) == (duplicates.PAGE, None)


async def test_the_page_is_ruled_on_by_plain_forms(browser: Browser) -> None:
    mo = await cast.browser_as(browser, "manager")
    assert "No two ideas look like the same wish." in (await mo.get("/moderation/duplicates")).text
    one, two, three_ = await three()
    kept, other = await pair(one, two, 0.92), await pair(one, three_, 0.3)
    assert "Likely duplicates" in (await mo.get("/moderation")).text
    page = await mo.get("/moderation/duplicates")
    wanted = (
        "2 pairs wait",
        "Almost certainly the same",
        "Perhaps the same",
        f"/moderation/merges/new?idea={one.id}&amp;idea={two.id}",
    )
    for words in wanted:
        assert words in page.text, words
    ruled = await mo.submit("/moderation/duplicates", f"/moderation/duplicates/{kept.id}/ruling", ruling="different")
    assert "Remembered as not the same." in ruled.text
    linked = await mo.submit("/moderation/duplicates", f"/moderation/duplicates/{other.id}/ruling", ruling="similar")
    assert "Linked as similar." in linked.text
    back = await mo.submit("/moderation/duplicates", f"/moderation/duplicates/{kept.id}/ruling/withdrawal")
    assert "The two wait again." in back.text
    strange = await mo.submit("/moderation/duplicates", f"/moderation/duplicates/{kept.id}/ruling", ruling="x")
    assert strange.status_code == 404


async def test_the_queue_is_the_managers(browser: Browser) -> None:
    assert "/sign-in" in str((await browser.get("/moderation/duplicates")).url)
    for who, status in (("ada", 404), ("editor", 404), ("manager", 200), ("admin", 200)):
        theirs = await cast.browser_as(browser, who)
        assert (await theirs.get("/moderation/duplicates")).status_code == status, who
