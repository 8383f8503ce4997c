"""Drafts as they are kept: one step after the other, gone back to and forward again, a second window's set aside."""

from __future__ import annotations

from dataclasses import dataclass

from ideas.studio import prices, products, recipe, rules
from ideas.studio.models import Design, DesignSave, State
from ideas.studio.recipe import Recipe
from kernel import clock, db
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

MOST_STEPS = 200
_SAVES = "SELECT id FROM design_save"


@dataclass(frozen=True)
class Kept:
    """Where a draft stands after a save; `aside` is the number of the save that another window was ahead of."""

    revision: int
    aside: int | None = None


async def keep(viewer: Viewer, design: Design, wanted: Recipe, *, revision: int, title: str, visit: str = "") -> Kept:
    """Keep a draft's next step. What another visit of the page made of an older one is set aside: neither is lost."""
    require(rules.may_edit(viewer, design), _("A design is changed by its author, until it is published."))
    made = await products.version(design.template_id, wanted.version)
    text, cost = recipe.canonical(wanted), prices.price(wanted, made.product)
    async with db.transaction(quiet=True):
        held, last = await _held(design.id)
        if (held.recipe, held.title) == (text, title):
            return Kept(held.revision)
        if held.state != State.DRAFT:
            raise Missing()
        if not await _follows(held, revision, visit):
            return await _aside(held, last + 1, text, title)
        await _step(held, last + 1, text, title, visit)
        await Design.filter(id=design.id).update(
            version=wanted.version, digest=recipe.digest(wanted), price=cost, currency=made.currency
        )
    return Kept(last + 1)


async def discard(viewer: Viewer, design: Design) -> None:
    """Throw a draft away with all its steps; what is published meanwhile stays."""
    require(rules.may_edit(viewer, design), _("A design is changed by its author, until it is published."))
    async with db.transaction(quiet=True):
        await DesignSave.filter(design_id=design.id).delete()
        if not await Design.filter(id=design.id, state=State.DRAFT).delete():
            raise Conflict(_("This design is published already."))
        await record("design.discarded", actor=viewer.id, subject=("design", design.id))


async def undo(viewer: Viewer, design: Design) -> bool:
    """Go back to the step before; says whether there was one."""
    return await _go(viewer, design, "revision < ? ORDER BY revision DESC")


async def redo(viewer: Viewer, design: Design) -> bool:
    """Go forward again to the step that was gone back from."""
    return await _go(viewer, design, "revision > ? ORDER BY revision")


async def reach(design_id: int, revision: int) -> tuple[bool, bool]:
    """Is there a step before, and one after?"""
    row = await db.row(
        "SELECT min(revision) AS first, max(revision) AS last FROM design_save WHERE design_id = ? AND is_aside = ?",
        design_id,
        False,
    )
    first, last = (row["first"], row["last"]) if row and row["first"] is not None else (revision, revision)
    return first < revision, last > revision


async def aside(design_id: int) -> DesignSave | None:
    """What another window kept while this one was ahead; the newest, while it waits to be chosen or left."""
    return await DesignSave.filter(design_id=design_id, is_aside=True).order_by("-revision").first()


async def take(viewer: Viewer, design: Design, save_id: int) -> None:
    """Go on with what was set aside; what stood until now is one step back."""
    await _settle(viewer, design, save_id, returns=False)


async def leave(viewer: Viewer, design: Design, save_id: int) -> None:
    """Go on with what stands; what was set aside is one step back."""
    await _settle(viewer, design, save_id, returns=True)


async def _settle(viewer: Viewer, design: Design, save_id: int, *, returns: bool) -> None:
    require(rules.may_edit(viewer, design))
    async with db.transaction(quiet=True):
        held, last = await _held(design.id)
        other = await DesignSave.get_or_none(id=save_id, design_id=design.id, is_aside=True)
        if other is None:
            return
        now_recipe, now_title = held.recipe, held.title
        await DesignSave.filter(design_id=design.id, is_aside=True, recipe=other.recipe).delete()
        await _step(held, last + 1, other.recipe, other.title)
        if returns:
            await _step(held, last + 2, now_recipe, now_title)
        await _show(design.id, held.recipe, held.title, held.revision)


async def _go(viewer: Viewer, design: Design, tail: str) -> bool:
    require(rules.may_edit(viewer, design))
    async with db.transaction(quiet=True):
        held, _last = await _held(design.id)
        found = await db.row(
            f"SELECT revision, recipe, title FROM design_save WHERE design_id = ? AND is_aside = ? AND {tail} LIMIT 1",
            design.id,
            False,
            held.revision,
        )
        if found:
            await _show(design.id, found["recipe"], found["title"], found["revision"])
    return found is not None


async def _held(design_id: int) -> tuple[Design, int]:
    """The design as it stands, locked, and the number of its last save."""
    query = Design.filter(id=design_id)
    held = await (query if db.on_sqlite() else query.select_for_update()).get()
    return held, await db.value("SELECT coalesce(max(revision), 0) FROM design_save WHERE design_id = ?", design_id)


async def _aside(held: Design, number: int, text: str, title: str) -> Kept:
    same = await DesignSave.filter(design_id=held.id, is_aside=True, recipe=text).first()
    if same is None:
        same = await DesignSave.create(
            design_id=held.id, revision=number, recipe=text, title=title, is_aside=True, created_at=clock.now()
        )
    return Kept(held.revision, same.id)


async def _follows(held: Design, revision: int, visit: str) -> bool:
    """Does a step that was made of a revision follow the present one? The steps between may be of the same visit."""
    if revision == held.revision:
        return True
    between = "design_id = ? AND is_aside = ? AND revision > ? AND revision <= ? AND visit <> ?"
    others = (held.id, False, revision, held.revision, visit)
    return bool(visit) and revision < held.revision and not await db.rows(f"{_SAVES} WHERE {between} LIMIT 1", *others)


async def begun(viewer: Viewer, visit: str) -> Design | None:
    """The draft that a visit of the page began already, whose number its next form does not know yet."""
    found = await db.value(
        "SELECT d.id FROM design d JOIN design_save s ON s.design_id = d.id "
        "WHERE d.author_id = ? AND d.state = ? AND s.visit = ? ORDER BY d.id DESC LIMIT 1",
        viewer.id,
        State.DRAFT.value,
        visit,
    )
    return await Design.get(id=found) if visit and found else None


async def _step(held: Design, number: int, text: str, title: str, visit: str = "") -> None:
    """A new step after the present one; those that were gone back from are no longer ahead."""
    ahead = "DELETE FROM design_save WHERE design_id = ? AND is_aside = ? AND (revision > ? OR revision <= ?)"
    await db.execute(ahead, held.id, False, held.revision, number - MOST_STEPS)
    now = clock.now()
    await DesignSave.create(design_id=held.id, revision=number, recipe=text, title=title, visit=visit, created_at=now)
    held.recipe, held.title, held.revision, held.changed_at = text, title, number, now
    await held.save(update_fields=["recipe", "title", "revision", "changed_at"])


async def _show(design_id: int, text: str, title: str, revision: int) -> None:
    """Make a kept step the one that stands."""
    found = recipe.parse(text)
    row = await Design.get(id=design_id)
    made = await products.version(row.template_id, found.version)
    await Design.filter(id=design_id).update(
        recipe=text,
        title=title,
        revision=revision,
        version=found.version,
        digest=recipe.digest(found),
        price=prices.price(found, made.product),
        currency=made.currency,
        changed_at=clock.now(),
    )
