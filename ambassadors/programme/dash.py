"""An ambassador's own part: where they stand, what they have, and what the brand did with what they carried."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, datetime

from ambassadors.influence import choices
from ambassadors.influence import queries as influence
from ambassadors.influence.queries import ScoreCard
from ambassadors.points import queries as points
from ambassadors.points.queries import Balance, Budget
from ambassadors.programme import queries, terms
from ambassadors.programme.models import Enrolment
from ambassadors.programme.queries import Tier
from ambassadors.programme.terms import Terms
from ideas.board import queries as board
from kernel import clock, db
from kernel.viewer import Viewer

CARRIED = 5


@dataclass(frozen=True)
class Carried:
    """An idea that somebody carried, and where it stands now."""

    title: str
    url: str
    status: str
    is_own: bool


@dataclass(frozen=True)
class Dash:
    """What the three figures and the rest are drawn from; `marks` are the bars of tiers as places of a hundred."""

    tier: Tier
    since_at: datetime
    balance: Balance
    budget: Budget
    month: date
    people: int
    score: ScoreCard | None = None
    is_scored: bool = True
    above: Tier | None = None
    falls_to: Tier | None = None
    falls_at: datetime | None = None
    new_terms: Terms | None = None
    marks: list[float] = field(default_factory=list)
    bars: list[str] = field(default_factory=list)
    carried: list[Carried] = field(default_factory=list)

    @property
    def place(self) -> int:
        """Of a hundred reached as many stand below."""
        return math.floor(self.score.percentile) if self.score else 0

    @property
    def give(self) -> int:
        """Places of a hundred that chance may give or take."""
        if not self.score:
            return 0
        return max(1, math.ceil(max(self.score.high - self.score.percentile, self.score.percentile - self.score.low)))

    @property
    def short(self) -> int:
        """Places of a hundred to the next tier."""
        if not (self.above and self.score):
            return 0
        return max(0, math.ceil(self.above.percentile - self.score.percentile))

    @property
    def spent(self) -> float:
        """The share of the month's budget that is given, from 0 to 100."""
        return min(100.0, 100 * self.budget.given / self.budget.funded) if self.budget.funded else 0.0


async def of(viewer: Viewer, enrolled: Enrolment) -> Dash:
    """Read all of it."""
    tiers, newest = await queries.tiers(), (await terms.every())[0]
    here = next((tier for tier in tiers if tier.slug == enrolled.tier), tiers[0])
    higher = [tier for tier in tiers if tier.place > here.place]
    person = enrolled.person_id
    chosen = await choices.of(person)
    bars = [tier for tier in tiers if tier.percentile and abs(tier.place - here.place) <= 1]
    return Dash(
        tier=here,
        since_at=enrolled.tier_since_at,
        balance=await points.balance(person),
        budget=await points.month(),
        month=clock.today().replace(day=1),
        people=sum((await queries.counted()).values()),
        score=(await influence.scores([person])).get(person),
        is_scored=chosen.is_scored,
        above=higher[0] if higher else None,
        falls_to=next((tier for tier in tiers if tier.slug == enrolled.falls_to), None),
        falls_at=enrolled.falls_at,
        new_terms=newest if newest.number > enrolled.terms else None,
        marks=[tier.percentile for tier in bars],
        bars=[tier.name for tier in bars],
        carried=await _carried(viewer, person),
    )


async def _carried(viewer: Viewer, person: int) -> list[Carried]:
    """Ideas of theirs, or that walks came to them by, which the brand has moved; those that they may see."""
    rows = await db.rows(
        "SELECT i.id FROM idea i WHERE i.is_listed = ? AND i.status NOT IN ('open', 'merged') "
        "AND (i.author_id = ? OR i.id IN (SELECT l.subject_id FROM influence_line l WHERE l.person_id = ? "
        "AND l.subject_kind = 'idea' AND l.run_id = (SELECT MAX(r.id) FROM influence_run r WHERE r.topic = ''))) "
        f"ORDER BY i.status_at DESC, i.id DESC LIMIT {3 * CARRIED}",
        True,
        person,
        person,
    )
    ids = [row["id"] for row in rows]
    cards, hidden = await board.card(ids), await board.unseen(viewer, ids)
    seen = [cards[number] for number in ids if number in cards and number not in hidden][:CARRIED]
    return [Carried(card.title, card.url, card.status, card.author_id == person) for card in seen]
