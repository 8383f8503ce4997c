"""One search for everything: who finds what, what is said where nothing is, and what it takes."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest

from ideas.board import actions, answers
from ideas.board.models import Idea, Status
from kernel import site
from kernel.search import caught_up
from tests import cast
from tests.browsing import Browser, Page
from tests.ideas.board import things
from tests.ideas.board.test_queries import statements
from tests.ideas.discovery import found

pytestmark = pytest.mark.asyncio
ODD = [
    *(
        "'",
        '"',
        "*",
        "((((",
        "title:*",
        "AND OR NOT",
        "\x00",
        "\u202e",
        "🧵",
        "the of and",
        "le la de",
        "-",
        "--a",
        '""',
    ),
    *('"a b', "a" * 10_000, " ".join(["shoe"] * 3000), "حذاء أوسع", "%", "_", "\\", "<script>", "{{ 7*7 }}"),
]


@pytest.fixture(autouse=True)
async def ready(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)


async def theirs(browser: Browser, handle: str) -> Browser:
    return await cast.browser_as(browser, handle) if handle else browser.another()


def words_after(page: Page) -> set[str]:
    """The second words of all that is called by the first, whatever is marked in them."""
    bare = unescape(re.sub(r"</?mark>", "", page.text))
    return set(re.findall(rf"{found.WORD} (\w+)", bare))


def tabs(page: Page) -> dict[str, int]:
    """The kinds with their counts."""
    return {
        kind or "all": int(count)
        for kind, count in re.findall(
            r'class="choice" href="/search\?q=[^"&]*(?:&amp;kind=(\w+))?"[^>]*>[^<]*<span class="num">(\d+)', page.text
        )
    }


async def test_nobody_finds_what_they_may_not_see_nor_is_it_counted_or_suggested(browser: Browser) -> None:
    await found.world()
    for is_indexed in (False, True):
        if is_indexed:
            await caught_up()
        for handle in found.VIEWERS:
            own = await theirs(browser, handle)
            for kind in sorted({kind for kind, _ in found.SIGHT}):
                expected = {word for (one, word), who in found.SIGHT.items() if one == kind and handle in who}
                page = await own.get(f"/search?q={found.WORD.lower()}&kind={kind}")
                assert words_after(page) & _second(kind) == expected, (is_indexed, handle, kind)
                assert tabs(page).get(kind, 0) == len(expected), (is_indexed, handle, kind, tabs(page))
            offered = await own.get(f"/search/suggestions?q={found.WORD[:4]}", **{"HX-Request": "true"})
            seen = {word for (_, word), who in found.SIGHT.items() if handle in who}
            assert words_after(offered) <= seen, (is_indexed, handle)


def _second(kind: str) -> set[str]:
    return {word for one, word in found.SIGHT if one == kind}


async def test_no_word_of_what_is_kept_from_some_is_ever_suggested_as_meant(browser: Browser) -> None:
    await actions.open_board(await cast.admin(), name="Team", slug="team", see="staff", propose="staff")
    await things.idea("Zibeline lining", by=await cast.manager(), on="team")
    await things.idea("Cordura lining")
    await caught_up()
    for handle in ("", "ada", "mo"):
        own = await theirs(browser, handle)
        for typed in ("zibelina", "zibelina+lining"):
            page = (await own.get(f"/search?q={typed}")).text
            assert not re.search(r"(Did you mean|this is what)[^.?]*ibeline", page), (handle, typed)
            assert ("Zibeline lining" in page) <= (handle == "mo"), (handle, typed)
        page = (await own.get("/search?q=cordurra+linning")).text
        assert "cordura" in page.lower()


async def test_results_keep_what_they_are_narrowed_by(browser: Browser) -> None:
    shoes, bags = await things.idea("Cork soles", tag_names=["Cork"]), await things.idea("Cork straps", on="bags")
    await things.idea("Semelles en liège", body="Le liège respire, et il ne pèse rien dans la chaussure.")
    await caught_up()
    page = (await browser.get("/search?q=cork&board=bags")).text
    assert (f"/ideas/{bags.id}-" in page, f"/ideas/{shoes.id}-" in page) == (True, False)
    assert '<input type="hidden" name="board" value="bags">' in page
    assert "board=bags&amp;status=planned" in page
    page = (await browser.get("/search?q=cork&tag=cork")).text
    assert (f"/ideas/{bags.id}-" in page, f"/ideas/{shoes.id}-" in page) == (False, True)
    assert "Semelles en liège" in (await browser.get("/search?q=liège&lang=fr")).text
    assert "Semelles en liège" not in (await browser.get("/search?q=liège&lang=en")).text
    assert (await browser.get("/search?q=cork&board=nowhere")).status_code == 404


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("semelle amovible", True),
        ("SEMELLES AMOVIBLES", True),
        ("l'orthopédie", True),
        ("orthopedie", True),
        ("semele amovibel", True),
        ('"semelles amovibles"', True),
        ('"amovibles semelles"', False),
        ("semelles -amovibles", False),
    ],
)
async def test_french_is_found_as_french_in_either_interface(browser: Browser, typed: str, finds: bool) -> None:
    await things.idea(
        "Des semelles amovibles", body="Pour l’orthopédie, et parce que la mienne est d’une autre taille."
    )
    await things.idea("Wider laces")
    await caught_up()
    for language in ("fr", "en"):
        page = await browser.get(f"/search?q={quote(typed)}", **{"Accept-Language": language})
        assert ("Des semelles amovibles" in page.text) is finds, (language, typed)


async def test_where_nothing_is_found_it_may_be_proposed_with_the_words_filled_in(browser: Browser) -> None:
    await things.idea("Resole my shoes")
    ada = await cast.browser_as(browser, "ada")
    page = (await ada.get("/search?q=a+hammock+of+felt")).text
    assert "/ideas/new?title=a+hammock+of+felt" in page
    assert "is on a page of its own" in page
    assert "a hammock of felt" in (await ada.get("/ideas/new?title=a+hammock+of+felt")).text


async def test_a_stranger_who_finds_nothing_is_not_sent_to_ideas_of_their_own(browser: Browser) -> None:
    page = (await browser.get("/search?q=a+hammock+of+felt")).text
    assert "/ideas/new?title=a+hammock+of+felt" in page
    assert "is on a page of its own" not in page


async def test_a_snippet_marks_what_was_looked_for(browser: Browser) -> None:
    await things.idea("Laces", body="One <b>pair</b> of them broke " + "again " * 100 + "near the eyelets of brass.")
    await caught_up()
    page = (await browser.get("/search?q=eyelet")).text
    assert "<mark>eyelets</mark>" in page
    assert "<b>pair" not in page


async def test_further_results_are_all_there_once_in_the_order_of_the_first(browser: Browser) -> None:
    made = [(await things.idea(f"Cork {n}", body="cork " * n)).id for n in range(1, 46)]
    await caught_up()
    seen: list[str] = []
    url = "/search?q=cork&kind=idea"
    while url:
        page = (await browser.get(url)).text
        seen += list(dict.fromkeys(re.findall(r'idea__title"[^>]*><a href="/ideas/(\d+)-', page)))
        further = re.search(r'href="([^"]*)" rel="next"', page)
        url = unescape(further[1]) if further else ""
    assert sorted(map(int, seen)) == made
    for bad in ("x", "WzBd", "Wy01XQ", "Wzk5OTk5OV0", "WyJhIl0"):
        assert (await browser.get(f"/search?q=cork&after={bad}")).status_code == 200


async def test_of_what_is_all_of_one_kind_the_best_ten_come_first_and_the_way_to_all(browser: Browser) -> None:
    for n in range(1, 14):
        await things.idea(f"Cork {n}", body="cork " * n)
    await caught_up()
    first = await browser.get("/search?q=cork")
    assert len(re.findall('class="idea"', first.text)) == 10
    ways = re.search(r'href="(/search\?q=cork&amp;kind=idea)">[^<]*13', first.text)
    assert ways
    assert len(re.findall('class="idea"', (await browser.get(unescape(ways[1]))).text)) == 13


@pytest.mark.parametrize("is_indexed", [True, False])
async def test_nothing_that_is_typed_breaks_it(browser: Browser, is_indexed: bool) -> None:
    await things.idea("Resole my shoes", body="100 % cork")
    if is_indexed:
        await caught_up()
    ada = await cast.browser_as(browser, "ada")
    for typed in ODD:
        for path in ("/search?q={}", "/search/suggestions?q={}", "/ideas?q={}", "/clubs?q={}", "/api/v1/ideas?q={}"):
            page = await ada.get(path.format(quote(typed)), **{"HX-Request": "true"})
            assert page.status_code < 500, (typed[:20], path)


async def test_boxes_of_lists_look_in_the_index_and_keep_the_rest(browser: Browser) -> None:
    await found.world()
    await caught_up()
    eve = await cast.browser_as(browser, "eve")
    for path, expected in {
        f"/ideas?q={found.WORD}s": {"open"},
        f"/ideas?q={found.WORD}&board=shoes&sort=new": {"open"},
        f"/clubs?q={found.WORD}": {"public"},
        f"/designs?q={found.WORD}": {"shelved"},
        f"/missions?q={found.WORD}": {"offered"},
        f"/questions?q={found.WORD}": {"put"},
        f"/meetings?q={found.WORD}": {"outside"},
        "/questions?q=nothingatall": set[str](),
        "/challenges?q=nothingatall": set[str](),
        "/meetings?q=nothingatall": set[str](),
        "/designs?q=nothingatall": set[str](),
    }.items():
        page = await eve.get(path)
        assert page.status_code == 200, path
        assert words_after(page) - {"public"} == expected - {"public"}, path
        assert ("public" in words_after(page)) == (path.startswith(("/clubs", "/meetings?q=Q"))), path
    answer = (await browser.get(f"/api/v1/ideas?q={found.WORD}")).json()
    assert [one["title"] for one in answer["items"]] == [found.titled("open")]


async def test_what_is_offered_while_typing_is_a_page_without_scripts(browser: Browser) -> None:
    idea = await things.idea("Resole my shoes")
    await caught_up()
    part = await browser.get("/search/suggestions?q=resol&in=idea", **{"HX-Request": "true"})
    assert f"/ideas/{idea.id}-resole-my-shoes" in part.text
    assert "<html" not in part.text
    assert (await browser.peek("/search/suggestions?q=resol")).headers["location"] == "/search?q=resol"


async def test_a_change_is_found_and_what_went_is_gone(browser: Browser) -> None:
    idea, ada = await things.idea("Resole my shoes"), await cast.member("ada")
    await caught_up()
    held = await Idea.get(id=idea.id)
    await actions.edit(ada, held, title="Rewax my boots", body="")
    await caught_up()
    assert "Rewax my boots" in (await browser.get("/search?q=rewax")).text
    assert "Rewax my boots" not in (await browser.get("/search?q=resole")).text
    await actions.hide(await cast.manager(), idea.id)
    await caught_up()
    assert "Rewax my boots" not in (await browser.get("/search?q=rewax")).text


async def test_a_search_takes_few_statements_however_much_it_finds(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await found.world()
    await caught_up()
    eve = await cast.browser_as(browser, "eve")
    await eve.get("/search")
    most = {"/search?q=quokka": 40, "/search?q=quokka&kind=idea": 26, "/search/suggestions?q=quok": 16}
    for path, statements_at_most in most.items():
        with statements(monkeypatch) as counts:
            await eve.get(path, **{"HX-Request": "true"})
        assert len(counts) <= statements_at_most, (path, len(counts))
    for n in range(12):
        await things.idea(f"Quokka again {n}", by=await cast.viewer("eve"))
    await caught_up()
    with statements(monkeypatch) as more:
        await eve.get("/search?q=quokka")
    assert len(more) <= most["/search?q=quokka"], len(more)


async def test_what_the_brand_answered_is_found_by_its_own_words(browser: Browser) -> None:
    idea, sol = await things.idea("Resole my shoes", body="They last."), await cast.editor()
    await caught_up()
    assert "Resole my shoes" not in (await browser.get("/search?q=workshop")).text
    await answers.answer(sol, await Idea.get(id=idea.id), body="Our workshops begin in spring.", status=Status.PLANNED)
    await caught_up()
    page = (await browser.get("/search?q=workshop")).text
    assert f'<a href="/ideas/{idea.id}-resole-my-shoes' in page
    assert "<mark>workshops</mark> begin in spring" in page
