"""Scoring by form, htmx and API; what is shown of scores, to whom, and what is not shown yet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from community.people import keys
from ideas.challenges.models import Challenge, Entry, Phase
from ideas.studio.models import Design
from kernel import clock, db, slots
from kernel.errors import Forbidden
from kernel.viewer import STRANGER, Viewer
from tests import cast
from tests.browsing import Browser, hidden_fields
from tests.ideas.studio import drawn
from voting.ballots import score_queries, scores, showing
from voting.value.models import Customer, Link, Order


async def given(design: Design, *values: int) -> list[Viewer]:
    people = [await cast.member(f"giver{n}") for n in range(len(values))]
    for who, value in zip(people, values, strict=True):
        await scores.give(who, await score_queries.find(who, design.id), value)
    return people


async def entered(design: Design, phase: Phase) -> Challenge:
    now, day = clock.now(), timedelta(days=1)
    begun = now - day * (0.5 + [Phase.SUBMISSIONS, Phase.SCORING, Phase.JURY, Phase.RESULT].index(phase))
    made = await Challenge.create(
        slug="dry-feet", title="Dry feet", brief="Rain.", prize="A pair", phase=phase, by_id=design.author_id,
        opens_at=begun, scoring_at=begun + day, jury_at=begun + day * 2, result_at=begun + day * 3, created_at=now,
    )  # fmt: skip
    await Entry.create(challenge=made, design_id=design.id, person_id=design.author_id, royalty=500, entered_at=now)
    return made


async def box(viewer: Viewer, design: Design) -> str:
    return await slots.one("design.score", viewer, str(design.id))


async def test_a_score_is_sent_by_a_form_said_and_changed(browser: Browser) -> None:
    design, bens = await drawn.published(title="First snow"), await cast.browser_as(browser, "ben")
    page = await bens.submit("/designs/score", f"/designs/{design.id}/score?next=1", value="4")
    assert page.status_code == 200
    assert "You gave “First snow” 4 of 5." in page.text
    assert "1 of 1" in page.text
    found = await score_queries.find(await cast.member("ben"), design.id)
    assert (found.value, found.wishes) == (4, False)


async def test_a_wish_may_go_with_the_score_of_the_next_design(browser: Browser) -> None:
    design, bens = await drawn.published(), await cast.browser_as(browser, "ben")
    await bens.submit("/designs/score", f"/designs/{design.id}/score?next=1", value="5", wish="true")
    found = await score_queries.find(await cast.member("ben"), design.id)
    assert (found.value, found.wishes) == (5, True)


@pytest.mark.parametrize("value", ["6", "-1", "4.5", "many", "", None])
async def test_what_is_no_score_is_refused_and_writes_nothing(browser: Browser, value: str | None) -> None:
    design, bens = await drawn.published(), await cast.browser_as(browser, "ben")
    fields = {} if value is None else {"value": value}
    page = await bens.submit("/designs/score", f"/designs/{design.id}/score", **fields)
    assert page.status_code == 422
    assert "whole number from 0 to 5" in page.text
    assert await db.value("SELECT COUNT(*) AS n FROM score_event") == 0


async def test_htmx_gets_the_box_anew_with_what_was_given(browser: Browser) -> None:
    design, bens = await drawn.published(), await cast.browser_as(browser, "ben")
    token = hidden_fields((await bens.get("/designs/score")).text, f"/designs/{design.id}/score")["csrf"]
    path, htmx = f"/designs/{design.id}", {"hx-request": "true"}
    shown = (await bens.post(f"{path}/score", {"csrf": token, "value": "4"}, **htmx)).text
    assert 'data-announce="You give it 4 of 5."' in shown
    assert 'value="4" data-key="4" aria-pressed="true"' in shown
    shown = (await bens.post(f"{path}/wish", {"csrf": token}, **htmx)).text
    assert 'data-announce="You give it 4 of 5. You would buy it."' in shown
    shown = (await bens.post(f"{path}/score/withdrawal", {"csrf": token}, **htmx)).text
    assert 'data-announce="You have not scored it. You would buy it."' in shown
    shown = (await bens.post(f"{path}/wish/withdrawal", {"csrf": token}, **htmx)).text
    assert 'data-announce="You have not scored it."' in shown
    assert (await bens.post(f"{path}/score", {"value": "4"})).status_code == 403


async def test_htmx_gets_the_next_design_alone_and_its_name_is_spoken(browser: Browser) -> None:
    one, two = await drawn.published(title="One"), await drawn.published(title="Two")
    bens, ben = await cast.browser_as(browser, "ben"), await cast.member("ben")
    first = await showing.next_for(ben)
    token = hidden_fields((await bens.get("/designs/score")).text, f"/designs/{first}/score?next=1")["csrf"]
    other = two if first == one.id else one
    reply = await bens.post(f"/designs/{first}/score?next=1", {"csrf": token, "value": "4"}, **{"hx-request": "true"})
    assert reply.text.strip().startswith('<div id="judging"')
    assert f"Next: {other.title}, 2 of 2" in reply.text
    reply = await bens.post(f"/designs/{other.id}/score/skip", {"csrf": token}, **{"hx-request": "true"})
    assert "That was the last one." in reply.text
    assert "<header" not in reply.text


async def test_strangers_are_asked_in_and_authors_told_that_others_score(browser: Browser) -> None:
    ada = await cast.member("ada")
    design = await drawn.published(ada)
    assert "Sign in to score it" in await box(STRANGER, design)
    assert "the others score it" in await box(ada, design)
    adas = await cast.browser_as(browser, "ada")
    assert "nothing to score yet" in (await adas.get("/designs/score")).text
    for path in ("score", "score/withdrawal", "score/skip", "wish", "wish/withdrawal"):
        assert (await browser.post(f"/designs/{design.id}/{path}", {"value": "3"})).status_code in (303, 401, 403)
    assert (await browser.peek("/designs/score")).status_code in (303, 401)
    assert await db.value("SELECT COUNT(*) AS n FROM score_event") == 0


async def test_the_figures_stand_closed_until_one_has_scored(browser: Browser) -> None:
    design = await drawn.published()
    (first, *_) = await given(design, 5, 4, 4)
    assert "What the others gave" in await box(await cast.member("ben"), design)
    shown = await box(first, design)
    assert "What the others gave" not in shown
    assert "Mean of 3 scores" in shown
    assert "What buyers gave is told from five of them on." in shown


async def test_many_noughts_and_many_fives_are_told_as_what_sells(browser: Browser) -> None:
    design = await drawn.published()
    await given(design, *[0, 5] * 10)
    assert "Many love it, many do not" in await box(STRANGER, design)


async def test_what_buyers_gave_stands_beside_what_everybody_gave(browser: Browser) -> None:
    design, now = await drawn.published(), clock.now()
    people = await given(design, 5, 5, 5, 5, 5, 0, 0)
    for who in people[:5]:
        customer = await Customer.create(reference=who.handle, created_at=now)
        await Link.create(person_id=who.id, customer=customer, source="imported", created_at=now)
        await Order.create(reference=who.handle, customer=customer, placed_at=now, amount=9000, currency="EUR")
    async with db.transaction():
        pass
    told = await score_queries.in_full(design.id)
    assert told is not None
    assert told.buyers == (0, 0, 0, 0, 0, 5)
    assert "Buyers give it 5.0" in await box(STRANGER, design)


@pytest.mark.parametrize("phase", [Phase.SUBMISSIONS, Phase.SCORING, Phase.JURY])
async def test_no_number_is_shown_before_a_challenges_result(browser: Browser, phase: Phase) -> None:
    design = await drawn.published()
    (first, *_) = await given(design, 5, 4, 4)
    await entered(design, phase)
    async with db.transaction():
        pass
    for viewer in (STRANGER, first, await cast.member("ben"), await cast.admin(), await cast.member("ada")):
        shown = await box(viewer, design)
        assert "shown with the result" in shown
        assert "Mean of" not in shown
    assert "You give it 5 of 5" in await box(first, design)
    mark = await slots.one("design.mark", STRANGER, str(design.id))
    assert not any(digit in mark for digit in "0123456789")
    bens = await cast.browser_as(browser, "ben")
    answer = (await bens.get(f"/api/v1/designs/{design.id}/scores")).json()
    assert answer["hidden"]
    assert {answer[name] for name in ("raw", "valid", "mean", "low", "high", "bound", "split", "would_buy")} == {None}


async def test_the_numbers_are_there_with_the_result(browser: Browser) -> None:
    design = await drawn.published()
    await given(design, 5, 4, 4)
    await entered(design, Phase.RESULT)
    assert "Mean of 3 scores" in await box(STRANGER, design)
    assert "4.3" in await slots.one("design.mark", STRANGER, str(design.id))


@pytest.mark.parametrize("phase", [Phase.SUBMISSIONS, Phase.JURY])
async def test_an_entry_is_scored_in_its_phase_alone(browser: Browser, phase: Phase) -> None:
    design, ben = await drawn.published(), await cast.member("ben")
    await entered(design, phase)
    with pytest.raises(Forbidden, match="no scores now"):
        await scores.give(ben, await score_queries.find(ben, design.id), 3)
    assert await showing.next_for(ben) is None
    page = await (await cast.browser_as(browser, "ben")).get("/designs/score?challenge=dry-feet")
    assert "not being scored at the moment" in page.text


async def test_scoring_ends_at_its_minute_though_nobody_has_turned_the_page(browser: Browser) -> None:
    design, ben = await drawn.published(), await cast.member("ben")
    challenge = await entered(design, Phase.SCORING)
    found = await score_queries.find(ben, design.id)
    assert await scores.give(ben, found, 3)
    with clock.at(challenge.jury_at), pytest.raises(Forbidden, match="no scores now"):
        await scores.give(ben, found, 5)


async def test_a_challenges_entries_alone_are_put_before_who_scores_it(browser: Browser) -> None:
    design, other = await drawn.published(title="Entered"), await drawn.published(title="Not entered")
    await entered(design, Phase.SCORING)
    bens = await cast.browser_as(browser, "ben")
    page = await bens.get("/designs/score?challenge=dry-feet")
    assert "Entered" in page.text
    assert "1 of 1" in page.text
    after = await bens.submit(
        "/designs/score?challenge=dry-feet", f"/designs/{design.id}/score/skip?challenge=dry-feet"
    )
    assert "You passed over 1 of them." in after.text
    assert other.title in (await bens.get("/designs/score")).text
    assert (await bens.get("/designs/score?challenge=no-such")).status_code == 404


async def key_of(handle: str) -> dict[str, str]:
    token = await keys.issue(await cast.person(handle), name="tests", scopes=["read", "write"])
    return {"Authorization": f"Bearer {token}"}


async def test_scores_by_the_api(browser: Browser) -> None:
    design, key = await drawn.published(), await key_of("ben")
    path = f"/api/v1/designs/{design.id}"

    async def call(method: str, rest: str, body: Any = None) -> Any:
        return await browser.client.request(method, path + rest, json=body, headers=key)

    assert (await call("PUT", "/score", {"value": 4})).json() == {"design": design.id, "score": 4, "would_buy": False}
    assert (await call("PUT", "/wish")).json() == {"design": design.id, "score": 4, "would_buy": True}
    told = (await browser.get(f"{path}/scores")).json()
    assert (told["hidden"], told["counts"], told["mean"], told["would_buy"]) == (False, [0, 0, 0, 0, 1, 0], 4.0, 1)
    wrongs: list[Any] = [{"value": 6}, {"value": -1}, {"value": "4"}, {"value": 4.5}, {"value": True}, {}, [], None]
    for wrong in wrongs:
        assert (await call("PUT", "/score", wrong)).status_code == 422, wrong
    assert (await call("DELETE", "/wish")).json()["would_buy"] is False
    assert (await call("DELETE", "/score")).json()["score"] is None
    assert (await browser.client.request("PUT", f"{path}/score", json={"value": 4})).status_code == 401
    assert (
        await browser.client.request("PUT", "/api/v1/designs/999/score", json={"value": 4}, headers=key)
    ).status_code == 404
    own = await key_of("ada")
    refused = await browser.client.request("PUT", f"{path}/score", json={"value": 4}, headers=own)
    assert (refused.status_code, "the others score it" in refused.text) == (403, True)
