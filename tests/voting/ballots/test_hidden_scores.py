"""While a challenge runs, no number, no order and no list tells how its designs are scored; with the result all do."""

from __future__ import annotations

import pytest

from ideas.challenges import actions, queries
from ideas.studio import places
from ideas.studio import proofs as studio_proofs
from ideas.studio.models import Design
from kernel import clock, db, lists, site
from tests import cast
from tests.browsing import Browser
from tests.ideas.board.test_queries import statements
from tests.ideas.challenges import called
from tests.ideas.studio import drawn
from voting.ballots import score_proofs, score_queries, scores
from voting.demand import codesign


@pytest.fixture(autouse=True)
async def ready(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)


async def given(design_id: int, *values: int) -> None:
    for n, value in enumerate(values):
        who = await cast.member(f"giver{n}")
        await scores.give(who, await score_queries.find(who, design_id), value)
        await scores.wish(who, await score_queries.find(who, design_id))


async def place(design_id: int) -> tuple[float, float]:
    """Where a design stands among the trending, and where it would if nobody had scored it."""
    design = await Design.get(id=design_id)
    assert design.published_at is not None
    return design.trending, places.standing(0, 0, design.comments, design.remixes, design.published_at)


async def test_the_gallery_with_scores_takes_one_statement_more_than_without(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(24):
        await drawn.published(title=f"Design {n}")
    await browser.get("/designs")
    await forget()
    with statements(monkeypatch) as seen:
        await browser.get("/designs")
    await forget()
    with monkeypatch.context() as without:
        without.setattr(score_queries, "told", nothing)
        with statements(monkeypatch) as bare:
            await browser.get("/designs")
    assert len(seen) == len(bare) + 1
    assert sum("d.n5" in one for one in seen) == 1


async def forget() -> None:
    """What was remembered of pages and counts."""
    async with db.transaction(light=True):
        pass


async def nothing(ids: list[int]) -> dict[int, score_queries.Told]:
    return {}


async def test_the_trending_order_tells_of_no_score_before_the_result(browser: Browser) -> None:
    ada = await cast.member("ada")
    challenge = await called.at(await called.announced(), "submissions")
    free = await drawn.published(ada, title="Free")
    await given(free.id, 5, 5)
    with clock.at(called.IN["submissions"]):
        await actions.enter(ada, challenge, free)
    now, unscored = await place(free.id)
    assert now == pytest.approx(unscored), "what was given before is hidden from the moment it is entered"
    await called.at(challenge, "scoring")
    with clock.at(called.IN["scoring"]):
        await given(free.id, 5, 5, 4, 4, 3, 5, 5)
    now, unscored = await place(free.id)
    assert now == pytest.approx(unscored)
    await called.at(challenge, "jury")
    await places.rank([free.id])
    assert (await place(free.id))[0] == pytest.approx(unscored)
    for proof in (studio_proofs.places, score_proofs.scores):
        assert await proof() == []
    await called.at(challenge, "result")
    assert (await place(free.id))[0] > unscored
    assert await studio_proofs.places() == []


async def test_a_design_taken_out_of_a_challenge_stands_by_its_scores_again(browser: Browser) -> None:
    ada, challenge = await cast.member("ada"), await called.at(await called.announced(), "submissions")
    entry = await called.entered(challenge, ada)
    design = (await queries.entry(challenge.id, entry)).design_id
    challenge = await called.at(challenge, "scoring")
    with clock.at(called.IN["scoring"]):
        await given(design, 5, 4)
        await actions.withdraw(ada, challenge, entry)
    now, unscored = await place(design)
    assert now > unscored


async def test_lists_api_feed_and_export_tell_nothing_of_scores_before_the_result(browser: Browser) -> None:
    challenge = await called.at(await called.announced(), "submissions")
    entry = await called.entered(challenge, await cast.member("ada"), title="Entered")
    design = (await queries.entry(challenge.id, entry)).design_id
    others = [await drawn.published(title=f"Free {n}") for n in range(3)]
    await called.at(challenge, "scoring")
    with clock.at(called.IN["scoring"]):
        await given(design, 5, 5, 5)
    await given(others[0].id, 4)
    await forget()
    shown = [one["title"] for one in (await browser.get("/api/v1/designs?sort=score")).json()["items"]]
    assert (shown[0], "Entered" in shown, len(shown)) == ("Free 0", False, 3)
    answer = (await browser.get(f"/api/v1/designs/{design}/scores")).json()
    assert {name for name, value in answer.items() if value is not None} == {"design", "hidden"}
    for who in ("stranger", "giver0", "ada", "mo", "sol", "root"):
        theirs = browser if who == "stranger" else await cast.browser_as(browser, who)
        for path in (f"/designs/{design}", "/designs", "/designs?sort=score", "/designs.atom", "/challenges/autumn"):
            text = (await theirs.get(path)).text
            assert "Mean of" not in text, (who, path)
            assert not any(word in text for word in ("5.0", "3 scores", "3 people would")), (who, path)
    assert await codesign._counts({1: [design]}, "bound", "scores > 0") == {}
    assert await codesign._counts({1: [others[0].id]}, "bound", "scores > 0") != {}


async def test_a_cursor_of_the_order_by_score_holds_no_hidden_place(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    challenge = await called.at(await called.announced(), "submissions")
    entered = [
        (await queries.entry(challenge.id, await called.entered(challenge, await cast.member(f"maker{n}")))).design_id
        for n in range(3)
    ]
    free = [(await drawn.published(title=f"Free {n}")).id for n in range(5)]
    from ideas.studio import queries as designs

    monkeypatch.setattr(designs, "PAGE", 2)
    seen, after = list[int](), None
    while True:
        listing = await designs.listing(
            await cast.member("ada"), designs.DesignFilter(sort="score"), after, size=designs.PAGE
        )
        seen += [card.id for card in listing.items]
        after = listing.after
        if after is None:
            break
        place_of = lists.place(after, float, int)
        assert place_of is not None
        assert place_of[1] not in entered
    assert sorted(seen) == sorted(free)


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        ("submissions", "entered, to be scored later"),
        ("scoring", "being scored"),
        ("jury", "scored, the result is to come"),
    ],
)
async def test_a_card_says_where_its_challenge_stands(browser: Browser, phase: str, words: str) -> None:
    challenge = await called.at(await called.announced(), "submissions")
    await called.entered(challenge, await cast.member("ada"))
    await called.at(challenge, phase)
    with clock.at(called.IN[phase]):
        assert f">{words}<" in (await browser.get("/designs")).text
