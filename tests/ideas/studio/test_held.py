import pytest

from community.discussion import actions as discussion
from community.discussion import registry
from community.trust import wordlist
from community.trust.models import Listed, Treatment
from ideas.studio import actions
from kernel import db
from kernel.errors import Forbidden, Missing
from tests import cast
from tests.ideas.studio import drawn

pytestmark = pytest.mark.usefixtures("home")


async def test_a_design_is_talked_about_and_counts_what_is_said() -> None:
    ben, design = await cast.member("ben"), await drawn.published()
    subject = await registry.subject(ben, "design", design.id)
    assert (subject.title, subject.url, subject.may_comment) == ("First snow", f"/designs/{design.id}-first-snow", True)
    await discussion.post(ben, subject, body="I would wear these.")
    await design.refresh_from_db()
    assert design.comments == 1


async def test_a_draft_has_no_thread_and_a_design_taken_back_takes_no_word() -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    draft, design = await drawn.draft(ada), await drawn.published(ada)
    for viewer in (ada, ben):
        with pytest.raises(Missing):
            await registry.subject(viewer, "design", draft.id)
    await actions.withdraw(ada, design)
    with pytest.raises(Missing):
        await registry.subject(ben, "design", design.id)
    with pytest.raises(Forbidden):
        await discussion.post(ada, await registry.subject(ada, "design", design.id), body="Gone")


async def test_a_design_that_waits_and_is_taken_back_leaves_nothing_to_decide() -> None:
    await wordlist.add(await cast.admin(), how=Listed.WORDS, text="casino", does=Treatment.HOLD)
    design = await drawn.published(title="Casino laces")
    assert await db.value("SELECT state FROM moderation_case") == "open"
    await actions.withdraw(await cast.member("ada"), design)
    assert await db.value("SELECT state FROM moderation_case") == "done"
    assert await db.value("SELECT state FROM held") == "gone"
