"""All reads of wish lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from community.clubs.queries import ClubCard
from ideas.board import boards
from ideas.board import queries as ideas
from kernel import clock, db
from kernel.errors import Missing
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from voting.ballots.merges import GROUP
from voting.wishes import rules
from voting.wishes.models import Reply, WishState

_COLUMNS = (
    "w.id, w.club_id, c.name AS club_name, c.slug AS club_slug, c.is_private, w.ballot_id, w.by_id, w.title, w.body, w.state, "
    "w.frozen, w.checksum, w.signatures, w.created_at, w.signing_at, w.delivered_at, w.due_at, w.answered_at, "
    "w.delivered_people, w.delivered_accounts, w.delivered_worth, w.worth_run, w.currency, w.hidden_at, "
    "(SELECT count(*) FROM wish_item i WHERE i.wish_list_id = w.id) AS items, "
    "(SELECT count(*) FROM wish_item i WHERE i.wish_list_id = w.id AND i.reply IS NULL) AS owed"
)
_FROM = "FROM wish_list w JOIN club c ON c.id = w.club_id"


@dataclass(frozen=True)
class WishCard:
    """A list; `owed` counts the items that wait for a first answer. Worth is in minor units, for the team's eyes."""

    id: int
    club_id: int
    club_name: str
    club_slug: str
    is_private: bool
    ballot_id: int | None
    by_id: int
    title: str
    body: str
    state: WishState
    frozen: str
    checksum: str
    signatures: int
    created_at: datetime
    signing_at: datetime | None
    delivered_at: datetime | None
    due_at: datetime | None
    answered_at: datetime | None
    delivered_people: int | None
    delivered_accounts: int | None
    delivered_worth: int | None
    worth_run: int | None
    currency: str
    hidden_at: datetime | None
    items: int
    owed: int

    @property
    def url(self) -> str:
        return f"/clubs/{self.club_slug}/wishes/{self.id}"

    @property
    def team_url(self) -> str:
        return f"/team/wishes/{self.id}"

    @property
    def is_late(self) -> bool:
        return (
            self.state == WishState.DELIVERED
            and self.owed > 0
            and self.due_at is not None
            and self.due_at < clock.now()
        )

    @property
    def sender(self) -> str:
        """The club as the team meets it: a private one has no name there."""
        return _("A private club") if self.is_private else self.club_name


@dataclass(frozen=True)
class Word:
    """Something that was said to an item."""

    by: str
    is_brand: bool
    reply: Reply | None
    horizon: str
    promised_on: date | None
    body: str
    at: datetime


@dataclass(frozen=True)
class Item:
    """One wish with the answer that stands, and everything that was said before; `wanted` counts members behind its idea."""

    id: int
    position: int
    words: str
    idea_id: int | None
    reply: Reply | None
    horizon: str
    answer: str
    promised_on: date | None
    kept_on: date | None
    answered_at: datetime | None
    answered_by: str
    idea_url: str = ""
    idea_title: str = ""
    idea_status: str = ""
    wanted: int = 0
    said: Sequence[Word] = field(default_factory=list)

    @property
    def promise(self) -> str:
        """`kept`, `late` or `due`; empty where no day was promised."""
        if self.promised_on is None or self.reply != Reply.ACCEPTED:
            return ""
        if self.kept_on is not None:
            return "kept" if self.kept_on <= self.promised_on else "late"
        return "due" if self.promised_on >= clock.today() else "late"

    @property
    def status(self) -> str:
        """The moon beside the answer."""
        if self.reply == Reply.ACCEPTED:
            return "shipped" if self.kept_on else "in_progress" if self.horizon == "now" else "planned"
        return (
            {Reply.DECLINED: "declined", Reply.QUESTION: "under_review"}.get(self.reply, "open")
            if self.reply
            else "open"
        )


async def of_club(viewer: Viewer, club: ClubCard) -> list[WishCard]:
    """The lists of a club that the viewer sees already; drafts are for those who write them."""
    drafts = "" if rules.may_write(viewer, club) else " AND w.state <> 'draft'"
    hidden = "" if viewer.is_manager else " AND w.hidden_at IS NULL"
    rows = await db.rows(
        f"SELECT {_COLUMNS} {_FROM} WHERE w.club_id = ?{drafts}{hidden} ORDER BY w.id DESC LIMIT 200", club.id
    )
    return [_card(row) for row in rows]


async def find(viewer: Viewer, club: ClubCard, number: int) -> WishCard:
    """A list of a club that the viewer sees already; Missing otherwise."""
    row = await db.row(f"SELECT {_COLUMNS} {_FROM} WHERE w.id = ? AND w.club_id = ?", number, club.id)
    if row is None:
        raise Missing()
    found = _card(row)
    if found.state == WishState.DRAFT and not rules.may_write(viewer, club):
        raise Missing()
    if found.hidden_at and not viewer.is_manager:
        raise Missing()
    return found


async def newest(club_ids: Sequence[int]) -> dict[int, WishCard]:
    """The list that each club's home tells of: the newest that is no draft."""
    rows = await db.rows(
        f"SELECT {_COLUMNS} {_FROM} WHERE w.id IN (SELECT max(n.id) FROM wish_list n WHERE n.club_id IN "
        f"({db.marks(club_ids)}) AND n.state <> 'draft' AND n.hidden_at IS NULL GROUP BY n.club_id)",
        *club_ids,
    )
    return {row["club_id"]: _card(row) for row in rows}


async def delivered(*, answered: bool) -> list[WishCard]:
    """What the team was given: what it owes first, by the day it is due; or what it has answered."""
    state, order = (WishState.ANSWERED, "w.answered_at DESC") if answered else (WishState.DELIVERED, "w.due_at")
    rows = await db.rows(
        f"SELECT {_COLUMNS} {_FROM} WHERE w.state = ? AND w.hidden_at IS NULL ORDER BY {order}, w.id LIMIT 300",
        state.value,
    )
    return [_card(row) for row in rows]


async def given_to_team(number: int) -> WishCard:
    """A list that was delivered; Missing otherwise."""
    row = await db.row(
        f"SELECT {_COLUMNS} {_FROM} WHERE w.id = ? AND w.state IN ('delivered', 'answered') AND w.hidden_at IS NULL",
        number,
    )
    if row is None:
        raise Missing()
    return _card(row)


async def items(viewer: Viewer, wishes: WishCard, *, most: int = 1000, told: bool = True) -> list[Item]:
    """The items of a list with their answers, and the ideas behind them as far as the viewer may see these."""
    rows = await db.rows(
        "SELECT i.id, i.position, i.words, x.id AS idea_id, i.reply, i.horizon, i.answer, i.promised_on, i.kept_on, "
        "i.answered_at, coalesce(p.name, '') AS answered_by, x.title AS idea_title, x.slug, x.status AS idea_status, x.board_id, "
        "x.is_listed, (SELECT count(DISTINCT s.person_id) FROM support s JOIN membership m ON m.person_id = s.person_id "
        f"AND m.club_id = ? AND m.stands IS TRUE WHERE s.state <> 'quarantined' "
        f"AND s.idea_id IN {GROUP.format('x.id')}) AS wanted FROM wish_item i "
        "LEFT JOIN person p ON p.id = i.answered_by_id LEFT JOIN idea y ON y.id = i.idea_id "
        "LEFT JOIN idea x ON x.id = coalesce(y.merged_into_id, y.id) "
        "WHERE i.wish_list_id = ? ORDER BY i.position LIMIT ?",
        wishes.club_id,
        wishes.id,
        most,
    )
    seen = {board.id for board in await boards.visible_to(viewer)}
    words = await _words([row["id"] for row in rows]) if told else {}
    return [_item(row, seen, words.get(row["id"], [])) for row in rows]


async def _words(items: Sequence[int]) -> dict[int, list[Word]]:
    found: dict[int, list[Word]] = {}
    rows = await db.rows(
        "SELECT w.item_id, p.name AS by, w.is_brand, w.reply, w.horizon, w.promised_on, w.body, w.at AS said_at "
        f"FROM wish_word w JOIN person p ON p.id = w.by_id WHERE w.item_id IN ({db.marks(items)}) ORDER BY w.id",
        *items,
    )
    for row in rows:
        item, at = row.pop("item_id"), row.pop("said_at")
        reply = Reply(row.pop("reply")) if row["reply"] else row.pop("reply")
        found.setdefault(item, []).append(Word(**row, reply=reply, at=at))
    return found


def _item(row: db.Row, seen: set[int], said: list[Word]) -> Item:
    slug, board, listed = row.pop("slug"), row.pop("board_id"), row.pop("is_listed")
    shown = bool(listed) and board in seen
    row["idea_title"], row["idea_status"] = (row["idea_title"], row["idea_status"]) if shown else ("", "")
    row["reply"] = Reply(row["reply"]) if row["reply"] else None
    return Item(**row, idea_url=ideas.address(row["idea_id"], slug) if shown else "", said=said)


async def has_signed(viewer: Viewer, number: int) -> bool:
    return bool(
        await db.rows(
            "SELECT id FROM signature WHERE wish_list_id = ? AND person_id = ? AND stands IS TRUE",
            number,
            viewer.id or 0,
        )
    )


async def signers(number: int, *, most: int = 200) -> list[int]:
    """Who stands by a list, the first to sign first."""
    rows = await db.rows(
        "SELECT person_id FROM signature WHERE wish_list_id = ? AND stands IS TRUE ORDER BY id LIMIT ?", number, most
    )
    return [row["person_id"] for row in rows]


def _card(row: dict[str, Any]) -> WishCard:
    return WishCard(**{**row, "state": WishState(row["state"])})
