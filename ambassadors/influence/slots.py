"""Holes that influence fills: the way to why a score is what it is, from a profile and an account; jurors by topic."""

from __future__ import annotations

from ambassadors.influence import whose
from kernel import db, pages
from kernel.features import Slot
from kernel.viewer import Viewer

_LINK = "ambassadors/influence/_link.html"


async def profile(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of people: the way to their influence, to themselves, to staff, and to all where it is shown."""
    ids = [int(key) for key in keys]
    rows = await db.rows(
        "SELECT p.id, p.handle, c.shown_at, c.left_at FROM person p LEFT JOIN influence_choice c ON c.person_id = p.id "
        f"WHERE p.is_claimed = ? AND p.id IN ({db.marks(ids)})",
        True,
        *ids,
    )
    return {
        str(row["id"]): pages.fragment(_LINK, url=f"/people/{row['handle']}/influence", is_own=row["id"] == viewer.id)
        for row in rows
        if row["id"] == viewer.id or whose.may_look(viewer) or (row["shown_at"] and not row["left_at"])
    }


async def account(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """To whoever looks at their account: the way to their own."""
    url = f"/people/{viewer.handle}/influence"
    return {key: pages.fragment(_LINK, url=url, is_own=True) for key in keys}


async def panel(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For addresses of challenges: the way to pick jurors by topic."""
    return {key: pages.fragment("ambassadors/influence/_panel.html", slug=key) for key in keys}


slots = [
    Slot("profile.influence", profile, personal=True),
    Slot("account.influence", account, personal=True),
    Slot("contest.panel", panel),
]
