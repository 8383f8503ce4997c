"""What looks alike: found, pointed out before it is published, and shown to the team."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from community.discussion import actions as discussion
from community.discussion import registry
from ideas.studio import actions, proofs, queries, recipe, similar, wording
from ideas.studio.models import Design, Remixing
from ideas.studio.wording import Spoken
from kernel import db, i18n, jobs, site
from kernel.features import House, the_house
from tests import cast
from tests.browsing import Browser
from tests.ideas.studio import drawn

SAME: dict[str, Any] = {"panel": "lake", "toe": "moss", "heel": "moss", "laces": "rowan"}


@pytest.fixture(autouse=True)
async def ready(home: House) -> None:
    await site.change(name="Halage", ready=True)


async def test_near_identical_recipes_of_other_people_are_found() -> None:
    ben = await cast.member("ben")
    first = await drawn.published(title="First", **SAME)
    await drawn.published(title="Unlike", panel="rowan", toe="brick", heel="brick", upper="night", tongue="straw")
    copy = await drawn.draft(ben, **{**SAME, "laces": "night"})
    found = await similar.near(copy)
    assert [(one.card.id, one.is_near) for one in found] == [(first.id, False)]
    assert similar.ALIKE <= found[0].share < 1
    again = await similar.near(await drawn.draft(await cast.member("ada"), **SAME))
    assert [(one.card.id, one.is_own) for one in again] == [(first.id, True)]


async def test_pictures_that_hardly_differ_are_found_by_their_hash() -> None:
    ben, first = await cast.member("ben"), await drawn.published(title="First", **SAME)
    copy = await drawn.draft(ben, **{**SAME, "loop": "brick", "line": "brick", "lining": "stone"})
    one, other = await similar.picture_hash(first), await similar.picture_hash(copy)
    assert len(one) == 16
    assert similar.distance(one, other) <= similar.NEAR
    assert similar.distance(one, "") > similar.NEAR
    await Design.filter(id=first.id).update(picture_hash=one)
    assert [(found.card.id, found.is_near) for found in await similar.near(copy, other)] == [(first.id, True)]


async def test_ones_own_designs_do_not_push_out_what_others_drew() -> None:
    ben, first = await cast.member("ben"), await drawn.published(title="First", **SAME)
    for n in range(similar.SHOWN + 1):
        await drawn.published(ben, title=f"Mine {n}", **SAME)
    found = await similar.near(await drawn.draft(ben, **SAME))
    assert (found[0].card.id, [one.is_own for one in found]) == (first.id, [False] + [True] * similar.OWN)


async def test_ones_own_likeness_is_pointed_out_and_hinders_nobody(browser: Browser) -> None:
    await drawn.published(title="First", **SAME)
    again, ada = await drawn.draft(**SAME), await cast.browser_as(browser, "ada")
    place = f"/designs/{again.id}/publication"
    shown = (await ada.get(place)).text
    assert "by the same author" in shown
    assert "It is mine all the same" not in shown
    assert (await ada.submit(place, place, title="Again", remixing="credit")).status_code == 200
    await again.refresh_from_db()
    assert again.is_listed
    assert await db.value("SELECT count(*) AS n FROM event WHERE kind = 'design.alike'") == 0


async def test_published_designs_without_a_hash_get_theirs() -> None:
    first, draft = await drawn.published(**SAME), await drawn.draft()
    await similar.hash_missing()
    await first.refresh_from_db()
    await draft.refresh_from_db()
    assert (first.picture_hash, draft.picture_hash) == (await similar.picture_hash(first), "")


async def test_a_likeness_is_pointed_out_before_publication_and_told_to_the_team(browser: Browser) -> None:
    first = await drawn.published(title="First", **SAME)
    copy = await drawn.draft(await cast.member("ben"), **SAME)
    ben, place = await cast.browser_as(browser, "ben"), f"/designs/{copy.id}/publication"
    assert f"/designs/compare?a={first.id}&amp;b={copy.id}" in (await ben.get(place)).text
    refused = await ben.submit(place, place, title="Mine", remixing="credit")
    assert refused.status_code == 422
    assert "looks like a design that is there already" in refused.text
    both = f"/designs/compare?a={first.id}&b={copy.id}"
    assert "Nothing differs" in (await ben.get(both)).text
    mo, theirs = await cast.manager(), await cast.browser_as(browser, "mo")
    await jobs.work(the_house(), until_idle=True)
    assert [row["url"] for row in await db.rows("SELECT url FROM notice WHERE person_id = ?", mo.id)] == [both]
    for page in ("/designs/alike", both):
        shown = (await theirs.get(page)).text
        assert "not published yet" in shown
        assert f'href="/designs/{copy.id}"' not in shown
    assert (await theirs.get(f"/designs/{copy.id}.svg")).status_code == 200
    assert (await theirs.get(f"/designs/{copy.id}")).status_code == 404
    for other in (browser, await cast.browser_as(browser, "ada")):
        assert (await other.get(both)).status_code == 404
    done = await ben.submit(place, place, title="Mine", remixing="credit", anyway="true")
    assert done.status_code == 200
    await copy.refresh_from_db()
    assert copy.is_listed
    assert len(copy.picture_hash) == 16
    await jobs.work(the_house(), until_idle=True)
    assert [row["url"] for row in await db.rows("SELECT url FROM notice WHERE person_id = ?", mo.id)] == [both]
    assert "not published yet" not in (await theirs.get("/designs/alike")).text
    assert "/designs/alike" in (await theirs.get("/moderation")).text
    for page in (f"/designs/{copy.id}/alike", "/designs/alike"):
        assert ">First<" in (await theirs.get(page)).text
        assert (await ben.get(page)).status_code == 404


async def test_two_designs_are_compared_in_words(browser: Browser) -> None:
    one, other = await drawn.published(title="One"), await drawn.published(title="Other", panel="lake")
    bag = await drawn.published(title="Bag", slug="musette")
    page = await browser.get(f"/designs/compare?a={one.id}&b={other.id}")
    assert re.search(r"Side panel</th>.*?Mulberry.*?Reach", page.text, re.S)
    assert "Two products" in (await browser.get(f"/designs/compare?a={one.id}&b={bag.id}")).text
    draft = await drawn.draft()
    for wrong in ("", "?a=1", f"?a={one.id}&b={one.id}", f"?a={one.id}&b=x", f"?a={one.id}&b={draft.id}"):
        assert (await browser.get(f"/designs/compare{wrong}")).status_code == 404, wrong


async def test_a_reported_copy_is_judged_with_both_side_by_side(browser: Browser) -> None:
    first = await drawn.published(title="First", **SAME)
    copy = await drawn.published(await cast.member("ben"), title="Copy", **SAME)
    ada, mo = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "mo")
    compared = (await ada.get(f"/designs/compare?a={first.id}&b={copy.id}")).text
    link = re.search(r'href="(/reports/new\?[^"]+)"', compared)
    assert link is not None
    form = link[1].replace("&amp;", "&")
    assert f"/designs/{first.id}" in (await ada.get(form)).text
    sent = {"rule": "copy", "text": f"http://localhost:8000/designs/{first.id}"}
    await ada.submit(form, "/reports/new", **sent)
    case = f"/moderation/cases/design/{copy.id}"
    page = (await mo.get(case)).text
    assert ">First<" in page
    assert "Nothing differs" in page
    await mo.submit(case, case, act="hide", rule="copy", reason="It is Ada's.", public="A copy was hidden.")
    assert (await browser.get(f"/designs/{copy.id}")).status_code == 404
    await mo.submit(case, case, act="restore", rule="copy", reason="It was not.", public="It is back.")
    assert (await browser.get(f"/designs/{copy.id}")).status_code == 200


async def test_whoever_was_remixed_hears_of_it_and_so_do_those_who_built_on_what_goes(browser: Browser) -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    first = await drawn.published(ada, title="First")
    second = await drawn.published(ben, title="Second", original=first, panel="lake")
    own = await drawn.published(ada, title="Own", original=first, panel="moss")
    await actions.withdraw(ada, first)
    await jobs.work(the_house(), until_idle=True)
    kinds = {
        who.handle: [row["kind"] for row in await db.rows("SELECT kind FROM notice WHERE person_id = ?", who.id)]
        for who in (ada, ben)
    }
    assert kinds == {"ada": ["design.remixed"], "ben": ["design.withdrawn"]}
    assert own.original_id == second.original_id


async def test_a_profile_says_what_somebody_said_under_a_design_while_it_is_shown(browser: Browser) -> None:
    ben, design = await cast.member("ben"), await drawn.published(title="Talked of")
    await discussion.post(ben, await registry.subject(ben, "design", design.id), body="I would wear it.")
    assert "I would wear it." in (await browser.get("/people/ben")).text
    await actions.hide(await cast.manager(), design.id)
    for who in ("ada", "ben"):
        assert "Talked of" not in (await (await cast.browser_as(browser, who)).get("/people/ben")).text


async def test_comments_are_counted_and_every_count_can_be_proved() -> None:
    ada, design = await cast.member("ada"), await drawn.published()
    await drawn.published(await cast.member("ben"), original=design, panel="lake")
    subject = await registry.subject(ada, "design", design.id)
    await discussion.post(ada, subject, body="Whose idea was the loop?")
    await design.refresh_from_db()
    assert (design.comments, design.remixes) == (1, 1)
    for proof in (proofs.remixes, proofs.comments, proofs.places):
        assert await proof() == []
    await Design.filter(id=design.id).update(comments=7, remixes=0, trending=1.0)
    assert len(await proofs.comments()) == len(await proofs.remixes()) == 1
    await proofs.remixes(fix=True)
    await proofs.comments(fix=True)
    await design.refresh_from_db()
    assert (design.comments, design.remixes) == (1, 1)
    assert await proofs.places() == []


async def test_the_api_tells_designs_and_hides_what_pages_hide(browser: Browser) -> None:
    design = await drawn.published(title="Told", panel="lake", remixing=Remixing.SHARE, more={"share": 20})
    draft = await drawn.draft()
    items = (await browser.get("/api/v1/designs?template=bief&sort=new")).json()["items"]
    assert [(one["id"], one["author"]["handle"]) for one in items] == [(design.id, "ada")]
    whole = (await browser.get(f"/api/v1/designs/{design.id}")).json()
    assert (whole["recipe"]["dyes"]["panel"], whole["share"], whole["price"]) == ("lake", 20, design.price)
    assert "Reach" in whole["words"]
    assert (await browser.get(f"/api/v1/designs/{draft.id}")).status_code == 404


async def test_own_data_holds_designs_with_their_recipes(browser: Browser) -> None:
    design, ada = await drawn.published(title="Mine", panel="lake"), await cast.browser_as(browser, "ada")
    part = next(part for part in the_house().registered("own-data") if part.name == "designs")
    found = await part.collect(design.author_id)
    assert [(row["title"], row["recipe"]["dyes"]["panel"]) for row in found] == [("Mine", "lake")]
    assert json.loads(json.dumps(found, default=str))
    assert (await ada.get("/account/data")).status_code == 200


def test_every_choice_has_its_words_in_both_languages() -> None:
    for slug in ("bief", "margelle", "musette"):
        product = drawn.product(slug)
        plain = recipe.plain(slug, 1, product)
        words = {}
        for lang in i18n.LANGUAGES:
            with i18n.speaking(lang):
                words[lang] = wording.sentence(plain, product)
                assert len(wording.lines(plain, product)) == len(product.parts)
                assert wording.differences(Spoken(plain, product), Spoken(plain, product)) == []
        assert len(set(words.values())) == len(words)
    assert queries.address(3, "-") == "/designs/3"
