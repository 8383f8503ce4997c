"""Holes on a club's home: the way in or out for each viewer, and what is talked about."""

from __future__ import annotations

from community.clubs import topics
from community.clubs.queries import ClubCard
from community.clubs.slots import shown
from kernel import db, pages
from kernel.features import Ask, Slot
from kernel.slots import Told
from kernel.viewer import Viewer

SHOWN = 4
_ROLE, _ASKED, _BAN, _WAITING = range(4)


def key_of(club: ClubCard) -> str:
    """The key of `club.mine`: the club, and its door as whoever does not belong meets it; `over` once it has ended."""
    door = "over" if club.is_archived else "invitation" if club.is_private else club.entry.value
    return f"{club.id}:{door}:{club.slug}"


def ask_standing(viewer: Viewer, keys: list[str]) -> Ask | None:
    """How the viewer stands with some clubs: four things, told apart by the last part of the number."""
    if not viewer.is_member:
        return None
    ids = [int(key.split(":")[0]) for key in keys]
    marks = db.marks(ids)
    host = "SELECT h.club_id FROM membership h WHERE h.person_id = ? AND h.stands IS TRUE AND h.role = 'host'"
    sql = (
        f"SELECT club_id * 4 + {_ROLE} AS number, CASE role WHEN 'host' THEN 1 ELSE 0 END AS value FROM membership "
        f"WHERE person_id = ? AND stands IS TRUE AND club_id IN ({marks}) "
        f"UNION ALL SELECT club_id * 4 + {_ASKED}, 1 FROM join_request "
        f"WHERE person_id = ? AND waits IS TRUE AND club_id IN ({marks}) "
        f"UNION ALL SELECT club_id * 4 + {_BAN}, id FROM club_ban "
        f"WHERE person_id = ? AND stands IS TRUE AND club_id IN ({marks}) "
        f"UNION ALL SELECT club_id * 4 + {_WAITING}, count(*) FROM join_request "
        f"WHERE waits IS TRUE AND club_id IN ({marks}) AND club_id IN ({host}) GROUP BY club_id"
    )
    return Ask(sql, (viewer.id, *ids, viewer.id, *ids, viewer.id, *ids, *ids, viewer.id))


async def mine(viewer: Viewer, keys: list[str], told: Told) -> dict[str, str]:
    """For keys as `key_of` writes them: join, ask, invite or leave, as it stands with the viewer."""
    found = dict(told)
    filled: dict[str, str] = {}
    for key in keys:
        number, door, slug = key.split(":", 2)
        first = int(number) * 4
        filled[key] = pages.drawn(
            "community/clubs/_mine.html",
            url=f"/clubs/{slug}",
            door=door,
            is_member=first + _ROLE in found,
            is_host=bool(found.get(first + _ROLE)),
            is_waiting=first + _ASKED in found,
            ban=found.get(first + _BAN),
            waiting=found.get(first + _WAITING, 0),
            may_rule=viewer.is_staff and door != "over",
        )
    return filled


async def talk(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For keys as community/clubs/slots.py writes them: what was talked about last, the same for all of a scope."""
    filled: dict[str, str] = {}
    for key in keys:  # a page has one
        club = shown(key)
        filled[key] = pages.fragment(
            "community/clubs/_talk.html",
            topics=await topics.latest(club.id, SHOWN),
            url=club.url,
            may_open=club.id in viewer.clubs and club.state != "archived",
        )
    return filled


slots = [Slot("club.mine", mine, personal=True, asks=ask_standing), Slot("club.topics", talk)]
