"""Holes that missions fill: on an ambassador's own page, on why a score is what it is, and on the programme's page."""

from __future__ import annotations

from ambassadors.missions import pages as shown
from ambassadors.missions import queries, rules, wording
from kernel import clock, pages, sessions
from kernel.features import Slot
from kernel.viewer import STRANGER, Viewer

SHOWN = 4
OFFERED = 3


async def mine(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of people: missions they are at, and open ones that they may take."""
    filled: dict[str, str] = {}
    for key in keys:  # the page is one person's
        owner = viewer if key == str(viewer.id) else await sessions.viewer_of(int(key))
        found = await queries.some(
            owner,
            "((t.state IN ('taken', 'sent', 'again')) OR (t.state = 'done' AND m.ends_at > ?) OR "
            "(m.state = 'open' AND m.opens_at <= ? AND m.ends_at > ? AND (m.places IS NULL OR m.taken < m.places))) "
            "ORDER BY CASE WHEN t.id IS NULL THEN 1 ELSE 0 END, m.ends_at, m.id LIMIT 30",
            *[clock.now()] * 3,
        )
        fit = [one for one in found if one.mine or rules.may_take(owner, one)][:SHOWN]
        filled[key] = pages.fragment(
            "ambassadors/missions/_mine.html", name="missions-mine", rows=await shown.rows(owner, fit)
        )
    return filled


async def next_step(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """On the page that says why a score is what it is: missions open to its owner, those that are counted first."""
    now = clock.now()
    found = await queries.some(
        viewer,
        "(t.id IS NULL OR t.state = 'left') AND m.state = 'open' AND m.opens_at <= ? AND m.ends_at > ? "
        "AND (m.places IS NULL OR m.taken < m.places) "
        "ORDER BY CASE WHEN m.goal = '' THEN 1 ELSE 0 END, m.ends_at, m.id LIMIT 30",
        now,
        now,
    )
    fit = [(one, wording.asked(one)) for one in found if rules.may_take(viewer, one)][:OFFERED]
    return {key: pages.fragment("ambassadors/missions/_next.html", missions=fit) for key in keys if fit}


async def public(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """Missions that everybody may read of, the same for all."""
    found = await queries.some(
        STRANGER, f"m.state = 'open' AND m.ends_at > ? ORDER BY m.ends_at, m.id LIMIT {SHOWN}", clock.now()
    )
    if not found:
        return dict.fromkeys(keys, "")
    rows = await shown.rows(STRANGER, found)
    return dict.fromkeys(keys, pages.fragment("ambassadors/missions/_mine.html", name="missions-open", rows=rows))


slots = [
    Slot("ambassador.missions", mine, personal=True),
    Slot("influence.next", next_step, personal=True),
    Slot("ambassadors.missions", public),
]
