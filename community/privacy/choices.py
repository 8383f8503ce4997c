"""What somebody may choose to be left out of. Wings register a Choice each under "choice"; one more leaves all that profile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from community.privacy import consents
from kernel import clock, db
from kernel.errors import Missing, require
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer

ALL = "profiling"


@dataclass(frozen=True)
class Choice:
    """Something one can be left out of: what it is called, and what leaving and coming back mean, as message ids.

    `profiles` says that it is about drawing conclusions: who wants no profiling at all has left it too.
    """

    key: str
    label: str
    explained: str
    is_out: Callable[[int], Awaitable[bool]]
    leave: Callable[[Viewer], Awaitable[Any]]
    come_back: Callable[[Viewer], Awaitable[Any]]
    profiles: bool = True


def kept(key: str, label: str, explained: str, *, changed: Callable[[int], Awaitable[None]] | None = None) -> Choice:
    """A choice that is a row and nothing else; `changed` is called in its transaction when somebody leaves or comes back."""

    async def is_out(person_id: int) -> bool:
        return await left(key, person_id)

    async def leave(viewer: Viewer) -> None:
        await db.execute(
            "INSERT INTO privacy_choice (person_id, what, at) VALUES (?, ?, ?) ON CONFLICT (what, person_id) DO NOTHING",
            viewer.id,
            key,
            clock.now(),
        )
        await _tell(viewer)

    async def come_back(viewer: Viewer) -> None:
        await db.execute("DELETE FROM privacy_choice WHERE what = ? AND person_id = ?", key, viewer.id)
        await _tell(viewer)

    async def _tell(viewer: Viewer) -> None:
        if changed:
            await changed(viewer.id or 0)

    return Choice(key, label, explained, is_out, leave, come_back)


OUT = "EXISTS (SELECT 1 FROM privacy_choice chosen WHERE chosen.what = '{what}' AND chosen.person_id = {person})"
"""A condition for statements of upper wings: whether the person of a row has left something."""


async def left(key: str, person_id: int) -> bool:
    sql = "SELECT id FROM privacy_choice WHERE what = ? AND person_id = ?"
    return await db.row(sql, key, person_id) is not None


async def everybody_out_of(key: str) -> set[int]:
    """Who has left something, by number."""
    return {row["person_id"] for row in await db.rows("SELECT person_id FROM privacy_choice WHERE what = ?", key)}


nothing_at_all = kept(
    ALL,
    mark("No profiling at all"),
    mark(
        "Nothing is concluded about you: no worth, no segment, no influence, no guess at what interests you. "
        "What you propose, support and write counts like everybody’s, by heads."
    ),
)


def registered() -> list[Choice]:
    """Every choice of the house, the one that stands for all of them last."""
    found: list[Choice] = the_house().registered("choice")
    return [*found, nothing_at_all]


def told(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row that names by `what` the choice it is about; the consent to it is that it was chosen, or is no more."""
    choice = next((one for one in registered() if one.key == row["what"]), None)
    if choice is None:
        return dict(row)
    kept = {"is_chosen" if key == "is_given" else key: value for key, value in row.items()}
    return {**kept, "what": _(choice.label), **({"is_chosen": not row["is_given"]} if "is_given" in row else {})}


async def standing(person_id: int) -> list[tuple[Choice, bool]]:
    """Each choice, and whether somebody has left it."""
    return [(choice, await choice.is_out(person_id)) for choice in registered()]


async def leave(viewer: Viewer, key: str) -> None:
    """Be left out of something from now on, with the sentence that said so on record."""
    await _turn(viewer, key, out=True)


async def come_back(viewer: Viewer, key: str) -> None:
    """Be a part of it again."""
    await _turn(viewer, key, out=False)


async def _turn(viewer: Viewer, key: str, *, out: bool) -> None:
    require(viewer.is_member)
    wanted = [choice for choice in registered() if choice.key == key]
    if not wanted:
        raise Missing()
    if key == ALL:
        wanted += [choice for choice in registered() if choice.profiles and choice.key != ALL]
    elif not out and await left(ALL, viewer.id or 0):
        wanted.append(nothing_at_all)  # who is scored again is no longer without any profile
    async with db.transaction():
        for choice in wanted:
            if await choice.is_out(viewer.id or 0) != out:
                await (choice.leave if out else choice.come_back)(viewer)
                await consents.note(viewer.id or 0, choice.key, wording=choice.explained, given=not out)
