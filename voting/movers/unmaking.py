"""Ideas, boards, accounts, answers and merges of a batch, taken back where nothing of anybody else's stands on them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ideas.board import boards as counts
from ideas.board import imports, merging, queries, tags, trending
from kernel import db, text
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from voting.movers import standing_on

Stays = list[tuple[str, int, str]]
"""What is left standing: its kind, its number, and why."""


async def nothing(rows: Sequence[db.Row]) -> Stays:
    """What was joined to an idea is told by its number no more."""
    return []


async def merges(rows: Sequence[db.Row]) -> Stays:
    """Merges end as if they had not been; those that staff ended themselves are ended already."""
    for row in rows:
        merge = await db.row("SELECT id, by_id, at, undone_at FROM merge WHERE id = ?", row["thing_id"])
        if merge is None:
            continue
        if merge["undone_at"] is None:
            await merging.undo(Viewer(id=merge["by_id"], role="admin"), merge["id"])
        await _forget(merge)
    return []


async def _forget(merge: db.Row) -> None:
    """Its rows go, and its steps on the trails of ideas that no other merge ever took."""
    await db.execute(
        "DELETE FROM status_change WHERE (before = 'merged' OR after = 'merged') AND created_at >= ? AND idea_id IN "
        "(SELECT s.idea_id FROM merge_source s WHERE s.merge_id = ? AND NOT EXISTS "
        "(SELECT 1 FROM merge_source o WHERE o.idea_id = s.idea_id AND o.merge_id <> s.merge_id))",
        *(merge["at"], merge["id"]),
    )
    await db.execute("DELETE FROM merge_source WHERE merge_id = ?", merge["id"])
    await db.execute("DELETE FROM merge WHERE id = ?", merge["id"])


async def steps(rows: Sequence[db.Row]) -> Stays:
    numbers = [row["thing_id"] for row in rows]
    await db.execute(f"DELETE FROM status_change WHERE id IN ({db.marks(numbers)})", *numbers)
    return []


async def answers(rows: Sequence[db.Row]) -> Stays:
    """An answer that a step of the team's stands on stays."""
    numbers = [row["thing_id"] for row in rows]
    used = await db.rows(f"SELECT answer_id FROM status_change WHERE answer_id IN ({db.marks(numbers)})", *numbers)
    stays = {row["answer_id"] for row in used}
    gone = [number for number in numbers if number not in stays]
    await db.execute(f"DELETE FROM answer WHERE id IN ({db.marks(gone)})", *gone)
    return [("answer", number, _("a later step of the team's stands on it")) for number in stays]


async def changes(rows: Sequence[db.Row]) -> Stays:
    """Ideas are what they were before the file, unless somebody worked on them since; a later file hands it on."""
    stays: Stays = []
    for row in rows:
        later = await db.row(
            "SELECT id FROM import_row WHERE kind = 'was' AND thing_id = ? AND id > ? ORDER BY id LIMIT 1",
            *(row["thing_id"], row["id"]),
        )
        if later:
            await db.execute("UPDATE import_row SET before = ? WHERE id = ?", row["before"], later["id"])
        elif not await _restore(row["thing_id"], json.loads(row["before"])):
            stays.append(("was", row["thing_id"], _("somebody worked on it since")))
    return stays


async def _restore(idea: int, was: dict[str, Any]) -> bool:
    now = await db.row(
        "SELECT board_id, status, supporters, comments, edited_at, is_listed FROM idea WHERE id = ?", idea
    )
    if now is None:
        return True
    if now["edited_at"] is not None or now["status"] == "merged":
        return False
    at = datetime.fromisoformat(was["created_at"])
    title, body, status, board = was["title"], was["body"], was["status"], was["board_id"]
    place = trending.score(now["supporters"], now["comments"], at)
    await db.execute(
        "UPDATE idea SET title = ?, slug = ?, body = ?, folded = ?, created_at = ?, status = ?, board_id = ?, "
        "trending = ? WHERE id = ?",
        *(title, text.slug(title), body, queries.folded(title, body), at, status, board, place, idea),
    )
    await _retag(idea, [name for name in was["tags"].split(",") if name])
    if now["is_listed"]:
        moved = Counter({(now["board_id"], now["status"]): -1})
        moved[board, status] += 1
        await counts.counted(moved)
    await imports.told([idea])
    return True


async def _retag(idea: int, names: Sequence[str]) -> None:
    rows = await db.rows("SELECT t.slug FROM idea_tag x JOIN tag t ON t.id = x.tag_id WHERE x.idea_id = ?", idea)
    if {row["slug"] for row in rows} != {tags.slug_of(name) for name in names}:
        await tags.replace(idea, names)


async def ideas(rows: Sequence[db.Row]) -> Stays:
    """Ideas go, but for those that somebody supports, discusses, follows, changed, or uses anywhere else."""
    numbers = [row["thing_id"] for row in rows]
    marks = db.marks(numbers)
    found = await db.rows(
        f"SELECT id, board_id, status, is_listed, edited_at, hidden_at FROM idea WHERE id IN ({marks})", *numbers
    )
    used = await standing_on.of("idea", numbers)
    talked = await db.rows(
        f"SELECT subject_id AS idea FROM thread WHERE subject_kind = 'idea' AND subject_id IN ({marks})", *numbers
    )
    said = {row["idea"] for row in talked}
    stays = [
        row["id"] for row in found if row["id"] in used or row["id"] in said or row["edited_at"] or row["hidden_at"]
    ]
    going = [row for row in found if row["id"] not in set(stays)]
    await _remove(going)
    return [("idea", number, _why(used.get(number, []), is_said=number in said)) for number in stays]


def _why(used: Sequence[str], *, is_said: bool) -> str:
    if "support" in used:
        return _("others support it since")
    if is_said:
        return _("somebody wrote under it since")
    return _("somebody worked with it since")


async def _remove(going: Sequence[db.Row]) -> None:
    numbers = [row["id"] for row in going]
    if not numbers:
        return
    marks = db.marks(numbers)
    own = await db.rows(f"SELECT DISTINCT tag_id FROM idea_tag WHERE idea_id IN ({marks})", *numbers)
    await standing_on.take_along("idea", numbers)
    await db.execute(f"DELETE FROM idea WHERE id IN ({marks})", *numbers)
    listed = Counter((row["board_id"], row["status"]) for row in going if row["is_listed"])
    await counts.counted(Counter({place: -many for place, many in listed.items()}))
    words = [row["tag_id"] for row in own]
    await db.execute(
        f"DELETE FROM tag WHERE id IN ({db.marks(words)}) AND NOT EXISTS "
        "(SELECT 1 FROM idea_tag x WHERE x.tag_id = tag.id)",
        *words,
    )
    await imports.told(numbers)


async def boards(rows: Sequence[db.Row]) -> Stays:
    """A board goes when nothing stands on it."""
    numbers = [row["thing_id"] for row in rows]
    used = await standing_on.of("board", numbers)
    gone = [number for number in numbers if number not in used]
    await standing_on.take_along("board", gone)
    await db.execute(f"DELETE FROM board WHERE id IN ({db.marks(gone)})", *gone)
    return [("board", number, _("ideas stand on it")) for number in numbers if number in used]


async def people(rows: Sequence[db.Row]) -> Stays:
    """Accounts that nobody claimed and that nothing is left of go."""
    numbers = [row["thing_id"] for row in rows]
    claimed = {
        row["id"]
        for row in await db.rows(
            f"SELECT id FROM person WHERE is_claimed = ? AND id IN ({db.marks(numbers)})", True, *numbers
        )
    }
    used = await standing_on.of("person", [number for number in numbers if number not in claimed])
    gone = [number for number in numbers if number not in claimed and number not in used]
    await standing_on.take_along("person", gone)
    await db.execute(f"DELETE FROM person WHERE id IN ({db.marks(gone)})", *gone)
    return [
        ("person", number, _("its owner claimed it") if number in claimed else _("something of theirs stays"))
        for number in numbers
        if number in claimed or number in used
    ]
