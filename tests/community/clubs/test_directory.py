"""Clubs found by words, language and place, and those near one another."""

from __future__ import annotations

from typing import Any

import pytest

from community.clubs import directory
from community.clubs.directory import Wanted
from kernel import text
from kernel.features import House
from kernel.viewer import STRANGER
from tests import cast, clubs
from tests.browsing import Browser


async def _club(slug: str, name: str, place: str, **values: Any) -> None:
    folded = text.fold(f"{name}\n{place}")
    await clubs.found(slug, name=name, place=place, place_folded=text.fold(place), folded=folded, **values)


async def _slugs(wanted: Wanted) -> list[str]:
    return [club.slug for club in (await directory.listing(STRANGER, wanted)).items]


async def test_words_places_and_languages_are_found_without_accents(home: House) -> None:
    await _club("wide", "Les pieds larges", "Besançon, Doubs", language="fr")
    await _club("canal", "Sunday canals", "Leeds", language="en", members=["ben"])
    await _club("line", "On line", "")
    assert await _slugs(Wanted()) == ["canal", "line", "wide"]
    assert await _slugs(Wanted(q="PIED large")) == ["wide"]
    assert await _slugs(Wanted(place="besancon")) == ["wide"]
    assert await _slugs(Wanted(q="doubs")) == ["wide"]
    assert await _slugs(Wanted(place="doubs leeds")) == []
    assert await _slugs(Wanted(language="en")) == ["canal"]
    assert await _slugs(Wanted(q="100%")) == []
    assert await directory.places(STRANGER) == [("Besançon, Doubs", 1), ("Leeds", 1)]
    assert await directory.languages(STRANGER) == ["en", "fr"]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("Saint-Malo, Ille-et-Vilaine", {"saint", "malo", "ille", "vilaine"}),
        ("Le Mans", {"mans"}),
        ("Villeneuve d'Ascq", {"villeneuve", "ascq"}),
        ("", set()),
        ("東京", set()),
    ],
)
def test_a_place_is_named_by_its_words(place: str, words: set[str]) -> None:
    assert directory.named(place) == words


async def test_near_are_those_that_share_a_word_of_their_place(home: House) -> None:
    await _club("a", "A", "Redon, Ille-et-Vilaine")
    await _club("b", "B", "Rennes, Ille-et-Vilaine")
    await _club("c", "C", "Redon")
    await _club("d", "D", "Mandon")
    await _club("e", "E", "Redon, Ille-et-Vilaine", is_private=True)
    club = await clubs.found("f", place="Redon, Ille-et-Vilaine", host="ben")
    assert [one.slug for one in await directory.near(STRANGER, club)] == ["a", "b", "c"]
    assert "e" in [one.slug for one in await directory.near(await cast.member("ada"), club)]


async def test_a_directory_is_walked_by_its_cursor(home: House) -> None:
    for n in range(7):
        await clubs.found(f"club-{n}", members=["ben"] if n % 2 else [])
    seen: list[str] = []
    after = None
    while True:
        page = await directory.listing(STRANGER, Wanted(), after, size=2)
        seen += [club.slug for club in page.items]
        after = page.after
        if not after:
            break
    assert seen == ["club-5", "club-3", "club-1", "club-6", "club-4", "club-2", "club-0"]


async def test_the_sites_search_and_the_api_find_clubs_that_one_may_see(browser: Browser) -> None:
    await clubs.found("runners", name="Runners", folded="runners", members=["ben"])
    await clubs.found("quiet", name="Quiet runners", folded="quiet runners", members=["ben"], is_private=True)
    ben = await cast.browser_as(browser, "ben")
    for who, is_member in ((browser, False), (ben, True), (await cast.browser_as(browser, "editor"), False)):
        page = (await who.get("/search?q=runners")).text
        assert "/clubs/runners" in page
        assert ("Quiet runners" in page) == is_member
        told = (await who.get("/api/v1/clubs?q=runners")).json()
        assert [club["slug"] for club in told["items"]] == (["quiet", "runners"] if is_member else ["runners"])
        assert (await who.get("/api/v1/clubs/quiet/members")).status_code == (200 if is_member else 404)
    one = (await ben.get("/api/v1/clubs/runners")).json()
    assert (one["role"], one["charter"], one["members"]) == ("member", None, 2)
    people = (await ben.get("/api/v1/clubs/runners/members")).json()["items"]
    assert [(person["handle"], person["role"]) for person in people] == [("ada", "host"), ("ben", "member")]
