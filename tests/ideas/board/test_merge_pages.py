"""Merging in the browser, and what the pages of merged ideas tell, as a stranger, a member and the staff."""

from __future__ import annotations

from typing import Any

import pytest

from community.discussion import actions as talk
from community.discussion import registry as threads
from community.discussion.models import Comment
from ideas.board import actions, merging
from ideas.board.models import Idea, Merge
from kernel import site
from kernel.viewer import Viewer
from tests import cast
from tests.browsing import ORIGIN, Browser, Page, hidden_fields
from tests.ideas.board import things
from tests.ideas.board.test_queries import statements

pytestmark = pytest.mark.asyncio


@pytest.fixture(autouse=True)
async def ready(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)


async def say(viewer: Viewer, idea: int, body: str, parent: int | None = None) -> Comment:
    return await talk.post(viewer, await threads.subject(viewer, "idea", idea), body=body, parent_id=parent)


async def send(browser: Browser, page: str, action: str, **fields: Any) -> Page:
    """The form of a page that was read before, sent as it stood."""
    sent = {**hidden_fields(page, action), **fields}
    reply = await browser.post(action, sent, Origin=ORIGIN)
    return await browser.get(reply.headers["location"]) if reply.status_code == 303 else reply


async def two() -> tuple[Idea, Idea]:
    ben = await cast.member("ben")
    return await things.idea("Resole by post", by=ben, tag_names=["Mail"]), await things.idea("New soles")


async def test_a_merge_from_the_idea_s_page_to_its_undoing(browser: Browser) -> None:
    a, b = await two()
    mo = await cast.browser_as(browser, "manager")
    page = await mo.get(f"/ideas/{a.id}-resole-by-post")
    assert f"/moderation/merges/new?idea={a.id}" in page.text
    page = await mo.get(f"/moderation/merges/new?idea={a.id}&q=soles")
    assert f'value="{b.id}"' in page.text
    assert 'name="reason"' not in page.text
    page = await mo.get(f"/moderation/merges/new?idea={a.id}&idea={b.id}&target={b.id}")
    assert "leaves the lists" in page.text
    done = await send(mo, page.text, "/moderation/merges", idea=[a.id, b.id], reason="The same wish")
    assert done.url.path == f"/ideas/{b.id}-new-soles"
    assert "1 idea was merged into this one" in done.text
    assert "Merged here" in done.text
    listed = await mo.get("/moderation/merges")
    assert "The same wish" in listed.text
    made = await Merge.get()
    page = await mo.get(f"/moderation/merges/{made.id}")
    back = await send(mo, page.text, f"/moderation/merges/{made.id}/parting")
    assert "Undone" in back.text
    assert (await Idea.get(id=a.id)).merged_into_id is None
    again = await send(mo, page.text, f"/moderation/merges/{made.id}/parting")
    assert again.status_code == 409
    assert "undone already" in again.text


async def test_an_old_address_leads_on_and_the_page_says_so(browser: Browser) -> None:
    a, b = await two()
    await say(await cast.member("ben"), a.id, "I walk a lot")
    await merging.merge(await cast.manager(), sources=[a.id], target=b.id)
    old = await browser.peek(f"/ideas/{a.id}-resole-by-post")
    assert (old.status_code, old.headers["location"]) == (302, f"/ideas/{b.id}-new-soles?from={a.id}")
    for who in ("stranger", "member", "manager"):
        theirs = browser if who == "stranger" else await cast.browser_as(browser, who)
        page = (await theirs.get(f"/ideas/{a.id}")).text
        for said in (
            "“Resole by post” was merged here on",
            "With what was asked by",
            "Ben Okafor",
            "I walk a lot",
            "said on “Resole by post”",
            "1 message",
            "Mail",
            "“Resole by post” was merged into it",
        ):
            assert said in page, (who, said)
    assert "was merged here on" not in (await browser.get(f"/ideas/{b.id}")).text
    assert "Its words when it was merged" in (await browser.get(f"/ideas/{a.id}/history")).text


async def test_what_others_may_not_read_is_not_told_on_the_page(browser: Browser) -> None:
    root = await cast.admin()
    await actions.open_board(root, name="Team", slug="team", see="staff", propose="staff", comment="staff")
    secret = await things.idea("Secret plan", by=await cast.editor(), on="team", tag_names=["Hush"])
    await say(await cast.editor(), secret.id, "Between us")
    _, b = await two()
    mo = await cast.browser_as(browser, "manager")
    preview = (await mo.get(f"/moderation/merges/new?idea={secret.id}&idea={b.id}&target={b.id}")).text
    assert "its title, author and messages stay with those who may read that board" in preview
    await merging.merge(root, sources=[secret.id], target=b.id)
    for who in ("stranger", "member"):
        theirs = browser if who == "stranger" else await cast.browser_as(browser, who)
        page = (await theirs.get(f"/ideas/{b.id}?from={secret.id}")).text
        for kept in ("Secret plan", "Between us", "Sol Vidal"):
            assert kept not in page, (who, kept)
        assert "Another idea was merged into it" in page
        assert (await theirs.get(f"/ideas/{secret.id}")).status_code == 404
    assert "Between us" in (await mo.get(f"/ideas/{secret.id}")).text


async def test_an_idea_merged_out_of_sight_still_stands_for_its_readers(browser: Browser) -> None:
    root = await cast.admin()
    await actions.open_board(root, name="Team", slug="team", see="staff", propose="staff")
    secret = await things.idea("Secret plan", by=await cast.editor(), on="team")
    a, _ = await two()
    await merging.merge(root, sources=[a.id], target=secret.id)
    ada = await cast.browser_as(browser, "member")
    page = await ada.get(f"/ideas/{a.id}")
    assert page.status_code == 200
    assert "merged with one that is not open to you" in page.text
    assert "Secret plan" not in page.text
    assert (await ada.get("/ideas")).text.count("Resole by post") == 0


async def test_who_may_not_merge_finds_no_page_for_it(browser: Browser) -> None:
    a, b = await two()
    made = await merging.merge(await cast.manager(), sources=[a.id], target=b.id)
    paths = ("/moderation/merges", "/moderation/merges/new", f"/moderation/merges/{made.id}")
    for who in ("member", "editor"):
        theirs = await cast.browser_as(browser, who)
        for path in paths:
            assert (await theirs.get(path)).status_code == 404, (who, path)
        assert (await theirs.post(f"/moderation/merges/{made.id}/parting")).status_code == 404
    for path in paths:
        assert "/sign-in" in str((await browser.get(path)).url)


async def test_a_conflict_keeps_what_was_typed_and_says_what_happened(browser: Browser) -> None:
    a, b = await two()
    mo = await cast.browser_as(browser, "manager")
    page = await mo.get(f"/moderation/merges/new?idea={a.id}&idea={b.id}&target={b.id}")
    await merging.merge(await cast.admin(), sources=[b.id], target=a.id)
    late = await send(mo, page.text, "/moderation/merges", idea=[a.id, b.id], reason="They ask for the same")
    assert late.status_code == 409
    assert "“New soles” was merged into “Resole by post” by Rozenn Tanguy" in late.text
    assert "One thing to mend" in late.text
    assert await Merge.all().count() == 1


@pytest.mark.parametrize("typed", ["idea=x", "idea=99999999999", "idea=-1&target=0", "q=%00%25", "idea=&q=/ideas/1"])
async def test_odd_addresses_are_answered(browser: Browser, typed: str) -> None:
    mo = await cast.browser_as(browser, "manager")
    assert (await mo.get(f"/moderation/merges/new?{typed}")).status_code == 200
    page = await mo.get("/moderation")
    token = hidden_fields(page.text, "/sign-out")["csrf"]
    odd = await mo.post("/moderation/merges", {"idea": "x", "target": "y", "csrf": token}, Origin=ORIGIN)
    assert odd.status_code == 422


async def test_new_words_belong_where_ideas_lead_and_answers_stay_beside_what_they_answer(browser: Browser) -> None:
    a, b = await two()
    ada, ben = await cast.member("ada"), await cast.member("ben")
    first = await say(ben, a.id, "I walk a lot")
    made = await merging.merge(await cast.manager(), sources=[a.id], target=b.id)
    fresh, reply, nested = (
        await say(ada, a.id, "So do I"),
        await say(ada, b.id, "Where to?", parent=first.id),
        await say(ben, a.id, "To work", parent=first.id),
    )
    under = dict(await Comment.all().values_list("id", "thread__subject_id"))
    assert under == {first.id: a.id, fresh.id: b.id, reply.id: a.id, nested.id: a.id}
    counts = dict(await Idea.all().values_list("id", "comments"))
    assert counts == {a.id: 3, b.id: 4}
    for comment in (first, reply):
        page = await browser.get(f"/comments/{comment.id}")
        assert page.url.path == f"/ideas/{b.id}-new-soles"
    listed = (await browser.get(f"/api/v1/ideas/{b.id}/comments")).json()["items"]
    assert [one["origin"] and one["origin"]["title"] for one in listed] == ["Resole by post"] * 3 + [None]
    assert (await browser.get(f"/api/v1/ideas/{a.id}/comments")).json()["items"] == listed
    for path in (f"/ideas/{b.id}.atom", f"/threads/idea/{a.id}"):
        assert "To work" in (await browser.get(path)).text
    await merging.undo(await cast.manager(), made.id)
    assert dict(await Idea.all().values_list("id", "comments")) == {a.id: 3, b.id: 1}
    assert "I walk a lot" not in (await browser.get(f"/ideas/{b.id}")).text


async def test_the_page_of_an_idea_asks_no_more_for_many_merged_ones(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    b, mo = await things.idea("New soles"), await cast.manager()
    many = [(await things.idea(f"Soles {n}")).id for n in range(6)]
    told = []
    for sources in (many[:1], many[1:]):
        await merging.merge(mo, sources=sources, target=b.id)
        await browser.get("/rules")
        with statements(monkeypatch) as asked:
            await browser.get(f"/ideas/{b.id}-new-soles")
        told.append(len(asked))
    assert told[0] == told[1] <= 16
