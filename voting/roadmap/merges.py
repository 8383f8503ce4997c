"""What a merge of ideas means for the roadmap: the place of the one that stays holds, and that of others waits."""

from __future__ import annotations

from collections.abc import Sequence

from ideas.board import queries as ideas
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from voting.roadmap import console
from voting.roadmap.lanes import LANES
from voting.roadmap.models import Horizon


async def notes(viewer: Viewer, ids: Sequence[int], target: int) -> list[str]:
    """A sentence for each idea that would leave its place on the roadmap."""
    places = {idea: row["horizon"] for idea, row in (await console.placed(list(ids))).items() if row["horizon"]}
    if not places.keys() - {target}:
        return []
    cards = await ideas.card(ids)
    lost = _("“%(title)s” is on the roadmap under “%(lane)s”, “%(other)s” is not: put it there too if it still holds.")
    other = _("“%(title)s” is on the roadmap under “%(lane)s”: the place of “%(other)s” holds, “%(kept)s”.")
    kept = _(LANES[Horizon(places[target])]) if target in places else ""
    return [
        (other if kept else lost)
        % {
            "title": cards[idea].title,
            "lane": _(LANES[Horizon(place)]),
            "other": cards[target].title,
            "kept": kept,
        }
        for idea, place in sorted(places.items())
        if idea != target and (not kept or place != places[target])
    ]
