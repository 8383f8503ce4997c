"""Holes that this wing fills: entering a design, which challenge a design stands in, the challenge of the day."""

from __future__ import annotations

from ideas.challenges import phases, queries, rules, wording
from ideas.challenges.models import Phase
from ideas.challenges.pages import bare, objects
from ideas.studio import queries as studio
from kernel import clock, pages
from kernel.features import Slot
from kernel.viewer import STRANGER, Viewer


async def mine(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of challenges: the viewer's own entries, and the way to enter a design."""
    return {key: await _mine(viewer, int(key)) for key in keys}


async def _mine(viewer: Viewer, challenge_id: int) -> str:
    challenge = await queries.by_id(challenge_id)
    may = rules.may_enter(viewer, challenge) and challenge.takes_designs
    own = await queries.entries(challenge_id, person_id=viewer.id) if viewer.is_member else []
    designs = [row["id"] for row in await queries.may_be_entered(viewer, challenge)] if may else []
    cards = await studio.cards(viewer, [line.design_id for line in own] + designs)
    return pages.fragment(
        "ideas/challenges/_mine.html",
        viewer=viewer,
        challenge=challenge,
        own=[(line.id, cards[line.design_id]) for line in own if line.design_id in cards],
        may_enter=may and len(own) < challenge.most,
        may_take_part=rules.may_take_part(viewer, challenge),
        is_full=may and len(own) >= challenge.most,
        may_withdraw=challenge.takes_designs or challenge.takes_scores,
        designs=[cards[one] for one in designs if one in cards],
        studio=f"/studio/{challenge.template}" if challenge.template else "/studio",
        csrf=viewer.csrf,
    )


async def team(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of challenges: what staff may do with them."""
    if not rules.may_keep(viewer):
        return {}
    filled: dict[str, str] = {}
    for key in keys:
        challenge = await queries.by_id(int(key))
        is_draft = challenge.phase == Phase.DRAFT
        filled[key] = pages.fragment(
            "ideas/challenges/_team.html",
            challenge=challenge,
            is_draft=is_draft,
            may_end=is_draft or challenge.is_live,
            csrf=viewer.csrf,
        )
    return filled


async def of_design(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of designs: the challenges they stand in."""
    told = await queries.of_designs([int(key) for key in keys])
    now = clock.now()
    return {
        key: pages.fragment(
            "ideas/challenges/_design.html",
            design_id=int(key),
            challenges=[
                {**row, "label": phases.label(row["phase"]), "scores": phases.open_for(row, Phase.SCORING, now)}
                for row in told.get(int(key), [])
            ],
        )
        for key in keys
    }


async def of_the_day(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """The challenge in which something can be done now, for the entrance and the gallery."""
    found = (await queries.running())[:1]
    if not found:
        return {}
    shown = await objects(STRANGER, found)
    state = wording.state(found[0])
    objects_of = shown[found[0].id]
    html = pages.fragment(
        "ideas/challenges/_running.html",
        challenge=found[0],
        state=state,
        objects=objects_of,
        drawn=[] if found[0].picture or objects_of else await bare(found[0]),
    )
    return dict.fromkeys(keys, html)


slots = [
    Slot("challenge.mine", mine, personal=True),
    Slot("challenge.team", team, personal=True),
    Slot("design.challenge", of_design),
    Slot("home.challenge", of_the_day),
]
