"""Pictures of an idea: up to three, each with words for those who do not see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.datastructures import UploadFile

from community.trust import brakes
from ideas.board import boards, rules
from kernel import db, files
from kernel.features import the_house
from kernel.viewer import Viewer

MOST = 3


@dataclass(frozen=True)
class Picture:
    """A kept file and its words."""

    file_id: int
    alt: str = ""


async def shown(viewer: Viewer) -> tuple[str, tuple[object, ...]]:
    """Where a picture is met: on ideas that the viewer may open."""
    reach = await boards.within_reach(viewer)
    read = [board.id for board in reach if rules.may_read_all(viewer, board)]
    kept = [board.id for board in reach if rules.may_review(viewer, board)]
    hidden = "i.hidden_at IS NULL" if not viewer.is_manager else "i.id > 0"
    waiting = f"(i.waits_since IS NULL OR i.board_id IN ({db.marks(kept)}))"
    sql = (
        "EXISTS (SELECT 1 FROM idea_picture x JOIN idea i ON i.id = x.idea_id WHERE x.file_id = f.id "
        f"AND ((i.board_id IN ({db.marks(read)}) AND {hidden} AND {waiting}) "
        f"OR (i.author_id = ? AND i.board_id IN ({db.marks(reach)}))))"
    )
    return sql, (*read, *kept, viewer.id, *(board.id for board in reach))


async def keep(viewer: Viewer, upload: UploadFile, alt: str) -> Picture:
    """Decode and keep an upload; Invalid or TooLarge says why not. Outside of any transaction."""
    body = await upload.read(the_house().settings.upload_limit + 1)
    async with db.transaction(quiet=True):
        await brakes.before_posting(viewer, "upload")
    return Picture(await files.keep_picture(body, owner=viewer.id, name=upload.filename or ""), alt)


async def hang(idea_id: int, pictures: Sequence[Picture]) -> None:
    """Add pictures behind those that an idea has; inside its transaction."""
    first = await db.value("SELECT coalesce(max(position), 0) FROM idea_picture WHERE idea_id = ?", idea_id)
    await db.execute_many(
        "INSERT INTO idea_picture (idea_id, file_id, alt, position) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (idea_id, file_id) DO UPDATE SET alt = excluded.alt",
        [(idea_id, picture.file_id, picture.alt, first + n) for n, picture in enumerate(pictures, 1)],
    )


async def take_down(idea_id: int, picture_ids: Sequence[int]) -> None:
    if picture_ids:
        marks = db.marks(picture_ids)
        await db.execute(f"DELETE FROM idea_picture WHERE idea_id = ? AND id IN ({marks})", idea_id, *picture_ids)
