"""Holes that discussion fills: the thread on its subject's page, and in it what is each viewer's own."""

from __future__ import annotations

from community.discussion import queries, registry, rules
from community.trust import sides
from kernel import db, forms, pages
from kernel.features import Ask, Slot
from kernel.slots import Told
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


def ask_thanked(viewer: Viewer, keys: list[str]) -> Ask | None:
    """Which of these comments the viewer thanked (1), and what waits of the viewer's own changes of them."""
    if not viewer.is_member:
        return None
    ids = [_three(key)[0] for key in keys]
    own = [number for number, author, _ in map(_three, keys) if author == viewer.id]
    kept = sides.ask_left(viewer, "comment", own)
    sql = (
        f"SELECT comment_id AS number, 1 AS value FROM reaction WHERE person_id = ? AND comment_id IN ({db.marks(ids)})"
    )
    return Ask(f"{sql} UNION ALL {kept.sql}", (viewer.id, *ids, *kept.values)) if own else Ask(sql, (viewer.id, *ids))


async def thanks(viewer: Viewer, keys: list[str], told: Told) -> dict[str, str]:
    """For keys `comment:author:thanks`: the button of thanks, and for their author the way to change their words."""
    given = {number for number, value in told if value == 1}
    kept = sides.left((number, value) for number, value in told if value > 1)
    return {
        key: pages.fragment(
            "community/discussion/_mine.html",
            viewer=viewer,
            number=number,
            count=count,
            given=number in given,
            own=viewer.id == author,
            kept=kept.get(number),
        )
        for key in keys
        for number, author, count in [_three(key)]
    }


def _three(key: str) -> tuple[int, int, int]:
    number, author, count = key.split(":")
    return int(number), int(author), int(count)


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
            may_note=bool(subject and rules.may_note(viewer)),
        )
    return filled


async def away(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For keys `comment-5` of one's own messages that wait to be read: the way to take one back."""
    return {
        key: pages.fragment("community/discussion/_away.html", viewer=viewer, number=key.partition("-")[2])
        for key in keys
        if key.startswith("comment-")
    }


slots = [
    Slot("thread", thread),
    Slot("held.away", away, personal=True),
    Slot("comment.mine", thanks, personal=True, asks=ask_thanked),
    Slot("comment.form", form, personal=True),
]
