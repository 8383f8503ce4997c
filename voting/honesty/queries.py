"""Reading doubt: groups for staff, one's own votes for whoever gave them, counts for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ideas.board import queries as ideas
from kernel import db, lists
from kernel.errors import Missing
from kernel.lists import Listing
from kernel.viewer import Viewer
from voting.ballots.doubt_models import Voted
from voting.ballots.states import State

PER_PAGE, MOST = 20, 2**31 - 1
_TITLE = "CASE WHEN d.kind = 'support' THEN i.title ELSE g.title END AS title"
_SUBJECTS = (
    "LEFT JOIN idea i ON d.kind = 'support' AND i.id = d.subject_id "
    "LEFT JOIN design g ON d.kind = 'score' AND g.id = d.subject_id"
)


@dataclass(frozen=True)
class OwnVote:
    """A vote of the viewer that is or was in doubt, and what they objected."""

    kind: Voted
    subject: int
    title: str
    state: State
    reasons: str
    changed_at: datetime
    stands: bool
    objection: db.Row | None = None

    @property
    def url(self) -> str:
        return ideas.address(self.subject, "") if self.kind == Voted.SUPPORT else f"/designs/{self.subject}"

    @property
    def may_object(self) -> bool:
        waits = self.objection is not None and self.objection["answered_at"] is None
        return self.state != State.VALID and not waits


async def findings(after: str | None = None) -> Listing[db.Row]:
    """Groups that nobody decided about, the largest first."""
    place = lists.place(after, int, int)
    rows = await db.rows(
        "SELECT id, reasons, told, people, votes, found_at FROM vote_finding "
        f"WHERE votes < ? OR votes = ? AND id > ? ORDER BY votes DESC, id LIMIT {PER_PAGE + 1}",
        *((place[0], place[0], place[1]) if place else (MOST, MOST, 0)),
    )
    return lists.page_of(rows, PER_PAGE, lambda row: (row["votes"], row["id"]))


async def finding(number: int) -> db.Row:
    row = await db.row("SELECT id, reasons, told, people, votes, found_at FROM vote_finding WHERE id = ?", number)
    if row is None:
        raise Missing()
    return row


async def shared_things(number: int, *, table: str = "finding") -> list[db.Row]:
    """Ideas and designs of a group or of a quarantine by how many of its people voted for them, with their counts."""
    votes = {
        "finding": "SELECT subject_id, person_id FROM found_vote WHERE kind = ? AND finding_id = ?",
        "quarantine": "SELECT subject_id, person_id FROM doubt WHERE kind = ? AND quarantine_id = ?",
    }[table]
    many = f"SELECT subject_id, COUNT(*) AS many FROM ({votes}) v GROUP BY subject_id"
    rows = await db.rows(
        f"SELECT 'ideas' AS place, i.id, i.title, i.slug, i.raw_votes AS raw, i.supporters AS valid, i.doubtful_votes "
        f"AS doubtful, v.many FROM ({many}) v JOIN idea i ON i.id = v.subject_id UNION ALL "
        "SELECT 'designs', g.id, g.title, g.slug, g.raw_scores, g.scores, (SELECT COUNT(*) FROM doubt q WHERE "
        "q.kind = 'score' AND q.subject_id = g.id AND q.state = 'doubtful'), v.many "
        f"FROM ({many}) v JOIN design g ON g.id = v.subject_id ORDER BY many DESC, id LIMIT 20",
        Voted.SUPPORT.value,
        number,
        Voted.SCORE.value,
        number,
    )
    return [{**row, "url": f"/{row['place']}/{row['id']}-{row['slug']}"} for row in rows]


async def people_of(number: int, *, table: str = "finding") -> list[int]:
    where = {"finding": "found_vote WHERE finding_id = ?", "quarantine": "doubt WHERE quarantine_id = ?"}[table]
    rows = await db.rows(f"SELECT DISTINCT person_id FROM {where} ORDER BY person_id LIMIT 60", number)
    return [row["person_id"] for row in rows]


async def quarantines(after: str | None = None) -> Listing[db.Row]:
    """Acts of setting aside, the newest first."""
    place = lists.place(after, int)
    rows = await db.rows(
        "SELECT id, by_id, why, reasons, told, people, votes, at, released_by_id, released_why, released_at FROM quarantine "
        f"WHERE id < ? ORDER BY id DESC LIMIT {PER_PAGE + 1}",
        place[0] if place else MOST,
    )
    return lists.page_of(rows, PER_PAGE, lambda row: (row["id"],))


async def quarantine(number: int) -> db.Row:
    row = await db.row(
        "SELECT id, by_id, why, reasons, told, people, votes, at, released_by_id, released_why, released_at "
        "FROM quarantine WHERE id = ?",
        number,
    )
    if row is None:
        raise Missing()
    return row


async def objection(number: int) -> db.Row:
    """With who set the vote aside, if it is."""
    row = await db.row(
        f"SELECT o.*, q.by_id AS set_aside_by, d.state, d.reasons, {_TITLE} FROM vote_objection o LEFT JOIN doubt d "
        "ON d.kind = o.kind AND d.subject_id = o.subject_id AND d.person_id = o.person_id "
        f"LEFT JOIN quarantine q ON q.id = d.quarantine_id {_SUBJECTS} WHERE o.id = ?",
        number,
    )
    if row is None:
        raise Missing()
    return row


async def waiting() -> list[db.Row]:
    """Objections without an answer, the oldest first."""
    return await db.rows(
        f"SELECT o.id, o.at, o.person_id, o.body, q.by_id AS set_aside_by, d.state, {_TITLE} FROM vote_objection o "
        "LEFT JOIN doubt d ON d.kind = o.kind AND d.subject_id = o.subject_id AND d.person_id = o.person_id "
        f"LEFT JOIN quarantine q ON q.id = d.quarantine_id {_SUBJECTS} WHERE o.answered_at IS NULL ORDER BY o.id LIMIT 100"
    )


async def own_votes(viewer: Viewer) -> list[OwnVote]:
    """The viewer's votes that are in doubt, set aside, or were and have an objection; the newest change first."""
    rows = await db.rows(
        f"SELECT d.kind, d.subject_id, d.state, d.reasons, d.changed_at, {_TITLE}, s.id AS support_id, c.id AS score_id "
        f"FROM doubt d {_SUBJECTS} LEFT JOIN support s ON d.kind = 'support' AND s.idea_id = d.subject_id "
        "AND s.person_id = d.person_id LEFT JOIN score c ON d.kind = 'score' AND c.design_id = d.subject_id "
        "AND c.person_id = d.person_id WHERE d.person_id = ? ORDER BY d.changed_at DESC, d.id DESC LIMIT 200",
        viewer.id,
    )
    said = await db.rows("SELECT * FROM vote_objection WHERE person_id = ? ORDER BY id", viewer.id)
    last = {(row["kind"], row["subject_id"]): row for row in said}
    seen = await _seen(viewer, [row["subject_id"] for row in rows if row["kind"] == Voted.SUPPORT])
    return [
        _own(row, last.get((row["kind"], row["subject_id"])))
        for row in rows
        if row["title"] and (row["kind"] != Voted.SUPPORT or row["subject_id"] in seen)
    ]


async def _seen(viewer: Viewer, ids: Sequence[int]) -> set[int]:
    """Ideas that the viewer may read, merged ones among them."""
    where = await ideas.visible_to(viewer)
    rows = await db.rows(
        "SELECT m.id FROM idea m JOIN idea i ON i.id = coalesce(m.merged_into_id, m.id) "
        f"WHERE m.id IN ({db.marks(ids)}) AND {where.sql}",
        *ids,
        *where.values,
    )
    return {row["id"] for row in rows}


def _own(row: db.Row, said: db.Row | None) -> OwnVote:
    stands = row["support_id"] is not None or row["score_id"] is not None
    return OwnVote(
        Voted(row["kind"]),
        row["subject_id"],
        row["title"],
        State(row["state"]),
        row["reasons"],
        row["changed_at"],
        stands,
        said,
    )


async def own(viewer: Viewer, kind: Voted, subject: int) -> OwnVote:
    found = next((vote for vote in await own_votes(viewer) if (vote.kind, vote.subject) == (kind, subject)), None)
    if found is None:
        raise Missing()
    return found


async def counts(ids: Sequence[int]) -> dict[int, db.Row]:
    """Raw, valid and doubtful of some ideas."""
    rows = await db.rows(
        f"SELECT id, raw_votes, supporters, doubtful_votes FROM idea WHERE id IN ({db.marks(ids)})", *ids
    )
    return {row["id"]: row for row in rows}
