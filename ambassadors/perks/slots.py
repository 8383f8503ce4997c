"""Holes that perks fill: the programme's three columns, an ambassador's own, badges, thanks and names in releases."""

from __future__ import annotations

from ambassadors.perks import queries, thanks, wording
from ambassadors.perks.pages import columns
from ambassadors.points import queries as points
from kernel import cache, pages
from kernel.features import Slot
from kernel.viewer import Viewer

MOST = 4
SHOWN = 3
_badges: cache.Store[dict[int, tuple[str, ...]]] = cache.Store(1, steady=True)


async def programme(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For the page of the programme: some of each kind."""
    found = columns(await queries.open_to(viewer))
    shown = [{**column, "perks": column["perks"][:MOST]} for column in found]
    html = pages.fragment("ambassadors/perks/_columns.html", columns=shown)
    return dict.fromkeys(keys, html)


async def purse(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """What the viewer has to spend."""
    if not viewer.is_member or viewer.is_staff:
        return {}
    balance = await points.balance(int(viewer.id or 0))
    return dict.fromkeys(keys, pages.fragment("ambassadors/perks/_purse.html", balance=balance))


async def own(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For the dashboard of the person of the key: the last they took, if they look themselves."""
    if str(viewer.id) not in keys:
        return {}
    found = await queries.taken_by(int(viewer.id or 0))
    taken = [(one, wording.stands(one)) for one in found.items[:SHOWN]]
    return {str(viewer.id): pages.fragment("ambassadors/perks/_own.html", claims=taken)}


async def badge(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of people: the badges they took. All of them are remembered until somebody takes another."""
    found = await _badges.through("all", thanks.badges)
    return {
        key: pages.fragment("ambassadors/perks/_badge.html", labels=found[int(key)])
        for key in keys
        if int(key) in found
    }


async def thanked(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of ideas: who is thanked."""
    found = await thanks.on_ideas([int(key) for key in keys])
    return {
        key: pages.fragment("ambassadors/perks/_thanks.html", people=found[int(key)])
        for key in keys
        if int(key) in found
    }


async def releases(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For the roadmap: releases, and the names that stand with them."""
    found = [one for one in await thanks.releases() if one.people]
    if not found:
        return {}
    return dict.fromkeys(keys, pages.fragment("ambassadors/perks/_releases.html", releases=found))


slots = [
    Slot("ambassadors.perks", programme),
    Slot("ambassador.perks", own, personal=True),
    Slot("perks.purse", purse, personal=True),
    Slot("person.badge", badge),
    Slot("idea.thanks", thanked),
    Slot("roadmap.names", releases),
]
