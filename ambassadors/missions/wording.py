"""How missions are said: what is asked, for whom, until when, and how far somebody is."""

from __future__ import annotations

from ambassadors.missions.models import PartState
from ambassadors.missions.queries import MissionCard, PartCard
from ambassadors.missions.registry import label_of
from kernel import audiences, i18n
from kernel.i18n import gettext as _
from kernel.i18n import mark, ngettext

PARTS = {
    PartState.TAKEN: mark("Under way"),
    PartState.SENT: mark("Being read"),
    PartState.AGAIN: mark("Send it again"),
    PartState.DONE: mark("Done"),
    PartState.REFUSED: mark("Not accepted"),
    PartState.LEFT: mark("Gave the place back"),
    PartState.OVER: mark("Time was up"),
    PartState.CANCELLED: mark("It is called off"),
}
MOONS = {
    PartState.TAKEN: "in_progress",
    PartState.SENT: "planned",
    PartState.AGAIN: "under_review",
    PartState.DONE: "shipped",
    PartState.REFUSED: "declined",
    PartState.OVER: "declined",
    PartState.CANCELLED: "declined",
}


def asked(mission: MissionCard) -> str:
    """What is asked, in one line."""
    if not mission.goal:
        return _("Words or pictures that the team reads")
    return _("%(goal)s: %(count)s") % {"goal": label_of(mission.goal), "count": i18n.format_number(mission.target)}


def places(mission: MissionCard) -> str:
    """How many may still take it; of one that is over how many took part."""
    if mission.is_over:
        took = ngettext("%(count)s person took part.", "%(count)s people took part.", mission.taken)
        return took % {"count": i18n.format_number(mission.taken)}
    if mission.left is None:
        count = ngettext("%(count)s person takes part.", "%(count)s people take part.", mission.taken)
        return count % {"count": i18n.format_number(mission.taken)} if mission.taken else _("As many places as people.")
    of = {"left": i18n.format_number(mission.left), "places": i18n.format_number(mission.places)}
    if not mission.left:
        return ngettext("Its one place is taken.", "All %(places)s places are taken.", mission.places or 0) % of
    return ngettext("%(left)s place left of %(places)s.", "%(left)s places left of %(places)s.", mission.left) % of


def how_far(mission: MissionCard, part: PartCard) -> str:
    """Where somebody is with it."""
    if mission.goal and part.state == PartState.TAKEN:
        of = {"done": i18n.format_number(part.progress), "target": i18n.format_number(mission.target)}
        return _("%(done)s of %(target)s done") % of
    return _(PARTS[part.state])


def earned(part: PartCard) -> str:
    """Points that came of it, and those that are still to come."""
    said = ngettext("%(points)s point given.", "%(points)s points given.", part.points)
    given = said % {"points": i18n.format_number(part.points)} if part.points else ""
    owed = (
        _("%(points)s more come as soon as the budget holds them.") % {"points": i18n.format_number(part.due)}
        if part.due
        else ""
    )
    return " ".join(filter(None, (given, owed)))


async def whom(audience: str) -> str:
    """Whom it is offered to."""
    return dict(await audience_choices()).get(audience, audience)


async def audience_choices() -> list[tuple[str, str]]:
    """Groups that a mission may be offered to."""
    found = {"members": _("Members")}
    found |= {value: label for value, label in await audiences.choices() if value not in ("everyone", "staff")}
    return list(found.items())
