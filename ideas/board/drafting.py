"""Words that are not proposed yet: the wing that keeps drafts says what a form begins with, and hears what was proposed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kernel.features import the_house
from kernel.lists import cursor
from kernel.viewer import Viewer

LONGEST = 4000
HELD = ("draft", "revision", "window")
"""Fields of the form that say which draft it is."""


@dataclass(frozen=True)
class Drafting:
    """An entry of the registry "idea.drafts".

    `restored` adds to what an address asks for what was being typed, `proposed` forgets it, inside that transaction.
    """

    restored: Callable[[Viewer, Mapping[str, str]], Awaitable[Mapping[str, Any]]]
    proposed: Callable[[Viewer, Mapping[str, Any]], Awaitable[None]]


async def restored(viewer: Viewer, asked: Mapping[str, str]) -> dict[str, Any]:
    """What a new form begins with."""
    found: dict[str, Any] = {}
    for keeper in _keepers():
        found |= await keeper.restored(viewer, asked)
    return found


async def proposed(viewer: Viewer, values: Mapping[str, Any]) -> None:
    """A form became an idea; inside its transaction."""
    for keeper in _keepers():
        await keeper.proposed(viewer, values)


def held(values: Mapping[str, Any]) -> str:
    """Which draft a form is, as the key of its hole."""
    return cursor(*(str(values.get(name, ""))[:40] for name in HELD))


def words(values: Mapping[str, Any]) -> str:
    """Title, text and board as typed so far, as the key of the hole beside the form."""
    return cursor(*(str(values.get(name, ""))[:LONGEST] for name in ("title", "body", "board")))


def _keepers() -> list[Drafting]:
    return the_house().registered("idea.drafts")
