"""Where a design comes from and what became of it: the chain of credit up, and the remixes down, as everybody sees them."""

from __future__ import annotations

from dataclasses import dataclass

from ideas.studio import queries
from ideas.studio.queries import DesignCard
from kernel import db
from kernel.viewer import STRANGER

LONGEST = 100
SHOWN = 8


@dataclass(frozen=True)
class Credit:
    """One design of a chain: its author is named for good, the design itself while it is shown."""

    id: int
    author: str
    handle: str
    card: DesignCard | None


async def chain(design_id: int) -> list[Credit]:
    """What a design began from, and that from, the first one first; without the design itself."""
    rows = await db.rows(
        "WITH RECURSIVE up (id, original_id, author_id, depth) AS ("
        "SELECT id, original_id, author_id, 0 FROM design WHERE id = ? UNION ALL "
        "SELECT d.id, d.original_id, d.author_id, up.depth + 1 FROM design d JOIN up ON d.id = up.original_id "
        f"WHERE up.depth < {LONGEST}) "
        "SELECT up.id, p.name AS author, p.handle FROM up JOIN person p ON p.id = up.author_id "
        "WHERE up.depth > 0 ORDER BY up.depth DESC",
        design_id,
    )
    seen = await queries.cards(STRANGER, [row["id"] for row in rows])
    return [Credit(row["id"], row["author"], row["handle"], seen.get(row["id"])) for row in rows]


async def newest(design_id: int) -> list[DesignCard]:
    """The last published of what others made of a design."""
    rows = await db.rows(
        "SELECT id FROM design WHERE original_id = ? AND is_listed = ? ORDER BY published_at DESC, id DESC LIMIT ?",
        design_id,
        True,
        SHOWN,
    )
    found = await queries.cards(STRANGER, [row["id"] for row in rows])
    return [found[row["id"]] for row in rows if row["id"] in found]
