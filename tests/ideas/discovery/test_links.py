"""Links between ideas: read from both ends, never to oneself or in a circle, and only what one may see."""

from __future__ import annotations

import pytest

from ideas.board import actions, merging
from ideas.board.models import Idea
from ideas.discovery import links
from ideas.discovery.links import BACK, Relation
from kernel import db
from kernel.errors import Conflict, Forbidden, Invalid, Missing
from kernel.features import House
from kernel.viewer import STRANGER, Viewer
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things


async def shown(viewer: Viewer, idea: Idea) -> list[tuple[str, int]]:
    return [(tie.relation.value, tie.idea.id) for tie in await links.of(viewer, idea.id)]


@pytest.mark.parametrize("relation", list(Relation))
async def test_each_link_reads_from_both_ends(home: House, relation: Relation) -> None:
    one, two = await things.idea("Laces"), await things.idea("Shoes")
    sol = await cast.editor()
    assert await links.link(sol, one.id, two.id, relation)
    assert not await links.link(sol, two.id, one.id, BACK[relation])
    assert await shown(STRANGER, one) == [(relation.value, two.id)]
    assert await shown(STRANGER, two) == [(BACK[relation].value, one.id)]


@pytest.mark.parametrize("relation", [Relation.CONTAINS, Relation.PART_OF, Relation.BLOCKS, Relation.BLOCKED_BY])
async def test_no_link_closes_a_circle(home: House, relation: Relation) -> None:
    sol, ideas = await cast.editor(), [await things.idea(title) for title in ("One", "Two", "Three")]
    await links.link(sol, ideas[0].id, ideas[1].id, relation)
    await links.link(sol, ideas[1].id, ideas[2].id, relation)
    with pytest.raises(Conflict):
        await links.link(sol, ideas[2].id, ideas[0].id, relation)
    with pytest.raises(Conflict):
        await links.link(sol, ideas[1].id, ideas[0].id, relation)
    assert await links.link(sol, ideas[0].id, ideas[2].id, relation)
    assert await links.link(sol, ideas[2].id, ideas[0].id, Relation.SIMILAR)


async def test_an_idea_is_not_linked_to_itself_nor_to_what_it_stands_for(home: House) -> None:
    one, two = await things.idea("One"), await things.idea("Two")
    await merging.merge(await cast.manager(), sources=[two.id], target=one.id)
    for other in (one, two):
        with pytest.raises(Invalid):
            await links.link(await cast.editor(), one.id, other.id, Relation.SIMILAR)


async def test_links_of_merged_ideas_stand_where_they_lead_and_go_back(home: House) -> None:
    one, two, three = [await things.idea(title) for title in ("One", "Two", "Three")]
    sol, mo = await cast.editor(), await cast.manager()
    await links.link(sol, two.id, three.id, Relation.CONTAINS)
    await links.link(sol, one.id, two.id, Relation.SIMILAR)
    made = await merging.merge(mo, sources=[two.id], target=one.id)
    assert await shown(STRANGER, one) == [("contains", three.id)]
    assert await shown(STRANGER, three) == [("part_of", one.id)]
    await merging.undo(mo, made.id)
    assert await shown(STRANGER, one) == [("similar", two.id)]
    assert await shown(STRANGER, three) == [("part_of", two.id)]


async def test_only_what_one_may_see_is_shown(home: House) -> None:
    await things.board("plans", see="staff", propose="staff")
    one = await things.idea("One")
    secret = await things.idea("Secret", by=await cast.viewer("root"), on="plans")
    sol, ada = await cast.editor(), await cast.member("ada")
    await links.link(sol, one.id, secret.id, Relation.BLOCKED_BY)
    assert await shown(sol, one) == [("blocked_by", secret.id)]
    assert await shown(ada, one) == await shown(STRANGER, one) == []


async def test_the_team_sets_and_ends_links_and_it_is_noted(home: House) -> None:
    one, two = await things.idea("One"), await things.idea("Two")
    with pytest.raises(Forbidden):
        await links.link(await cast.member("ada"), one.id, two.id, Relation.SIMILAR)
    sol = await cast.editor()
    await links.link(sol, one.id, two.id, Relation.SIMILAR)
    [tie] = await links.of(sol, two.id)
    with pytest.raises(Forbidden):
        await links.end(await cast.member("ada"), tie.id)
    await links.end(sol, tie.id)
    assert await shown(STRANGER, one) == []
    with pytest.raises(Missing):
        await links.end(sol, tie.id)
    acts = await db.rows("SELECT act FROM staff_act WHERE act LIKE 'idea.%link' ORDER BY id")
    assert [row["act"] for row in acts] == ["idea.link", "idea.unlink"]


async def test_the_team_links_by_plain_forms(browser: Browser) -> None:
    one, two = await things.idea("Wider soles"), await things.idea("Broader soles")
    sol, place = await cast.browser_as(browser, "editor"), f"/ideas/{one.id}/links"
    assert place in (await sol.get(f"/ideas/{one.id}")).text
    page = await sol.get(f"{place}?q=broader")
    assert "Has to come before" in page.text
    refused = await sol.submit(f"/ideas/{one.id}", place, other=str(two.id))
    assert refused.status_code == 422
    assert "Choose how the two stand to each other." in refused.text
    itself = await sol.submit(f"/ideas/{one.id}", place, other=str(one.id), relation="similar")
    assert "not linked to itself" in itself.text
    done = await sol.submit(f"/ideas/{one.id}", place, other=str(two.id), relation="part_of")
    assert "Linked. Both pages say so." in done.text
    for path, label in ((f"/ideas/{one.id}", "Part of"), (f"/ideas/{two.id}", "Contains")):
        assert label in (await browser.get(path)).text
    told = (await browser.get(f"/api/v1/ideas/{two.id}/links")).json()["items"]
    assert [(row["relation"], row["id"], row["title"]) for row in told] == [("contains", one.id, "Wider soles")]
    [tie] = await links.of(STRANGER, one.id)
    gone = await sol.submit(place, f"{place}/{tie.id}/ending")
    assert "taken away from both pages" in gone.text


async def test_links_are_the_teams_pages(browser: Browser) -> None:
    one = await things.idea("Wider soles")
    assert "/sign-in" in str((await browser.get(f"/ideas/{one.id}/links")).url)
    for who, status in (("ada", 404), ("manager", 200), ("editor", 200), ("admin", 200)):
        theirs = await cast.browser_as(browser, who)
        assert (await theirs.get(f"/ideas/{one.id}/links")).status_code == status, who
        assert (f"/ideas/{one.id}/links" in (await theirs.get(f"/ideas/{one.id}")).text) == (status == 200), who


@pytest.mark.usefixtures("home")
async def test_what_has_to_come_first_is_read_for_a_whole_list_at_once() -> None:
    sol = await cast.editor()
    one, two, three = [await things.idea(f"Wider soles {n}") for n in range(3)]
    await links.link(sol, one.id, two.id, Relation.BLOCKS)
    await links.link(sol, one.id, three.id, Relation.CONTAINS)
    await merging.merge(await cast.manager(), sources=[two.id], target=three.id)
    found = await links.in_order(sol, [one.id, three.id])
    assert {idea: [(tie.relation, tie.idea.id) for tie in ties] for idea, ties in found.items()} == {
        one.id: [(Relation.BLOCKS, three.id)],
        three.id: [(Relation.BLOCKED_BY, one.id)],
    }
    assert await links.in_order(sol, []) == {}
    await actions.hide(await cast.manager(), one.id)
    assert await links.in_order(STRANGER, [three.id]) == {}
