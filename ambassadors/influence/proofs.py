"""What is kept of a score twice or thrice, added up again: its lines and its parts by kind are its walks."""

from __future__ import annotations

import json

from kernel import db
from kernel.features import Proof

_LINES = """
SELECT s.id, s.run_id, s.person_id, s.walks, (SELECT COALESCE(SUM(l.walks), 0) FROM influence_line l
WHERE l.run_id = s.run_id AND l.person_id = s.person_id) AS lines FROM influence_score s
JOIN influence_run r ON r.id = s.run_id
WHERE r.topic NOT LIKE '~%' AND r.id IN (SELECT l.run_id FROM influence_line l) ORDER BY s.id
"""


async def lines(*, fix: bool = False) -> list[str]:
    """The lines of each score of the newest two reckonings; a score that is mended is what its lines say."""
    wrong = [row for row in await db.rows(_LINES) if row["lines"] != row["walks"]]
    return await _told(wrong, "lines", fix=fix)


async def parts(*, fix: bool = False) -> list[str]:
    """The parts by kind of each score; mended from its lines where those are kept."""
    last, wrong = 0, list[db.Row]()
    while rows := await db.rows(
        "SELECT id, run_id, person_id, walks, parts FROM influence_score WHERE id > ? ORDER BY id LIMIT 5000", last
    ):
        last = rows[-1]["id"]
        for row in rows:
            row["lines"] = sum((json.loads(row["parts"]) if isinstance(row["parts"], str) else row["parts"]).values())
            if row["lines"] != row["walks"]:
                wrong.append(row)
    if fix:
        await _mend_parts(wrong)
    return [_line(row, "by kind") for row in wrong]


async def _mend_parts(wrong: list[db.Row]) -> None:
    async with db.transaction(light=True):
        for row in wrong:
            found = await db.rows(
                "SELECT kind, SUM(walks) AS n FROM influence_line WHERE run_id = ? AND person_id = ? GROUP BY kind",
                row["run_id"],
                row["person_id"],
            )
            if found:
                told = json.dumps({one["kind"]: int(one["n"]) for one in found})
                await db.execute("UPDATE influence_score SET parts = ? WHERE id = ?", told, row["id"])


async def _told(wrong: list[db.Row], what: str, *, fix: bool) -> list[str]:
    if fix and wrong:
        async with db.transaction(light=True):
            sql = "UPDATE influence_score SET walks = ? WHERE id = ?"
            await db.execute_many(sql, [(int(row["lines"]), row["id"]) for row in wrong])
    return [_line(row, what) for row in wrong]


def _line(row: db.Row, what: str) -> str:
    return f"influence of {row['person_id']} in reckoning {row['run_id']}: {row['walks']} walks kept, {row['lines']} {what}"


proofs = [Proof("influence.lines", lines), Proof("influence.parts", parts)]
