"""What a member sees of what the brand knows about them as a customer."""

from __future__ import annotations

from kernel import pages
from kernel.features import Slot
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from voting.value import groups, queries


async def own(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For a person's number, to that person alone: reference, orders, worth and segments, each with its source."""
    if not viewer.is_member or str(viewer.id) not in keys:
        return {}
    known = await queries.known_of(int(viewer.id or 0))
    labels = {card.slug: card.label for card in await groups.every()}
    segments = await queries.segments_of([known["id"]]) if known else {}
    names = [labels[slug] for slug in segments.get(known["id"], [])] if known else []
    rfm = groups.RFM_NAMES[known["rfm"]] if known and known["rfm"] else ""
    context = {"known": known, "segments": names, "rfm": _(rfm), "person": viewer.id}
    apart = await queries.unlinkings_of(int(viewer.id or 0))
    return {str(viewer.id): pages.fragment("voting/value/_known.html", **context, apart=apart, csrf=viewer.csrf)}


slots = [Slot("account.data", own, personal=True)]
