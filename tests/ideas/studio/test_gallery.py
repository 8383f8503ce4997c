"""The gallery and a design's page, as a stranger, a member and the staff."""

from __future__ import annotations

import re

import pytest

from ideas.studio import actions, gallery, queries
from ideas.studio.models import Design, Remixing
from kernel import db, site
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things
from tests.ideas.studio import drawn


@pytest.fixture(autouse=True)
async def ready(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)


async def test_an_empty_gallery_says_what_to_do_next(browser: Browser) -> None:
    await drawn.template()
    page = await browser.get("/designs")
    assert page.status_code == 200
    assert "No design on this shelf yet" in page.text
    assert 'href="/studio/bief"' in page.text


async def test_designs_stand_on_shelves_with_their_pictures_for_everyone(browser: Browser) -> None:
    for n in range(7):
        await drawn.published(title=f"Design {n}", slug=("bief", "musette")[n % 2])
    for who in ("stranger", "member", "manager", "editor", "admin"):
        theirs = browser if who == "stranger" else await cast.browser_as(browser, who)
        page = await theirs.get("/designs")
        assert page.status_code == 200, who
        pictures = re.findall(r'<img src="/designs/\d+\.svg\?v=[0-9a-f]{8}"[^>]*>', page.text)
        shelf = [one for one in pictures if 'width="' in one and 'height="' in one]
        assert len({one.split('"')[1] for one in shelf}) == 7, who
        assert sum('loading="lazy"' in one for one in shelf) >= 5
        assert "7 designs" in page.text


async def test_the_gallery_is_narrowed_and_ordered(browser: Browser) -> None:
    first = await drawn.published(title="Blue shoe", panel="lake")
    await drawn.published(title="Plain bag", slug="musette")
    await drawn.published(await cast.member("ben"), title="Blue again", original=first, panel="rowan")
    shown = {
        "?template=bief": {"Blue shoe", "Blue again"},
        "?colour=lake": {"Blue shoe"},
        "?template=musette": {"Plain bag"},
        f"?of={first.id}": {"Blue again"},
        "?template=bief&colour=rowan&sort=remixed": {"Blue again"},
        "?colour=none-such": set(),
    }
    for query, expected in shown.items():
        page = await browser.get(f"/designs{query}")
        found = {name for name in ("Blue shoe", "Plain bag", "Blue again") if f">{name}<" in page.text}
        assert found == expected, query
    for missing in ("?template=clog", "?of=999", "?of=x"):
        assert (await browser.get(f"/designs{missing}")).status_code == 404
    for sort in gallery.SORTS:
        assert (await browser.get(f"/designs?sort={sort}&after=zz")).status_code == 200


async def test_pages_of_the_gallery_hold_every_design_once(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 4)
    ids = {(await drawn.published(title=f"Design {n}")).id for n in range(11)}
    seen, address = list[int](), "/designs"
    while address:
        text = (await browser.get(address)).text
        seen += [int(number) for number in dict.fromkeys(re.findall(r'<img src="/designs/(\d+)\.svg', text))]
        following = re.search(r'href="([^"]+)" rel="next"', text)
        address = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 11
    assert set(seen) == ids


async def test_a_page_says_in_words_what_the_picture_shows(browser: Browser) -> None:
    design = await drawn.published(title="Écluse", more={"story": "For **walks**."}, panel="lake", laces="rowan")
    page = await browser.get(f"/designs/{design.id}")
    assert str(page.url).endswith(f"/designs/{design.id}-ecluse")
    assert "Reach" in page.text
    assert "<strong>walks</strong>" in page.text
    alt = re.search(r'<img src="/designs/\d+\.svg\?view=[^"]+" alt="([^"]+)"', page.text)
    assert alt is not None
    assert "laces in Buoy" in alt[1]
    assert "panel in Reach" in alt[1]
    assert "€135" in page.text
    french = browser.another()
    text = (await french.get(f"/designs/{design.id}", **{"Accept-Language": "fr"})).text
    assert "lacets en Bouée" in text
    assert "135 €" in text.replace("\u202f", " ").replace("\xa0", " ")
    share = re.search(r'property="og:image" content="([^"]+)"', page.text)
    assert share is not None
    assert (await browser.get(share[1].replace("&amp;", "&").partition("localhost:8000")[2])).status_code == 200


async def test_what_is_not_public_is_not_there_for_others(browser: Browser) -> None:
    ada, draft = await cast.browser_as(browser, "ada"), await drawn.draft()
    hidden, back = await drawn.published(title="Hidden"), await drawn.published(title="Back")
    await actions.hide(await cast.manager(), hidden.id)
    await actions.withdraw(await cast.member("ada"), back)
    ben, mo = await cast.browser_as(browser, "ben"), await cast.browser_as(browser, "mo")
    for design in (draft, hidden, back):
        for theirs in (browser, ben):
            assert (await theirs.get(f"/designs/{design.id}")).status_code == 404
    assert (await mo.get(f"/designs/{draft.id}")).status_code == 404
    for theirs in (ada, mo):
        assert "Hidden since" in (await theirs.get(f"/designs/{hidden.id}")).text
        assert "Taken back" in (await theirs.get(f"/designs/{back.id}")).text
    assert (await ada.peek(f"/designs/{draft.id}")).headers["location"] == f"/studio/bief?draft={draft.id}"
    assert "Hidden" not in (await browser.get("/designs")).text


async def test_the_chain_of_credit_goes_up_and_the_remixes_down(browser: Browser) -> None:
    ada, ben, sol = [await cast.member(name) for name in ("ada", "ben", "sol")]
    first = await drawn.published(ada, title="First")
    second = await drawn.published(ben, title="Second", original=first, panel="lake")
    third = await drawn.published(sol, title="Third", original=second, panel="moss")
    page = (await browser.get(f"/designs/{third.id}")).text
    chain = page[page.index("Where it comes from") :]
    assert chain.index(">First<") < chain.index(">Second<") < chain.index(">Third<")
    assert f'href="/designs/compare?a={second.id}&amp;b={third.id}"' in page
    assert ">Third<" in (await browser.get(f"/designs/{second.id}")).text
    await actions.withdraw(ada, first)
    page = (await browser.get(f"/designs/{third.id}")).text
    assert ">First<" not in page
    assert "Ada Morel" in page


async def test_authors_say_whether_they_may_be_remixed(browser: Browser) -> None:
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    kept = await drawn.published(title="Kept", remixing=Remixing.NONE)
    free = await drawn.published(title="Free", remixing=Remixing.SHARE, more={"share": 20})
    assert "stay as it is" in (await ben.get(f"/designs/{kept.id}")).text
    assert f'action="/designs/{kept.id}/remix"' not in (await ben.get(f"/designs/{kept.id}")).text
    page = (await ben.get(f"/designs/{free.id}")).text
    assert "gets 20%" in page
    assert f'action="/designs/{free.id}/remix"' in page
    assert f'action="/designs/{free.id}/withdrawal"' not in page
    assert f'action="/designs/{free.id}/withdrawal"' in (await ada.get(f"/designs/{free.id}")).text
    assert "Sign in to remix it" in (await browser.get(f"/designs/{free.id}")).text


async def test_designs_tied_to_an_idea_stand_on_its_page_and_on_their_authors(browser: Browser) -> None:
    idea = await things.idea("A loop at the heel")
    design = await drawn.published(title="Looped", more={"idea_id": idea.id})
    assert ">Looped<" in (await browser.get(f"/ideas/{idea.id}")).text
    assert "A loop at the heel" in (await browser.get(f"/designs/{design.id}")).text
    assert ">Looped<" in (await browser.get("/people/ada")).text
    ada = await cast.browser_as(browser, "ada")
    await drawn.draft()
    assert "only you see it" in (await ada.get("/designs")).text


async def test_the_feed_holds_pictures_and_stories(browser: Browser) -> None:
    await drawn.published(title="A & B", more={"story": "Told."})
    await drawn.published(title="Bag", slug="musette")
    page = await browser.get("/designs.atom")
    assert page.headers["content-type"].startswith("application/atom+xml")
    assert "<title>A &amp; B</title>" in page.text
    assert "Told." in page.text
    assert ".png?size=card&amp;amp;v=" in page.text
    assert "Bag" not in (await browser.get("/designs.atom?template=bief")).text


async def test_the_gallery_asks_no_more_however_much_it_holds(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[str]()
    rows = db.rows

    async def counted(sql: str, *values: object) -> list[db.Row]:
        asked.append(sql)
        return await rows(sql, *values)

    monkeypatch.setattr(db, "rows", counted)
    await drawn.published()
    await browser.get("/designs")
    asked.clear()
    await drawn.published()
    await browser.get("/designs")
    few = len([sql for sql in asked if "FROM design" in sql])
    for n in range(8):
        await drawn.published(title=f"Further {n}")
    asked.clear()
    await browser.get("/designs")
    assert len([sql for sql in asked if "FROM design" in sql]) <= few
    asked.clear()
    await browser.get("/designs")
    assert asked == []
    assert await Design.all().count() == 10
