"""Splitting an idea in two: its supporters are asked which they meant, and nothing of theirs moves before they say."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ideas.board import dividing, merging, queries, rules
from ideas.board.dividing import Words
from ideas.board.models import Idea
from ideas.board.queries import IdeaCard
from ideas.discovery import registry
from ideas.discovery.models import Meant, Split
from kernel import audit, clock, db, sessions
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from kernel.web import LARGEST

STEPS: dict[tuple[Meant, Meant], tuple[bool, bool]] = {
    (Meant.KEEP, Meant.MOVE): (True, False),
    (Meant.KEEP, Meant.BOTH): (True, True),
    (Meant.MOVE, Meant.KEEP): (False, False),
    (Meant.MOVE, Meant.BOTH): (False, True),
    (Meant.BOTH, Meant.KEEP): (False, False),
    (Meant.BOTH, Meant.MOVE): (True, False),
}
"""From one answer to another: whether it goes from the first idea to the second, and whether it stays there too."""


@dataclass(frozen=True)
class SplitCard:
    """Two ideas that were one, and what a person said of them."""

    id: int
    source: IdeaCard
    new: IdeaCard
    reason: str
    at: datetime
    meant: Meant | None
    stands: frozenset[int]
    """Which of the two the person supports or follows."""

    @property
    def is_asked(self) -> bool:
        return bool(self.stands)


async def split(viewer: Viewer, idea: Idea, *, first: Words, second: Words, reason: str = "") -> Split:
    """Make two ideas of one; the first stays at its address, both are its author's."""
    require(rules.may_merge(viewer), _("Ideas are divided by community managers."))
    before = idea.title
    async with db.transaction():
        made = await dividing.divide(viewer, idea, first, second)
        kept = await Split.create(source_id=idea.id, new_id=made.id, by_id=viewer.id, reason=reason, at=clock.now())
        await audit.note(viewer, "idea.split", subject=("idea", idea.id), reason=reason, new=made.id)
        told = {"title": before, "first": first.title, "second": second.title, "reason": reason}
        about = {"split": kept.id, "new": made.id, "author": idea.author_id, "url": f"/splits/{kept.id}"}
        await record("idea.split", actor=viewer.id, subject=("idea", idea.id), at=None, **told, **about)
    return kept


async def find(viewer: Viewer, number: int) -> SplitCard:
    """A split of which the viewer sees both ideas; Missing otherwise."""
    row = await db.row("SELECT * FROM idea_split WHERE id = ?", number) if 0 < number <= LARGEST else None
    if row is None or await queries.unseen(viewer, [row["source_id"], row["new_id"]]):
        raise Missing()
    pair = [row["source_id"], row["new_id"]]
    cards = await queries.card(pair)
    said = "SELECT answer FROM idea_split_answer WHERE split_id = ? AND person_id = ?"
    meant = await db.value(said, number, viewer.id or 0)
    return SplitCard(
        number,
        cards[pair[0]],
        cards[pair[1]],
        row["reason"],
        row["at"],
        Meant(meant) if meant else None,
        frozenset(await _standing(viewer, pair)),
    )


async def answer(viewer: Viewer, number: int, meant: Meant) -> SplitCard:
    """Say which of the two was meant: support and following go there, by the usual doors; may be said anew."""
    found = await find(viewer, number)
    if not found.is_asked:
        raise Conflict(_("You support and follow neither of the two now, so there is nothing to move."))
    person = int(viewer.id or 0)
    async with db.transaction():
        await db.execute(
            "INSERT INTO idea_split_answer (split_id, person_id, answer, at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (split_id, person_id) DO NOTHING",
            number,
            person,
            Meant.KEEP.value,
            clock.now(),
        )
        lock = "" if db.on_sqlite() else " FOR UPDATE"
        held = f"SELECT answer FROM idea_split_answer WHERE split_id = ? AND person_id = ?{lock}"
        step = STEPS.get((Meant(await db.value(held, number, person)), meant))
        if step:
            goes, keep = step
            ends = (found.source.id, found.new.id) if goes else (found.new.id, found.source.id)
            await _move(person, *ends, keep=keep)
        await db.execute(
            "UPDATE idea_split_answer SET answer = ?, at = ? WHERE split_id = ? AND person_id = ?",
            meant.value,
            clock.now(),
            number,
            person,
        )
        await record("idea.meant", actor=person, subject=("idea", found.source.id), split=number, meant=meant.value)
    return await find(viewer, number)


async def of(idea_id: int) -> Sequence[db.Row]:
    """The splits that an idea came out of or went through, with the other of the two."""
    group = await merging.group(idea_id)
    marks = db.marks(group)
    return await db.rows(
        f"SELECT s.id, s.at, s.source_id, s.new_id, CASE WHEN s.new_id IN ({marks}) THEN s.source_id ELSE s.new_id END AS other "
        f"FROM idea_split s WHERE s.new_id IN ({marks}) OR s.source_id IN ({marks}) ORDER BY s.id",
        *group,
        *group,
        *group,
    )


def link(split: int, person: int) -> str:
    """The address in a letter, which opens without signing in."""
    return f"/splits/{split}/{person}-{_sign(split, person)}"


async def reader(split: int, signed: str) -> Viewer:
    """Whose letter a link is from; Missing for one that we did not write, and for an account that is nobody's any more."""
    number, _dash, mac = signed.partition("-")
    is_number = number.isascii() and number.isdecimal() and len(number) < 11 and int(number) <= LARGEST
    if is_number and hmac.compare_digest(mac.encode(), _sign(split, int(number)).encode()):
        found = await sessions.viewer_of(int(number))
        if found.is_member:
            return found
    raise Missing(_("This link is not one of ours, or a part of it was lost."))


async def erased(person_id: int) -> None:
    """An account is being erased: what it answered goes; where its support stands is for others to end."""
    await db.execute("DELETE FROM idea_split_answer WHERE person_id = ?", person_id)


async def _standing(viewer: Viewer, pair: Sequence[int]) -> set[int]:
    if not viewer.is_member:
        return set()
    rows = await db.rows(
        f"SELECT idea_id FROM follow WHERE person_id = ? AND idea_id IN ({db.marks(pair)})", viewer.id, *pair
    )
    door = registry.helping()
    return {row["idea_id"] for row in rows} | (await door.given(viewer, pair) if door else set())


async def _move(person: int, start: int, goal: int, *, keep: bool) -> None:
    """Support by the door of the wing that keeps it; following here."""
    for entry in registry.splitting():
        await entry.move(person, start, goal, keep)
    follows = "SELECT id FROM follow WHERE person_id = ? AND idea_id = ?"
    if not await db.rows(follows, person, start):
        return
    await db.execute(
        "INSERT INTO follow (idea_id, person_id, created_at) VALUES (?, ?, ?) ON CONFLICT (idea_id, person_id) DO NOTHING",
        goal,
        person,
        clock.now(),
    )
    if not keep:
        await db.execute("DELETE FROM follow WHERE person_id = ? AND idea_id = ?", person, start)


def _sign(split: int, person: int) -> str:
    return hmac.new(the_house().settings.key, f"split:{split}:{person}".encode(), "sha256").hexdigest()[:32]
