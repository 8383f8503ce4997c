"""Changes as they are looked at: what stands there now beside what its author wants to stand there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from community.trust import changes, comparing
from community.trust.comparing import Run
from community.trust.models import HeldState
from community.trust.registry import Present
from kernel import db
from kernel.features import Ask
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Change:
    """An edit that was kept back: whose, of what, in which words, and what became of it."""

    id: int
    kind: str
    subject: int
    author_id: int
    state: HeldState
    since: datetime
    before: str
    words: Mapping[str, str]
    now: Present | None

    @property
    def title(self) -> str:
        return self.now.title if self.now else ""

    @property
    def url(self) -> str:
        return self.now.url if self.now else ""

    @property
    def said(self) -> str:
        """The new words on end, or what stands there where they were put in place."""
        told = self.words or (self.now.words if self.now else {})
        return "\n\n".join(told[name] for name in changes.entry(self.kind).labels if told.get(name))

    @property
    def fits(self) -> bool:
        return self.now is not None and changes.digest(self.now.words) == self.before

    @property
    def waits(self) -> bool:
        return self.state == HeldState.WAITING

    @property
    def is_in_place(self) -> bool:
        return self.state == HeldState.SHOWN

    @property
    def again(self) -> str:
        """The form of the thing with these words in it."""
        return f"{self.now.form}?change={self.id}" if self.now else ""


@dataclass(frozen=True)
class Side:
    """One field: its label, and both texts in stretches that are alike or differ."""

    label: str
    before: Sequence[Run]
    after: Sequence[Run]

    @property
    def differs(self) -> bool:
        return any(run.is_other for run in (*self.before, *self.after))


async def some(numbers: Sequence[int]) -> list[Change]:
    """Changes by number, those that are still kept; one query, and one for each kind of thing they change."""
    rows = await db.rows(
        "SELECT e.id, e.subject_kind, e.subject_id, e.author_id, e.before, e.words, e.created_at, h.state FROM held_edit e "
        f"JOIN held h ON h.subject_kind = 'change' AND h.subject_id = e.id WHERE e.id IN ({db.marks(numbers)})",
        *numbers,
    )
    present = await _present(rows)
    return [_change(row, present.get((row["subject_kind"], row["subject_id"]))) for row in rows]


async def one(number: int) -> Change | None:
    """A change by number; None where it was taken back."""
    return next(iter(await some([number])), None)


async def _present(rows: Sequence[db.Row]) -> dict[tuple[str, int], Present]:
    numbers: dict[str, list[int]] = {}
    for row in rows:
        numbers.setdefault(row["subject_kind"], []).append(row["subject_id"])
    return {
        (kind, number): found
        for kind, some in numbers.items()
        for number, found in (await changes.entry(kind).now(some)).items()
    }


def _change(row: db.Row, now: Present | None) -> Change:
    words = json.loads(row["words"]) if isinstance(row["words"], str) else row["words"]
    told = (row["id"], row["subject_kind"], row["subject_id"], row["author_id"], HeldState(row["state"]))
    return Change(*told, row["created_at"], row["before"], words, now)


def compared(one: Change) -> list[Side]:
    """Field by field what stands there beside the new words."""
    now = one.now.words if one.now else {}
    return [
        Side(label, *comparing.runs(now.get(name, ""), one.words.get(name, "")))
        for name, label in changes.entry(one.kind).labels.items()
        if one.words
    ]


def ask_left(viewer: Viewer, kind: str, numbers: Sequence[int]) -> Ask:
    """Of some things the viewer's own change that waits or was given back, as `left` reads it."""
    sql = (
        f"SELECT e.subject_id AS number, 2 * e.id + CASE h.state WHEN '{HeldState.WAITING}' THEN 1 ELSE 0 END AS value "
        "FROM held_edit e JOIN held h ON h.subject_kind = 'change' AND h.subject_id = e.id WHERE e.author_id = ? "
        f"AND e.subject_kind = ? AND h.state IN ('{HeldState.WAITING}', '{HeldState.GONE}') "
        f"AND e.subject_id IN ({db.marks(numbers)})"
    )
    return Ask(sql, (viewer.id, kind, *numbers))


def left(told: Iterable[tuple[int, int]]) -> dict[int, tuple[int, bool]]:
    """By thing the change's number, and whether it waits still."""
    return {number: (value // 2, value % 2 == 1) for number, value in told}


async def again(viewer: Viewer, kind: str, number: int, asked: str) -> dict[str, str]:
    """The words of one's own change to a thing, to be put into its form; none where it is another's."""
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 10):
        return {}
    found = await one(int(asked))
    mine = found is not None and found.author_id == viewer.id and (found.kind, found.subject) == (kind, number)
    return dict(found.words) if found and mine else {}
