"""What imports keep of a person, for their own-data file."""

from __future__ import annotations

from community.people.owndata import GIVEN, IMPORTED, OBSERVED, OwnData
from kernel import db
from kernel.i18n import mark

_THEIRS = (
    "(r.kind = 'person' AND r.thing_id = ?) OR (r.kind = 'support' AND r.other_id = ?) "
    "OR (r.kind = 'idea' AND r.thing_id IN (SELECT id FROM idea WHERE author_id = ?)) "
    "OR (r.kind = 'comment' AND r.thing_id IN (SELECT id FROM comment WHERE author_id = ?)) "
    "OR (r.kind = 'answer' AND r.thing_id IN (SELECT id FROM answer WHERE author_id = ?))"
)


async def _brought(person_id: int) -> list[db.Row]:
    """What files of other tools brought here of somebody, and what each thing was called there."""
    return await db.rows(
        "SELECT r.kind, r.thing_id AS thing, r.reference, b.tool, b.name AS file, b.created_at FROM import_row r "
        f"JOIN import_batch b ON b.id = r.batch_id WHERE {_THEIRS} ORDER BY r.id",
        *[person_id] * 5,
    )


async def _imports(person_id: int) -> list[db.Row]:
    """Files that somebody brought over for the brand."""
    return await db.rows(
        "SELECT id, tool, name, state, created_at, finished_at, undone_at FROM import_batch WHERE by_id = ? ORDER BY id",
        person_id,
    )


async def _mappings(person_id: int) -> list[db.Row]:
    """Ways of reading a file that somebody kept under a name."""
    return await db.rows("SELECT name, created_at FROM import_mapping WHERE by_id = ? ORDER BY id", person_id)


parts = [
    OwnData(
        "brought_over_from_elsewhere",
        _brought,
        IMPORTED,
        mark("What was brought over from another tool"),
        mark("So that an import can be taken back exactly."),
    ),
    OwnData("imports", _imports, OBSERVED, mark("Imports you ran"), mark("Each names who ran it.")),
    OwnData("import_mappings", _mappings, GIVEN, mark("Mappings of columns you saved"), mark("To use them again.")),
]
