"""What a merge moved: whose support, from which ideas, to where it counts now; and the link that takes it back."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ideas.board import queries as ideas
from kernel import clock, db
from kernel.errors import Missing
from kernel.features import the_house
from kernel.i18n import gettext as _

VALID = timedelta(days=180)
"""For so long a letter's link takes a vote back; on the idea's own page it can be taken back at any time."""
LARGEST = 2**31 - 1
_IDEAS = (
    "WITH RECURSIVE g(id) AS (SELECT CAST(idea_id AS BIGINT) FROM merge_source WHERE merge_id = ? UNION "
    "SELECT CAST(t.idea_id AS BIGINT) FROM g JOIN merge m ON m.target_id = g.id AND m.undone_at IS NULL "
    "JOIN merge_source t ON t.merge_id = m.id) "
    "SELECT i.id, i.title, i.slug, i.hidden_at FROM g JOIN idea i ON i.id = g.id ORDER BY i.id"
)
_MOVE = (
    "SELECT m.id, m.at, m.undone_at, m.by_id, r.id AS into_id, r.title, r.slug FROM merge m JOIN idea t ON t.id = m.target_id "
    "JOIN idea r ON r.id = coalesce(t.merged_into_id, t.id) WHERE m.id = ?"
)


@dataclass(frozen=True)
class Move:
    """A merge as those see it whose support it moved: `titles` by the ideas that they gave it to, "" of one that is hidden."""

    id: int
    at: datetime
    undone_at: datetime | None
    by_id: int
    into_id: int
    title: str
    slug: str
    titles: Mapping[int, str]

    @property
    def url(self) -> str:
        return ideas.address(self.into_id, self.slug)

    def named(self, given: Sequence[int]) -> list[str]:
        """The titles of some of its ideas, as far as they may be said."""
        return [self.titles[idea] for idea in given if self.titles.get(idea)]


class State(StrEnum):
    """What a member's link finds."""

    STANDS = "stands"
    BACK = "back"
    PARTED = "parted"
    OLD = "old"


@dataclass(frozen=True)
class Told:
    """A move as one person has it: the ideas whose support stands, or else was taken back.

    `is_own` where they gave the other idea their support too, `sees` where they may read it.
    """

    move: Move
    person: int
    state: State
    given: Sequence[int]
    stands: bool
    follows: bool
    is_own: bool
    sees: bool


async def find(merge_id: int) -> Move:
    """A merge by number, undone or not."""
    row = await db.row(_MOVE, merge_id) if 0 < merge_id <= LARGEST else None
    if row is None:
        raise Missing()
    titles = {one["id"]: "" if one["hidden_at"] else one["title"] for one in await db.rows(_IDEAS, merge_id)}
    return Move(**row, titles=titles)


async def of_person(move: Move, person: int, *, sees: bool, by_letter: bool) -> Told:
    """What a merge did to somebody's support; Missing for who had none of it to move. A letter's link grows old."""
    marks = db.marks(list(move.titles))
    rows = await db.rows(
        f"SELECT idea_id AS id, 1 AS n FROM support WHERE person_id = ? AND idea_id IN ({marks}) UNION ALL "
        "SELECT idea_id, 0 FROM support_event WHERE person_id = ? AND kind = 'withdrawn' AND at >= ? "
        f"AND idea_id IN ({marks}) UNION ALL SELECT 0, 2 FROM follow f JOIN idea i ON i.id = f.idea_id "
        "WHERE f.person_id = ? AND coalesce(i.merged_into_id, i.id) = ? UNION ALL "
        "SELECT 0, 3 FROM support s JOIN idea i ON i.id = s.idea_id WHERE s.person_id = ? "
        f"AND coalesce(i.merged_into_id, i.id) = ? AND i.id NOT IN ({marks})",
        *(person, *move.titles),
        *(person, move.at, *move.titles),
        *(person, move.into_id),
        *(person, move.into_id, *move.titles),
    )
    found = {n: sorted({row["id"] for row in rows if row["n"] == n}) for n in range(4)}
    if not found[1] and not found[0]:
        raise Missing()
    stands, follows, is_own = (bool(found[n]) for n in (1, 2, 3))
    state = _state(move, stands=stands, by_letter=by_letter)
    return Told(move, person, state, found[1] or found[0], stands, follows, is_own, sees)


def _state(move: Move, *, stands: bool, by_letter: bool) -> State:
    if move.undone_at is not None:
        return State.PARTED
    if not stands:
        return State.BACK
    return State.OLD if by_letter and clock.now() > move.at + VALID else State.STANDS


def link(merge: int, person: int) -> str:
    """The address in a letter, signed for one person and one merge."""
    return f"/support/moved/{merge}/{person}-{_sign(merge, person)}"


def read(merge: int, word: str) -> int:
    """Whose link it is; Missing for one that we did not write."""
    number, _dash, mac = word.partition("-")
    is_number = number.isascii() and number.isdecimal() and len(number) < 12
    if is_number and hmac.compare_digest(mac.encode(), _sign(merge, int(number)).encode()):
        return int(number)
    raise Missing(_("This link is not one of ours, or a part of it was lost."))


def _sign(merge: int, person: int) -> str:
    return hmac.new(the_house().settings.key, f"support.moved:{merge}:{person}".encode(), "sha256").hexdigest()[:32]
