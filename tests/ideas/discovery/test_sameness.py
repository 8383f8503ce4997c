"""“The same as”: one word a member, for the two whichever was being read, and a pair that enough name reaches the team."""

from __future__ import annotations

import pytest

from ideas.board import merging
from ideas.discovery import choosing, sameness
from kernel import db
from kernel.errors import Conflict, Forbidden, Missing
from kernel.features import House
from kernel.viewer import STRANGER
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        (" #12 ", 12),
        ("/ideas/12", 12),
        ("/ideas/12-wider-soles", 12),
        ("https://shop.example.org/ideas/12-wider-soles?after=x#answer", 12),
        ("wider soles", 0),
        ("12 soles", 0),
        ("99999999999", 0),
        ("", 0),
        ("２", 0),
    ],
)
def test_a_number_or_an_address_names_an_idea(typed: str, number: int) -> None:
    assert choosing.number_in(typed) == number


@pytest.mark.parametrize(
    ("score", "said", "certain"), [(0, 0, 0), (0, 2, 0), (0, 3, 0.75), (0.6, 2, 0.6), (0.6, 3, 0.9), (1, 5, 1)]
)
def test_words_and_people_are_two_witnesses(score: float, said: int, certain: float) -> None:
    assert sameness.certainty(score, said) == pytest.approx(certain)


async def kept() -> list[tuple[int, float]]:
    return [
        (row["said"], row["certainty"]) for row in await db.rows("SELECT said, certainty FROM likeness ORDER BY id")
    ]


async def test_it_counts_once_a_member_from_either_side(home: House) -> None:
    one, two = await things.idea("Wider soles"), await things.idea("Broader soles")
    ada, ben, eve = [await cast.member(name) for name in ("ada", "ben", "eve")]
    assert await sameness.say(ada, one, two.id)
    assert not await sameness.say(ada, two, one.id)
    assert await sameness.say(ben, two, one.id)
    assert await kept() == [(2, 0.0)]
    await sameness.say(eve, one, two.id)
    assert await kept() == [(3, 0.75)]
    assert await sameness.take_back(eve, two.id, one.id)
    assert not await sameness.take_back(eve, two.id, one.id)
    assert await kept() == [(2, 0.0)]
    assert await sameness.counts() == []


async def test_it_goes_with_the_account(home: House) -> None:
    one, two = await things.idea("Wider soles"), await things.idea("Broader soles")
    ada, ben = await cast.member("ada"), await cast.member("ben")
    for viewer in (ada, ben):
        await sameness.say(viewer, one, two.id)
    async with db.transaction():
        for participant in home.registered("person.erasing"):
            await participant(ben.id)
    assert await kept() == [(1, 0.0)]


async def test_a_count_that_is_wrong_is_found_and_mended(home: House) -> None:
    one, two = await things.idea("Wider soles"), await things.idea("Broader soles")
    await sameness.say(await cast.member("ada"), one, two.id)
    await db.execute("UPDATE likeness SET said = 7")
    assert await sameness.counts(fix=True) == [f"ideas {one.id} and {two.id}: 7 kept, 1 counted"]
    assert await sameness.counts() == []


async def test_what_stands_for_one_already_is_not_said_again(home: House) -> None:
    one, two, three = [await things.idea(title) for title in ("Wider soles", "Broader soles", "Boots in wide")]
    ada = await cast.member("ada")
    await merging.merge(await cast.manager(), sources=[two.id], target=one.id)
    for other in (one.id, two.id):
        with pytest.raises(Conflict):
            await sameness.say(ada, one, other)
    assert await sameness.say(ada, three, two.id)
    rows = await db.rows("SELECT idea_id, other_id FROM same_as")
    assert [(row["idea_id"], row["other_id"]) for row in rows] == [(one.id, three.id)]


async def test_nobody_names_what_they_may_not_see(home: House) -> None:
    one = await things.idea("Wider soles")
    await things.board("plans", see="staff", propose="staff")
    secret = await things.idea("Secret soles", by=await cast.viewer("root"), on="plans")
    with pytest.raises(Missing):
        await sameness.say(await cast.member("ada"), one, secret.id)
    with pytest.raises(Forbidden):
        await sameness.say(STRANGER, one, secret.id)


async def test_a_member_finds_the_other_and_says_so_without_scripts(browser: Browser) -> None:
    one, two = await things.idea("Wider soles"), await things.idea("Broader soles")
    eve = await cast.browser_as(browser, "eve")
    assert f"/ideas/{one.id}/same" in (await eve.get(f"/ideas/{one.id}")).text
    place = f"/ideas/{one.id}/same"
    for q in ("broader", str(two.id), f"http://localhost:8000/ideas/{two.id}-x"):
        assert "This is the same: Broader soles" in (await eve.client.get(place, params={"q": q})).text, q
    found = f"{place}?q=broader"
    said = await eve.submit(f"/ideas/{one.id}", place, other=str(two.id))
    assert "Thank you. When three members say so" in said.text
    assert "You called it the same as" in said.text
    assert "This is the same" not in (await eve.get(found)).text
    again = await eve.submit(f"/ideas/{one.id}", place, other=str(two.id))
    assert "You said so already." in again.text
    back = await eve.submit(place, f"{place}/withdrawal")
    assert "You no longer call these two the same." in back.text


async def test_what_cannot_be_meant_comes_back_with_a_reason(browser: Browser) -> None:
    one = await things.idea("Wider soles")
    eve = await cast.browser_as(browser, "eve")
    place = f"/ideas/{one.id}/same"
    unknown = "No idea that you may read"
    for other, why in (("4711", unknown), ("nonsense", unknown), (str(one.id), "one idea already")):
        page = await eve.submit(f"/ideas/{one.id}", place, other=other)
        assert page.status_code == 422
        assert why in page.text, other
        assert f'value="{other}"' in page.text


async def test_a_stranger_is_led_to_sign_in(browser: Browser) -> None:
    one = await things.idea("Wider soles")
    assert "/sign-in" in str((await browser.get(f"/ideas/{one.id}/same")).url)
    assert "/same" not in (await browser.get(f"/ideas/{one.id}")).text
