"""All reads of challenges and of what was entered for them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ideas.challenges import phases
from ideas.challenges.models import Phase
from ideas.studio import products
from ideas.studio.models import State
from ideas.studio.queries import Where
from kernel import clock, db, files, i18n
from kernel.errors import Missing
from kernel.viewer import Viewer

WALLS = ("lake", "straw", "plaster", "moss", "heather", "fog")
_COLUMNS = (
    "c.id, c.slug, c.title, c.brief, c.rules, c.prize, c.template_id, c.idea_id, c.enter, c.most, c.royalty, c.opens_at, "
    "c.scoring_at, c.jury_at, c.result_at, c.production_at, c.phase, c.weight_public, c.weight_jury, c.weight_demand, "
    "c.entries, f.digest"
)
_SELECT = (
    f"SELECT {_COLUMNS} FROM challenge c LEFT JOIN challenge_picture cp ON cp.id = "
    "(SELECT p.id FROM challenge_picture p WHERE p.challenge_id = c.id ORDER BY p.position, p.id LIMIT 1) "
    "LEFT JOIN file f ON f.id = cp.file_id "
)


@dataclass(frozen=True)
class ChallengeCard:
    """A challenge as its pages show it; weights in percent, `royalty` in basis points of the price."""

    id: int
    slug: str
    title: str
    brief: str
    rules: str
    prize: str
    template_id: int | None
    template: str
    template_name: str
    hangs: bool
    idea_id: int | None
    enter: str
    most: int
    royalty: int
    opens_at: datetime
    scoring_at: datetime
    jury_at: datetime
    result_at: datetime
    production_at: datetime | None
    phase: str
    weight_public: int
    weight_jury: int
    weight_demand: int
    entries: int
    picture: str

    @property
    def url(self) -> str:
        return f"/challenges/{self.slug}"

    @property
    def wall(self) -> str:
        return WALLS[self.id % len(WALLS)]

    @property
    def ends_at(self) -> datetime | None:
        """When the present phase ends."""
        return phases.ends_at(vars(self))

    @property
    def is_live(self) -> bool:
        return self.phase in phases.LIVE

    @property
    def is_decided(self) -> bool:
        return self.phase in phases.DECIDED

    @property
    def is_cancelled(self) -> bool:
        return self.phase == Phase.CANCELLED

    @property
    def takes_designs(self) -> bool:
        return phases.open_for(vars(self), Phase.SUBMISSIONS, clock.now())

    @property
    def takes_scores(self) -> bool:
        return phases.open_for(vars(self), Phase.SCORING, clock.now())

    @property
    def takes_marks(self) -> bool:
        return phases.open_for(vars(self), Phase.JURY, clock.now())


@dataclass(frozen=True)
class EntryLine:
    """A design that stands in a challenge."""

    id: int
    challenge_id: int
    design_id: int
    person_id: int
    royalty: int
    entered_at: datetime


def visible_to(viewer: Viewer) -> tuple[str, tuple[Any, ...]]:
    """A condition on `challenge c`."""
    return ("c.id > ?", (0,)) if viewer.is_manager else ("c.phase <> ?", (Phase.DRAFT.value,))


async def every(viewer: Viewer, *, most: int = 200) -> list[ChallengeCard]:
    """The challenges that a viewer may see, the one that ends last first."""
    seen, values = visible_to(viewer)
    return await _cards(f"WHERE {seen} ORDER BY c.result_at DESC, c.id DESC LIMIT {most}", *values)


async def by_slug(viewer: Viewer, slug: str) -> ChallengeCard:
    """A challenge by its address; Missing for whom it is not shown to."""
    seen, values = visible_to(viewer)
    found = await _cards(f"WHERE {seen} AND c.slug = ?", *values, slug[:80])
    if not found:
        raise Missing()
    return found[0]


async def by_id(challenge_id: int) -> ChallengeCard:
    """A challenge for whoever works on it; Missing where there is none."""
    found = await _cards("WHERE c.id = ?", challenge_id)
    if not found:
        raise Missing()
    return found[0]


async def running() -> list[ChallengeCard]:
    """Those in which something can be done now, designs to be drawn before designs to be scored."""
    found = await _cards(
        "WHERE c.phase IN (?, ?) ORDER BY c.phase DESC, c.jury_at, c.id LIMIT 12",
        Phase.SUBMISSIONS.value,
        Phase.SCORING.value,
    )
    return [card for card in found if card.takes_designs or card.takes_scores]


async def called_off(challenge_id: int) -> dict[str, Any]:
    """When and why a challenge was called off: `at` and `reason`; nothing where it was not."""
    found = await db.row(
        "SELECT data, at FROM event WHERE subject_kind = ? AND subject_id = ? AND kind = ? ORDER BY id DESC LIMIT 1",
        "challenge",
        challenge_id,
        "challenge.cancelled",
    )
    return {"at": found["at"], "reason": json.loads(found["data"])["reason"]} if found else {}


async def pictures(challenge_id: int) -> list[dict[str, Any]]:
    """The pictures of a brief, in their order: number, address, words, size."""
    found = await db.rows(
        "SELECT p.id, p.alt, f.digest, f.width, f.height FROM challenge_picture p JOIN file f ON f.id = p.file_id "
        "WHERE p.challenge_id = ? ORDER BY p.position, p.id",
        challenge_id,
    )
    return [{**row, "url": files.url(row["digest"])} for row in found]


async def entries(challenge_id: int, *, person_id: int | None = None) -> list[EntryLine]:
    """What stands in a challenge, in an order that says nothing about who came first or is liked."""
    own = " AND e.person_id = ?" if person_id is not None else ""
    found = await db.rows(
        "SELECT e.id, e.challenge_id, e.design_id, e.person_id, e.royalty, e.entered_at FROM challenge_entry e "
        f"JOIN design d ON d.id = e.design_id WHERE e.challenge_id = ? AND e.withdrawn_at IS NULL{own} "
        "ORDER BY d.digest, e.id",
        challenge_id,
        *([person_id] if own else []),
    )
    return [EntryLine(**row) for row in found]


async def entry(challenge_id: int, entry_id: int) -> EntryLine:
    """One of them; Missing where it does not stand."""
    for found in await entries(challenge_id):
        if found.id == entry_id:
            return found
    raise Missing()


async def first_entered(challenge_ids: Sequence[int], most: int) -> dict[int, list[int]]:
    """For challenges: some of the designs that stand in them, in the same order."""
    found: dict[int, list[int]] = {}
    for row in await db.rows(
        "SELECT q.challenge_id, q.design_id FROM (SELECT e.challenge_id, e.design_id, row_number() OVER "
        "(PARTITION BY e.challenge_id ORDER BY d.digest, e.id) AS place FROM challenge_entry e "
        "JOIN design d ON d.id = e.design_id WHERE e.withdrawn_at IS NULL AND d.is_listed = ? "
        f"AND e.challenge_id IN ({db.marks(challenge_ids)})) q WHERE q.place <= ? ORDER BY q.challenge_id, q.place",
        True,
        *challenge_ids,
        most,
    ):
        found.setdefault(row["challenge_id"], []).append(row["design_id"])
    return found


async def may_be_entered(viewer: Viewer, challenge: ChallengeCard) -> list[db.Row]:
    """The viewer's own published designs of the right template that stand in no challenge still to be decided."""
    template = " AND d.template_id = ?" if challenge.template_id else ""
    return await db.rows(
        f"SELECT d.id, d.title FROM design d WHERE d.author_id = ? AND d.is_listed = ? AND d.state = ?{template} AND {_FREE} "
        "ORDER BY d.published_at DESC, d.id DESC LIMIT 60",
        viewer.id,
        True,
        State.PUBLISHED.value,
        *([challenge.template_id] if template else []),
        *_LIVE,
        challenge.id,
    )


_LIVE = tuple(phase.value for phase in phases.LIVE)
_FREE = (
    "NOT EXISTS (SELECT 1 FROM challenge_entry e JOIN challenge c ON c.id = e.challenge_id WHERE e.design_id = d.id "
    "AND e.withdrawn_at IS NULL AND (c.phase IN (?, ?, ?, ?) OR c.id = ?))"
)


async def is_free(design_id: int, challenge_id: int) -> bool:
    """Does a design stand in no challenge that is still to be decided?"""
    return bool(await db.rows(f"SELECT d.id FROM design d WHERE d.id = ? AND {_FREE}", design_id, *_LIVE, challenge_id))


async def of_designs(design_ids: Sequence[int]) -> dict[int, list[db.Row]]:
    """For designs: the challenges they stand in, the newest first, each with `slug`, `title`, its `phase` and calendar."""
    if not design_ids:
        return {}
    found: dict[int, list[db.Row]] = {}
    for row in await db.rows(
        "SELECT e.design_id, c.id, c.slug, c.title, c.phase, c.opens_at, c.scoring_at, c.jury_at, c.result_at, "
        "c.production_at FROM challenge_entry e JOIN challenge c ON c.id = e.challenge_id "
        f"WHERE e.withdrawn_at IS NULL AND e.design_id IN ({db.marks(design_ids)}) ORDER BY e.id DESC",
        *design_ids,
    ):
        found.setdefault(row.pop("design_id"), []).append(row)
    return found


_STANDS = (
    "FROM challenge_entry e JOIN challenge c ON c.id = e.challenge_id "
    "WHERE e.design_id = d.id AND e.withdrawn_at IS NULL AND c.phase IN (?, ?, ?, ?)"
)


def hidden() -> Where:
    """A condition on `design d`: nobody may see its scores now, for it stands in a challenge whose result is not out."""
    return f"EXISTS (SELECT 1 {_STANDS})", _LIVE


def turn() -> Where:
    """Joined to `design d`: the challenge `c` that it stands in while the result is to come, one at most."""
    join = (
        "LEFT JOIN (challenge_entry e JOIN challenge c ON c.id = e.challenge_id AND c.phase IN (?, ?, ?, ?)) "
        "ON e.design_id = d.id AND e.withdrawn_at IS NULL"
    )
    return join, _LIVE


def is_turn(phase: str | None, jury_at: datetime | None, now: datetime) -> bool:
    """Does a design whose `turn` is in this phase take scores? One that stands in a challenge does so in that phase alone."""
    return phase is None or (phase == Phase.SCORING and jury_at is not None and now < jury_at)


def takes_scores(now: datetime) -> Where:
    """A condition on `design d`: it stands in no challenge, or in one whose scoring is not over by the clock."""
    return f"NOT EXISTS (SELECT 1 {_STANDS} AND NOT (c.phase = ? AND c.jury_at > ?))", (
        *_LIVE,
        Phase.SCORING.value,
        now,
    )


async def _cards(tail: str, *values: Any) -> list[ChallengeCard]:
    known, lang = await products.newest(), i18n.language.get()
    cards = []
    for row in await db.rows(_SELECT + tail, *values):
        made, digest = known.get(row["template_id"]), row.pop("digest")
        cards.append(
            ChallengeCard(
                **row,
                template=made.slug if made else "",
                template_name=made.product.name.in_language(lang) if made else "",
                hangs=made.product.hangs if made else False,
                picture=files.url(digest) if digest else "",
            )
        )
    return cards
