"""Everyone whose support a merge moved is told, in batches after it: what they supported, where it counts, the way back."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Container, Sequence
from typing import Any

from community.inbox import actions as inbox
from community.inbox.registry import Data, NoticeKind, Reader
from ideas.board import notices as board
from ideas.board import queries as ideas
from kernel import db, events, mail, sessions
from kernel.features import Job, Reaction
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer
from voting.ballots import moved_words, moves
from voting.ballots.moves import Move

MOVED, PARTED = "support.moved", "support.parted"
JOB = "support.telling"
ADDRESS = re.compile(r"/support/moved/(\d{1,9})\b")
AT_ONCE, IN_A_JOB = 100, 1000
WHY = mark("You get this because you support an idea that was merged with another.")
STANDING, SAID = "support s", "support_event s"
Given = dict[int, list[int]]
"""People, and the ideas of a merge that they gave their support to."""
Alike = tuple[tuple[int, ...], tuple[int, ...]]
"""The ideas of a merge that somebody supports, and those that they proposed."""


async def begin(event: db.Row) -> None:
    """A merge, or its undo, is done: tell those whom it concerns, from the first on."""
    await tell(event["id"], 0)


async def tell(event: int, last: int) -> None:
    """Some hundreds of people, in the order of their numbers, then another job for the rest; each is told once.

    An undo that comes before the letters went is seen by the next hundred: nobody is told of a merge that is no more.
    """
    told = await events.read(event)
    for _turn in range(IN_A_JOB // AT_ONCE):
        move = await moves.find(told["subject_id"])
        reached = await _TURNS[told["kind"]](told, move, last)
        if reached is None:
            return
        last = reached
    async with db.transaction(quiet=True):
        await events.enqueue(JOB, key=f"{JOB}:{event}:{last}", event=event, last=last)


async def _merged(event: db.Row, move: Move, after: int) -> int | None:
    """Those whose support stands where the merge moved it from."""
    if move.undone_at is not None:
        return None
    given = await _given(STANDING, move, after)
    hearing, seeing = await _seeing(list(move.titles), list(given)), await _seeing([move.into_id], list(given))
    for (some, own), people in _alike(given, hearing - {move.by_id}, await _proposed(move, list(given))):
        for sees in (True, False):
            into, url = move.title if sees else "", f"/support/moved/{move.id}"
            data = {"titles": move.named(some), "own": move.named(own), "into": into, "url": url}
            await _say(KINDS[MOVED], event, data, [one for one in people if (one in seeing) == sees])
    return max(given, default=None)


async def _parted(event: db.Row, move: Move, after: int) -> int | None:
    """Those who were told of the merge: whose support is back, and who had taken it back, which stays so."""
    given = await _given(SAID, move, after)
    hearing = await _seeing(list(move.titles), list(given)) & await _were_told(move.id, list(given))
    standing = await _given(STANDING, move, after, among=list(given))
    for (some, _own), people in _alike({**given, **standing}, hearing):
        for is_back in (True, False):
            data = {"titles": move.named(some), "is_back": is_back, "url": ideas.address(some[0], "")}
            await _say(KINDS[PARTED], event, data, [one for one in people if (one in standing) == is_back])
    return max(given, default=None)


_TURNS: dict[str, Callable[[db.Row, Move, int], Awaitable[int | None]]] = {MOVED: _merged, PARTED: _parted}


async def _given(table: str, move: Move, after: int, *, among: Sequence[int] | None = None) -> Given:
    """The next people behind the ideas of a merge when it was made, by number, each with which of them."""
    here, values = f"s.idea_id IN ({db.marks(list(move.titles))}) AND s.at <= ?", [*move.titles, move.at]
    if among is None:
        people = f"SELECT DISTINCT s.person_id FROM {table} WHERE {here} AND s.person_id > ? ORDER BY s.person_id"
        among = [row["person_id"] for row in await db.rows(f"{people} LIMIT {AT_ONCE}", *values, after)]
    rows = await db.rows(
        f"SELECT DISTINCT s.person_id, s.idea_id FROM {table} WHERE {here} AND s.person_id IN ({db.marks(among)}) "
        "ORDER BY s.person_id, s.idea_id",
        *values,
        *among,
    )
    found: Given = {}
    for row in rows:
        found.setdefault(row["person_id"], []).append(row["idea_id"])
    return found


async def _proposed(move: Move, people: Sequence[int]) -> Given:
    """Which ideas of a merge some people proposed themselves."""
    here = f"id IN ({db.marks(list(move.titles))}) AND author_id IN ({db.marks(people)})"
    found: Given = {}
    for row in await db.rows(f"SELECT id, author_id FROM idea WHERE {here} ORDER BY id", *move.titles, *people):
        found.setdefault(row["author_id"], []).append(row["id"])
    return found


def _alike(given: Given, hearing: Container[int], own: Given | None = None) -> list[tuple[Alike, list[int]]]:
    """Those who hear, by the ideas that they gave their support to, and that are their own: told in the same words."""
    found: dict[Alike, list[int]] = {}
    for person, some in given.items():
        if person in hearing:
            found.setdefault((tuple(some), tuple((own or {}).get(person, ()))), []).append(person)
    return list(found.items())


async def _seeing(asked: Sequence[int], people: Sequence[int]) -> set[int]:
    """Who may read any of some ideas; where every member may, nobody is asked for alone."""
    if len(await ideas.unseen(board.ANY_MEMBER, asked)) < len(asked):
        return set(people)
    return {one for one in people if len(await ideas.unseen(await sessions.viewer_of(one), asked)) < len(asked)}


async def _were_told(merge: int, people: Sequence[int]) -> set[int]:
    """Who got the notice of this merge; one that was undone before any went is never spoken of."""
    sql = "SELECT MAX(id) AS id FROM event WHERE subject_kind = 'merge' AND subject_id = ? AND kind = ?"
    event = await db.value(sql, merge, MOVED)
    keys = [f"{event}:{person}" for person in people]
    rows = await db.rows(f"SELECT person_id FROM notice WHERE key IN ({db.marks(keys)})", *keys)
    return {row["person_id"] for row in rows}


async def _say(kind: NoticeKind, event: db.Row, data: dict[str, Any], people: Sequence[int]) -> None:
    if people:
        await inbox.tell(kind, {**event, "data": data}, data, people)


def _line(data: Data) -> str:
    return moved_words.noticed(data.get("titles", ()))


def _line_of_parted(data: Data) -> str:
    return moved_words.parted(data.get("titles", ()), is_back=bool(data.get("is_back")))


async def _letter(reader: Reader, event: db.Row, stop: str) -> None:
    """What they supported, where it went, and one link to a page with one button."""
    data = event["data"]
    await mail.write(
        reader.email,
        "moved",
        subject=_("Your support counts for “%(into)s” now") % data if data["into"] else _("Your support moved"),
        person=reader.id,
        unsubscribe=stop,
        name=reader.name,
        lines=moved_words.lines(data["titles"], data["into"], data.get("own", ())),
        way=moves.link(event["subject_id"], reader.id),
        why=_(WHY),
    )


async def _nobody(event: db.Row) -> list[int]:
    """Nobody at once: they are told in batches."""
    return []


async def out_of_sight(viewer: Viewer, urls: Sequence[str]) -> set[str]:
    """Of some addresses those of merges whose ideas, the viewer's own among them, are none of theirs to read any more."""
    asked = {url: int(found[1]) for url in urls if (found := ADDRESS.match(url))}
    if not asked:
        return set()
    numbers = sorted(set(asked.values()))
    sql = f"SELECT merge_id, idea_id FROM merge_source WHERE merge_id IN ({db.marks(numbers)})"
    sources = [(row["merge_id"], row["idea_id"]) for row in await db.rows(sql, *numbers)]
    unseen = await ideas.unseen(viewer, [idea for _merge, idea in sources])
    seen = {merge for merge, idea in sources if idea not in unseen}
    return {url for url, merge in asked.items() if merge not in seen}


def _url(event: db.Row) -> str:
    return str(event["data"].get("url") or "/ideas")


notices = [
    NoticeKind(
        MOVED,
        (),
        mark("An idea you support is merged with another"),
        _nobody,
        _line,
        _url,
        verb=mark("See, or take your vote back"),
        why=WHY,
        letter=_letter,
    ),
    NoticeKind(
        PARTED,
        (),
        mark("An idea you supported stands for itself again"),
        _nobody,
        _line_of_parted,
        _url,
        default_mail=False,
        verb=mark("See the idea"),
        why=WHY,
    ),
]
KINDS = {kind.kind: kind for kind in notices}
jobs = [Job(JOB, tell, label=mark("Telling whose support moved"))]
reactions = [Reaction(MOVED, (MOVED, PARTED), run=begin)]
