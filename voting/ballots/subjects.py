"""What a ballot's options may stand for: ideas, designs, items of the roadmap, as their wings offer and show them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

MOST_OFFERED = 12


@dataclass(frozen=True)
class Subject:
    """What an option stands for, as one viewer sees it; `is_gone` once it stands for nothing any more.

    `joined` is the title of what it was made a part of since, which `url` leads to then.
    """

    id: int
    title: str
    body: str
    url: str
    picture: str = ""
    is_gone: bool = False
    joined: str = ""


@dataclass(frozen=True)
class Choosable:
    """A kind of subject: found by words to choose from (without any, what is wanted most), and by number to show.

    `find` gives those the viewer may see, in one query; `hidden` says which nobody may read of any more, not even the title.
    """

    kind: str
    label: str
    offer: Callable[[Viewer, str], Awaitable[Sequence[Subject]]]
    find: Callable[[Viewer, Sequence[int]], Awaitable[Mapping[int, Subject]]]
    hidden: Callable[[Sequence[int]], Awaitable[set[int]]]


Named = tuple[str, int]
"""A subject's kind and number; no kind and 0 for an option that stands for itself alone."""


def kinds() -> dict[str, Choosable]:
    """All that wings offer, by kind."""
    return {one.kind: one for one in the_house().registered("ballot.options")}


async def offered(viewer: Viewer, kind: str, words: str = "") -> list[Subject]:
    """Subjects of a kind that the viewer may put into a ballot."""
    known = kinds().get(kind)
    return list(await known.offer(viewer, words))[:MOST_OFFERED] if known else []


async def seen(viewer: Viewer, named: Sequence[Named]) -> dict[Named, Subject]:
    """Those that the viewer may see, with one query for each kind; and those hidden from all, without their words."""
    found: dict[Named, Subject] = {}
    for kind, known in kinds().items():
        numbers = [number for name, number in dict.fromkeys(named) if name == kind]
        if not numbers:
            continue
        shown = await known.find(viewer, numbers)
        found |= {(kind, number): subject for number, subject in shown.items()}
        missing = [number for number in numbers if number not in shown]
        for number in await known.hidden(missing) if missing else ():
            found[kind, number] = Subject(number, _("Taken out of sight"), "", "", is_gone=True)
    return found
