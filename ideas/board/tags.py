"""Tags: words that people add to an idea, compared without case or accents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kernel import db, text

MOST = 8
LONGEST = 40


def parse(typed: str) -> list[str]:
    """The tags of a typed line, parted by commas; the first way of writing one is kept."""
    found: dict[str, str] = {}
    for part in typed.replace(";", ",").replace("|", ",").split(","):
        name = text.one_line(part).lstrip("#").strip()
        if name:
            found.setdefault(slug_of(name), name)
    return list(found.values())


def slug_of(name: str) -> str:
    """A tag in an address; scripts that have no Latin letters keep their own."""
    found = text.slug(name, LONGEST)
    return found if found != "-" else "-".join(text.fold(name).split())[:LONGEST]


async def put(pairs: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Give ideas their tags, making those that do not exist; inside the transaction of the ideas."""
    wanted = [(idea, slug_of(name), name) for idea, names in pairs for name in names]
    if not wanted:
        return
    await db.execute_many(
        "INSERT INTO tag (slug, name) VALUES (?, ?) ON CONFLICT (slug) DO NOTHING",
        sorted({slug: name for _, slug, name in reversed(wanted)}.items()),
    )
    slugs = sorted({slug for _, slug, _ in wanted})
    ids: dict[str, int] = {}
    for start in range(0, len(slugs), 500):
        part = slugs[start : start + 500]
        known = await db.rows(f"SELECT id, slug FROM tag WHERE slug IN ({db.marks(part)})", *part)
        ids.update({row["slug"]: row["id"] for row in known})
    await db.execute_many(
        "INSERT INTO idea_tag (idea_id, tag_id, is_joined) VALUES (?, ?, ?) "
        "ON CONFLICT (tag_id, idea_id) DO UPDATE SET is_joined = excluded.is_joined",
        [(idea, ids[slug], False) for idea, slug, _ in wanted],
    )


async def own(idea_id: int) -> list[str]:
    """The names of the tags that an idea was given, without those that merged ideas bring."""
    sql = "SELECT t.name FROM idea_tag x JOIN tag t ON t.id = x.tag_id WHERE x.idea_id = ? AND x.is_joined = ? ORDER BY t.id"
    return [row["name"] for row in await db.rows(sql, idea_id, False)]


async def replace(idea_id: int, names: Sequence[str]) -> None:
    """Make these the own tags of one idea; those that merged ideas bring stay beside them."""
    await db.execute("DELETE FROM idea_tag WHERE idea_id = ? AND is_joined = ?", idea_id, False)
    await put([(idea_id, names)])
    root = await db.value("SELECT coalesce(merged_into_id, id) FROM idea WHERE id = ?", idea_id)
    await join([idea_id, root])


async def join(ids: Sequence[int]) -> None:
    """Give each of these ideas the tags of those that lead to it, beside its own; none to one that nothing leads to."""
    await db.execute(f"DELETE FROM idea_tag WHERE is_joined = ? AND idea_id IN ({db.marks(ids)})", True, *ids)
    await db.execute(
        "INSERT INTO idea_tag (idea_id, tag_id, is_joined) "
        f"SELECT w.idea_id, w.tag_id, CAST(? AS boolean) FROM ({brought(ids)}) w "
        "WHERE NOT EXISTS (SELECT 1 FROM idea_tag o WHERE o.idea_id = w.idea_id AND o.tag_id = w.tag_id)",
        True,
        False,
        *ids,
    )


def brought(ids: Sequence[int]) -> str:
    """The tags that merged ideas bring to these, own ones of theirs or not."""
    return (
        "SELECT DISTINCT g.merged_into_id AS idea_id, x.tag_id FROM idea g JOIN idea_tag x ON x.idea_id = g.id "
        f"AND x.is_joined = ? WHERE g.merged_into_id IN ({db.marks(ids)})"
    )
