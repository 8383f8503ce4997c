"""What staff or a member took away stays away: links and segments, whatever file comes next."""

from __future__ import annotations

from pathlib import Path

import pytest

from kernel import audit, db
from kernel.errors import Forbidden, Missing
from kernel.features import House
from tests import cast
from tests.browsing import Browser
from tests.voting.value.test_imports import CUSTOMERS, customer, read
from voting.value import groups, links, queries


async def acts() -> list[str]:
    assert await audit.broken() is None
    return [row["act"] for row in await db.rows("SELECT act FROM staff_act ORDER BY id")]


async def test_a_link_that_staff_removed_comes_back_by_no_file_and_no_confirmation(home: House, tmp_path: Path) -> None:
    sol, ada = await cast.editor(), await cast.person("ada")
    await read(tmp_path, "customers", CUSTOMERS)
    one = await customer("C1")
    assert await links.unlink(sol, one, person=ada.id, reason="her sister")
    await read(tmp_path, "customers", CUSTOMERS)
    await read(tmp_path, "customers", CUSTOMERS.replace("gold", "silver"))
    await links.follow_everybody()
    await links.follow_people([ada.id])
    await links.confirmed({"subject_id": ada.id, "data": {"email": "ada@example.org"}})
    assert await queries.links() == {}
    assert [row["reason"] for row in await queries.unlinked_from(one)] == ["her sister"]
    await read(tmp_path, "customers", CUSTOMERS + "C9,,,ada@example.org,,,,\n")
    assert await queries.links() == {ada.id: await customer("C9")}


async def test_staff_may_set_a_link_anew(home: House, tmp_path: Path) -> None:
    sol, ada = await cast.editor(), await cast.person("ada")
    await read(tmp_path, "customers", CUSTOMERS)
    one = await customer("C1")
    await links.unlink(sol, one, person=ada.id)
    await links.link(sol, one, person=ada.id)
    assert await queries.links() == {ada.id: one}
    assert await queries.unlinked_from(one) == []
    assert await links.unlink(sol, one, person=ada.id)
    assert await acts() == ["customer.unlink", "customer.link", "customer.unlink"]


async def test_a_member_says_that_is_not_me_and_takes_it_back(home: House, tmp_path: Path) -> None:
    ada = await cast.member()
    await read(tmp_path, "customers", CUSTOMERS)
    assert await links.disown(ada)
    assert not await links.disown(ada)
    await read(tmp_path, "customers", CUSTOMERS)
    assert await queries.links() == {}
    assert [word["own"] for word in await queries.unlinkings_of(int(ada.id or 0))] == [True]
    assert await links.own_again(ada)
    assert not await links.own_again(ada)
    assert (await queries.known_of(int(ada.id or 0)) or {})["reference"] == "C1"
    assert await acts() == ["customer.disown", "customer.own"]


async def test_the_word_of_staff_is_not_for_members_to_take_back(home: House, tmp_path: Path) -> None:
    sol, ada = await cast.editor(), await cast.member()
    await read(tmp_path, "customers", CUSTOMERS)
    await links.unlink(sol, await customer("C1"), person=int(ada.id or 0))
    assert not await links.own_again(ada)
    assert await queries.links() == {}
    with pytest.raises(Forbidden):
        await links.unlink(ada, await customer("C1"), person=int(ada.id or 0))


async def test_who_counts_by_an_address_alone_is_shown_nothing_to_disown(home: House, tmp_path: Path) -> None:
    await cast.person("ada", confirmed=False)
    await read(tmp_path, "customers", CUSTOMERS)
    assert not await links.disown(await cast.viewer("ada"))
    assert len(await queries.links()) == 1


async def test_a_segment_that_staff_removed_stays_away_until_they_bring_it_back(home: House, tmp_path: Path) -> None:
    sol = await cast.editor()
    await read(tmp_path, "customers", CUSTOMERS)
    gold = next(card for card in await groups.every() if card.slug == "gold")
    await groups.remove(sol, gold.id)
    await read(tmp_path, "customers", CUSTOMERS.replace("Ada,", "Ada Morel,"))
    assert [card.slug for card in await groups.every()] == ["pros"]
    assert [card.slug for card in await groups.removed()] == ["gold"]
    with pytest.raises(Missing):
        await groups.remove(sol, gold.id)
    assert await groups.restore(sol, gold.id) == "gold"
    assert await queries.segments_of([await customer("C1")]) == {await customer("C1"): ["gold"]}
    assert await acts() == ["segment.remove", "segment.restore"]


async def test_the_six_of_rfm_stay_removed_and_come_back_as_they_were(home: House) -> None:
    sol = await cast.editor()
    await groups.first_ones()
    before = await groups.every()
    for card in before:
        await groups.remove(sol, card.id)
    await groups.first_ones()
    assert await groups.every() == []
    await groups.add_rfm(sol)
    assert await groups.every() == before


async def test_the_pages_show_what_was_removed(browser: Browser, tmp_path: Path) -> None:
    ada, sol = await cast.browser_as(browser, "member"), await cast.browser_as(browser, "editor")
    await read(tmp_path, "customers", CUSTOMERS)
    url = f"/team/customers/{await customer('C1')}"
    seen = await ada.submit("/account/data", "/account/customer/removal")
    assert "is not you" in seen.text
    assert "linked to no customer" in seen.text
    assert "by their own word" in (await sol.get(url)).text
    assert "Customer C1" in (await ada.submit("/account/data", "/account/customer")).text
    number = await db.value("SELECT person_id FROM customer_link")
    gone = await sol.submit(url, f"{url}/links/removal", person=str(number), reason="mistaken")
    assert "unlinked by Sol Vidal" in gone.text
    assert "mistaken" in gone.text
    assert "the team took your link" in (await ada.get("/account/data")).text
    assert "Not this customer" not in (await sol.submit(url, f"{url}/links", handle="ada")).text
    number = await db.value("SELECT id FROM segment WHERE slug = 'gold'")
    page = await sol.submit("/team/segments", f"/team/segments/{number}/removal")
    assert f"/team/segments/{number}/return" in page.text
    assert (
        f"/team/segments/{number}/return"
        not in (await sol.submit("/team/segments", f"/team/segments/{number}/return")).text
    )
    assert (await ada.post("/account/customer/removal", {})).status_code == 403
    assert (await browser.peek("/account/data")).headers["location"].startswith("/sign-in")
