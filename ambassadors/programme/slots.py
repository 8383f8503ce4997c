"""What the programme puts into pages: one's own part, the plank one stands on, the thanks on a profile."""

from __future__ import annotations

from ambassadors.programme import dash, inviting, queries, rules
from ambassadors.programme.models import Enrolment
from community.people import queries as people
from kernel import pages, site
from kernel.features import Slot
from kernel.viewer import Viewer


async def _mine(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """An ambassador's part under the page of the programme; for who is invited, the invitation."""
    if viewer.id is None:
        return {}
    enrolled = await Enrolment.get_or_none(current_for=viewer.id) if rules.is_ambassador(viewer) else None
    if enrolled:
        told = {"dash": await dash.of(viewer, enrolled), "person": viewer.id, "handle": viewer.handle}
        return dict.fromkeys(keys, pages.fragment("ambassadors/programme/_mine.html", **told))
    invited = await inviting.open_for(viewer.id) if rules.may_apply(viewer) else None
    waiting = await queries.waiting_of(viewer.id)
    if not (invited or waiting):
        return {}
    return dict.fromkeys(keys, pages.fragment("ambassadors/programme/_asked.html", invited=invited, waiting=waiting))


async def _door(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """The way in, or to one's own part."""
    told = {"is_ambassador": rules.is_ambassador(viewer), "may_apply": not viewer.is_member or rules.may_apply(viewer)}
    return dict.fromkeys(keys, pages.fragment("ambassadors/programme/_door.html", viewer=viewer, **told))


async def _here(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """One's own face on the plank one stands on."""
    slug = next((name.removeprefix(rules.TIER) for name in viewer.audiences if name.startswith(rules.TIER)), "")
    card = await people.card(viewer.id) if viewer.id and slug in keys else None
    return {slug: pages.fragment("ambassadors/programme/_here.html", person=card)} if card else {}


async def _profile(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """What being an ambassador means, said in full on a profile; or the thanks to who was one."""
    found, brand = await queries.enrolled([int(key) for key in keys]), (await site.current()).name
    told: dict[str, str] = {
        str(person): pages.fragment("ambassadors/programme/_profile.html", brand=brand, enrolment=one, thanked=None)
        for person, one in found.items()
    }
    for key in keys:
        ended = await queries.last_part(int(key)) if key not in told else None
        if ended and ended.is_thanked:
            told[key] = pages.fragment(
                "ambassadors/programme/_profile.html", brand=brand, enrolment=None, thanked=ended
            )
    return told


slots = [
    Slot("ambassadors.mine", _mine, personal=True),
    Slot("ambassadors.door", _door, personal=True),
    Slot("ambassadors.here", _here, personal=True),
    Slot("profile.programme", _profile),
]
