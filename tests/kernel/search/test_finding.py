"""What is found by which words: one set of examples for every engine."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress

import pytest

from kernel import db, search
from kernel.search import building, engine, finding, moments, postgresql_pair, postgresql_words, spelling
from kernel.search.engine import Query
from kernel.viewer import STRANGER, Viewer
from tests.kernel.search.conftest import Shelf

MANAGER = Viewer(id=3, role="manager")


async def titles(shelf: Shelf, words: str, **more: object) -> list[str]:
    found = await engine.find(Query(words, **more))  # type: ignore[arg-type]
    return [shelf.held[hit.id].title for hit in found.hits]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("réparation", "Des semelles réparables"),
        ("semelle reparable", "Des semelles réparables"),
        ("repairing", "Repairable soles"),
        ("soles", "Repairable soles"),
        ("l’énergie", "Économiser l’énergie à l’atelier"),
        ("energie", "Économiser l’énergie à l’atelier"),
        ("donnees personnelles", "Économiser l’énergie à l’atelier"),
        ("acces", "Logiciels libres pour les clubs"),
        ("logiciell libre", "Logiciels libres pour les clubs"),
        ("logicel", "Logiciels libres pour les clubs"),
        ("neutralite", "Logiciels libres pour les clubs"),
        ("the widest sizes", "Wider sizes"),
        ("emballages recyclés", "Emballage sans plastique"),
        ('"prend pas l’eau"', "Un sac étanche"),
        ("téléphone zeppelin", "Un sac étanche"),
    ],
)
async def test_words_find_what_they_mean(filled: Shelf, words: str, first: str) -> None:
    assert (await titles(filled, words))[:1] == [first]


async def test_all_of_the_words_come_before_any_of_them(filled: Shelf) -> None:
    filled.put("Un sac pour le vélo")
    filled.put("Un vélo")
    await building.reindex()
    assert await titles(filled, "sac vélo") == ["Un sac pour le vélo", "Un vélo", "Un sac étanche"]


async def test_a_phrase_is_a_phrase(filled: Shelf) -> None:
    assert await titles(filled, '"semelle devrait être possible"') == ["Des semelles réparables"]
    assert await titles(filled, '"possible semelle"') == []
    assert await titles(filled, '"libres logiciel"') == []


async def test_a_word_with_a_minus_is_left_out(filled: Shelf) -> None:
    assert await titles(filled, "bag") == ["A quiet zip"]
    assert await titles(filled, "bag -noise") == []
    assert await titles(filled, "sac -plastique") == ["Un sac étanche"]


async def test_words_of_one_language_are_found_whatever_the_reader_speaks(filled: Shelf) -> None:
    assert sorted(await titles(filled, "semelles soles")) == ["Des semelles réparables", "Repairable soles"]
    assert await titles(filled, "soles", language="fr") == []
    assert await titles(filled, "soles", language="en") == ["Repairable soles"]


async def test_the_language_somebody_said_counts_more_than_the_one_that_was_found_out(filled: Shelf) -> None:
    number = filled.put("Sizing", "sizes")
    filled.in_language(number, "fr")
    await building.reindex()
    assert "Sizing" not in await titles(filled, "size", language="en")
    assert "Sizing" in await titles(filled, "sizing", language="fr")


async def test_facets_narrow_what_is_found(shelf: Shelf) -> None:
    shelf.put("Semelle rouge", board="shoes", status="open")
    shelf.put("Semelle bleue", board="shoes", status="shipped")
    shelf.put("Semelle verte", board='it\'s \\ odd: "x"', status="open")
    await search.caught_up()
    assert await titles(shelf, "semelle", facets={"board": "shoes", "status": "open"}) == ["Semelle rouge"]
    assert await titles(shelf, "semelle", facets={"board": 'it\'s \\ odd: "x"'}) == ["Semelle verte"]
    assert len(await titles(shelf, "semelle", facets={"status": ["open", "shipped"], "board": ""})) == 3
    assert await titles(shelf, "semelle", kinds=["other"]) == []
    assert len(await titles(shelf, "semelle", kinds=["text", "other"])) == 3


async def test_what_a_viewer_may_not_see_is_in_no_result_and_no_count(shelf: Shelf) -> None:
    for n in range(30):
        shelf.put(f"Semelle {n}", secret=n % 3 == 0)
    await search.caught_up()
    public, staff = [await finding.for_viewer(who, Query("semelle")) for who in (STRANGER, MANAGER)]
    assert (public.count, len(public.items), public.is_more) == (20, 20, False)
    assert (staff.count, len(staff.items), staff.is_more) == (30, 20, True)
    assert not {hit.id for hit, _ in public.items} & shelf.secret


async def test_what_is_hidden_does_not_keep_others_from_being_found(shelf: Shelf) -> None:
    """Whoever may not see the texts that hold all words is given those that hold some: as if the others were not there."""
    for _ in range(8):
        shelf.put("Semelle zéphyr", secret=True)
    shown = shelf.put("Une semelle")
    await search.caught_up()
    found = await finding.for_viewer(STRANGER, Query("semelle zéphyr"))
    assert [hit.id for hit, _ in found.items] == [shown]


async def test_pages_of_results_are_whole_and_overlap_nowhere(shelf: Shelf) -> None:
    for n in range(150):
        shelf.put(f"Semelle numéro {n}", secret=n % 2 == 0)
    await search.caught_up()
    seen, offset = list[int](), 0
    while True:
        page = await finding.for_viewer(STRANGER, Query("semelle", limit=20, offset=offset))
        seen += [hit.id for hit, _ in page.items]
        offset += 20
        if not page.is_more:
            break
    assert sorted(seen) == sorted(set(shelf.held) - shelf.secret)


async def test_a_slip_of_the_hand_is_put_right_and_said(filled: Shelf) -> None:
    assert await spelling.meant("logicel libre", STRANGER) == "logiciel libre"
    assert await spelling.meant("logiciel libre", STRANGER) == ""
    assert await spelling.meant("donnes persoonelles", STRANGER) == "données personnelles"
    found = await finding.for_viewer(STRANGER, Query("logicel"))
    assert (found.meant, [shown.title for _, shown in found.items]) == ("logiciel", ["Logiciels libres pour les clubs"])


async def test_no_word_is_suggested_that_only_some_may_read(shelf: Shelf) -> None:
    number = shelf.put("Projet zéphyr", secret=True)
    public = shelf.put("Une boussole")
    await search.caught_up()
    for viewer in (STRANGER, MANAGER):
        assert await spelling.meant("zéphir", viewer) == ""
    await shelf.write("Une roulette", number=public)
    await search.caught_up()
    assert await spelling.meant("boussolle", STRANGER) == ""
    assert await spelling.meant("roullette", STRANGER) == "roulette"
    shelf.secret.discard(number)
    shelf.put("Projet zéphyr", number=number)
    await building.reindex()
    assert await spelling.meant("zéphir", STRANGER) == "zéphyr"


async def test_a_secret_word_changes_nothing_in_what_is_suggested(shelf: Shelf) -> None:
    shelf.put("Des zéphyrs")
    shelf.put("Projet zephyra", secret=True)
    await search.caught_up()
    assert await spelling.meant("zephyra", STRANGER) == await spelling.meant("zephyri", STRANGER) == "zéphyrs"


async def test_results_come_while_one_types(filled: Shelf) -> None:
    async def typed(words: str) -> list[str]:
        return [filled.held[hit.id].title for hit in await engine.complete(words, ["text"])]

    assert await typed("eco") == ["Économiser l’énergie à l’atelier"]
    assert await typed("logi club") == ["Logiciels libres pour les clubs"]
    assert await typed("réparabl") == ["Des semelles réparables"]
    assert await typed("rép xyz") == []
    assert await typed("r") == []
    assert await engine.complete("logi", ["other"]) == []


async def test_texts_that_are_like_another_are_found_by_its_rarest_words(filled: Shelf) -> None:
    found = await engine.alike("Réparer mes semelles", "Je voudrais une réparation de chaussures", kind="text")
    assert filled.held[found[0][0]].title == "Des semelles réparables"
    assert await engine.alike("xyzzy plugh", kind="text") == []
    assert await engine.alike("", kind="text") == []
    assert await engine.alike("Réparer mes semelles", kind="other") == []


ODD = (
    "'", '"', "*", "?", "a" * 10_000, "AND OR NOT", "\x00", "((((", "title:*", "\u202e", "\ud800", "חולצה כחולה", "-", "--",
    '"" ""', '"' * 999, "-a " * 3_000, "mot " * 3_000, '"un deux" ' * 500, "le la les de des", "the of and", "a*", "*a*",
    "[1 TO 9]", "fr:semelle", "x~2", "\\", "\\'", "' & ! | <-> :*", "%s %(x)s {0}", "🧦", "1 2 3", "é" * 300,
)  # fmt: skip


async def test_nothing_that_is_typed_breaks_the_search_or_takes_long(filled: Shelf) -> None:
    for typed in ODD:
        begun = time.monotonic()
        await finding.for_viewer(STRANGER, Query(typed))
        await engine.complete(typed)
        await engine.alike(typed, typed, kind="text")
        await spelling.meant(typed, STRANGER)
        assert time.monotonic() - begun < 1, ascii(typed[:20])


async def test_only_small_words_find_titles_that_begin_with_them(filled: Shelf) -> None:
    assert await titles(filled, "un") == ["Un sac étanche"]


@pytest.mark.parametrize("settings", ["postgresql-postgresql"], indirect=True)
async def test_words_of_a_letter_are_read_before_anybody_asks(filled: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql_words, "PAUSE", 0)
    moments.forget()
    with suppress(TimeoutError):
        await asyncio.wait_for(postgresql_words.keep_ready(), 3)
    await db.execute(f"DELETE FROM tandem_search.terms_{await postgresql_pair.current()}")
    assert "logiciel" in await postgresql_words.spellings("l")


async def test_of_each_only_what_is_not_remembered_is_read(filled: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[moments.Key]] = []

    async def read(keys: Sequence[moments.Key]) -> dict[moments.Key, int]:
        asked.append(list(keys))
        return {key: len(key[1]) for key in keys}

    monkeypatch.setattr(moments, "MOST", 2)
    moments.forget()
    assert await moments.each([("n", "a"), ("n", "bb")], 60, read) == {("n", "a"): 1, ("n", "bb"): 2}
    assert await moments.each([("n", "bb"), ("n", "ccc")], 60, read) == {("n", "bb"): 2, ("n", "ccc"): 3}
    assert await moments.each([("n", "bb")], 60, read) == {("n", "bb"): 2}
    assert asked == [[("n", "a"), ("n", "bb")], [("n", "ccc")]], "the oldest makes room, and no other"
