"""Rows of a file as ideas: what each must hold, and why one cannot be used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import TypeAdapter, ValidationError

from ideas.board import tags
from ideas.board.forms import BODY, TITLE
from ideas.board.models import Status
from kernel import clock, text
from kernel.delimited import Line
from kernel.forms import Email
from kernel.i18n import gettext as _
from kernel.imports import Batch

COLUMNS = ("reference", "board", "title", "body", "author_email", "created_at", "status", "tags", "fields")
NOBODY = "unknown-author@import.invalid"
_email: TypeAdapter[str] = TypeAdapter(Email)


class Unusable(Exception):
    """A row that cannot be an idea, and why."""


@dataclass(frozen=True)
class Row:
    """A row of the file that can be an idea."""

    line: Line
    reference: str
    board: str
    title: str
    body: str
    email: str
    created_at: datetime | None
    status: str
    tags: tuple[str, ...]
    author_id: int = 0
    status_at: datetime | None = None


def read(batch: Batch) -> list[Row]:
    """The rows of a batch that can be ideas; the others are refused with their reason."""
    found: dict[str, Row] = {}
    for line in batch.lines:
        try:
            row = _row(line, batch)
            if row.reference in found:
                raise Unusable(_("The reference %(name)s comes twice in the file.") % {"name": row.reference})
            found[row.reference] = row
        except Unusable as error:
            batch.refuse(line, str(error))
    return list(found.values())


def _row(line: Line, batch: Batch) -> Row:
    cells = line.cells
    reference, board, title = (text.one_line(cells.get(name, "")) for name in ("reference", "board", "title"))
    body = text.clean(cells.get("body", ""))
    for name, value, most in (("reference", reference, 120), ("board", board, 80), ("title", title, TITLE)):
        if not value:
            raise Unusable(_("The column %(name)s is empty.") % {"name": name})
        if len(value) > most:
            raise Unusable(_("The %(name)s has more than %(most)s characters.") % {"name": name, "most": most})
    if len(body) > BODY:
        raise Unusable(_("The %(name)s has more than %(most)s characters.") % {"name": "body", "most": BODY})
    names = tags.parse(cells.get("tags", ""))
    kept = [name for name in names if len(name) <= tags.LONGEST][: tags.MOST]
    if len(kept) < len(names):
        batch.warn(line, _("Only eight tags of at most 40 characters are kept."))
    return Row(
        line,
        reference,
        board,
        title,
        body,
        _author(cells.get("author_email", "")),
        _moment(cells.get("created_at", "")),
        _status(cells.get("status", "")),
        tuple(sorted(kept)),
    )


def _author(cell: str) -> str:
    if not cell.strip():
        return NOBODY
    try:
        return _email.validate_python(cell)
    except ValidationError:
        raise Unusable(_("“%(cell)s” is no e-mail address.") % {"cell": cell[:80]}) from None


def _moment(cell: str) -> datetime | None:
    if not cell.strip():
        return None
    try:
        found = datetime.fromisoformat(cell.strip())
    except ValueError:
        raise Unusable(
            _("“%(cell)s” is no date: write 2026-11-30 or 2026-11-30T12:00:00Z.") % {"cell": cell[:40]}
        ) from None
    moment = found.astimezone(UTC) if found.tzinfo and 1970 <= found.year < 9999 else found.replace(tzinfo=UTC)
    if moment.year < 1970 or moment > clock.now():
        raise Unusable(_("The date %(cell)s lies in the future or before 1970.") % {"cell": cell[:40]})
    return moment


def _status(cell: str) -> str:
    name = "_".join(text.fold(cell).replace("-", " ").replace("_", " ").split()) or Status.OPEN
    if name not in tuple(Status) or name == Status.MERGED:
        raise Unusable(
            _("“%(cell)s” is none of the states: open, under_review, planned, in_progress, shipped, declined.")
            % {"cell": cell[:40]}
        )
    return str(Status(name))
