import pytest

from ideas.studio import actions, drafts, products, queries, recipe
from ideas.studio.models import Design, DesignSave
from kernel.errors import Forbidden
from kernel.viewer import Viewer
from tests import cast
from tests.ideas.studio import drawn

pytestmark = pytest.mark.usefixtures("home")


async def kept(viewer: Viewer, design: Design, revision: int, toe: str, visit: str = "") -> drafts.Kept:
    made = await products.current("bief")
    return await drafts.keep(viewer, design, drawn.dyed(made, toe=toe), revision=revision, title="", visit=visit)


async def toe(design: Design) -> str:
    await design.refresh_from_db()
    found = recipe.parse(design.recipe)
    assert design.digest == recipe.digest(found)
    return found.dyes["toe"]


async def test_steps_are_gone_back_and_forward_and_a_new_one_ends_what_was_ahead() -> None:
    ada, design = await cast.member("ada"), await drawn.draft()
    for number, dye in enumerate(("lake", "moss", "rowan"), 1):
        assert await kept(ada, design, number, dye) == drafts.Kept(number + 1)
    assert await drafts.undo(ada, design)
    assert await drafts.undo(ada, design)
    assert await toe(design) == "lake"
    assert await drafts.reach(design.id, design.revision) == (True, True)
    assert await kept(ada, design, 2, "brick") == drafts.Kept(5)
    assert await drafts.reach(design.id, 5) == (True, False)
    assert not await drafts.redo(ada, design)
    assert await drafts.undo(ada, design)
    assert await toe(design) == "lake"
    assert await drafts.undo(ada, design)
    assert not await drafts.undo(ada, design)


async def test_the_same_again_is_no_step() -> None:
    ada, design = await cast.member("ada"), await drawn.draft()
    assert await kept(ada, design, 1, "lake") == drafts.Kept(2)
    assert await kept(ada, design, 1, "lake") == drafts.Kept(2)
    assert await DesignSave.filter(design_id=design.id).count() == 2


async def test_another_window_is_set_aside_once_and_either_state_can_be_gone_on_with() -> None:
    ada, design = await cast.member("ada"), await drawn.draft()
    await kept(ada, design, 1, "lake", "one")
    first = await kept(ada, design, 1, "moss", "two")
    assert first.aside
    assert await kept(ada, design, 1, "moss", "two") == first
    assert await toe(design) == "lake"
    await drafts.leave(ada, design, first.aside)
    assert await toe(design) == "lake"
    assert await drafts.aside(design.id) is None
    await drafts.undo(ada, design)
    assert await toe(design) == "moss"
    second = await kept(ada, design, 1, "rowan", "two")
    assert second.aside
    await drafts.take(ada, design, second.aside)
    assert await toe(design) == "rowan"
    await drafts.undo(ada, design)
    assert await toe(design) == "moss"
    await drafts.take(ada, design, second.aside)
    assert await toe(design) == "moss"


async def test_a_window_follows_itself_but_not_what_another_kept_between() -> None:
    ada, design = await cast.member("ada"), await drawn.draft()
    assert (await kept(ada, design, 1, "lake", "one")).aside is None
    assert (await kept(ada, design, 1, "moss", "one")).aside is None
    assert (await kept(ada, design, 3, "rowan", "two")).aside is None
    assert (await kept(ada, design, 3, "brick", "one")).aside
    assert (await kept(ada, design, 9, "brick", "one")).aside


async def test_old_steps_are_forgotten_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST_STEPS", 3)
    ada, design = await cast.member("ada"), await drawn.draft()
    for number in range(1, 8):
        await kept(ada, design, number, "lake" if number % 2 else "moss")
    saves = await DesignSave.filter(design_id=design.id).order_by("revision")
    assert [save.revision for save in saves] == [6, 7, 8]


async def test_drafts_are_their_authors_alone() -> None:
    ben, design = await cast.member("ben"), await drawn.draft()
    with pytest.raises(Forbidden):
        await kept(ben, design, 1, "lake")
    for act in (drafts.undo, drafts.redo):
        with pytest.raises(Forbidden):
            await act(ben, design)
    with pytest.raises(Forbidden):
        await drafts.take(ben, design, 1)
    assert await drafts.begun(ben, "one") is None
    assert await queries.drafts(ben) == []


async def test_what_is_no_longer_made_is_left_out_of_a_remix() -> None:
    ada, design = await cast.member("ada"), await drawn.published(panel="lake")
    made = await products.current("bief")
    parts = tuple(part for part in made.product.parts if part.id != "loop")
    view = made.product.views[0]
    without = {**view.model_dump(), "svg": view.svg.replace("var(--loop)", "#000000")}
    newer = type(made.product).model_validate({**made.product.model_dump(), "parts": parts, "views": [without]})
    await actions.change_template(await cast.admin(), made, newer)
    assert (await products.current("bief")).version == 2
    old = await products.version(design.template_id, design.version)
    assert (old.version, old.newest) == (1, 2)
    draft = await actions.remix(ada, design)
    assert "loop" not in recipe.parse(draft.recipe).dyes
    assert draft.version == 2
