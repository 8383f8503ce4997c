"""Ideas as the index holds them, and those that a viewer may see of what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ideas.board import queries, sight, values, words
from ideas.board.tags import slug_of
from kernel import db
from kernel.i18n import mark
from kernel.search.registry import Document, Searchable, Shown, numbered
from kernel.viewer import Viewer

LONGEST = 8000
"""How much of a text a snippet may be cut from."""
SAID = "w.body || ' ' || w.would_change"
"""The words of an answer."""


def _gathered(words: str, between: str = " ") -> str:
    """The words of several rows as one text, in SQL."""
    return f"{'group_concat' if db.on_sqlite() else 'string_agg'}({words}, '{between}')"


async def _documents(tail: str, *bound: object) -> list[Document]:
    """With what the brand said of each, and the words of what was merged into it, as far as who sees the one sees the other."""
    named, joined = _gathered("t.name", ","), _gathered("s.title || ' ' || s.body")
    open_to_all = "(k.see = 'everyone' AND k.is_one_way = ?)"
    found = await db.rows(
        "SELECT i.id, i.title, i.body, i.language, i.status, b.slug AS board, b.see, b.is_one_way, "
        f"(SELECT {named} FROM idea_tag x JOIN tag t ON t.id = x.tag_id WHERE x.idea_id = i.id) AS tags, "
        f"(SELECT {_gathered(SAID)} FROM answer w WHERE w.idea_id = i.id) AS said, "
        f"CASE WHEN i.merged_from > 0 THEN (SELECT {joined} FROM idea s JOIN board k ON k.id = s.board_id "
        f"WHERE s.merged_into_id = i.id AND s.hidden_at IS NULL AND (k.id = i.board_id OR {open_to_all})) END "
        f"AS joined FROM idea i JOIN board b ON b.id = i.board_id WHERE i.is_listed = ? AND {tail}",
        False,
        True,
        *bound,
    )
    asked = await values.searched([row["id"] for row in found])
    return [_document(row, asked.get(row["id"], [])) for row in found]


def _document(row: db.Row, asked: Sequence[str]) -> Document:
    tags = (row["tags"] or "").split(",") if row["tags"] else []
    return Document(
        kind="idea",
        id=row["id"],
        title=row["title"],
        body="\n".join(filter(None, (row["body"], ", ".join(tags), *asked, row["said"], row["joined"]))),
        language=row["language"],
        facets={
            "board": (row["board"],),
            "status": (row["status"],),
            "tag": tuple(slug_of(tag) for tag in tags),
            "sight": ("one-way" if row["is_one_way"] else row["see"],),
        },
    )


async def show(viewer: Viewer, numbers: Sequence[int]) -> Mapping[int, Shown]:
    """Those that the viewer meets in lists, with where each stands."""
    where = await sight.among(viewer, numbers)
    found = await db.rows(
        "SELECT i.id, i.title, i.slug, substr(i.body, 1, ?) AS body, i.status, b.name AS board FROM idea i "
        f"JOIN board b ON b.id = i.board_id WHERE {where.sql}",
        LONGEST,
        *where.values,
    )
    return {
        row["id"]: Shown(
            row["title"],
            queries.address(row["id"], row["slug"]),
            row["body"],
            f"{words.status(row['status'])} · {row['board']}",
        )
        for row in found
    }


async def said(numbers: Sequence[int]) -> dict[int, str]:
    """What the brand answered to ideas: for whoever may see these."""
    sql = f"SELECT w.idea_id, {_gathered(SAID)} AS said FROM answer w WHERE w.idea_id IN ({db.marks(numbers)}) GROUP BY w.idea_id"
    return {row["idea_id"]: row["said"][:LONGEST] for row in await db.rows(sql, *numbers)}


async def sees(viewer: Viewer, numbers: Sequence[int]) -> set[int]:
    """The same, counted."""
    where = await sight.among(viewer, numbers)
    found = await db.tuples(f"SELECT i.id FROM idea i WHERE {where.sql}", *where.values)
    return {int(row[0]) for row in found}


async def _whose(events: Sequence[Mapping[str, object]]) -> list[int]:
    """Whose words a file brought, all of a board whose doors changed, and both sides of a merge."""
    found: set[int] = set()
    boards = []
    for event in events:
        data = event["data"] if isinstance(event["data"], Mapping) else {}
        number = int(str(event["subject_id"]))
        if event["subject_kind"] == "idea":
            found.add(number)
        elif event["subject_kind"] == "board":
            boards.append(number)
        found |= {int(one) for one in data.get("ideas", ())}
    rows = await db.rows(f"SELECT id FROM idea WHERE board_id IN ({db.marks(boards)})", *boards) if boards else []
    return sorted(found | {row["id"] for row in rows})


EVENTS = (
    *("idea.proposed", "idea.edited", "idea.answered", "idea.status", "idea.hidden", "idea.restored"),
    *("idea.regrouped", "ideas.written", "board.changed"),
)
searchable = Searchable("idea", mark("Ideas"), *numbered("i.id", _documents), show, EVENTS, _whose, sees)
