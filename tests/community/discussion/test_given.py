"""What a profile says that somebody said."""

from __future__ import annotations

from community.discussion import actions
from ideas.board.models import Idea
from tests import cast
from tests.browsing import Browser
from tests.community.discussion import things
from tests.ideas.board import things as board


async def test_a_profile_holds_public_messages_under_what_the_reader_may_see(browser: Browser) -> None:
    idea, mo, ben = await things.idea(), await cast.manager(), await cast.member("ben")
    await board.board("team", see="staff", propose="staff", comment="staff", support="staff")
    within = await board.idea("Secret sole", by=mo, on="team")
    await things.message(idea, "Open words", by=mo)
    await things.message(idea, "A note", by=mo, internal=True)
    await things.message(within, "Words within", by=mo)
    hidden, gone = await things.message(idea, "Hidden words"), await things.message(idea, "Gone words")
    await actions.hide(mo, hidden.id)
    await actions.delete(ben, gone, kind="idea", number=idea.id)
    for who, sees_within in (("stranger", False), ("member", False), ("editor", True)):
        theirs = browser if who == "stranger" else await cast.browser_as(browser, who)
        profile = (await theirs.get("/people/mo")).text
        assert "Open words" in profile
        assert "A note" not in profile
        assert ("Words within" in profile, "Secret sole" in profile) == (sees_within, sees_within), who
    assert 'aria-labelledby="said"' not in (await browser.get("/people/ben")).text


async def test_messages_under_a_hidden_idea_leave_the_profile_with_it(browser: Browser) -> None:
    idea = await things.idea()
    await things.message(idea, "Under it", by=await cast.member("ben"))
    assert "Under it" in (await browser.get("/people/ben")).text
    await Idea.filter(id=idea.id).update(hidden_at=idea.created_at)
    member = await cast.browser_as(browser, "ada")
    assert "Under it" not in (await member.get("/people/ben")).text
