"""All reads of timed ballots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.clubs import queries as clubs
from community.clubs.models import Role
from kernel import cache, clock, db
from kernel.errors import Missing
from kernel.lists import Listing, page_of, place
from kernel.viewer import EVERYONE, MEMBERS, Viewer
from voting.ballots import receipts
from voting.ballots.marks import KINDS, UNBOUND, Marks, Terms, from_text
from voting.ballots.models import BallotState
from voting.ballots.plans import PRESENT

SIZE = 20
LISTED = {
    "open": "b.state = 'open'",
    "coming": "b.state = 'announced'",
    "past": "b.state IN ('closed', 'cancelled')",
    "drafts": "b.state = 'draft'",
}
"""What may be listed by itself, the words of the addresses."""
_kept: cache.Store[list[Option]] = cache.Store(500, steady=True)
COLUMNS = (
    "b.id, b.slug, b.title, b.body, b.method, b.audience, b.frozen, b.state, b.club_id, b.meeting_id, b.by_id, b.is_secret, "
    "b.shows_counts, b.takes_proxies, b.seats, b.least, b.most, b.points, b.budget, "
    "b.currency, b.quorum, b.opens_at, b.closes_at, b.opened_at, b.closed_at, b.reason, b.electors, b.cast, b.checksum, "
    "b.result <> '' AS is_counted, b.hidden_at, k.name AS club_name, k.slug AS club_slug, k.is_private AS is_private, "
    "k.archived_at, m.role, e.id IS NOT NULL AS is_elector, e.cast_at"
)
FROM = (
    "FROM ballot b LEFT JOIN club k ON k.id = b.club_id "
    "LEFT JOIN membership m ON m.club_id = b.club_id AND m.person_id = ? AND m.stands IS TRUE "
    "LEFT JOIN elector e ON e.ballot_id = b.id AND e.person_id = ?"
)


@dataclass(frozen=True)
class PollCard:
    """A timed ballot as a viewer meets it.

    `electors` is how many may vote, `cast` how many did; `is_elector` and `cast_at` are the viewer's own, and so are `role` in
    the club and `may_steer`. `is_counted` once the result is there. Money is in whole units.
    """

    id: int
    slug: str
    title: str
    body: str
    method: str
    audience: str
    frozen: str
    state: BallotState
    club_id: int | None
    meeting_id: int | None
    by_id: int
    is_secret: bool
    shows_counts: bool
    takes_proxies: bool
    seats: int
    least: int
    most: int
    points: int
    budget: int
    currency: str
    quorum: int
    opens_at: datetime
    closes_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    reason: str
    electors: int
    cast: int
    checksum: str
    is_counted: bool
    hidden_at: datetime | None
    club_name: str
    club_slug: str
    is_private: bool
    archived_at: datetime | None
    role: Role | None
    is_elector: bool
    cast_at: datetime | None
    may_steer: bool

    @property
    def url(self) -> str:
        return f"/ballots/{self.id}"

    @property
    def club_url(self) -> str:
        return f"/clubs/{self.club_slug}" if self.club_slug else ""

    @property
    def kind(self) -> str:
        """What a voter gives each option: approvals, scores, dots, credits, ranks, picks, projects."""
        return KINDS[self.method]

    @property
    def is_open(self) -> bool:
        """May be voted on by the clock of this process; the database's decides when a ballot is cast."""
        return self.state in (BallotState.OPEN, BallotState.ANNOUNCED) and self.opens_at <= clock.now() < self.closes_at

    @property
    def is_quorate(self) -> bool:
        return self.cast >= self.quorum


@dataclass(frozen=True)
class Option:
    """What may be chosen; `key` names it in the ballot file, `lot` is its place in the order that parts equals."""

    id: int
    position: int
    lot: int
    title: str
    body: str
    cost: int
    kind: str
    subject: int
    withdrawn_at: datetime | None

    @property
    def key(self) -> str:
        return str(self.position)


@dataclass(frozen=True)
class Mine:
    """How the viewer stands to a ballot: the answer and its receipt while they can still be told, and who voted through whom."""

    is_elector: bool = False
    cast_at: datetime | None = None
    through_id: int | None = None
    code: str = ""
    marks: Marks | None = None

    @property
    def shown(self) -> str:
        return receipts.shown(self.code)


def visible_to(viewer: Viewer) -> tuple[str, list[Any]]:
    """A condition on `ballot b`: what every list starts from.

    A club's ballots are there for whoever the club is there for, those of a private club for its members alone; the site's own
    for everybody where members vote, else for whom they ask and for staff. A draft is there for those who may steer it.
    """
    club, of_club = clubs.visible_to(viewer)
    named = sorted(viewer.audiences | {EVERYONE, MEMBERS, PRESENT})
    asked = "b.club_id IS NULL" if viewer.is_staff else f"b.club_id IS NULL AND b.audience IN ({db.marks(named)})"
    steered, steering = _steered(viewer)
    seen = f"(({asked}) OR EXISTS (SELECT 1 FROM club c WHERE c.id = b.club_id AND {club}))"
    values = [*([] if viewer.is_staff else named), *of_club, *steering]
    return f"b.hidden_at IS NULL AND {seen} AND (b.state <> 'draft' OR {steered})", values


def _steered(viewer: Viewer) -> tuple[str, list[Any]]:
    """A condition on `ballot b`: the viewer may steer it."""
    heads = (
        "EXISTS (SELECT 1 FROM membership s WHERE s.club_id = b.club_id AND s.person_id = ? AND s.stands IS TRUE "
        "AND s.role IN ('host', 'treasurer'))"
    )
    return (f"(b.club_id IS NULL OR {heads})" if viewer.is_manager else heads), [viewer.id or 0]


async def find(viewer: Viewer, ballot_id: int) -> PollCard:
    """A ballot by its number; Missing for whom it is not there."""
    found = await cards(viewer, [ballot_id])
    if ballot_id not in found:
        raise Missing()
    return found[ballot_id]


async def cards(viewer: Viewer, ids: Sequence[int]) -> dict[int, PollCard]:
    """Those of the ballots that the viewer may see, in one query."""
    if not ids:
        return {}
    seen, values = visible_to(viewer)
    me = viewer.id or 0
    found = await db.rows(f"SELECT {COLUMNS} {FROM} WHERE b.id IN ({db.marks(ids)}) AND {seen}", me, me, *ids, *values)
    return {row["id"]: card_of(viewer, row) for row in found}


async def listing(
    viewer: Viewer, *, which: str = "open", club_id: int | None = None, after: str | None = None, size: int = SIZE
) -> Listing[PollCard]:
    """Ballots of one of LISTED, of one club or of all: what closes or opens first comes first, of the past the latest."""
    seen, values = visible_to(viewer)
    me, column = viewer.id or 0, "b.opens_at" if which == "coming" else "b.closes_at"
    down = which in ("past", "drafts")
    conditions, order = [seen, LISTED.get(which, LISTED["open"])], "DESC" if down else "ASC"
    if club_id is not None:
        conditions, values = [*conditions, "b.club_id = ?"], [*values, club_id]
    if cut := place(after, str, int):
        moment = datetime.fromisoformat(cut[0]) if _is_moment(cut[0]) else clock.now()
        conditions = [*conditions, f"({column}, b.id) {'<' if down else '>'} (?, ?)"]
        values = [*values, moment, cut[1]]
    found = await db.rows(
        f"SELECT {COLUMNS} {FROM} WHERE {' AND '.join(conditions)} ORDER BY {column} {order}, b.id {order} LIMIT ?",
        *(me, me, *values, size + 1),
    )
    told = [card_of(viewer, row) for row in found]
    return page_of(told, size, lambda one: ((one.opens_at if which == "coming" else one.closes_at).isoformat(), one.id))


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


async def options(ballot_id: int) -> list[Option]:
    """The options of a ballot in the order they were written down, withdrawn ones too; no ballot that is cast changes them."""
    return [
        *await (_read_options(ballot_id) if db.inside() else _kept.through(ballot_id, lambda: _read_options(ballot_id)))
    ]


async def _read_options(ballot_id: int) -> list[Option]:
    found = await db.rows(
        "SELECT id, position, lot, title, body, cost, kind, subject, withdrawn_at FROM ballot_option WHERE ballot_id = ? "
        "ORDER BY position",
        ballot_id,
    )
    return [Option(**row) for row in found]


async def terms(ballot: PollCard) -> Terms:
    """What a ballot of it may hold."""
    return terms_of(ballot, await options(ballot.id))


def terms_of(ballot: PollCard, listed: Sequence[Option]) -> Terms:
    """The same from options that are known already."""
    standing = [option for option in listed if option.withdrawn_at is None]
    return Terms(
        tuple(option.id for option in standing),
        ballot.least,
        ballot.most,
        ballot.points,
        0 if ballot.method in UNBOUND else ballot.budget,
        {option.id: option.cost for option in standing},
    )


async def mine(viewer: Viewer, ballot_id: int) -> Mine:
    """How the viewer stands to a ballot; what a secret one holds of theirs can be told until it closes."""
    elector = await db.row(
        "SELECT e.cast_at, e.through_id, b.salt, b.is_secret, b.state FROM elector e JOIN ballot b ON b.id = e.ballot_id "
        "WHERE e.ballot_id = ? AND e.person_id = ?",
        ballot_id,
        viewer.id or 0,
    )
    if elector is None:
        return Mine()
    known = Mine(True, elector["cast_at"], elector["through_id"])
    if elector["cast_at"] is None or (elector["is_secret"] and not elector["salt"]):
        return known
    holder = receipts.holder(ballot_id, viewer.id or 0, elector["salt"])
    answer = await db.row(
        "SELECT receipt, marks FROM ballot_answer WHERE ballot_id = ? AND holder = ?", ballot_id, holder
    )
    if answer is None:
        return known
    return Mine(True, elector["cast_at"], elector["through_id"], answer["receipt"], from_text(answer["marks"]))


async def by_receipt(ballot_id: int, code: str) -> db.Row | None:
    """The answer that a receipt names, once the ballot is counted: `receipt`, `marks`, `is_by_proxy`."""
    found = await db.row(
        "SELECT a.receipt, a.marks, a.is_by_proxy FROM ballot_answer a JOIN ballot b ON b.id = a.ballot_id "
        "WHERE a.ballot_id = ? AND a.receipt = ? AND b.result <> ''",
        ballot_id,
        receipts.typed(code),
    )
    return {**found, "marks": from_text(found["marks"])} if found else None


def card_of(viewer: Viewer, row: Mapping[str, Any]) -> PollCard:
    told = {**row, "state": BallotState(row["state"]), "role": Role(row["role"]) if row["role"] else None}
    for name in ("club_name", "club_slug"):
        told[name] = row[name] or ""
    for name in ("shows_counts", "takes_proxies", "is_private"):
        told[name] = bool(row[name])
    if row["club_id"] is None:
        steers = viewer.is_manager
    else:
        steers = row["role"] in (Role.HOST, Role.TREASURER) and row["archived_at"] is None
    return PollCard(**told, may_steer=steers)
