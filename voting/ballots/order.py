"""A club's own order of the brand's ideas: what its last counted ballot over ideas came to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ideas.board import joined
from ideas.board import queries as ideas
from ideas.board.queries import IdeaCard
from kernel import db
from kernel.viewer import Viewer
from voting.ballots.models import BallotState

ABOUT = ("idea", "item")
"""Options that stand for an idea: by itself, or as an item of the roadmap."""
CHOSEN = ("knapsack", "equal-shares", "wins")
"""Methods that choose without putting everything into an order."""
_LATEST = (
    "SELECT b.id, b.title, b.method, b.closes_at, b.result FROM ballot b WHERE b.club_id = ? AND b.state = ? AND b.result <> '' "
    "AND b.hidden_at IS NULL AND EXISTS (SELECT 1 FROM ballot_option o WHERE o.ballot_id = b.id AND o.kind IN (?, ?)) "
    "ORDER BY b.closes_at DESC, b.id DESC LIMIT 1"
)


@dataclass(frozen=True)
class Placed:
    """An idea in the order, whether it is among those that won, and what it was merged into since."""

    place: int
    idea: IdeaCard
    has_won: bool
    root: IdeaCard | None = None


@dataclass(frozen=True)
class Order:
    """The ballot, and the ideas that the viewer may see at the places they came to."""

    ballot_id: int
    title: str
    closed_at: datetime
    cast: int
    lines: Sequence[Placed]

    @property
    def url(self) -> str:
        return f"/ballots/{self.ballot_id}"


async def latest(viewer: Viewer, club_id: int) -> Order | None:
    """The order of a club that the viewer may see the ballots of; None before its first ballot over ideas is counted."""
    ballot = await db.row(_LATEST, club_id, BallotState.CLOSED.value, *ABOUT)
    if ballot is None:
        return None
    options = await db.rows(
        "SELECT position, kind, subject FROM ballot_option WHERE ballot_id = ? AND kind IN (?, ?)", ballot["id"], *ABOUT
    )
    subjects = {str(row["position"]): row["subject"] for row in options}
    told = json.loads(ballot["result"])["count"]
    winners = set(told["winners"])
    keys = [key for key in (told["winners"] if ballot["method"] in CHOSEN else told["order"]) if key in subjects]
    unseen = await ideas.unseen(viewer, list(subjects.values()))
    cards = await ideas.card([number for number in subjects.values() if number not in unseen])
    roots = await joined.roots(viewer, list(cards))
    lines = [
        Placed(place, cards[subjects[key]], key in winners, roots.get(subjects[key]))
        for place, key in enumerate(keys, start=1)
        if subjects[key] in cards
    ]
    return Order(ballot["id"], ballot["title"], ballot["closes_at"], told["cast"], lines) if lines else None
