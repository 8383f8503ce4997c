"""Drafts: what somebody is writing is kept on the server while they type, and forgotten when it is proposed."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from community.clubs import queries as clubs
from community.clubs import rules as club_rules
from ideas.board.drafting import HELD, Drafting
from kernel import clock, db, text
from kernel.errors import Missing, TooMany
from kernel.features import Job
from kernel.security import limit
from kernel.viewer import Viewer
from kernel.web import LARGEST

MOST = 12
"""Drafts a person may have at a time."""
LONGEST = 60_000
"""Characters of one draft, all fields together."""
KEPT = timedelta(days=90)
A_MOMENT = timedelta(minutes=1)
WINDOW = re.compile(r"[0-9a-f]{16}")
_NOT_TYPED = (*HELD, "csrf", "idea", "known")
_COLUMNS = "id, club, title, typed, opened, revision, created_at, saved_at"


class Kept(StrEnum):
    """What became of a draft when it was to be saved."""

    KEPT = "kept"
    APART = "apart"
    FULL = "full"
    LONG = "long"
    LATER = "later"
    EMPTY = "empty"
    PROPOSED = "proposed"


@dataclass(frozen=True)
class DraftCard:
    """A draft as its writer finds it again."""

    id: int
    club: str
    title: str
    typed: Mapping[str, Any]
    opened: str
    revision: int
    created_at: datetime
    saved_at: datetime

    @property
    def excerpt(self) -> str:
        return text.plain(str(self.typed.get("body", ""))[:2000], 160)

    @property
    def url(self) -> str:
        return f"/ideas/new?draft={self.id}"


def named() -> str:
    """A name for a window in which a form is shown."""
    return secrets.token_hex(8)


async def save(viewer: Viewer, values: Mapping[str, Any]) -> tuple[Kept, DraftCard | None]:
    """Keep a form as it stands. Where another window went on with the same draft, this one's words are kept apart."""
    typed, window = _typed(values), str(values.get("window", ""))
    if len(json.dumps(typed, ensure_ascii=False)) > LONGEST:
        return Kept.LONG, None
    try:
        limit("draft", str(viewer.id), burst=30, per_minute=45)
    except TooMany:
        return Kept.LATER, None
    if not WINDOW.fullmatch(window):
        window = named()
    async with db.transaction(quiet=True):
        return await _put(int(viewer.id or 0), window, typed, _number(values.get("draft")), values.get("revision"))


async def _put(
    person: int, window: str, typed: dict[str, Any], number: int, revision: Any
) -> tuple[Kept, DraftCard | None]:
    found = await _read("person_id = ? AND (opened = ? OR id = ?)", person, window, number)
    mine = next((one for one in found if one.opened == window), None)
    other = next((one for one in found if one.opened != window), None)
    taken = mine or (other if other and str(other.revision) == str(revision) else None)
    if not any(str(typed.get(name, "")).strip() for name in ("title", "body", "tags")):
        if taken:
            await db.execute("DELETE FROM draft WHERE id = ?", taken.id)
        return Kept.EMPTY, None
    if taken is None:
        if await _just_proposed(person, typed):
            return Kept.PROPOSED, None
        if await db.value("SELECT count(*) FROM draft WHERE person_id = ?", person) >= MOST:
            return Kept.FULL, None
    kept = await (_change(taken.id, window, typed) if taken else _begin(person, window, typed))
    return Kept.APART if other and not taken else Kept.KEPT, kept


async def _begin(person: int, window: str, typed: dict[str, Any]) -> DraftCard:
    now = clock.now()
    rows = await db.rows(
        "INSERT INTO draft (person_id, club, title, typed, opened, revision, created_at, saved_at) "
        "VALUES (?, ?, ?, ?, ?, 1, ?, ?) ON CONFLICT (person_id, opened) DO UPDATE SET title = excluded.title, "
        f"typed = excluded.typed, revision = draft.revision + 1, saved_at = excluded.saved_at RETURNING {_COLUMNS}",
        person,
        _line(typed, "club", 60),
        _line(typed, "title", 200),
        json.dumps(typed),
        window,
        now,
        now,
    )
    return _card(rows[0])


async def _change(number: int, window: str, typed: dict[str, Any]) -> DraftCard:
    rows = await db.rows(
        "UPDATE draft SET club = ?, title = ?, typed = ?, opened = ?, revision = revision + 1, saved_at = ? WHERE id = ? "
        f"RETURNING {_COLUMNS}",
        _line(typed, "club", 60),
        _line(typed, "title", 200),
        json.dumps(typed),
        window,
        clock.now(),
        number,
    )
    return _card(rows[0])


async def _just_proposed(person: int, typed: Mapping[str, Any]) -> bool:
    """A save that was under way while its words were proposed comes too late."""
    moment = clock.now() - A_MOMENT
    sql = "SELECT id FROM idea WHERE author_id = ? AND title = ? AND created_at > ? LIMIT 1"
    return bool(await db.rows(sql, person, text.one_line(str(typed.get("title", ""))), moment))


async def mine(viewer: Viewer) -> Sequence[DraftCard]:
    """All drafts of the viewer, the one that was touched last first."""
    return await _read("person_id = ?", int(viewer.id or 0))


async def count(viewer: Viewer) -> int:
    """How many drafts of the viewer wait."""
    return int(await db.value("SELECT count(*) FROM draft WHERE person_id = ?", int(viewer.id or 0)))


async def find(viewer: Viewer, number: int) -> DraftCard:
    """One of the viewer's own; Missing for any other."""
    found = await _read("person_id = ? AND id = ?", int(viewer.id or 0), number)
    if not found:
        raise Missing()
    return found[0]


async def throw_away(viewer: Viewer, number: int) -> None:
    """Forget a draft for good."""
    await find(viewer, number)
    async with db.transaction(quiet=True):
        await db.execute("DELETE FROM draft WHERE id = ? AND person_id = ?", number, int(viewer.id or 0))


async def restored(viewer: Viewer, asked: Mapping[str, str]) -> dict[str, Any]:
    """What a new form begins with: the draft that is asked for, else the last one for the same club and board."""
    wanted = asked.get("draft", "")
    if wanted == "new" or (not wanted and (asked.get("title") or asked.get("body"))):
        return {}
    if wanted:
        return await _form(viewer, await find(viewer, _number(wanted)))
    club, board = asked.get("club", ""), asked.get("board", "")
    fits = (one for one in await mine(viewer) if one.club == club and board in ("", one.typed.get("board")))
    found = next(fits, None)
    return await _form(viewer, found) if found else {}


async def proposed(viewer: Viewer, values: Mapping[str, Any]) -> None:
    """The draft became an idea: it goes, unless another window has gone on with it since."""
    await db.execute(
        "DELETE FROM draft WHERE person_id = ? AND (opened = ? OR (id = ? AND revision = ?))",
        int(viewer.id or 0),
        str(values.get("window", ""))[:24],
        _number(values.get("draft")),
        _number(values.get("revision")),
    )


async def forget() -> None:
    """Drafts that nobody touched for ninety days go."""
    await db.execute("DELETE FROM draft WHERE saved_at < ?", clock.now() - KEPT)


async def erased(person_id: int) -> None:
    """An account is being erased: what was never proposed goes with it."""
    await db.execute("DELETE FROM draft WHERE person_id = ?", person_id)


async def _form(viewer: Viewer, draft: DraftCard) -> dict[str, Any]:
    """The form as it stood; a club that its writer has left is no place for it any more."""
    typed = {**draft.typed}
    if draft.club:
        try:
            if not club_rules.may_take_part(viewer, await clubs.find(viewer, draft.club)):
                typed["club"] = ""
        except Missing:
            typed["club"] = ""
    return {**typed, "draft": str(draft.id), "revision": str(draft.revision)}


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed or chosen, without what the page itself put into the form."""
    return {name: value for name, value in values.items() if name not in _NOT_TYPED and not name.startswith("picture_")}


def _line(typed: Mapping[str, Any], name: str, longest: int) -> str:
    return text.one_line(str(typed.get(name, "")))[:longest]


def _number(typed: Any) -> int:
    said = str(typed or "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 11 and int(said) <= LARGEST else 0


async def _read(where: str, *values: Any) -> list[DraftCard]:
    rows = await db.rows(f"SELECT {_COLUMNS} FROM draft WHERE {where} ORDER BY saved_at DESC, id DESC", *values)
    return [_card(row) for row in rows]


def _card(row: db.Row) -> DraftCard:
    held = row["typed"]
    return DraftCard(**{**row, "typed": json.loads(held) if isinstance(held, str) else held})


drafting = Drafting(restored, proposed)
jobs = [Job("drafts.forget", forget, every=86_400)]
