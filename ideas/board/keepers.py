"""Those who look after boards: they are told of new ideas, of what waits for them, and of what nobody answered in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from community.inbox.registry import Data, NoticeKind
from ideas.board import boards
from ideas.board.boards import BoardCard
from ideas.board.states import Stage, Status
from kernel import clock, db
from kernel.events import record
from kernel.features import Job
from kernel.i18n import gettext as _
from kernel.i18n import mark, ngettext

BEGAN = datetime(1970, 1, 1, tzinfo=UTC)
_KEEPER = (
    "SELECT p.id FROM idea i JOIN board b ON b.id = i.board_id JOIN person p ON p.id = b.owner_id "
    "WHERE i.id = ? AND p.role IN ('manager', 'editor', 'admin')"
)


async def team() -> list[tuple[int, str]]:
    """Those who may look after a board, by name."""
    sql = (
        "SELECT id, name FROM person WHERE role IN ('manager', 'editor', 'admin') AND is_claimed = ? ORDER BY name, id"
    )
    return [(row["id"], row["name"]) for row in await db.rows(sql, True)]


async def keeper(event: db.Row) -> list[int]:
    """Whoever looks after the board of an idea."""
    return [row["id"] for row in await db.rows(_KEEPER, event["subject_id"])]


async def reviewers(event: db.Row) -> list[int]:
    """Who may approve an idea: the community managers, and whoever looks after its board."""
    sql = f"{_KEEPER} UNION SELECT id FROM person WHERE role IN ('manager', 'admin') AND is_claimed = ?"
    return [row["id"] for row in await db.rows(sql, event["subject_id"], True)]


async def author(event: db.Row) -> list[int]:
    rows = await db.rows("SELECT author_id AS id FROM idea WHERE id = ?", event["subject_id"])
    return [row["id"] for row in rows]


async def keeper_of_board(event: db.Row) -> list[int]:
    rows = await db.rows("SELECT owner_id AS id FROM board WHERE id = ? AND owner_id IS NOT NULL", event["subject_id"])
    return [row["id"] for row in rows]


async def unanswered() -> None:
    """Tell each keeper, once a day, of the ideas whose days of silence were full since the last time."""
    now = clock.now()
    kept = [board for board in await boards.every() if board.owner_id and board.unanswered_days]
    silent = await _silent(kept, now) if kept else {}
    async with db.transaction():
        for board in kept:
            if count := silent.get(board.id):
                told = {"title": board.name, "count": count, "days": board.unanswered_days, "url": _list(board)}
                await record("board.unanswered", actor=None, subject=("board", board.id), at=None, **told)
        if kept:
            ids = [board.id for board in kept]
            await db.execute(f"UPDATE board SET told_at = ? WHERE id IN ({db.marks(ids)})", now, *ids)


async def _silent(kept: list[BoardCard], now: datetime) -> dict[int, int]:
    """How many open ideas without an answer grew too old on each board since its keeper was told last."""
    rows = await db.rows(f"SELECT id, told_at FROM board WHERE id IN ({db.marks(kept)})", *(board.id for board in kept))
    told = {row["id"]: row["told_at"] for row in rows}
    spans = [
        (board.id, now - timedelta(days=board.unanswered_days), _before(told.get(board.id), board.unanswered_days))
        for board in kept
    ]
    aged = " OR ".join(["(i.board_id = ? AND i.created_at <= ? AND i.created_at > ?)"] * len(spans))
    found = await db.rows(
        f"SELECT i.board_id, count(*) AS n FROM idea i WHERE ({aged}) AND i.is_listed = ? AND i.status = ? "
        "AND NOT EXISTS (SELECT 1 FROM answer a WHERE a.idea_id = i.id) GROUP BY i.board_id",
        *(part for span in spans for part in span),
        True,
        Status.OPEN.value,
    )
    return {row["board_id"]: int(row["n"]) for row in found}


def _before(told_at: datetime | None, days: int) -> datetime:
    return told_at - timedelta(days=days) if told_at else BEGAN


def _list(board: BoardCard) -> str:
    return f"/ideas?board={board.slug}&status=open&sort=new"


async def erased(person_id: int) -> None:
    """Nobody looks after their boards any more; inside the erasure."""
    await db.execute("UPDATE board SET owner_id = NULL WHERE owner_id = ?", person_id)


def _new(data: Data) -> str:
    return _("%(actor)s proposed “%(title)s” on a board you look after.") % _told(data)


def _waits(data: Data) -> str:
    return _("“%(title)s” by %(actor)s waits to be approved.") % _told(data)


def _reviewed(data: Data) -> str:
    said = {
        Stage.SHOWN.value: _("Your idea “%(title)s” is approved: everyone who sees the board can read it."),
        Stage.RETURNED.value: _("Your idea “%(title)s” comes back to you: change it and send it again."),
        Stage.REFUSED.value: _("Your idea “%(title)s” will not be shown."),
    }
    return said[str(data.get("stage", Stage.SHOWN.value))] % _told(data)


def _silence(data: Data) -> str:
    count = int(data.get("count", 0))
    return ngettext(
        "On “%(title)s”, %(count)s idea has stood for %(days)s days without an answer.",
        "On “%(title)s”, %(count)s ideas have stood for %(days)s days without an answer.",
        count,
    ) % {"title": data.get("title", ""), "count": count, "days": data.get("days", 0)}


def _told(data: Data) -> dict[str, object]:
    return {"title": data.get("title", ""), "actor": data.get("actor") or _("Somebody")}


def _url(event: db.Row) -> str:
    return str(event["data"].get("url") or f"/ideas/{event['subject_id']}")


LOOKED_AFTER = mark("You get this because you look after the board.")
notices = [
    NoticeKind(
        "idea.reviewed",
        ("idea.approved", "idea.returned", "idea.refused"),
        mark("What was decided about an idea of yours that waited"),
        author,
        _reviewed,
        _url,
        verb=mark("See the idea"),
    ),
    NoticeKind(
        "idea.submitted",
        ("idea.submitted",),
        mark("An idea that waits for your approval"),
        reviewers,
        _waits,
        _url,
        verb=mark("Read the idea"),
        why=LOOKED_AFTER,
    ),
    NoticeKind(
        "board.idea",
        ("idea.proposed",),
        mark("A new idea on a board you look after"),
        keeper,
        _new,
        _url,
        verb=mark("Read the idea"),
        why=LOOKED_AFTER,
    ),
    NoticeKind(
        "board.unanswered",
        ("board.unanswered",),
        mark("Ideas without an answer on a board you look after"),
        keeper_of_board,
        _silence,
        _url,
        verb=mark("See them"),
        why=LOOKED_AFTER,
    ),
]
jobs = [Job("boards.unanswered", unanswered, every=86_400, label=mark("Ideas nobody answered"))]
