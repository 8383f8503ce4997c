"""What a member gave: on one page of their own, to be changed or taken back there."""

from __future__ import annotations

import pytest

from ideas.studio import actions as studio
from kernel import clock, db
from kernel.viewer import Viewer
from tests import cast
from tests.browsing import Browser, hidden_fields
from tests.ideas.challenges import called
from tests.ideas.studio import drawn
from voting.ballots import score_queries, score_review, scores, validity
from voting.value.models import Customer, Link

PAGE = "/designs/score/given"


async def give(viewer: Viewer, design_id: int, value: int) -> None:
    await scores.give(viewer, await score_queries.find(viewer, design_id), value)


async def test_ones_own_scores_stand_there_and_nobody_elses(browser: Browser) -> None:
    ben, mia = await cast.member("ben"), await cast.member("mia")
    one, two = await drawn.published(title="One"), await drawn.published(title="Two")
    bens = await cast.browser_as(browser, "ben")
    assert "You have given nothing so far." in (await bens.get(PAGE)).text
    await give(ben, one.id, 4)
    await give(mia, two.id, 5)
    await scores.wish(ben, await score_queries.find(ben, two.id))
    page = (await bens.get(PAGE)).text
    assert "2 designs. Only you see" in page
    assert page.index(">Two<") < page.index(">One<")
    assert 'value="4" data-key="4" aria-pressed="true"' in page
    assert 'value="5" data-key="5" aria-pressed="true"' not in page
    assert PAGE in (await bens.get("/designs/score")).text
    assert (await browser.peek(PAGE)).status_code in (303, 401)


async def test_a_score_is_changed_there_and_taken_back(browser: Browser) -> None:
    ben, design = await cast.member("ben"), await drawn.published(title="One")
    await give(ben, design.id, 4)
    bens = await cast.browser_as(browser, "ben")
    place = f"/designs/{design.id}"
    page = await bens.submit(PAGE, f"{place}/score?from=given", value="1")
    assert str(page.url).endswith(PAGE)
    assert "You gave “One” 1 of 5." in page.text
    page = await bens.submit(PAGE, f"{place}/wish?from=given")
    assert 'aria-pressed="true"' in page.text
    token = hidden_fields(page.text, f"{place}/score?from=given")["csrf"]
    line = await bens.post(f"{place}/score?from=given", {"csrf": token, "value": "5"}, **{"hx-request": "true"})
    assert line.text.strip().startswith(f'<li class="given" id="given-{design.id}"')
    assert 'data-announce="You give it 5 of 5. You would buy it."' in line.text
    await bens.submit(PAGE, f"{place}/wish/withdrawal?from=given")
    page = await bens.submit(PAGE, f"{place}/score/withdrawal?from=given")
    assert "Your score is taken back." in page.text
    assert "You have given nothing so far." in page.text
    assert (await db.value("SELECT scores FROM design WHERE id = ?", design.id)) == 0


async def test_the_line_of_an_ambassadors_design_says_so_when_it_comes_anew(browser: Browser) -> None:
    ada, design = await cast.member("ada"), await drawn.published(await cast.member("ben"), title="One")
    await give(ada, design.id, 4)
    adas = await cast.browser_as(browser, "ada")
    action = f"/designs/{design.id}/score?from=given"
    token = hidden_fields((await adas.get(PAGE)).text, action)["csrf"]
    line = await adas.post(action, {"csrf": token, "value": "5"}, **{"hx-request": "true"})
    assert "Ambassador: receives perks from Tandem<" in line.text


@pytest.mark.parametrize("phase", ["submissions", "jury"])
async def test_what_takes_no_scores_can_be_taken_back_and_not_changed(browser: Browser, phase: str) -> None:
    ben, challenge = await cast.member("ben"), await called.at(await called.announced(), "submissions")
    design = await drawn.published(await cast.member("ada"))
    await give(ben, design.id, 4)
    await called.entered(challenge, await cast.member("mia"))
    await db.execute("UPDATE challenge_entry SET design_id = ?", design.id)
    await called.at(challenge, phase)
    with clock.at(called.IN[phase]):
        (line,) = (await score_review.given(ben)).items
        assert not line.is_open
        page = (await (await cast.browser_as(browser, "ben")).get(PAGE)).text
    assert "You give it 4 of 5." in page
    assert "Take my score back" in page
    assert 'class="scale"' not in page
    assert ("has not begun" in page) == (phase == "submissions")


async def test_a_score_for_ones_own_account_is_said_not_to_count(browser: Browser) -> None:
    ben, design = await cast.member("ben"), await drawn.published(await cast.member("ada"))
    await give(ben, design.id, 4)
    customer = await Customer.create(reference="C-1", created_at=clock.now())
    for who in (ben.id, design.author_id):
        await Link.create(person_id=who, customer=customer, source="staff", created_at=clock.now())
    await validity.review()
    page = (await (await cast.browser_as(browser, "ben")).get(PAGE)).text
    assert "your score is kept and not counted" in page


async def test_pages_hold_each_once_and_what_is_gone_is_not_there(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(score_review, "PER_PAGE", 2)
    ben = await cast.member("ben")
    designs = [await drawn.published(title=f"Number {n}") for n in range(6)]
    for design in designs:
        await give(ben, design.id, 3)
    await studio.withdraw(await cast.member("ada"), designs[3])
    seen, after = list[int](), None
    while True:
        listing = await score_review.given(ben, after)
        seen += [line.design.id for line in listing.items]
        if (after := listing.after) is None:
            break
    assert seen == [design.id for design in reversed(designs) if design is not designs[3]]
    bens = await cast.browser_as(browser, "ben")
    second = (await bens.get(f"{PAGE}?after={(await score_review.given(ben)).after}")).text
    token, number = hidden_fields(second, f"/designs/{seen[2]}/score")["csrf"], seen[2]
    cursor = (await score_review.given(ben)).after
    back = await bens.post(f"/designs/{number}/score?from=given&after={cursor}", {"csrf": token, "value": "2"})
    assert f"after={cursor}" in str(back.headers.get("location", back.url))
    wrong = await bens.post(f"/designs/{number}/score?from=given&after=//evil", {"csrf": token, "value": "2"})
    assert "evil" not in str(wrong.headers.get("location", wrong.url))
