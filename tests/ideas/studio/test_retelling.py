import re
from datetime import timedelta

import pytest

from ideas.board.models import Idea
from ideas.studio import actions, drafts
from ideas.studio.models import Design, DesignSave
from kernel import clock
from kernel.errors import Conflict, Forbidden
from tests import cast
from tests.browsing import Browser, hidden_fields
from tests.ideas.board.things import idea as proposed
from tests.ideas.studio import drawn


async def test_an_author_changes_the_words_and_the_page_says_so(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    design = await drawn.published(await cast.member("ada"))
    there = f"/designs/{design.id}-first-snow"
    before = await browser.get(there)
    assert "words changed" not in before.text
    picture = re.search(r'og:image" content="([^"]+)"', before.text)
    assert f"/designs/{design.id}/edit" in (await ada.get(there)).text
    edit = f"/designs/{design.id}/edit"
    refused = await ada.submit(edit, edit, title=" ", story="Kept *as typed*.", idea="nowhere")
    assert (refused.status_code, "This is missing." in refused.text) == (422, True)
    assert "Kept *as typed*." in refused.text
    refused = await ada.submit(edit, edit, title="Second", story="Kept *as typed*.", idea="nowhere")
    assert refused.status_code == 422
    assert "Kept *as typed*." in refused.text
    assert "no such idea" in refused.text
    page = await ada.submit(edit, edit, title="Second snow", story="The *canal*.", idea="")
    assert "Your changes are kept." in page.text
    assert str(page.url).endswith(f"/designs/{design.id}-second-snow")
    seen = await browser.get(there)
    assert "words changed on" in seen.text
    assert "<em>canal</em>" in seen.text
    drawn_again = re.search(r'og:image" content="([^"]+)"', seen.text)
    assert picture
    assert drawn_again
    assert picture[1] != drawn_again[1]
    recipe_before = design.digest
    await design.refresh_from_db()
    assert (design.digest, design.title) == (recipe_before, "Second snow")


async def test_a_design_is_tied_to_an_idea_later_and_untied_again(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    wanted = await proposed("Laces that stay tied")
    design = await drawn.published(await cast.member("ada"))
    edit, idea = f"/designs/{design.id}/edit", f"/ideas/{wanted.id}-laces-that-stay-tied"
    assert "First snow" not in (await browser.get(idea)).text
    assert f'<option value="{idea}">Laces that stay tied</option>' in (await ada.get(edit)).text
    await ada.submit(edit, edit, title="First snow", story="", idea=idea)
    assert "First snow" in (await browser.get(idea)).text
    assert "It answers an idea:" in (await browser.get(f"/designs/{design.id}-first-snow")).text
    assert f'value="{idea}"' in (await ada.get(edit)).text
    await Idea.filter(id=wanted.id).update(hidden_at=clock.now(), is_listed=False)
    await ada.submit(edit, edit, title="First snow", story="More", idea=idea)
    await design.refresh_from_db()
    assert (design.idea_id, design.story) == (wanted.id, "More"), "a tie that stands is not asked again"
    await Idea.filter(id=wanted.id).update(hidden_at=None, is_listed=True)
    await ada.submit(edit, edit, title="First snow", story="", idea="")
    assert "First snow" not in (await browser.get(idea)).text


@pytest.mark.parametrize("who", ["ben", "manager", "admin"])
async def test_nobody_else_changes_a_designs_words(browser: Browser, who: str) -> None:
    design = await drawn.published(await cast.member("ada"))
    other = await cast.browser_as(browser, who)
    edit = f"/designs/{design.id}/edit"
    assert (await other.get(edit)).status_code == 404
    token = hidden_fields((await other.get(f"/designs/{design.id}-first-snow")).text, f"/designs/{design.id}/remix")
    assert (await other.post(edit, {**token, "title": "Mine"})).status_code == 404
    assert f'href="{edit}"' not in (await other.get(f"/designs/{design.id}-first-snow")).text
    with pytest.raises(Forbidden):
        await actions.retell(await cast.member("ben"), design, title="Mine", story="", idea_id=None)


@pytest.mark.usefixtures("home")
async def test_what_is_no_longer_shown_keeps_its_words() -> None:
    ada, design = await cast.member("ada"), await drawn.published(await cast.member("ada"))
    seen_before = await Design.get(id=design.id)
    await actions.withdraw(ada, design)
    with pytest.raises(Conflict):
        await actions.retell(ada, seen_before, title="Later", story="", idea_id=None)
    with pytest.raises(Forbidden):
        await actions.retell(ada, design, title="Later", story="", idea_id=None)


@pytest.mark.usefixtures("home")
async def test_the_same_words_again_are_no_change() -> None:
    ada, design = await cast.member("ada"), await drawn.published(await cast.member("ada"))
    with clock.at(clock.now() + timedelta(days=1)):
        await actions.retell(ada, design, title=design.title, story=design.story, idea_id=None)
    held = await Design.get(id=design.id)
    assert held.changed_at == design.changed_at


async def test_a_draft_is_thrown_away_from_the_studio_and_from_the_list_after_being_asked(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    design, other = await drawn.draft(await cast.member("ada")), await drawn.draft(await cast.member("ada"))
    for one, place in ((design, f"/studio/bief?draft={design.id}"), (other, "/studio")):
        away = f"/designs/{one.id}/removal"
        assert f'href="{away}"' in (await ada.get(place)).text
        asked = await ada.get(away)
        assert "nobody can bring it back" in asked.text
        assert await Design.filter(id=one.id).exists()
        page = await ada.submit(away, away)
        assert "The draft is thrown away." in page.text
        assert not await Design.filter(id=one.id).exists()
        assert (await ada.get(f"/studio/bief?draft={one.id}")).status_code == 404
        assert (await ada.get(away)).status_code == 404
    assert await DesignSave.all().count() == 0


@pytest.mark.parametrize("who", ["ben", "manager", "admin"])
async def test_somebody_elses_draft_is_not_thrown_away(browser: Browser, who: str) -> None:
    design = await drawn.draft(await cast.member("ada"))
    other, away = await cast.browser_as(browser, who), f"/designs/{design.id}/removal"
    assert (await other.get(away)).status_code == 404
    token = hidden_fields((await other.get("/studio/bief")).text, "/studio/bief")
    assert (await other.post(away, token)).status_code == 404
    assert await Design.filter(id=design.id).exists()


@pytest.mark.usefixtures("home")
async def test_what_was_published_meanwhile_is_not_thrown_away() -> None:
    ada, design = await cast.member("ada"), await drawn.draft(await cast.member("ada"))
    seen_before = await Design.get(id=design.id)
    await actions.publish(ada, design, title="First snow")
    with pytest.raises(Conflict):
        await drafts.discard(ada, seen_before)
    assert await Design.filter(id=design.id).exists()
    assert await DesignSave.filter(design_id=design.id).count() == 1
