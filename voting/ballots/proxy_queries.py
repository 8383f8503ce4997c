"""All reads of proxies: whose vote is with whom, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from community.people import queries as people
from community.people.queries import PersonCard
from kernel import clock, db, text
from kernel.errors import Missing
from kernel.viewer import Viewer
from voting.ballots import carrying
from voting.ballots.carrying import Given
from voting.ballots.models import BallotState

MOST_FOUND = 12
MOST_TOLD = 40


@dataclass(frozen=True)
class Carried:
    """A proxy that stands; `title` is the ballot's that it is for alone."""

    id: int
    club_id: int
    giver: PersonCard
    holder: PersonCard
    only: int
    title: str
    from_at: datetime


@dataclass(frozen=True)
class Taking:
    """A ballot as far as proxies go."""

    id: int
    club_id: int
    title: str
    state: BallotState
    is_secret: bool
    takes_proxies: bool
    closes_at: datetime

    @property
    def url(self) -> str:
        return f"/ballots/{self.id}"

    def takes_proxies_at(self, moment: datetime) -> bool:
        going = self.state in (BallotState.ANNOUNCED, BallotState.OPEN)
        return self.takes_proxies and going and moment < self.closes_at


@dataclass(frozen=True)
class Told:
    """What came of one's proxy at a ballot that closed: `how` is own, through or nothing."""

    ballot: Taking
    holder: PersonCard
    how: str


@dataclass(frozen=True)
class Shares:
    """How many votes of a ballot were cast for others, and by how many; `pairs` names them where the ballot is open."""

    votes: int
    holders: int
    pairs: Sequence[tuple[PersonCard, PersonCard]] = ()


async def standing_for(club_id: int, ballot_id: int, at: datetime | None = None) -> dict[int, int]:
    """Giver to holder at a moment, by default the ballot's closing minute or now, whichever is earlier."""
    when = at or await db.value("SELECT closes_at FROM ballot WHERE id = ?", ballot_id)
    moment = min(db.moment(when), clock.now()) if when else clock.now()
    rows = await db.rows(
        'SELECT giver_id, holder_id, "only" FROM proxy WHERE club_id = ? AND "only" IN (0, ?) AND from_at <= ? '
        "AND (until_at IS NULL OR until_at >= ?) ORDER BY id",
        club_id,
        ballot_id,
        moment,
        moment,
    )
    return carrying.holders([Given(row["giver_id"], row["holder_id"], row["only"]) for row in rows], ballot_id)


async def given_by(viewer: Viewer, club_id: int) -> list[Carried]:
    """What the viewer gave in a club, the one for each ballot first."""
    return await _carried("p.giver_id = ? AND p.club_id = ?", viewer.id, club_id)


async def carried_by(viewer: Viewer, club_id: int) -> list[Carried]:
    """Whose votes the viewer carries in a club."""
    return await _carried("p.holder_id = ? AND p.club_id = ?", viewer.id, club_id)


async def find(viewer: Viewer, proxy_id: int) -> Carried:
    """A proxy for those two whom it is between."""
    found = await _carried("p.id = ? AND (p.giver_id = ? OR p.holder_id = ?)", proxy_id, viewer.id, viewer.id)
    if not found:
        raise Missing()
    return found[0]


async def _carried(where: str, *values: object) -> list[Carried]:
    rows = await db.rows(
        "SELECT p.id, p.club_id, p.giver_id, p.holder_id, p.only, p.from_at, b.title FROM proxy p "
        f"LEFT JOIN ballot b ON b.id = p.only WHERE {where} AND p.stands IS TRUE ORDER BY p.only, p.id",
        *values,
    )
    known = await people.names([row[name] for row in rows for name in ("giver_id", "holder_id")])
    return [
        Carried(
            id=row["id"],
            club_id=row["club_id"],
            giver=known[row["giver_id"]],
            holder=known[row["holder_id"]],
            only=row["only"],
            title=row["title"] or "",
            from_at=row["from_at"],
        )
        for row in rows
    ]


async def givers_to(club_id: int, holder: int) -> set[int]:
    """Everybody whose vote a member carries in a club, for whichever ballot."""
    rows = await db.rows(
        "SELECT DISTINCT giver_id FROM proxy WHERE club_id = ? AND holder_id = ? AND stands IS TRUE", club_id, holder
    )
    return {row["giver_id"] for row in rows}


async def members_of(club_id: int) -> int:
    return int(await db.value("SELECT members FROM club WHERE id = ?", club_id) or 0)


async def ballot(viewer: Viewer, club_id: int, ballot_id: int) -> Taking:
    """A ballot of a club that takes proxies and can still be cast; Missing when it is none."""
    found = await db.row(f"SELECT {_TAKING} FROM ballot b WHERE b.id = ? AND b.club_id = ?", ballot_id, club_id)
    taking = _taking(found) if found else None
    if taking is None or not taking.takes_proxies_at(clock.now()):
        raise Missing()
    return taking


async def open_ballots(club_id: int) -> list[Taking]:
    """Ballots of a club for which a vote can be given, the next to close first."""
    rows = await db.rows(
        f"SELECT {_TAKING} FROM ballot b WHERE b.club_id = ? AND b.takes_proxies = ? AND b.state IN (?, ?) "
        "AND b.hidden_at IS NULL AND b.closes_at > ? ORDER BY b.closes_at, b.id LIMIT ?",
        club_id,
        True,
        BallotState.ANNOUNCED.value,
        BallotState.OPEN.value,
        clock.now(),
        MOST_TOLD,
    )
    return [_taking(row) for row in rows]


async def taking(ids: Sequence[int], clubs: Sequence[int]) -> list[tuple[Taking, str]]:
    """Of some ballots those that take proxies in some clubs, with the address of the club."""
    rows = await db.rows(
        f"SELECT {_TAKING}, c.slug FROM ballot b JOIN club c ON c.id = b.club_id WHERE b.takes_proxies = ? "
        f"AND b.id IN ({db.marks(ids)}) AND b.club_id IN ({db.marks(clubs)})",
        True,
        *ids,
        *clubs,
    )
    return [(_taking(row), row["slug"]) for row in rows]


async def between(viewer: Viewer, ballot: Taking) -> tuple[Carried | None, list[Carried]]:
    """Who votes for the viewer at a ballot, and for whom the viewer votes."""
    found = await _carried(
        "p.club_id = ? AND p.only IN (0, ?) AND (p.giver_id = ? OR p.giver_id IN (SELECT x.giver_id FROM proxy x "
        "WHERE x.club_id = ? AND x.holder_id = ? AND x.stands IS TRUE))",
        ballot.club_id,
        ballot.id,
        viewer.id,
        ballot.club_id,
        viewer.id,
    )
    last = {one.giver.id: one for one in found}
    return last.get(int(viewer.id or 0)), [one for one in last.values() if one.holder.id == viewer.id]


async def history(viewer: Viewer, club_id: int) -> list[Told]:
    """What came of the viewer's proxies at ballots that closed, the latest first."""
    rows = await db.rows(
        f"SELECT {_TAKING}, p.holder_id, p.only, e.cast_at, e.through_id FROM proxy p JOIN ballot b "
        "ON b.club_id = p.club_id AND p.only IN (0, b.id) LEFT JOIN elector e ON e.ballot_id = b.id AND e.person_id = p.giver_id "
        "WHERE p.giver_id = ? AND p.club_id = ? AND b.takes_proxies = ? AND b.state = ? AND b.hidden_at IS NULL "
        "AND p.from_at <= b.closes_at AND (p.until_at IS NULL OR p.until_at >= b.closes_at) "
        "ORDER BY b.closes_at DESC, b.id DESC, p.only DESC LIMIT ?",
        viewer.id,
        club_id,
        True,
        BallotState.CLOSED.value,
        MOST_TOLD,
    )
    first = {row["id"]: row for row in reversed(rows)}
    known = await people.names([row["through_id"] or row["holder_id"] for row in first.values()])
    return [
        Told(_taking(row), known[row["through_id"] or row["holder_id"]], _how(row)) for row in reversed(first.values())
    ]


def _how(row: db.Row) -> str:
    if row["through_id"]:
        return "through"
    return "own" if row["cast_at"] else "nothing"


async def shares(ids: Sequence[int]) -> dict[int, Shares]:
    """For ballots that closed: what was cast for others. Of a secret ballot only how many."""
    rows = await db.rows(
        "SELECT e.ballot_id, e.person_id, e.through_id, b.is_secret FROM elector e JOIN ballot b ON b.id = e.ballot_id "
        f"WHERE e.through_id IS NOT NULL AND b.state = ? AND e.ballot_id IN ({db.marks(ids)}) "
        "ORDER BY e.through_id, e.person_id",
        BallotState.CLOSED.value,
        *ids,
    )
    open_rows = [row for row in rows if not row["is_secret"]]
    known = await people.names([row[name] for row in open_rows for name in ("person_id", "through_id")])
    found = {}
    for number in {row["ballot_id"] for row in rows}:
        mine = [row for row in rows if row["ballot_id"] == number]
        pairs = [] if mine[0]["is_secret"] else [(known[row["person_id"]], known[row["through_id"]]) for row in mine]
        found[number] = Shares(len(mine), len({row["through_id"] for row in mine}), pairs)
    return found


async def candidates(viewer: Viewer, club_id: int, words: str = "") -> list[PersonCard]:
    """Members of a club whom the viewer may give their vote to, by name; at most a dozen."""
    like = f"%{text.one_line(words[:80]).lower()}%"
    rows = await db.rows(
        "SELECT p.id FROM membership m JOIN person p ON p.id = m.person_id WHERE m.club_id = ? AND m.stands IS TRUE "
        "AND p.id <> ? AND p.is_claimed = ? AND (lower(p.name) LIKE ? OR p.handle LIKE ?) ORDER BY lower(p.name), p.id LIMIT ?",
        club_id,
        viewer.id,
        True,
        like,
        like,
        MOST_FOUND,
    )
    known = await people.names([row["id"] for row in rows])
    return [known[row["id"]] for row in rows]


async def names(ids: Iterable[int]) -> dict[int, str]:
    return {number: card.name for number, card in (await people.names(list(ids))).items()}


_TAKING = "b.id, b.club_id, b.title, b.state, b.is_secret, b.takes_proxies, b.closes_at"


def _taking(row: db.Row) -> Taking:
    kept = {name: row[name] for name in ("id", "club_id", "title", "is_secret", "closes_at")}
    return Taking(**kept, state=BallotState(row["state"]), takes_proxies=bool(row["takes_proxies"]))
