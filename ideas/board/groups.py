"""Which ideas stand for one: read from `merged_into`, and refolded from the merges in force."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from kernel import db
from kernel.errors import Conflict
from kernel.i18n import gettext as _

Groups = dict[int, tuple[int, ...]]


class Moved(Conflict):
    """Another merge or undo changed a group between its being read and its being held."""


async def group(idea_id: int) -> tuple[int, ...]:
    """The ideas that stand for one with this idea, where they lead first; the idea alone where nothing was merged."""
    return (await groups([idea_id])).get(idea_id, (idea_id,))


async def groups(ids: Sequence[int]) -> Groups:
    """The same for many, in one query."""
    root, marks = "coalesce(a.merged_into_id, a.id)", db.marks(ids)
    read = (
        f"SELECT a.id AS asked, {root} AS root, g.id FROM idea a JOIN idea g ON {{}} = {root} WHERE a.id IN ({marks})"
    )
    found = await db.rows(f"{read.format('g.id')} UNION ALL {read.format('g.merged_into_id')}", *ids, *ids)
    roots = {row["asked"]: row["root"] for row in found}
    members: dict[int, set[int]] = {}
    for row in found:
        members.setdefault(row["root"], set()).add(row["id"])
    return {asked: _ordered(root, members[root]) for asked, root in roots.items()}


async def hold(ids: Sequence[int]) -> list[int]:
    """Keep the whole groups of some ideas from changing until the transaction ends, locked in the order of their numbers."""
    whole = await _whole(ids)
    if not db.on_sqlite():  # a transaction of SQLite's is alone as it is
        await db.rows(f"SELECT id FROM idea WHERE id IN ({db.marks(whole)}) ORDER BY id FOR NO KEY UPDATE", *whole)
        if await _whole(ids) != whole:
            raise Moved(_("Somebody changed these ideas a moment ago. Read them again first."))
    return whole


async def with_root(idea_id: int) -> tuple[db.Row, int | None]:
    """An idea and where it leads, both kept from changing until the transaction ends."""
    locked = "" if db.on_sqlite() else " ORDER BY id FOR NO KEY UPDATE"
    sql = (
        "SELECT id, merged_into_id, hidden_at FROM idea WHERE id = ? "
        f"OR id = (SELECT o.merged_into_id FROM idea o WHERE o.id = ?){locked}"
    )
    for _time in range(2):  # a merge that ended while this waited leads elsewhere, and holds nothing any more
        held = {row["id"]: row for row in await db.rows(sql, idea_id, idea_id)}
        root: int | None = held[idea_id]["merged_into_id"]
        if root is None or root in held:
            return held[idea_id], root
    raise Moved(_("Somebody changed these ideas a moment ago. Read them again first."))


async def _whole(ids: Sequence[int]) -> list[int]:
    return sorted({idea for one in (await groups(ids)).values() for idea in one})


def folded(ideas: Iterable[int], leads: Mapping[int, int]) -> Groups:
    """The groups of some ideas, by their roots, when each step `leads` from an idea to the one that took it in."""
    members: dict[int, set[int]] = {}
    for idea in ideas:
        members.setdefault(_end(idea, leads), set()).add(idea)
    return {root: _ordered(root, some) for root, some in sorted(members.items())}


def _end(idea: int, leads: Mapping[int, int]) -> int:
    passed = {idea}
    while (further := leads.get(idea)) is not None and further not in passed:
        idea = further
        passed.add(idea)
    return idea


def _ordered(root: int, members: Collection[int]) -> tuple[int, ...]:
    return (root, *sorted(set(members) - {root}))


async def refold(held: Sequence[int]) -> Groups:
    """Write where each of these ideas leads by the merges in force; gives the groups that changed, by their roots."""
    now = {row["id"]: row["merged_into_id"] for row in await _rows(held)}
    before = folded(held, {idea: root for idea, root in now.items() if root})
    after = folded(held, await steps(held))
    lead = {idea: None if idea == root else root for root, members in after.items() for idea in members}
    await db.execute_many(
        "UPDATE idea SET merged_into_id = ? WHERE id = ?",
        [(root, idea) for idea, root in lead.items() if now[idea] != root],
    )
    return {root: members for root, members in after.items() if before.get(root) != members}


async def steps(ids: Sequence[int]) -> dict[int, int]:
    """From each of these ideas to the one that a merge in force took it into."""
    found = await db.rows(
        "SELECT s.idea_id, m.target_id FROM merge_source s JOIN merge m ON m.id = s.merge_id "
        f"WHERE m.undone_at IS NULL AND s.idea_id IN ({db.marks(ids)})",
        *ids,
    )
    return {row["idea_id"]: row["target_id"] for row in found}


async def _rows(ids: Sequence[int]) -> list[db.Row]:
    return await db.rows(f"SELECT id, merged_into_id FROM idea WHERE id IN ({db.marks(ids)})", *ids)
