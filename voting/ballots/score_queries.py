"""Reading scores: what a design was given, by whom it may be scored, and whose numbers nobody sees yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ideas.challenges import queries as challenges
from ideas.studio import queries as designs
from kernel import cache, clock, db
from kernel.errors import Missing
from kernel.viewer import Viewer
from voting.ballots import ledger, means
from voting.ballots.ledger import Given, Line
from voting.ballots.means import Standing
from voting.ballots.states import State

BAR = 36
"""How high the highest bar is drawn."""
FEWEST_BUYERS = 5
"""Under so many, what buyers gave could tell what one of them gave."""
LEVELS = ", ".join(f"d.n{level}" for level in means.LEVELS)
SAME_ACCOUNT = (
    "EXISTS (SELECT 1 FROM customer_link mine JOIN customer_link theirs ON theirs.customer_id = mine.customer_id "
    "WHERE mine.person_id = ? AND theirs.person_id = d.author_id)"
)
BOUGHT = (
    "EXISTS (SELECT 1 FROM customer_link l JOIN customer_order o ON o.customer_id = l.customer_id "
    "WHERE l.person_id = s.person_id AND o.amount >= 0)"
)
_many: cache.Store[dict[int, Told]] = cache.Store(2000)
_full: cache.Store[Told | None] = cache.Store(2000)


@dataclass(frozen=True)
class Scorable:
    """A design, what the viewer gives it, whether they are its author's account, and the challenge that it stands in."""

    id: int
    title: str
    slug: str
    author_id: int
    is_listed: bool
    is_same_account: bool
    value: int | None
    wishes: bool
    phase: str | None
    jury_at: datetime | None

    @property
    def url(self) -> str:
        return designs.address(self.id, self.slug)

    @property
    def takes_scores(self) -> bool:
        return challenges.is_turn(self.phase, self.jury_at, clock.now())


@dataclass(frozen=True)
class Told:
    """What everybody may know of a design's scores; nothing of its numbers while they are hidden.

    `phase` is that of the challenge for which they are, and whose scoring ends with `jury_at`.
    """

    id: int
    author_id: int
    is_listed: bool
    price: int
    currency: str
    raw: int = 0
    doubtful: int = 0
    aside: int = 0
    wishes: int = 0
    levels: tuple[int, ...] = (0,) * len(means.LEVELS)
    buyers: tuple[int, ...] | None = None
    phase: str | None = None
    jury_at: datetime | None = None

    @property
    def is_hidden(self) -> bool:
        return self.phase is not None

    @property
    def takes_scores(self) -> bool:
        return challenges.is_turn(self.phase, self.jury_at, clock.now())

    @property
    def standing(self) -> Standing:
        return means.standing(self.levels)

    @property
    def of_buyers(self) -> Standing | None:
        return means.standing(self.buyers) if self.buyers else None

    @property
    def rows(self) -> list[Bar]:
        """From 5 down to 0."""
        most, total = max(*self.levels, 1), sum(self.levels) or 1
        buyers = self.buyers or (0,) * len(self.levels)
        return [
            Bar(level, count, count / total, round(BAR * count / most, 1), buyers[level])
            for level, count in sorted(enumerate(self.levels), reverse=True)
        ]


@dataclass(frozen=True)
class Bar:
    """How many gave a score, as a share of all, as the height of a bar, and how many buyers among them."""

    level: int
    count: int
    share: float
    height: float
    buyers: int


async def find(viewer: Viewer, design_id: int) -> Scorable:
    """A design that everybody sees; drafts, hidden and withdrawn ones are Missing even for their authors."""
    person, (turn, phases) = viewer.id or 0, challenges.turn()
    row = await db.row(
        f"SELECT d.id, d.title, d.slug, d.author_id, d.is_listed, {SAME_ACCOUNT} AS is_same_account, s.value, s.wishes, "
        "c.phase, c.jury_at FROM design d LEFT JOIN score s ON s.design_id = d.id AND s.person_id = ? "
        f"{turn} WHERE d.id = ?",
        person,
        person,
        *phases,
        design_id,
    )
    if row is None or not row["is_listed"]:
        raise Missing()
    return Scorable(**{**row, "wishes": bool(row["wishes"])})


async def hidden(ids: Sequence[int]) -> set[int]:
    """Of some designs, those whose scores nobody may see now."""
    secret, values = designs.secret()
    rows = await db.rows(f"SELECT d.id FROM design d WHERE d.id IN ({db.marks(ids)}) AND {secret}", *ids, *values)
    return {row["id"] for row in rows}


async def told(ids: Sequence[int]) -> dict[int, Told]:
    """What everybody may know of the scores of some designs, in one statement however many; remembered."""
    return await _many.through(tuple(ids), lambda: _read(ids))


async def _read(ids: Sequence[int]) -> dict[int, Told]:
    turn, phases = challenges.turn()
    rows = await db.rows(
        f"SELECT d.id, d.author_id, d.is_listed, d.price, d.currency, d.raw_scores, d.wishes, {LEVELS}, c.phase, "
        f"c.jury_at FROM design d {turn} WHERE d.id IN ({db.marks(ids)})",
        *phases,
        *ids,
    )
    return {row["id"]: _told(row) for row in rows}


def _told(row: db.Row) -> Told:
    about = {name: row[name] for name in ("id", "author_id", "is_listed", "price", "currency", "phase", "jury_at")}
    if row["phase"] is not None:
        return Told(**about)
    return Told(**about, raw=row["raw_scores"], wishes=row["wishes"], levels=_levels(row))


def _levels(row: db.Row) -> tuple[int, ...]:
    return tuple(row[f"n{level}"] for level in means.LEVELS)


async def in_full(design_id: int) -> Told | None:
    """The same of one design, with what buyers gave."""
    return await _full.through(design_id, lambda: _read_in_full(design_id))


async def _read_in_full(design_id: int) -> Told | None:
    found = (await _read([design_id])).get(design_id)
    if found is None or found.is_hidden:
        return found
    held = await in_doubt(design_id)
    return replace(
        found,
        buyers=await of_buyers(design_id),
        doubtful=held.get(State.DOUBTFUL, 0),
        aside=held.get(State.QUARANTINED, 0),
    )


async def in_doubt(design_id: int) -> dict[str, int]:
    """How many of a design's scores are marked as doubtful, and how many a person set aside."""
    rows = await db.rows(
        "SELECT q.state, COUNT(*) AS n FROM doubt q JOIN score s ON s.design_id = q.subject_id "
        "AND s.person_id = q.person_id WHERE q.kind = 'score' AND q.subject_id = ? AND s.value IS NOT NULL "
        "AND q.state <> 'valid' GROUP BY q.state",
        design_id,
    )
    return {row["state"]: row["n"] for row in rows}


async def of_buyers(design_id: int) -> tuple[int, ...] | None:
    """How many of those who count for an account with an order gave each score; None where they are too few."""
    rows = await db.rows(
        "SELECT s.value, COUNT(*) AS n FROM score s WHERE s.design_id = ? AND s.value IS NOT NULL "
        f"AND s.is_valid = ? AND {BOUGHT} GROUP BY s.value",
        design_id,
        True,
    )
    levels = [0] * len(means.LEVELS)
    for row in rows:
        levels[row["value"]] = row["n"]
    return tuple(levels) if sum(levels) >= FEWEST_BUYERS else None


async def standing_at(ids: Sequence[int], moment: datetime) -> dict[tuple[int, int], Given]:
    """What members gave some designs at a past moment, by the ledger, without what does not count: (design, person)."""
    rows = await db.rows(
        f"SELECT id, design_id, person_id, kind, value, at FROM score_event WHERE design_id IN ({db.marks(ids)}) "
        "AND at <= ?",
        *ids,
        moment,
    )
    void = await db.rows(
        f"SELECT design_id, person_id FROM score WHERE design_id IN ({db.marks(ids)}) AND is_valid = ?", *ids, False
    )
    left_out = {(row["design_id"], row["person_id"]) for row in void}
    folded = ledger.fold_scores(Line(*row.values()) for row in rows)
    return {pair: given for pair, given in folded.items() if pair not in left_out}
