"""Groups that mostly hear each other, shown to moderators as evidence: nothing is counted less for it and nobody is told off."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.influence import queries
from community.people import queries as people
from kernel import pages
from kernel.features import Slot
from kernel.viewer import Viewer, managers
from kernel.web import get

FACES = 60


@dataclass(frozen=True)
class Circle:
    """Numbers of accounts; of their pairs `density` hear each other, `inside` of how they are heard is from among them."""

    people: list[int]
    density: float
    inside: float
    given: float

    @property
    def figures(self) -> dict[str, float]:
        return {"density": self.density, "inside": self.inside, "given": self.given}


async def circles() -> list[Circle]:
    """Those of the newest reckoning, the largest first."""
    run = await queries.newest()
    return [Circle(**told) for told in run.notes.get("circles", [])] if run else []


async def index(request: Request) -> Response:
    """What moderators may want to look at."""
    run, found = await queries.newest(), await circles()
    cards = await people.names([number for circle in found for number in circle.people[:FACES]])
    context = {
        "as_of": run.as_of if run else None,
        "circles": [
            {
                "count": len(circle.people),
                "people": [cards[number] for number in circle.people[:FACES] if number in cards],
                **circle.figures,
            }
            for circle in found
        ],
    }
    return await pages.page(request, "ambassadors/influence/circles.html", context)


async def ways(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """Moderation's way to them."""
    return dict.fromkeys(keys, pages.fragment("ambassadors/influence/_circles_way.html"))


async def beside(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """On a case, whether its author is in such a group."""
    found = await circles() if viewer.is_staff else []
    held = {str(number): circle for circle in found for number in circle.people}
    return {
        key: pages.fragment("ambassadors/influence/_circle.html", count=len(held[key].people)) if key in held else ""
        for key in keys
    }


routes = [get("/moderation/circles", index, allow=managers)]
slots = [Slot("moderation.circles", ways), Slot("case.author", beside)]
