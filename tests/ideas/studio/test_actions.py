import pytest

from ideas.studio import actions, products, queries, recipe
from ideas.studio.models import Remixing, State
from ideas.studio.queries import DesignFilter
from kernel import db
from kernel.errors import Forbidden, Missing
from kernel.features import House
from kernel.viewer import STRANGER
from tests import cast
from tests.ideas.studio import drawn

pytestmark = pytest.mark.usefixtures("home")


async def test_a_draft_is_seen_by_its_author_alone() -> None:
    ada = await cast.member("ada")
    draft = await drawn.draft(ada)
    assert (await queries.find(ada, draft.id)).state == State.DRAFT
    assert [found.id for found in await queries.drafts(ada)] == [draft.id]
    for other in (STRANGER, await cast.member("ben"), await cast.manager()):
        with pytest.raises(Missing):
            await queries.find(other, draft.id)
        assert await queries.cards(other, [draft.id]) == {}


async def test_a_published_design_is_there_for_everyone_with_its_price_and_dyes() -> None:
    design = await drawn.published(title="Écluse", panel="lake")
    card = (await queries.cards(STRANGER, [design.id]))[design.id]
    assert (card.title, card.url, card.price, card.author) == (
        "Écluse",
        f"/designs/{design.id}-ecluse",
        13200,
        "Ada Morel",
    )
    bief = await products.current("bief")
    shown = [queries.DesignFilter(dye="lake"), DesignFilter(template=bief), DesignFilter(author_id=design.author_id)]
    for wanted in shown:
        assert [one.id for one in (await queries.listing(STRANGER, wanted)).items] == [design.id]
    for wanted in (DesignFilter(dye="rowan"), DesignFilter(among=())):
        assert (await queries.listing(STRANGER, wanted)).items == []
    assert design.royalty == 500


async def test_lists_go_on_from_their_cursor_in_every_order() -> None:
    ada = await cast.member("ada")
    ids = [(await drawn.published(ada, title=f"Design {n}")).id for n in range(5)]
    for sort in queries.SORTS:
        found, after = [], None
        while True:
            page = await queries.listing(STRANGER, DesignFilter(sort=sort), after, size=2)
            found += [card.id for card in page.items]
            after = page.after
            if not after:
                break
        assert sorted(found) == ids, sort
        assert found == sorted(found, reverse=True) or sort == "trending"


async def test_a_bad_cursor_is_the_first_page() -> None:
    design = await drawn.published()
    for after in ("x", "W10", "WyJ4IiwxXQ", "WzEsLTFd"):
        for sort in queries.SORTS:
            page = await queries.listing(STRANGER, DesignFilter(sort=sort), after)
            assert [card.id for card in page.items] == [design.id]


async def test_what_is_published_is_changed_by_nobody() -> None:
    ada = await cast.member("ada")
    design = await drawn.published(ada)
    made = await products.current("bief")
    with pytest.raises(Forbidden):
        await actions.keep(ada, design, drawn.dyed(made, toe="rowan"), revision=1, title="Other")
    with pytest.raises(Forbidden):
        await actions.publish(ada, design, title="Again")


async def test_a_design_is_published_and_taken_back_by_its_author_alone() -> None:
    draft, ben = await drawn.draft(), await cast.member("ben")
    with pytest.raises(Forbidden):
        await actions.publish(ben, draft, title="Mine")
    design = await drawn.published()
    for other in (ben, await cast.manager()):
        with pytest.raises(Forbidden):
            await actions.withdraw(other, design)
    await actions.withdraw(await cast.member("ada"), design)
    with pytest.raises(Missing):
        await queries.find(STRANGER, design.id)
    assert await db.value("SELECT count(*) FROM design_dye") == 0


async def test_remixes_are_counted_while_they_are_shown() -> None:
    ben, original = await cast.member("ben"), await drawn.published()
    remix = await actions.remix(ben, original)
    assert (remix.original_id, remix.recipe) == (original.id, original.recipe)
    await original.refresh_from_db()
    assert original.remixes == 0
    await actions.publish(ben, remix, title="After the snow")
    await original.refresh_from_db()
    assert original.remixes == 1
    await actions.hide(await cast.manager(), remix.id)
    await original.refresh_from_db()
    assert original.remixes == 0
    await actions.restore(await cast.manager(), remix.id)
    await original.refresh_from_db()
    assert original.remixes == 1


async def test_authors_decide_whether_others_may_begin_from_their_design() -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    design = await drawn.published(ada, remixing=Remixing.NONE)
    with pytest.raises(Forbidden):
        await actions.remix(ben, design)
    assert (await actions.remix(ada, design)).original_id == design.id


async def test_a_remix_of_an_older_version_is_of_what_is_made_now() -> None:
    ada, design = await cast.member("ada"), await drawn.published(panel="lake", toe="moss")
    made = await products.current("bief")
    panel = made.product.part("panel")
    without = panel.model_copy(update={"dyes": tuple(dye for dye in panel.dyes if dye != "lake")})
    parts = tuple(without if part.id == "panel" else part for part in made.product.parts)
    newer = made.product.model_copy(update={"parts": parts})
    assert await actions.change_template(await cast.admin(), made, newer) == 2
    remixed = recipe.parse((await actions.remix(ada, design)).recipe)
    assert (remixed.version, remixed.dyes["panel"], remixed.dyes["toe"]) == (2, "mulberry", "moss")
    kept = await products.version(design.template_id, design.version)
    assert (kept.version, kept.product.part("panel").dyes) == (1, panel.dyes)


async def test_only_those_who_keep_templates_make_them(home: House) -> None:
    for other in (await cast.member("ada"), await cast.manager()):
        with pytest.raises(Forbidden):
            await actions.make_template(other, "bief", drawn.product("bief"))
    assert home.registered("design.taken-down") is not None
    await drawn.template("musette")
    assert [made.slug for made in await products.all_open()] == ["musette"]
