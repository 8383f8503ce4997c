"""Holes that discussion fills: the thread on its subject's page, and in it what is each viewer's own."""

from __future__ import annotations

from community.discussion import queries, registry, rules
from kernel import db, forms, pages
from kernel.features import Slot
from kernel.viewer import Viewer


async def thread(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For a key `idea:5`: the thread as everybody of the viewer's scope sees it."""
    filled: dict[str, str] = {}
    for key in keys:  # a page has one
        kind, _, number = key.partition(":")
        talk = await queries.thread(kind, int(number), viewer)
        filled[key] = pages.fragment(
            "community/discussion/_thread.html",
            talk=talk,
            kind=kind,
            number=number,
            viewer=viewer,
            brand=await _brand(),
        )
    return filled


async def _brand() -> object:
    from kernel import site

    return await site.current()


async def thanks(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of comments: the button of thanks with its count, and for their author the way to change them."""
    numbers = [int(key) for key in keys]
    counts = {
        row["id"]: row["reactions"]
        for row in await db.rows(f"SELECT id, reactions FROM comment WHERE id IN ({db.marks(numbers)})", *numbers)
    }
    given, own = await queries.mine(viewer, numbers) if viewer.is_member else (set(), set())
    return {
        str(number): pages.fragment(
            "community/discussion/_mine.html",
            viewer=viewer,
            number=number,
            count=counts.get(number, 0),
            given=number in given,
            own=number in own,
        )
        for number in numbers
    }


async def form(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For a key `idea:5`: the form to say something, or the way to sign in."""
    filled: dict[str, str] = {}
    for key in keys:
        kind, _, number = key.partition(":")
        subject = await registry.kind_of(kind).find(viewer, int(number))
        filled[key] = pages.fragment(
            "community/discussion/_form.html",
            viewer=viewer,
            subject=subject,
            form=forms.blank(internal=bool(subject and not rules.may_comment(viewer, subject))),
            preview=False,
            may_comment=bool(subject and rules.may_comment(viewer, subject)),
            may_note=rules.may_note(viewer),
        )
    return filled


slots = [Slot("thread", thread), Slot("comment.mine", thanks, personal=True), Slot("comment.form", form, personal=True)]
