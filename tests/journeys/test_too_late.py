"""What somebody wrote is given back when its place is gone by the time they send it."""

from __future__ import annotations

import pytest

from ambassadors.influence import objections
from ambassadors.programme import applying
from community.discussion import actions as talk
from community.discussion import registry
from community.people.models import Person, Role
from ideas.board import actions
from ideas.board.models import Idea
from kernel import db, refusals
from tests import cast
from tests.browsing import ORIGIN, Browser, Page, hidden_fields
from tests.ideas.board import things

WORDS = "The heel wears down first, <b>always</b> on the left."


def given_back(reply: Page, status: int) -> None:
    assert reply.status_code == status
    assert "The heel wears down first, &lt;b&gt;always&lt;/b&gt; on the left.</textarea>" in reply.text
    assert "It is kept nowhere else" in reply.text


async def saying(who: Browser, idea: Idea) -> dict[str, str]:
    """A message that is typed and not yet sent."""
    page = await who.get(f"/ideas/{idea.id}-{idea.slug}")
    return {**hidden_fields(page.text, "/comments"), "body": WORDS}


async def send(who: Browser, path: str, typed: dict[str, str], **headers: str) -> Page:
    return await who.post(path, typed, Origin=ORIGIN, **headers)


async def test_a_message_under_an_idea_that_was_hidden_meanwhile(browser: Browser) -> None:
    idea, ben = await things.idea(), await cast.browser_as(browser, "ben")
    typed = await saying(ben, idea)
    await actions.hide(await cast.manager(), idea.id)
    given_back(await send(ben, "/comments", typed), 404)
    by_htmx = await send(ben, "/comments", typed, **{"HX-Request": "true"})
    given_back(by_htmx, 404)
    assert by_htmx.headers["hx-retarget"] == "body"


async def test_a_ruling_on_a_message_that_its_author_erased_meanwhile(browser: Browser) -> None:
    idea, ben, mo = await things.idea(), await cast.member("ben"), await cast.browser_as(browser, "mo")
    said = await talk.post(ben, await registry.subject(ben, "idea", idea.id), body="You cannot sew")
    path = f"/moderation/cases/comment/{said.id}"
    typed = {**hidden_fields((await mo.get(path)).text, path), "act": "hide", "rule": "respect", "reason": WORDS}
    await talk.delete(ben, said, kind="idea", number=idea.id)
    given_back(await send(mo, path, typed), 404)


async def test_a_form_of_the_team_after_the_role_was_taken(browser: Browser) -> None:
    idea, mo = await things.idea(), await cast.browser_as(browser, "mo")
    path = f"/ideas/{idea.id}/answer"
    typed = {**hidden_fields((await mo.get(path)).text, path), "status": "planned", "body": WORDS}
    async with db.transaction():
        await Person.filter(handle="mo").update(role=Role.MEMBER)
    given_back(await send(mo, path, typed), 404)


async def test_an_answer_to_an_objection_that_somebody_else_answered_meanwhile(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "sol")
    made = await objections.object_(await cast.viewer("ben"), run_id=None, about="whole", body="Not so.")
    path = f"/team/influence/objections/{made}"
    typed = {**hidden_fields((await sol.get(path)).text, path), "verdict": "declined", "words": WORDS}
    await objections.answer(await cast.admin(), made, is_right=True, words="Mended.")
    reply = await send(sol, path, typed)
    given_back(reply, 422)
    assert "Mended." in reply.text


async def test_what_one_thinks_of_an_application_that_was_decided_meanwhile(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "sol")
    found = await applying.apply(await cast.member("ada"), motivation="I mend shoes at the market, every Sunday.")
    path = f"/ambassadors/desk/{found.id}"
    typed = {**hidden_fields((await sol.get(path)).text, f"{path}/review"), "says": "no", "words": WORDS}
    for other in (await cast.manager(), await cast.admin()):
        await applying.review(other, found, is_for=True)
    given_back(await send(sol, f"{path}/review", typed), 422)


async def test_a_page_whose_session_ended_meanwhile_keeps_the_words_and_shows_the_way_in(browser: Browser) -> None:
    idea, ben = await things.idea(), await cast.browser_as(browser, "ben")
    typed = await saying(ben, idea)
    async with db.transaction():
        await db.execute("DELETE FROM session")
    reply = await send(ben, "/comments", typed, Referer=f"{ORIGIN}/ideas/{idea.id}")
    given_back(reply, 401)
    assert f'href="/sign-in?next=/ideas/{idea.id}"' in reply.text
    wordless = await send(ben, "/comments", {"kind": "idea"})
    assert (wordless.status_code, wordless.headers["location"][:8]) == (303, "/sign-in")


async def test_a_page_that_was_open_for_too_long(browser: Browser) -> None:
    idea, ben = await things.idea(), await cast.browser_as(browser, "ben")
    stale = await send(ben, "/comments", {**await saying(ben, idea), "csrf": "old"})
    given_back(stale, 403)
    assert "Once more, please" in stale.text


async def test_what_another_site_sends_is_not_shown(browser: Browser) -> None:
    idea, ben = await things.idea(), await cast.browser_as(browser, "ben")
    reply = await send(ben, "/comments", await saying(ben, idea), **{"Sec-Fetch-Site": "cross-site"})
    assert reply.status_code == 403
    assert "The heel" not in reply.text


async def test_no_password_is_given_back(browser: Browser) -> None:
    ben = await cast.browser_as(browser, "ben")
    typed = {"csrf": "old", "password": "four words make one", "current": "four words make one"}
    reply = await send(ben, "/account/password", typed)
    assert reply.status_code in (403, 404)
    assert "four words" not in reply.text


async def test_a_fault_gives_the_words_back_too(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise ValueError("a secret detail")

    idea, ben = await things.idea(), await cast.browser_as(browser, "ben")
    typed = await saying(ben, idea)
    monkeypatch.setattr(talk, "post", broken)
    given_back(await send(ben, "/comments", typed), 500)


async def test_a_very_large_form_is_not_read_for_a_page_that_refuses(browser: Browser) -> None:
    body = "a b " * (refusals.LARGEST_KEPT // 4)
    reply = await send(browser, "/comments", {"body": body})
    assert (reply.status_code, reply.headers["location"][:8]) == (303, "/sign-in")
