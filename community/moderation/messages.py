"""What members write to the team: reported where it is read, its words taken out and put back, the matter itself goes on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from community.moderation import removing
from community.moderation.registry import Reportable, ReportedThing, Words
from kernel import db, text
from kernel.errors import require
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Place:
    """Where a message is read: by the team at `url`, by whoever wrote it at `own_url`. `against` are whom it is against."""

    title: str
    url: str
    own_url: str
    against: Sequence[int] = ()


@dataclass(frozen=True)
class Message:
    """A kind of message: the words are in `column` of `table`, their author in `author`.

    `more` are further columns of the row m that `place` needs, from `joined`.
    """

    kind: str
    label: str
    table: str
    place: Callable[[db.Row], Place]
    seen: Callable[[Viewer, int], Awaitable[bool]]
    author: str = "person_id"
    column: str = "body"
    more: str = ""
    joined: str = ""

    def reportable(self) -> Reportable:
        """As moderation holds it. Only the team reads it anyway: hidden, its words are kept for whoever rules on it."""
        return Reportable(self.kind, self.label, self.find, self.seen, self.hide, self.restore)

    async def find(self, numbers: Sequence[int]) -> dict[int, ReportedThing]:
        """Messages as moderation shows them; without a word where those are set aside."""
        more = f", {self.more}" if self.more else ""
        rows = await db.rows(
            f"SELECT m.id, m.{self.author} AS author_id, m.{self.column} AS said, s.id AS set_aside{more} "
            f"FROM {self.table} m {self.joined} LEFT JOIN set_aside s ON s.subject_kind = ? AND s.subject_id = m.id "
            f"WHERE m.id IN ({db.marks(numbers)})",
            self.kind,
            *numbers,
        )
        return {row["id"]: self._thing(row) for row in rows}

    def _thing(self, row: db.Row) -> ReportedThing:
        place = self.place(row)
        return ReportedThing(
            kind=self.kind,
            id=row["id"],
            title=place.title,
            excerpt=text.plain(row["said"], 1000),
            author_id=row["author_id"] or 0,
            url=place.url,
            is_hidden=row["set_aside"] is not None,
            own_url=place.own_url,
            against=place.against,
        )

    async def hide(self, viewer: Viewer, number: int) -> None:
        """The words are set aside: whoever answers reads that they were, and by a ruling."""
        require(viewer.is_manager)
        async with db.transaction():
            author = await db.row(f"SELECT {self.author} AS id FROM {self.table} WHERE id = ?", number)
            if author and not await taken(self.kind, [number]):
                await removing.take(self._worded(), number, author_id=author["id"])

    async def restore(self, viewer: Viewer, number: int) -> None:
        """The words are back where they were."""
        require(viewer.is_manager)
        async with db.transaction():
            await removing.give_back(self._worded(), number)

    def _worded(self) -> Reportable:
        """The same where its words are moved: it offers no removal beside hiding, which is all there is to do with it."""
        return replace(self.reportable(), words=Words(self.table, {self.column: self.label}, {}))


async def taken(kind: str, numbers: Sequence[int]) -> set[int]:
    """Of some messages those whose words a ruling took out."""
    if not numbers:
        return set()
    rows = await db.rows(
        f"SELECT subject_id FROM set_aside WHERE subject_kind = ? AND subject_id IN ({db.marks(numbers)})",
        kind,
        *numbers,
    )
    return {row["subject_id"] for row in rows}
