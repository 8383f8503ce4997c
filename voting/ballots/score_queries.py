"""Reading scores: what a design was given, by whom it may be scored, and whose numbers nobody sees yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ideas.challenges import phases
from ideas.challenges import queries as challenges
from ideas.challenges.models import Phase
from ideas.studio import queries as designs
from kernel import cache, clock, db
from kernel.errors import Missing
from kernel.features import the_house
from kernel.viewer import Viewer
from voting.ballots import ledger, means
from voting.ballots.ledger import Given, Line
from voting.ballots.means import Standing

BAR = 36
"""How high the highest bar is drawn."""
FEWEST_BUYERS = 5
"""Under so many, what buyers gave could tell what one of them gave."""
LEVELS = ", ".join(f"coalesce(t.n{level}, 0) AS n{level}" for level in means.LEVELS)
SAME_ACCOUNT = (
    "EXISTS (SELECT 1 FROM customer_link mine JOIN customer_link theirs ON theirs.customer_id = mine.customer_id "
    "WHERE mine.person_id = ? AND theirs.person_id = d.author_id)"
)
BOUGHT = (
    "EXISTS (SELECT 1 FROM customer_link l JOIN customer_order o ON o.customer_id = l.customer_id "
    "WHERE l.person_id = s.person_id AND o.amount >= 0)"
)
_many: cache.Store[dict[int, Told]] = cache.Store(2000)
_rounds: cache.Store[list[db.Row]] = cache.Store(5000, steady=True)
_full: cache.Store[Told | None] = cache.Store(2000)


@dataclass(frozen=True)
class Scorable:
    """A design, what the viewer gives it, and whether they are its author's account."""

    id: int
    title: str
    slug: str
    author_id: int
    is_listed: bool
    is_same_account: bool
    value: int | None
    wishes: bool

    @property
    def url(self) -> str:
        return designs.address(self.id, self.slug)


@dataclass(frozen=True)
class Told:
    """What everybody may know of a design's scores; nothing of its numbers while they are hidden."""

    id: int
    author_id: int
    is_listed: bool
    price: int
    currency: str
    raw: int = 0
    wishes: int = 0
    levels: tuple[int, ...] = (0,) * len(means.LEVELS)
    buyers: tuple[int, ...] | None = None
    is_hidden: bool = False

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
    person = viewer.id or 0
    row = await db.row(
        f"SELECT d.id, d.title, d.slug, d.author_id, d.is_listed, {SAME_ACCOUNT} AS is_same_account, s.value, s.wishes "
        "FROM design d LEFT JOIN score s ON s.design_id = d.id AND s.person_id = ? WHERE d.id = ?",
        person,
        person,
        design_id,
    )
    if row is None or not row["is_listed"]:
        raise Missing()
    return Scorable(**{**row, "wishes": bool(row["wishes"])})


async def hidden(ids: Sequence[int]) -> set[int]:
    """Of some designs, those whose scores nobody may see now."""
    found: set[int] = set()
    for hides in the_house().registered("scores.hidden"):
        found |= await hides(ids)
    return found


async def takes_scores(design_id: int) -> bool:
    """May a design be scored now? One that stands in a challenge is scored in that phase alone, to the minute."""

    async def read() -> list[db.Row]:
        return (await challenges.of_designs([design_id])).get(design_id, [])

    rounds, now = await _rounds.through(design_id, read), clock.now()
    return not any(row["phase"] in phases.LIVE and not phases.open_for(row, Phase.SCORING, now) for row in rounds)


async def told(ids: Sequence[int]) -> dict[int, Told]:
    """What everybody may know of the scores of some designs, in two statements however many; remembered."""
    return await _many.through(tuple(ids), lambda: _read(ids))


async def _read(ids: Sequence[int]) -> dict[int, Told]:
    rows = await db.rows(
        f"SELECT d.id, d.author_id, d.is_listed, d.price, d.currency, d.raw_scores, d.wishes, {LEVELS} "
        f"FROM design d LEFT JOIN score_tally t ON t.design_id = d.id WHERE d.id IN ({db.marks(ids)})",
        *ids,
    )
    secret = await hidden(ids)
    return {row["id"]: _told(row, is_hidden=row["id"] in secret) for row in rows}


def _told(row: db.Row, *, is_hidden: bool) -> Told:
    about = {name: row[name] for name in ("id", "author_id", "is_listed", "price", "currency")}
    if is_hidden:
        return Told(**about, is_hidden=True)
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
    return replace(found, buyers=await of_buyers(design_id))


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
