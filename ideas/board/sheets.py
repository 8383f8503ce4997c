"""One idea with all that its page says, read by one statement."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from community.people.queries import PersonCard
from ideas.board import fields, lineage, queries, rules, values
from ideas.board.lineage import Joining, Taken
from ideas.board.models import Status
from ideas.board.subqueries import BY, FACE, WHO, face, many
from ideas.board.tags import slug_of
from ideas.board.values import Value
from kernel import cache, clock, db, files
from kernel.errors import Missing
from kernel.viewer import Viewer


@dataclass(frozen=True)
class AnswerCard:
    """What the brand said, who said it, and the promise in it."""

    id: int
    by: PersonCard
    body: str
    cost_band: str
    promised_on: date | None
    kept_on: date | None
    would_change: str
    created_at: datetime

    @property
    def promise(self) -> str:
        """`kept`, `late` or `due`; empty where nothing was promised."""
        if self.promised_on is None:
            return ""
        if self.kept_on is not None:
            return "kept" if self.kept_on <= self.promised_on else "late"
        return "due" if self.promised_on >= clock.today() else "late"


@dataclass(frozen=True)
class Step:
    """One change of state."""

    before: str
    after: str
    by: PersonCard
    answer_id: int | None
    created_at: datetime


@dataclass(frozen=True)
class PictureCard:
    id: int
    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Doors:
    """The idea's board, as far as its page needs it."""

    id: int
    slug: str
    name: str
    colour: str
    see: str
    propose: str
    comment: str
    support: str
    is_open: bool
    is_one_way: bool
    owner_id: int | None


@dataclass(frozen=True)
class ClubOf:
    """The club that an idea was proposed in."""

    id: int
    slug: str
    name: str
    is_private: bool

    def is_shown_to(self, viewer: Viewer) -> bool:
        return not self.is_private or self.id in viewer.clubs


@dataclass(frozen=True)
class IdeaSheet:
    """An idea's page."""

    id: int
    reference: str | None
    title: str
    slug: str
    language: str
    body: str
    status: str
    supporters: int
    raw_votes: int
    doubtful_votes: int
    comments: int
    merged_from: int
    merged_into: tuple[int, str, str] | None
    created_at: datetime
    edited_at: datetime | None
    status_at: datetime
    hidden_at: datetime | None
    waits_since: datetime | None
    stage: str
    author: PersonCard
    board: Doors
    club: ClubOf | None
    tags: tuple[str, ...]
    pictures: tuple[PictureCard, ...]
    answers: tuple[AnswerCard, ...]
    trail: tuple[Step, ...]
    own_tags: tuple[str, ...]
    taken: tuple[Taken, ...]
    merges: tuple[Joining, ...]
    held: tuple[tuple[int, Value], ...] = ()

    @property
    def url(self) -> str:
        return queries.address(self.id, self.slug)

    @property
    def author_id(self) -> int:
        return self.author.id

    @property
    def is_personal(self) -> bool:
        """Do not all who see the board see the idea?"""
        return self.hidden_at is not None or self.waits_since is not None or self.board.is_one_way

    @property
    def answer(self) -> AnswerCard | None:
        return self.answers[0] if self.answers else None

    @property
    def tag_links(self) -> list[tuple[str, str]]:
        return [(slug_of(name), name) for name in self.tags]

    @property
    def is_settled(self) -> bool:
        return self.status in (Status.SHIPPED, Status.MERGED)


_kept: cache.Store[IdeaSheet] = cache.Store(500)


async def sheet(viewer: Viewer, idea_id: int) -> IdeaSheet:
    """The idea's page; Missing for whom it is not shown to."""
    if not 0 < idea_id <= queries.LARGEST_ID:
        raise Missing()
    made = await (_read(idea_id) if db.inside() else _kept.through(idea_id, lambda: _read(idea_id)))
    if not rules.may_read(viewer, made.board, made):
        raise Missing()
    return made


async def _read(idea_id: int) -> IdeaSheet:
    row = await db.row(_statement(), idea_id)
    if row is None:
        raise Missing()
    known = (await fields.every()).by_id
    held = [(known[one["field_id"]], one) for one in json.loads(row["held"] or "[]")]
    told = [(asked.id, values.of_row(one, asked.kind)) for asked, one in held]
    return _made(row, tuple((number, value) for number, value in told if value is not None))


_IDEA = (
    *("id", "reference", "title", "slug", "language", "body", "status", "supporters", "comments", "merged_from"),
    *("raw_votes", "doubtful_votes"),
    *("created_at", "edited_at", "status_at", "hidden_at", "waits_since", "stage"),
)
_DOORS = ("id", "slug", "name", "colour", "see", "propose", "comment", "support", "owner_id")


def _statement() -> str:
    answers = many(
        ["id", "body", "cost_band", "promised_on", "kept_on", "would_change", "created_at", *FACE],
        "SELECT a.id, a.body, a.cost_band, a.promised_on, a.kept_on, a.would_change, a.created_at, "
        f"{WHO} FROM answer a {BY.format('a.author_id')} WHERE a.idea_id = i.id",
    )
    trail = many(
        ["id", "before", "after", "answer_id", "created_at", *FACE],
        "SELECT s.id, s.before, s.after, s.answer_id, s.created_at, "
        f"{WHO} FROM status_change s {BY.format('s.by_id')} WHERE s.idea_id = i.id",
    )
    pictures = many(
        ["id", "position", "digest", "width", "height", "alt"],
        "SELECT k.id, k.position, f.digest, f.width, f.height, k.alt FROM idea_picture k "
        "JOIN file f ON f.id = k.file_id WHERE k.idea_id = i.id",
    )
    tags = many(
        ["name", "is_joined"],
        "SELECT t.name, x.is_joined FROM idea_tag x JOIN tag t ON t.id = x.tag_id WHERE x.idea_id = i.id",
    )
    held = many(
        ["field_id", "text", "choice", "number", "day_on", "is_yes"],
        f"SELECT {values.SELECTED} FROM idea_field v WHERE v.idea_id = i.id",
    )
    idea = ", ".join(f"i.{name}" for name in _IDEA)
    doors = ", ".join(f"b.{name} AS board_{name}" for name in _DOORS)
    return (
        f"SELECT {idea}, {doors}, (b.is_open AND o.archived_at IS NULL) AS is_board_open, "
        f"b.is_one_way AS is_board_one_way, {WHO}, k.id AS club_id, "
        "k.slug AS club_slug, k.name AS club_name, "
        "k.is_private AS is_club_private, m.id AS merged_id, m.slug AS merged_slug, m.title AS merged_title, "
        f"{answers} AS answers, {trail} AS trail, {pictures} AS pictures, {tags} AS tags, {lineage.taken()} AS taken, "
        f"{lineage.merges()} AS merges, {held} AS held "
        f"FROM idea i JOIN board b ON b.id = i.board_id {BY.format('i.author_id')} "
        "LEFT JOIN idea m ON m.id = i.merged_into_id LEFT JOIN club o ON o.id = b.club_id "
        "LEFT JOIN club k ON k.id = i.club_id AND k.hidden_at IS NULL WHERE i.id = ?"
    )


def _made(row: db.Row, held: tuple[tuple[int, Value], ...]) -> IdeaSheet:
    answers = sorted(json.loads(row["answers"] or "[]"), key=lambda a: -a["id"])
    trail = sorted(json.loads(row["trail"] or "[]"), key=lambda s: s["id"])
    tags = json.loads(row["tags"] or "[]")
    pictures = sorted(json.loads(row["pictures"] or "[]"), key=lambda p: (p["position"], p["id"]))
    merged = (row["merged_id"], row["merged_slug"], row["merged_title"]) if row["merged_id"] else None
    doors = {name: row[f"board_{name}"] for name in _DOORS}
    club = ClubOf(row["club_id"], row["club_slug"], row["club_name"], row["is_club_private"])
    return IdeaSheet(
        **{name: row[name] for name in _IDEA if name != "waits_since"},
        waits_since=db.moment(row["waits_since"]) if row["waits_since"] else None,
        merged_into=merged,
        author=face(row),
        board=Doors(**doors, is_open=row["is_board_open"], is_one_way=row["is_board_one_way"]),
        club=club if row["club_id"] else None,
        tags=tuple(sorted(tag["name"] for tag in tags)),
        own_tags=tuple(sorted(tag["name"] for tag in tags if not tag["is_joined"])),
        taken=lineage.taken_of(row["taken"]),
        merges=lineage.merges_of(row["merges"]),
        pictures=tuple(
            PictureCard(p["id"], files.url(p["digest"]), p["width"], p["height"], p["alt"]) for p in pictures
        ),
        answers=tuple(_answer(a) for a in answers),
        trail=tuple(Step(s["before"], s["after"], face(s), s["answer_id"], db.moment(s["created_at"])) for s in trail),
        held=held,
    )


def _answer(row: dict[str, Any]) -> AnswerCard:
    return AnswerCard(
        id=row["id"],
        by=face(row),
        body=row["body"],
        cost_band=row["cost_band"],
        promised_on=date.fromisoformat(row["promised_on"]) if row["promised_on"] else None,
        kept_on=date.fromisoformat(row["kept_on"]) if row["kept_on"] else None,
        would_change=row["would_change"],
        created_at=db.moment(row["created_at"]),
    )
