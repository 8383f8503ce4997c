"""Holes that this wing fills on a challenge's page: its result, its jury, the way in for a juror, the staff's tools."""

from __future__ import annotations

from community.people import queries as people
from ideas.challenges import queries as challenges
from ideas.challenges import rules as keeping
from ideas.studio import queries as studio
from kernel import pages
from kernel.errors import Missing
from kernel.features import Slot
from kernel.viewer import Viewer
from voting.contests import queries


async def podium(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of challenges: the first three, once the result is out."""
    filled: dict[str, str] = {}
    for key in keys:
        try:
            told = await queries.result(int(key))
        except Missing:
            continue
        first = [one for one in told["result"] if one["place"] <= 3][:3]
        cards = await studio.cards(viewer, [one["design"] for one in first])
        shown = [
            (one["place"], one["points"] / 10_000, cards[one["design"]]) for one in first if one["design"] in cards
        ]
        challenge = await challenges.by_id(int(key))
        filled[key] = pages.fragment("voting/contests/_podium.html", challenge=challenge, shown=shown)
    return filled


async def panel(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of challenges: who judges, by what, and a juror's way in."""
    filled: dict[str, str] = {}
    for key in keys:
        jury = await queries.jury(int(key))
        names = await people.names([one.person_id for one in jury])
        filled[key] = pages.fragment(
            "voting/contests/_panel.html",
            challenge=await challenges.by_id(int(key)),
            jury=[names[one.person_id] for one in jury if one.person_id in names],
            criteria=await queries.criteria(int(key)),
            is_juror=viewer.is_member and any(one.person_id == viewer.id for one in jury),
        )
    return filled


async def office(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of challenges: naming the jury, writing to those who entered."""
    if not keeping.may_keep(viewer):
        return {}
    filled: dict[str, str] = {}
    for key in keys:
        challenge = await challenges.by_id(int(key))
        is_bare = challenge.is_live and challenge.weight_jury > 0 and not await queries.jury(challenge.id)
        filled[key] = pages.fragment("voting/contests/_office.html", challenge=challenge, is_bare=is_bare)
    return filled


async def thanks(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of challenges: thanks to who entered, and what the brand wrote to them."""
    filled: dict[str, str] = {}
    for key in keys if viewer.is_member else ():
        own = await challenges.entries(int(key), person_id=viewer.id)
        if own:
            cards = await studio.cards(viewer, [line.design_id for line in own])
            said = await queries.feedback(int(key), person_id=viewer.id)
            names = await people.names([row["by_id"] for row in said.values()])
            placed = {one["design"]: one for one in (await queries.result(int(key)))["result"]}
            told = [
                {
                    "title": cards[line.design_id].title,
                    "said": said.get(line.id),
                    "place": placed[line.design_id]["place"] if line.design_id in placed else 0,
                    "points": placed[line.design_id]["points"] / 10_000 if line.design_id in placed else 0,
                }
                for line in own
                if line.design_id in cards
            ]
            has_jury = any(juror.done_at for juror in await queries.jury(int(key)))
            filled[key] = pages.fragment(
                "voting/contests/_thanks.html", told=told, total=len(placed), names=names, has_jury=has_jury
            )
    return filled


slots = [
    Slot("challenge.result", podium),
    Slot("challenge.panel", panel, personal=True),
    Slot("challenge.office", office, personal=True),
    Slot("contest.thanks", thanks, personal=True),
]
