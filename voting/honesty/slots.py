"""What doubt adds to an idea's page: how it is counted, for everybody, and to a voter what their own vote is held to be."""

from __future__ import annotations

from kernel import db, pages
from kernel.features import Ask, Slot
from kernel.i18n import gettext as _
from kernel.slots import Told
from kernel.viewer import Viewer
from voting.honesty import queries

SCALE = 10_000_000
_RANKS = {1: "doubtful", 2: "quarantined"}


def ask_counts(viewer: Viewer, keys: list[str]) -> Ask:
    """How many of the votes for these ideas are set aside and how many are marked, in one number; nothing where none are."""
    return Ask(
        f"SELECT id AS number, CAST(raw_votes - supporters AS BIGINT) * {SCALE} + doubtful_votes AS value FROM idea "
        f"WHERE id IN ({db.marks(keys)}) AND (raw_votes > supporters OR doubtful_votes > 0)",
        tuple(int(key) for key in keys),
    )


async def counted(viewer: Viewer, keys: list[str], told: Told) -> dict[str, str]:
    """For numbers of ideas: what the count leaves out, and what is in it with a mark."""
    return _beside("voting/honesty/_counted.html", told)


async def tally(viewer: Viewer, keys: list[str], told: Told) -> dict[str, str]:
    """The same in two words, for a row of a list."""
    return _beside("voting/honesty/_tally.html", told)


def _beside(template: str, told: Told) -> dict[str, str]:
    found = {number: divmod(int(value), SCALE) for number, value in told}
    return {
        str(number): pages.fragment(template, aside=aside, doubtful=doubtful)
        for number, (aside, doubtful) in found.items()
    }


def ask_mine(viewer: Viewer, keys: list[str]) -> Ask | None:
    """The state of the viewer's own votes for these ideas, where it is not simply valid: the worst of a merged one."""
    if not viewer.is_member:
        return None
    numbers = [int(key) for key in keys]
    return Ask(
        "SELECT coalesce(i.merged_into_id, i.id) AS number, MAX(CASE s.state WHEN 'doubtful' THEN 1 ELSE 2 END) AS value "
        "FROM support s JOIN idea i ON i.id = s.idea_id WHERE s.person_id = ? AND s.state <> 'valid' "
        f"AND coalesce(i.merged_into_id, i.id) IN ({db.marks(numbers)}) GROUP BY coalesce(i.merged_into_id, i.id)",
        (viewer.id, *numbers),
    )


async def mine(viewer: Viewer, keys: list[str], told: Told) -> dict[str, str]:
    """For numbers of ideas, to whoever supports them: that their vote is marked or set aside, and where to object."""
    return {
        str(number): pages.fragment("voting/honesty/_mine.html", state=_RANKS[int(value)]) for number, value in told
    }


async def way(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """To managers: the way to votes in doubt, with how many groups and objections wait."""
    if not viewer.is_manager:
        return {}
    waiting = len(await queries.waiting()) + int(await db.value("SELECT COUNT(*) AS n FROM vote_finding"))
    return {key: pages.fragment("voting/honesty/_way.html", waiting=waiting, label=_("Votes in doubt")) for key in keys}


slots = [
    Slot("idea.counted", counted, asks=ask_counts),
    Slot("idea.tally", tally, asks=ask_counts),
    Slot("idea.vote", mine, personal=True, asks=ask_mine),
    Slot("moderation.votes", way, personal=True),
]
