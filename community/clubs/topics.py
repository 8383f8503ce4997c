"""What a club talks about: topics that its members open, with what is said hanging on their threads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.clubs import queries, rules
from community.clubs.models import Role, Topic
from community.clubs.queries import ClubCard
from community.people import queries as people
from community.people.queries import PersonCard
from community.trust import brakes, reading
from kernel import clock, db, lists, text
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.lists import Listing
from kernel.viewer import SYSTEM, Viewer

PER_PAGE = 30
MOST_PINNED = 3


@dataclass(frozen=True)
class TopicCard:
    """A topic as its club's pages show it."""

    id: int
    club_id: int
    slug: str
    title: str
    body: str
    comments: int
    author: PersonCard
    created_at: datetime
    last_at: datetime
    pinned_at: datetime | None
    closed_at: datetime | None
    hidden_at: datetime | None

    @property
    def url(self) -> str:
        return f"/clubs/{self.slug}/topics/{self.id}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.hidden_at is None


_SELECT = (
    "SELECT t.id AS topic, t.club_id, c.slug, t.title, t.body, t.comments, t.created_at, t.last_at, t.pinned_at, "
    "t.closed_at, t.hidden_at, p.id, p.handle, p.name, p.role, p.is_ambassador, p.is_claimed, f.digest FROM topic t "
    "JOIN club c ON c.id = t.club_id JOIN person p ON p.id = t.author_id LEFT JOIN file f ON f.id = p.picture_id "
)
_OWN = ("club_id", "slug", "title", "body", "comments", "created_at", "last_at", "pinned_at", "closed_at", "hidden_at")


def _card(row: db.Row) -> TopicCard:
    return TopicCard(id=row["topic"], author=people.card_of(row), **{name: row[name] for name in _OWN})


async def open_one(viewer: Viewer, club: ClubCard, *, title: str, body: str) -> int:
    """Begin to talk about something."""
    require(rules.may_take_part(viewer, club), _("Topics are opened by members of the club."))
    await reading.outright(viewer, "topic", [title, body], field="title")
    async with db.transaction():
        await brakes.before_posting(viewer, "topic", title, body)
        now = clock.now()
        made = await Topic.create(
            club_id=club.id, author_id=viewer.id, title=title, body=body, created_at=now, last_at=now
        )
        about: dict[str, Any] = {
            "club": club.id,
            "title": title,
            "name": club.name,
            "url": f"{club.url}/topics/{made.id}",
        }
        excerpt = text.plain(body, 300)
        await record("topic.opened", actor=viewer.id, subject=("topic", made.id), excerpt=excerpt, **about)
    return made.id


def may_keep(viewer: Viewer, club: ClubCard, topic: TopicCard) -> bool:
    """Close a topic and open it again: its author, and the hosts."""
    own = viewer.id == topic.author.id and rules.may_take_part(viewer, club)
    return own or rules.may_host(viewer, club)


def may_change(viewer: Viewer, club: ClubCard, topic: TopicCard) -> bool:
    """Its author, while it is open."""
    return viewer.id == topic.author.id and rules.may_take_part(viewer, club) and topic.is_open


async def change(viewer: Viewer, club: ClubCard, topic: TopicCard, *, title: str, body: str) -> None:
    """Put one's own topic in other words, while it is open."""
    require(may_change(viewer, club, topic), _("A topic is changed by its author while it is open."))
    if (title, body) != (topic.title, topic.body):
        await reading.outright(viewer, "topic", [title, body], field="title")
    async with db.transaction():
        await Topic.filter(id=topic.id).update(title=title, body=body)
        await record("topic.changed", actor=viewer.id, subject=("topic", topic.id))


async def pin(viewer: Viewer, club: ClubCard, topic: TopicCard, *, up: bool) -> None:
    """Put a topic above the others, or back among them."""
    require(rules.may_host(viewer, club), _("What stands above is chosen by the club’s hosts."))
    async with db.transaction():
        others = Topic.filter(club_id=club.id, pinned_at__isnull=False).exclude(id=topic.id)
        if up and await others.count() >= MOST_PINNED:
            raise Conflict(_("%(most)s topics stand above already: take one down first.") % {"most": MOST_PINNED})
        await Topic.filter(id=topic.id).update(pinned_at=clock.now() if up else None)


async def close(viewer: Viewer, club: ClubCard, topic: TopicCard, *, closed: bool) -> None:
    """Nothing more is said in a topic, or again."""
    require(may_keep(viewer, club, topic), _("A topic is closed by its author or the club’s hosts."))
    async with db.transaction():
        await Topic.filter(id=topic.id).update(closed_at=clock.now() if closed else None)


async def hide(viewer: Viewer, club: ClubCard, topic: TopicCard, *, hidden: bool) -> None:
    """Hosts take a topic out of sight, or bring back what one of them hid; what moderation hid only moderation shows."""
    require(rules.may_host(viewer, club), _("A topic is hidden by the club’s hosts."))
    async with db.transaction():
        if not hidden and await _is_ruled(topic.id):
            raise Conflict(_("Moderation hid this topic: only moderation shows it again."))
        await _show(viewer, topic.id, hidden=hidden)


async def _is_ruled(topic_id: int) -> bool:
    """Did the last ruling on a topic hide it?"""
    act = await db.value(
        "SELECT act FROM ruling WHERE subject_kind = 'topic' AND subject_id = ? AND act IN ('hide', 'remove', 'edit', 'restore') "
        "ORDER BY id DESC LIMIT 1",
        topic_id,
    )
    return act in ("hide", "remove", "edit")


async def rule_away(viewer: Viewer, topic_id: int) -> None:
    """Moderation takes a topic out of sight; the ruling, its reason and its letter are moderation's."""
    require(rules.may_moderate(viewer))
    async with db.transaction():
        await _show(viewer, topic_id, hidden=True)


async def rule_back(viewer: Viewer, topic_id: int) -> None:
    """A hidden topic is back in its club."""
    require(rules.may_moderate(viewer))
    async with db.transaction():
        await _show(viewer, topic_id, hidden=False)


async def _show(viewer: Viewer, topic_id: int, *, hidden: bool) -> None:
    changed = await db.execute(
        f"UPDATE topic SET hidden_at = ? WHERE id = ? AND hidden_at IS {'NULL' if hidden else 'NOT NULL'}",
        clock.now() if hidden else None,
        topic_id,
    )
    if not changed:
        return
    about = ("topic", topic_id)
    if hidden:
        await record("topic.hidden", actor=viewer.id, subject=about)
    else:
        await record("topic.restored", actor=viewer.id, subject=about)


async def counted(topic_id: int, change: int) -> None:
    """A message came or went; what was talked about last stands above. Inside its transaction."""
    latest, values = (", last_at = ?", [clock.now()]) if change > 0 else ("", [])
    await db.execute(f"UPDATE topic SET comments = comments + ?{latest} WHERE id = ?", change, *values, topic_id)


def _seen(viewer: Viewer) -> tuple[str, tuple[Any, ...]]:
    """A condition on `topic t` in `club c`: what was hidden is there for its author, the hosts and moderation."""
    if viewer == SYSTEM:
        return "t.id > 0", ()
    club, values = queries.visible_to(viewer)
    if viewer.is_manager:
        return club, values
    hosts = "SELECT h.club_id FROM membership h WHERE h.person_id = ? AND h.stands IS TRUE AND h.role = ?"
    shown = f"{club} AND (t.hidden_at IS NULL OR t.author_id = ? OR t.club_id IN ({hosts}))"
    return shown, (*values, viewer.id or 0, viewer.id or 0, Role.HOST.value)


async def listing(viewer: Viewer, club: ClubCard, after: str | None = None) -> Listing[TopicCard]:
    """The topics of a club that the viewer was let into: those that stand above first, then by what was said last."""
    place = lists.place(after, str, int)
    hidden, values = await _of_club(viewer, club)
    further, more = "", list[Any]()
    if place and (moment := _moment(place[0])):
        further, more = " AND (t.last_at, t.id) < (?, ?)", [moment, place[1]]
    rows = await db.rows(
        f"{_SELECT} WHERE t.club_id = ? AND {hidden} AND t.pinned_at IS NULL{further} "
        f"ORDER BY t.last_at DESC, t.id DESC LIMIT {PER_PAGE + 1}",
        club.id,
        *values,
        *more,
    )
    page = lists.page_of(rows, PER_PAGE, lambda row: (row["last_at"].isoformat(), row["topic"]))
    above = [] if more else await _pinned(club, hidden, values)
    return Listing([_card(row) for row in [*above, *page.items]], page.after)


async def latest(club_id: int, most: int) -> list[TopicCard]:
    """Some topics of a club for its home, hidden ones left out: those that stand above, then by what was said last."""
    rows = await db.rows(
        f"{_SELECT} WHERE t.club_id = ? AND t.hidden_at IS NULL "
        f"ORDER BY CASE WHEN t.pinned_at IS NULL THEN 1 ELSE 0 END, t.last_at DESC, t.id DESC LIMIT {most}",
        club_id,
    )
    return [_card(row) for row in rows]


async def _pinned(club: ClubCard, hidden: str, values: tuple[Any, ...]) -> list[db.Row]:
    return await db.rows(
        f"{_SELECT} WHERE t.club_id = ? AND {hidden} AND t.pinned_at IS NOT NULL ORDER BY t.pinned_at DESC, t.id DESC",
        club.id,
        *values,
    )


async def _of_club(viewer: Viewer, club: ClubCard) -> tuple[str, tuple[Any, ...]]:
    """Of the topics of one club those that the viewer may read."""
    if club.role == Role.HOST or viewer.is_manager:
        return "t.id > 0", ()
    return "(t.hidden_at IS NULL OR t.author_id = ?)", (viewer.id or 0,)


def _moment(word: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(word)
    except ValueError:
        return None
    return found if found.tzinfo else None


async def find(viewer: Viewer, club: ClubCard, number: int) -> TopicCard:
    """A topic of a club that the viewer was let into; Missing where it is hidden from them."""
    hidden, values = await _of_club(viewer, club)
    row = await db.row(f"{_SELECT} WHERE t.club_id = ? AND t.id = ? AND {hidden}", club.id, number, *values)
    if row is None:
        raise Missing()
    return _card(row)


async def cards(viewer: Viewer, numbers: Sequence[int]) -> Mapping[int, TopicCard]:
    """Of some topics those that the viewer may see wherever they are met."""
    seen, values = _seen(viewer)
    rows = await db.rows(f"{_SELECT} WHERE t.id IN ({db.marks(numbers)}) AND {seen}", *numbers, *values)
    return {row["topic"]: _card(row) for row in rows}


async def reported(numbers: Sequence[int]) -> Mapping[int, TopicCard]:
    """Topics as moderation finds them, hidden or not."""
    return await cards(SYSTEM, numbers)
