"""The hole that demand fills on an idea's page: how many of all customers would want it, and how support goes."""

from __future__ import annotations

from kernel import db, pages
from kernel.features import Slot
from kernel.viewer import Viewer
from voting.demand import queries


async def aside(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of ideas: share of base without any money, and support week by week."""
    told = await queries.of_ideas([int(key) for key in keys])
    return {
        key: pages.fragment(
            "voting/demand/_aside.html",
            found=found.figure,
            share=_hundred(found.figure),
            weeks=found.weeks,
            clubs=found.clubs,
        )
        for key in keys
        for found in [told[int(key)]]
    }


def _hundred(found: db.Row | None) -> tuple[int, int] | None:
    """The ends of the doubt band as customers in a hundred."""
    band = found["data"]["band"] if found else None
    return (round(100 * band[0]), round(100 * band[1])) if band else None


slots = [Slot("idea.aside", aside)]
