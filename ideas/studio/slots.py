"""Holes that this wing fills: what a viewer may do with a design, their own shelf, a person's designs, those of an idea."""

from __future__ import annotations

import re
from dataclasses import dataclass

from community.moderation import queries as moderation
from ideas.board import lineage, sheets
from ideas.studio import compare, queries, rules
from ideas.studio.compare import Pair
from ideas.studio.models import Design, State
from ideas.studio.queries import DesignCard, DesignFilter
from kernel import db, pages
from kernel.errors import Missing
from kernel.features import Slot
from kernel.i18n import gettext as _
from kernel.viewer import STRANGER, Viewer

GIVEN, MOST_NAMED = 8, 3
ADDRESS = re.compile(r"/designs/(\d{1,9})\b")


@dataclass(frozen=True)
class Known:
    """What the key of `design.mine` says of a design: enough to know who may do what with it."""

    id: int
    author_id: int
    state: str
    remixing: str
    is_listed: bool
    is_open: bool

    @staticmethod
    def of(key: str) -> Known:
        number, author, state, remixing, listed, made = key.split(":")
        return Known(int(number), int(author), state, remixing, listed == "1", made == "1")


async def mine(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For keys `id:author:state:remixing:listed:open`: begin from it, take it back, or sign in."""
    return {key: _mine(viewer, Known.of(key)) for key in keys}


def _mine(viewer: Viewer, known: Known) -> str:
    return pages.fragment(
        "ideas/studio/_mine.html",
        viewer=viewer,
        id=known.id,
        url=f"/designs/{known.id}",
        may_begin=known.is_listed and known.is_open and known.remixing != "none",
        may_remix=known.is_open and rules.may_remix(viewer, known),
        may_retell=rules.may_retell(viewer, known),
        may_withdraw=known.state == State.PUBLISHED and rules.may_withdraw(viewer, known),
    )


async def own(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """The viewer's own designs and drafts, the newest first."""
    found = await queries.own(viewer, GIVEN) if viewer.is_member else []
    return dict.fromkeys(keys, pages.fragment("ideas/studio/_own.html", designs=found) if found else "")


async def given(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of people: the designs they published."""
    return {key: _shelf(await _newest(DesignFilter(author_id=int(key), sort="new")), _("Designs")) for key in keys}


async def tied(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of ideas: the designs tied to them or to what was merged into them, those that people like best first."""
    wanted: dict[str, DesignFilter] = {}
    for key in keys:  # a page has one
        ideas = (int(key), *await _merged(viewer, int(key)))
        wanted[key] = DesignFilter(within=(f"d.idea_id IN ({db.marks(ideas)})", ideas))
    return {key: _shelf(await _newest(narrowed), _("Designs that answer it")) for key, narrowed in wanted.items()}


async def _merged(viewer: Viewer, idea_id: int) -> list[int]:
    """What was merged into an idea, as far as everybody of the viewer's scope may read it."""
    try:
        taken = (await sheets.sheet(viewer, idea_id)).taken
    except Missing:
        return []
    return sorted(await lineage.in_sight(viewer, [one.id for one in taken]))


async def beside(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For keys `design:5` of a case: the design beside each that its reports name by its address."""
    filled: dict[str, str] = {}
    for key in keys:  # a case has one
        kind, _colon, number = key.partition(":")
        pairs = await _named_pairs(viewer, int(number)) if kind == "design" else []
        filled[key] = pages.fragment("ideas/studio/_beside.html", pairs=pairs) if pairs else ""
    return filled


async def ways(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """Moderation's way to what was pointed out."""
    return dict.fromkeys(keys, pages.fragment("ideas/studio/_alike_way.html"))


async def _named_pairs(viewer: Viewer, design_id: int) -> list[Pair]:
    words = " ".join(word.text for word in await moderation.reports_on("design", design_id))
    numbers = dict.fromkeys(int(found) for found in ADDRESS.findall(words))
    found = await Design.filter(id__in=[*list(numbers)[:MOST_NAMED], design_id]).exclude(state=State.DRAFT)
    designs = {design.id: design for design in found}
    reported = designs.pop(design_id, None)
    return [await compare.pair(viewer, one, reported) for one in designs.values()] if reported else []


async def _newest(wanted: DesignFilter) -> list[DesignCard]:
    return list((await queries.listing(STRANGER, wanted, size=GIVEN)).items)


def _shelf(designs: list[DesignCard], heading: str) -> str:
    return pages.fragment("ideas/studio/_given.html", designs=designs, heading=heading) if designs else ""


slots = [
    Slot("design.mine", mine, personal=True),
    Slot("design.own", own, personal=True),
    Slot("profile.designs", given),
    Slot("idea.designs", tied),
    Slot("case.beside", beside),
    Slot("moderation.ways", ways),
]
