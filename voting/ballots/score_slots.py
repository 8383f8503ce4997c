"""Holes that scores fill: the scale and what was given on a design's page, and a line on every card."""

from __future__ import annotations

from kernel import db, pages
from kernel.features import Ask, Slot
from kernel.slots import Told as Asked
from kernel.viewer import Viewer
from voting.ballots import score_queries as queries
from voting.ballots.ledger import Given
from voting.ballots.means import LEVELS
from voting.ballots.score_queries import Told

NONE, WISH, ACCOUNT = 6, 7, 14
"""What one number tells: a score or none, added to it a wish, added to it that the account is the author's."""


def ask(viewer: Viewer, keys: list[str]) -> Ask | None:
    """What the viewer gives these designs, and which are of their own account."""
    if not viewer.is_member:
        return None
    numbers = [int(key) for key in keys]
    sql = (
        f"SELECT d.id AS number, coalesce(s.value, {NONE}) + CASE WHEN s.wishes THEN {WISH} ELSE 0 END "
        f"+ CASE WHEN {queries.SAME_ACCOUNT} THEN {ACCOUNT} ELSE 0 END AS value FROM design d "
        f"LEFT JOIN score s ON s.design_id = d.id AND s.person_id = ? WHERE d.id IN ({db.marks(numbers)})"
    )
    return Ask(sql, (viewer.id, viewer.id, *numbers))


async def fill(viewer: Viewer, keys: list[str], asked: Asked) -> dict[str, str]:
    """For numbers of designs: the scale with the viewer's own score, and what the others gave where it may be told."""
    mine = dict(asked)
    filled = {}
    for key in keys:
        design = await queries.in_full(int(key))
        if design is not None and design.is_listed:
            filled[key] = box(viewer, design, mine.get(design.id, NONE))
    return filled


def box(viewer: Viewer, design: Told, code: int) -> str:
    """The whole of one design's scoring."""
    is_account, rest = divmod(code, ACCOUNT)
    wishes, value = divmod(rest, WISH)
    given = Given(None if value == NONE else value, bool(wishes))
    own = viewer.is_member and (viewer.id == design.author_id or bool(is_account))
    return pages.fragment(
        "voting/ballots/score.html",
        design=design,
        given=given,
        levels=LEVELS,
        state=_state(viewer, own=own) if design.takes_scores else "closed",
        token=viewer.csrf,
    )


def _state(viewer: Viewer, *, own: bool) -> str:
    if not viewer.is_member:
        return "stranger"
    return "own" if own else "suspended" if viewer.suspended else "open"


async def marks(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of designs on a shelf: the mean of their scores with its interval, one statement for all."""
    told = await queries.told([int(key) for key in keys])
    return {
        key: pages.fragment("voting/ballots/score_mark.html", design=design)
        for key in keys
        if (design := told.get(int(key))) and design.is_listed
    }


async def way_in(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """The gallery's way to score one design after another."""
    return {key: str(pages.fragment("voting/ballots/_score_way.html")) for key in keys}


slots = [Slot("design.score", fill, personal=True, asks=ask), Slot("design.mark", marks), Slot("gallery.score", way_in)]
