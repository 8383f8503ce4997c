"""Groups that mostly hear each other: moderators see them as evidence, scores are what they were, others see nothing."""

from __future__ import annotations

from itertools import permutations

import pytest

from ambassadors.influence import circling, owndata, queries, runs
from community.people.models import Person
from kernel.features import House
from tests import cast, hearing
from tests.browsing import Browser

RING = ("eve", "kim", "zoe", "max")


@pytest.fixture(autouse=True)
def few_walks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_INFLUENCE_WALKS", "2000")


async def village() -> dict[str, int]:
    """Four support each other's ideas; Ada, a customer, supports Ben's, and Eve's too."""
    ideas = {handle: await hearing.idea(handle) for handle in (*RING, "ben")}
    for one, other in permutations(RING, 2):
        await hearing.support(one, ideas[other])
    await hearing.customer("ada")
    await hearing.support("ada", ideas["ben"])
    await hearing.support("ada", ideas["eve"])
    return {person.handle: person.id for person in await Person.all()}


async def test_a_reckoning_keeps_the_groups_and_takes_nothing_from_their_scores(home: House) -> None:
    people = await village()
    await runs.reckon()
    (circle,) = await circling.circles()
    assert sorted(circle.people) == sorted(people[handle] for handle in RING)
    assert circle.figures == {"density": 1.0, "inside": round(12 / 13, 3), "given": 1.0}
    assert {handle for handle, _card in await queries.every()} == {*RING, "ben"}
    (told,) = await own(people["eve"])
    assert (told["people"], told["density"]) == (4, 1.0)
    assert await own(people["ben"]) == []


async def own(person_id: int) -> list[dict[str, object]]:
    (part,) = [part for part in owndata.parts if part.name == "influence_circle"]
    found = await part.collect(person_id)
    return list(found)


async def test_moderators_see_groups_and_nobody_else_does(browser: Browser) -> None:
    await village()
    await runs.reckon()
    mo = await cast.browser_as(browser.another(), "manager")
    page = await mo.get("/moderation/circles")
    assert all(f"/people/{handle}" in page.text for handle in RING)
    assert "/people/ben" not in page.text
    assert "92%" in page.text or "92 %" in page.text
    assert "/moderation/circles" in (await mo.get("/moderation")).text
    assert (await (await cast.browser_as(browser.another(), "ada")).get("/moderation/circles")).status_code == 404
    assert "/people/eve" not in (await browser.get("/moderation/circles")).text


async def test_a_case_says_so_of_its_author(browser: Browser) -> None:
    people = await village()
    await runs.reckon()

    mo = await cast.viewer("mo", role="manager")
    told = await circling.beside(mo, [str(people["eve"]), str(people["ben"])])
    assert "4 people who mostly hear each other" in told[str(people["eve"])]
    assert told[str(people["ben"])] == ""
    ada = await cast.member("ada")
    assert set((await circling.beside(ada, [str(people["eve"])])).values()) == {""}


async def test_before_any_reckoning_there_is_nothing_to_look_at(browser: Browser) -> None:
    mo = await cast.browser_as(browser, "manager")
    assert "No group stands out" in (await mo.get("/moderation/circles")).text
