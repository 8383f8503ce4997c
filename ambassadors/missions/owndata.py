"""What this wing keeps about a person, for the file they may take away."""

from __future__ import annotations

from community.people.owndata import GIVEN, OwnData
from kernel import db, files
from kernel.i18n import mark


async def _missions(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT m.title AS mission, t.state, t.progress, m.target, t.is_named, t.points, t.due, t.taken_at, t.ended_at "
        "FROM mission_part t JOIN mission m ON m.id = t.mission_id WHERE t.person_id = ? ORDER BY t.id",
        person_id,
    )


async def _proofs(person_id: int) -> list[dict[str, object]]:
    rows = await db.rows(
        "SELECT x.id, m.title AS mission, x.body, x.sent_at, x.verdict, x.answer, x.answered_at, x.withdrawn_at "
        "FROM mission_proof x JOIN mission_part t ON t.id = x.part_id JOIN mission m ON m.id = t.mission_id "
        "WHERE t.person_id = ? ORDER BY x.id",
        person_id,
    )
    numbers = [row["id"] for row in rows]
    hung = await db.rows(
        "SELECT x.proof_id, x.alt, f.digest FROM mission_picture x JOIN file f ON f.id = x.file_id "
        f"WHERE x.proof_id IN ({db.marks(numbers)}) ORDER BY x.id",
        *numbers,
    )
    pictures: dict[int, list[dict[str, str]]] = {}
    for row in hung:
        pictures.setdefault(row["proof_id"], []).append({"url": files.url(row["digest"]), "alt": row["alt"]})
    return [{**row, "pictures": pictures.get(row.pop("id"), [])} for row in rows]


parts = [
    OwnData("missions", _missions, GIVEN, mark("Missions you took"), mark("To keep your place and thank you.")),
    OwnData(
        "mission_proofs",
        _proofs,
        GIVEN,
        mark("Proofs you sent for missions"),
        mark("So that the team can accept them."),
    ),
]
