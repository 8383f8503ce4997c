"""What was sent as proof, read by the team and answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ambassadors.missions import giving, rules
from ambassadors.missions.models import PartState, Verdict
from ambassadors.missions.queries import MissionCard
from community.people import queries as people
from community.people.queries import PersonCard
from kernel import audit, clock, db, files
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

AGAIN = timedelta(days=7)
"""At least so long somebody has to send again what lacked something."""
MOST = 50


@dataclass(frozen=True)
class Shown:
    """A picture of a proof."""

    url: str
    alt: str


@dataclass(frozen=True)
class ProofCard:
    """What somebody sent, with the answer."""

    id: int
    part_id: int
    person: PersonCard
    body: str
    sent_at: datetime
    verdict: Verdict | None
    answer: str
    answered_at: datetime | None
    pictures: list[Shown] = field(default_factory=list)


_SELECT = (
    "SELECT x.id AS proof, x.part_id, x.body, x.sent_at, x.verdict, x.answer, x.answered_at, p.id, p.handle, p.name, "
    "p.role, p.is_ambassador, p.is_claimed, f.digest FROM mission_proof x JOIN mission_part t ON t.id = x.part_id "
    "JOIN person p ON p.id = t.person_id LEFT JOIN file f ON f.id = p.picture_id "
)


async def waiting(mission_id: int) -> list[ProofCard]:
    """Proofs that nobody answered yet, the oldest first."""
    return await _cards(
        "WHERE t.mission_id = ? AND x.answered_at IS NULL AND x.withdrawn_at IS NULL AND t.state = 'sent' "
        f"ORDER BY x.sent_at, x.id LIMIT {MOST}",
        mission_id,
    )


async def of_part(part_id: int) -> list[ProofCard]:
    """All that somebody sent for a mission, the newest first."""
    return await _cards(f"WHERE t.id = ? AND x.withdrawn_at IS NULL ORDER BY x.id DESC LIMIT {MOST}", part_id)


async def _cards(where: str, *values: object) -> list[ProofCard]:
    rows = await db.rows(f"{_SELECT} {where}", *values)
    pictures = await _pictures([row["proof"] for row in rows])
    own = ("part_id", "body", "sent_at", "answer", "answered_at")
    return [
        ProofCard(
            id=row["proof"],
            person=people.card_of(row),
            verdict=Verdict(row["verdict"]) if row["verdict"] else None,
            pictures=pictures.get(row["proof"], []),
            **{name: row[name] for name in own},
        )
        for row in rows
    ]


async def _pictures(proofs: Sequence[int]) -> dict[int, list[Shown]]:
    rows = await db.rows(
        "SELECT x.proof_id, x.alt, f.digest FROM mission_picture x JOIN file f ON f.id = x.file_id "
        f"WHERE x.proof_id IN ({db.marks(proofs)}) ORDER BY x.proof_id, x.position",
        *proofs,
    )
    found: dict[int, list[Shown]] = {}
    for row in rows:
        found.setdefault(row["proof_id"], []).append(Shown(files.url(row["digest"]), row["alt"]))
    return found


async def answer(viewer: Viewer, mission: MissionCard, proof_id: int, *, verdict: Verdict, words: str = "") -> None:
    """Accept a proof, ask for more, or refuse it: answered once, by somebody else than who sent it."""
    async with db.transaction():
        held = await giving.hold(mission.id)
        part = await db.row(
            "SELECT t.id, t.person_id, t.state FROM mission_proof x JOIN mission_part t ON t.id = x.part_id "
            "WHERE x.id = ? AND t.mission_id = ? AND x.withdrawn_at IS NULL",
            *(proof_id, mission.id),
        )
        if held is None or part is None:
            raise Missing()
        require(rules.may_answer(viewer, part["person_id"]), _("Somebody else of the team answers what you sent."))
        if part["state"] != PartState.SENT:
            raise Conflict(_("This proof is answered already, or its sender has left."))
        await db.execute(
            "UPDATE mission_proof SET verdict = ?, answer = ?, by_id = ?, answered_at = ? WHERE id = ?",
            *(verdict.value, words, viewer.id, clock.now(), proof_id),
        )
        await _follow(held, part, verdict)
        await audit.note(
            viewer, "mission.answered", subject=("mission", mission.id), reason=words, verdict=verdict.value
        )
        told: dict[str, Any] = {"person": part["person_id"], "verdict": verdict.value, "answer": words}
        about: dict[str, Any] = {"title": mission.title, "url": mission.url, "excerpt": words}
        await record("mission.answered", actor=viewer.id, subject=("mission", mission.id), **told, **about)


async def _follow(mission: db.Row, part: db.Row, verdict: Verdict) -> None:
    """What an answer does to somebody's part."""
    if verdict == Verdict.ACCEPTED:
        await giving.complete(mission, part, progress=mission["target"])
    elif verdict == Verdict.AGAIN:
        until = max(mission["ends_at"], clock.now() + AGAIN)
        await db.execute("UPDATE mission_part SET state = 'again', until_at = ? WHERE id = ?", until, part["id"])
    else:
        await db.execute(
            "UPDATE mission_part SET state = 'refused', ended_at = ? WHERE id = ?", clock.now(), part["id"]
        )
        await db.execute("UPDATE mission SET taken = taken - 1 WHERE id = ?", mission["id"])


async def take_back(viewer: Viewer, mission: MissionCard, part_id: int, *, reason: str) -> None:
    """It turns out that a mission was not done: the points go back, and the person hears why."""
    require(rules.may_keep(viewer))
    async with db.transaction():
        await giving.hold(mission.id)
        part = await db.row(
            "SELECT id, person_id, state FROM mission_part WHERE id = ? AND mission_id = ?", part_id, mission.id
        )
        if part is None:
            raise Missing()
        require(rules.may_answer(viewer, part["person_id"]))
        if part["state"] != PartState.DONE:
            raise Conflict(_("Only what counts as done can be taken back."))
        await giving.take_back(part_id, reason)
        await db.execute("UPDATE mission SET taken = taken - 1, done = done - 1 WHERE id = ?", mission.id)
        await audit.note(viewer, "mission.undone", subject=("mission", mission.id), reason=reason)
        told: dict[str, Any] = {
            "person": part["person_id"],
            "title": mission.title,
            "url": mission.url,
            "excerpt": reason,
        }
        await record("mission.undone", actor=viewer.id, subject=("mission", mission.id), **told)
