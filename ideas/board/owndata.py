"""What this wing keeps about a person, for the file they may take away."""

from __future__ import annotations

from community.people.owndata import GIVEN, OBSERVED, OwnData
from ideas.board import queries, values
from kernel import db, sessions
from kernel.i18n import mark


async def _ideas(person_id: int) -> list[db.Row]:
    rows = await db.rows(
        "SELECT id, title, body, status, created_at, edited_at, stage, waits_since FROM idea WHERE author_id = ? "
        "ORDER BY id",
        person_id,
    )
    held = await values.of([row["id"] for row in rows])
    return [{**row, "fields": dict(await values.lines(held.get(row["id"], {})))} for row in rows]


async def _followed(person_id: int) -> list[db.Row]:
    """Those that are no longer shown to this person keep their number alone."""
    rows = await db.rows(
        "SELECT f.idea_id AS idea, i.title, f.created_at FROM follow f JOIN idea i ON i.id = f.idea_id "
        "WHERE f.person_id = ? ORDER BY f.id",
        person_id,
    )
    unseen = await queries.unseen(await sessions.viewer_of(person_id), [row["idea"] for row in rows])
    return [{**row, "title": "" if row["idea"] in unseen else row["title"]} for row in rows]


async def _versions(person_id: int) -> list[db.Row]:
    """What one's ideas said before."""
    return await db.rows(
        "SELECT v.idea_id AS idea, v.title, v.body, v.replaced_at FROM idea_version v JOIN idea i ON i.id = v.idea_id "
        "WHERE i.author_id = ? ORDER BY v.id",
        person_id,
    )


async def _answers(person_id: int) -> list[db.Row]:
    """Answers that somebody gave for the brand."""
    return await db.rows(
        "SELECT idea_id AS idea, body, cost_band, promised_on, kept_on, would_change, created_at FROM answer "
        "WHERE author_id = ? ORDER BY id",
        person_id,
    )


async def _merges(person_id: int) -> list[db.Row]:
    """Merges that somebody made or undid for the brand."""
    return await db.rows(
        "SELECT m.id, m.target_id AS into_idea, s.idea_id AS idea, m.reason, m.at, m.undone_at FROM merge m "
        "JOIN merge_source s ON s.merge_id = m.id WHERE m.by_id = ? OR m.undone_by_id = ? ORDER BY m.id, s.idea_id",
        person_id,
        person_id,
    )


async def _reviews(person_id: int) -> list[db.Row]:
    """What was decided about one's ideas that waited, and what one decided about those of others."""
    return await db.rows(
        "SELECT r.idea_id AS idea, r.stage, r.words, r.asked_at, r.at, CASE WHEN i.author_id = ? THEN 'author' ELSE 'team' END "
        "AS as_whom FROM idea_review r JOIN idea i ON i.id = r.idea_id WHERE i.author_id = ? OR r.by_id = ? ORDER BY r.id",
        *[person_id] * 3,
    )


async def _boards(person_id: int) -> list[db.Row]:
    """Boards that one looks after."""
    return await db.rows("SELECT id, slug, name FROM board WHERE owner_id = ? ORDER BY id", person_id)


parts = [
    OwnData(
        "idea_reviews",
        _reviews,
        OBSERVED,
        mark("Reviews of ideas, yours and of yours"),
        mark("To approve what waits to be shown."),
    ),
    OwnData(
        "boards_looked_after", _boards, OBSERVED, mark("Boards you look after"), mark("To tell you what waits on them.")
    ),
    OwnData(
        "ideas",
        _ideas,
        GIVEN,
        mark("Ideas you proposed"),
        mark("Shown on their boards, under your name."),
        mend="/people/{handle}",
    ),
    OwnData(
        "ideas_before",
        _versions,
        GIVEN,
        mark("Ideas as they were before you changed them"),
        mark("So that supporters can see what they signed."),
    ),
    OwnData("followed_ideas", _followed, GIVEN, mark("Ideas you follow"), mark("To tell you what becomes of them.")),
    OwnData(
        "answers",
        _answers,
        GIVEN,
        mark("Answers you gave for the brand"),
        mark("They stand under the ideas they answer."),
    ),
    OwnData(
        "merges", _merges, OBSERVED, mark("Ideas you made one"), mark("Each can be taken back, and names who did it.")
    ),
]
