"""What the site's search finds beside ideas: each wing that has something to be found by words registers a kind of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from kernel import text
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

MOST = 4


@dataclass(frozen=True)
class Find:
    """One thing that was found: what it is called, where it is, and a few words about it."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Findable:
    """An entry of the registry "findable": `label` is a message id, `find` gives some that the viewer may see.

    What is found may depend on nothing of the viewer but what all of one scope share.
    """

    label: str
    find: Callable[[Viewer, str], Awaitable[Sequence[Find]]]


async def by_kind(viewer: Viewer, words: str) -> list[tuple[str, Sequence[Find]]]:
    """For words that somebody looks for: what was found of each kind, kinds without any left out."""
    kinds: list[Findable] = the_house().registered("findable")
    wanted = text.one_line(words)
    found = [(_(kind.label), await kind.find(viewer, wanted)) for kind in kinds if wanted]
    return [(label, finds[:MOST]) for label, finds in found if finds]
