"""All writes of templates and designs; the steps of a draft are in drafts.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tortoise.exceptions import IntegrityError

from community.trust import brakes, holding, reading
from community.trust.reading import Verdict
from ideas.studio import likenesses, prices, products, queries, recipe, renewal, rules
from ideas.studio.drafts import keep as keep
from ideas.studio.models import Design, DesignDye, DesignSave, Remixing, State, Template, TemplateVersion
from ideas.studio.places import adjust as adjust
from ideas.studio.places import standing
from ideas.studio.product import Product
from ideas.studio.products import Made
from ideas.studio.recipe import Recipe
from kernel import audit, clock, db, sessions, text
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


async def make_template(
    viewer: Viewer, slug: str, product: Product, *, royalty: int = 500, note: str = "", is_open: bool = True
) -> Made:
    """A new product that may be designed, behind the others."""
    require(rules.may_keep_templates(viewer))
    now = clock.now()
    try:
        async with db.transaction():
            last = await db.value("SELECT coalesce(max(position), 0) FROM product_template")
            made = await Template.create(slug=slug, royalty=royalty, position=last + 1, is_open=is_open, created_at=now)
            await _write_version(viewer, made.id, 1, product, note)
            await audit.note(viewer, "template.made", subject=("template", made.id), name=product.name.en)
            await record("template.made", actor=viewer.id, subject=("template", made.id), slug=slug)
    except IntegrityError as error:
        raise Conflict(_("Another template has this address.")) from error
    return await products.current(slug)


async def change_template(viewer: Viewer, made: Made, product: Product, *, note: str = "", **values: Any) -> int:
    """A version after `made`; designs of the older ones stay as they are. Says its number; Conflict if there is one."""
    require(rules.may_keep_templates(viewer))
    template_id = made.template_id
    async with db.transaction():
        number: int | None = await db.value(
            "UPDATE product_template SET version = version + 1 WHERE id = ? AND version = ? RETURNING version",
            template_id,
            made.version,
        )
        if number is None:
            raise Conflict(_("Somebody else kept a version of this product first."))
        await _write_version(viewer, template_id, number, product, note)
        if values:
            await Template.filter(id=template_id).update(**values)
        await audit.note(viewer, "template.changed", subject=("template", template_id), version=number, **values)
        names = product.name.model_dump()
        about = ("template", template_id)
        await record("template.changed", actor=viewer.id, subject=about, version=number, names=names)
    return number


async def set_open(viewer: Viewer, template_id: int, *, is_open: bool) -> None:
    """Let a product be designed, or no more; designs of it stay where they are."""
    require(rules.may_keep_templates(viewer))
    async with db.transaction():
        if await Template.filter(id=template_id, is_open=not is_open).update(is_open=is_open):
            act = "template.opened" if is_open else "template.closed"
            await audit.note(viewer, act, subject=("template", template_id))
            await record("template.changed", actor=viewer.id, subject=("template", template_id), is_open=is_open)


async def _write_version(viewer: Viewer, template_id: int, number: int, product: Product, note: str) -> None:
    await TemplateVersion.create(
        template_id=template_id,
        number=number,
        definition=product.model_dump_json(),
        by_id=viewer.id,
        note=note,
        created_at=clock.now(),
    )


async def start(
    viewer: Viewer,
    made: Made,
    wanted: Recipe | None = None,
    *,
    original: Design | None = None,
    title: str = "",
    visit: str = "",
) -> Design:
    """Begin a draft; as the product is made plain, or from a recipe."""
    require(rules.may_design(viewer) and made.is_open, _("This product cannot be designed at the moment."))
    chosen = wanted or recipe.plain(made.slug, made.version, made.product)
    now, written = clock.now(), recipe.canonical(chosen)
    async with db.transaction(quiet=True):
        if original:
            await brakes.before_posting(viewer, "remix")
        design = await Design.create(
            author_id=viewer.id,
            template_id=made.template_id,
            version=chosen.version,
            recipe=written,
            digest=recipe.digest(chosen),
            title=title,
            original_id=original.id if original else None,
            price=prices.price(chosen, made.product),
            currency=made.currency,
            created_at=now,
            changed_at=now,
        )
        await DesignSave.create(
            design_id=design.id, revision=1, recipe=written, title=title, visit=visit, created_at=now
        )
        await record("design.started", actor=viewer.id, subject=("design", design.id), template=made.slug)
    return design


async def remix(viewer: Viewer, original: Design) -> Design:
    """Begin a draft from somebody's design, in what is made of the product now; its credit follows it."""
    require(rules.may_remix(viewer, original), _("Its author wants this design to stay as it is."))
    old = await products.version(original.template_id, original.version)
    made = await products.current(old.slug)
    wanted = renewal.renewed(recipe.parse(original.recipe), made.version, made.product)
    own = viewer.id == original.author_id
    return await start(viewer, made, replace(wanted, artworks=wanted.artworks if own else {}), original=original)


async def publish(
    viewer: Viewer,
    design: Design,
    *,
    title: str,
    story: str = "",
    remixing: Remixing = Remixing.CREDIT,
    share: int = 0,
    idea_id: int | None = None,
    picture_hash: str = "",
    like: int | None = None,
) -> None:
    """Show a draft to everyone; its recipe and its royalty stay from now on as they are.

    `like` is a design of another's that it looks like, of which its author knows; the team is told, if it was not.
    """
    made = await _publishable(viewer, design)
    verdict = await reading.judged(viewer, "design", [title, story], field="title")
    now, is_listed = clock.now(), not verdict.is_held
    async with db.transaction():
        await brakes.before_posting(viewer, "design", title, story)
        changed = await Design.filter(id=design.id, state=State.DRAFT).update(
            title=title,
            slug=text.slug(title),
            story=story,
            state=State.PUBLISHED,
            remixing=remixing,
            share=share if remixing == Remixing.SHARE else 0,
            idea_id=idea_id,
            picture_hash=picture_hash,
            royalty=made.royalty,
            trending=standing(0, 0, 0, 0, now),
            published_at=now,
            hidden_at=None if is_listed else now,
            is_listed=is_listed,
        )
        if not changed:
            raise Conflict(_("This design is published already."))
        await _put_up(viewer, design, verdict, title=title, template=made.slug, like=like)
    await design.refresh_from_db()


async def _publishable(viewer: Viewer, design: Design) -> Made:
    """What a draft is made of, where it may be published."""
    require(rules.may_publish(viewer, design), _("This design is published already."))
    made = await products.version(design.template_id, design.version)
    require(made.is_open, _("This product cannot be designed at the moment."))
    return made


async def _put_up(
    viewer: Viewer, design: Design, verdict: Verdict, *, title: str, template: str, like: int | None
) -> None:
    """It comes into the lists and is heard of, unless it waits to be read."""
    if verdict.is_held:
        url = queries.address(design.id, text.slug(title))
        await holding.keep(viewer, "design", design.id, verdict, title=title, url=url)
        return
    await _listed(design, 1)
    await _announce(viewer, design, title=title, template=template, like=like)


async def _announce(viewer: Viewer, design: Design, *, title: str, template: str, like: int | None) -> None:
    """What may be heard of a publication."""
    about = ("design", design.id)
    await record("design.published", actor=viewer.id, subject=about, title=title, template=template)
    if like is not None:
        await likenesses.tell(viewer, design, like, title=title)
    if design.original_id:
        remixed = ("design", design.original_id)
        await record("design.remixed", actor=viewer.id, subject=remixed, remix=design.id, title=title)


async def retell(viewer: Viewer, design: Design, *, title: str, story: str, idea_id: int | None) -> None:
    """Change what is told of a published design, and the idea it answers; its drawing stays, and that it was changed shows."""
    require(
        rules.may_retell(viewer, design), _("What is told of a design is changed by its author, while it is shown.")
    )
    if (title, story, idea_id) == (design.title, design.story, design.idea_id):
        return
    if (title, story) != (design.title, design.story):
        await reading.outright(viewer, "design", [title, story], field="title")
    async with db.transaction():
        changed = await Design.filter(id=design.id, is_listed=True).update(
            title=title, slug=text.slug(title), story=story, idea_id=idea_id, changed_at=clock.now()
        )
        if not changed:
            raise Conflict(_("This design is no longer shown."))
        about = ("design", design.id)
        await record("design.retold", actor=viewer.id, subject=about, title=title, was=design.title, idea=idea_id)
    await design.refresh_from_db()


async def withdraw(viewer: Viewer, design: Design) -> None:
    """Take one's design back: it leaves every list, and whoever built on it is told."""
    require(rules.may_withdraw(viewer, design), _("A design is taken back by its author."))
    async with db.transaction():
        was_listed = design.is_listed
        changed = await Design.filter(id=design.id, state=State.PUBLISHED).update(
            state=State.WITHDRAWN, is_listed=False
        )
        if changed:
            await _taken_down(design, was_listed=was_listed)
            await holding.gone("design", [design.id])
            await record("design.withdrawn", actor=viewer.id, subject=("design", design.id), title=design.title)
    await design.refresh_from_db()


async def hide(viewer: Viewer, design_id: int) -> None:
    """Take a design out of every list; the ruling that says why belongs to moderation, as does its audit note."""
    require(rules.may_moderate(viewer))
    async with db.transaction():
        design = await queries.find(viewer, design_id)
        if design.hidden_at is None:
            was_listed = design.is_listed
            await Design.filter(id=design_id).update(hidden_at=clock.now(), is_listed=False)
            await _taken_down(design, was_listed=was_listed)
            await record("design.hidden", actor=viewer.id, subject=("design", design_id), title=design.title)


async def restore(viewer: Viewer, design_id: int) -> None:
    """Put a hidden design back where it was."""
    require(rules.may_moderate(viewer))
    async with db.transaction():
        design = await queries.find(viewer, design_id)
        if design.hidden_at is not None:
            listed = design.state == State.PUBLISHED
            await Design.filter(id=design_id).update(hidden_at=None, is_listed=listed)
            if listed:
                await _listed(design, 1)
            await record("design.restored", actor=viewer.id, subject=("design", design_id), title=design.title)
            if await holding.decided("design", design_id, shown=True, by=viewer.id) and listed:
                made, author = await products.version(design.template_id, design.version), design.author_id
                await _announce(
                    await sessions.viewer_of(author), design, title=design.title, template=made.slug, like=None
                )


async def _taken_down(design: Design, *, was_listed: bool) -> None:
    """What must follow in the same transaction wherever a design leaves the lists."""
    if was_listed:
        await _listed(design, -1)
        for participant in the_house().registered("design.taken-down"):
            await participant(design.id)


async def _listed(design: Design, change: int) -> None:
    """A design came into the lists or left them: its dyes, and the count of its original."""
    await DesignDye.filter(design_id=design.id).delete()
    if change > 0:
        dyes = recipe.parse(design.recipe)
        shown = {*dyes.dyes.values(), *(m.dye for m in dyes.motifs.values()), *(t.dye for t in dyes.texts.values())}
        await DesignDye.bulk_create([DesignDye(design_id=design.id, dye=dye) for dye in sorted(shown)])
    if design.original_id:
        await adjust(design.original_id, remixes=change)
