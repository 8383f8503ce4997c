"""Edits that wait to be read: what stands in sight stays as it was, and the new words lie beside it.

The words lie in `held_edit`, whether they wait, were taken up or not stands in `held` as for anything that is read first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from community.trust import holding
from community.trust.models import Held, HeldEdit, HeldState
from community.trust.reading import Verdict
from community.trust.registry import Changeable, Present
from kernel import clock, db, sessions
from kernel.errors import Conflict, Missing, Problem, require
from kernel.events import record
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

KIND = "change"
PLACE = "/account/changes/"
OPEN = (HeldState.WAITING, HeldState.REFUSED)


def entry(kind: str) -> Changeable:
    """How edits of a kind are applied; Missing when no wing registered it."""
    found: list[Changeable] = [one for one in the_house().registered("changeable") if one.kind == kind]
    if not found:
        raise Missing()
    return found[0]


def digest(words: Mapping[str, str]) -> str:
    """By this one sees whether something says what it said before."""
    return hashlib.sha256(json.dumps(dict(words), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


async def keep(viewer: Viewer, kind: str, number: int, verdict: Verdict, *, now: Present, words: dict[str, str]) -> int:
    """New words wait, in the place of what waited before; inside a transaction that holds the thing itself."""
    await overtake(kind, number)
    made = await HeldEdit.create(
        subject_kind=kind,
        subject_id=number,
        author_id=viewer.id,
        before=digest(now.words),
        words=words,
        created_at=clock.now(),
    )
    await holding.keep(viewer, KIND, made.id, verdict, title=now.title, url=address(made.id))
    return made.id


def address(number: int) -> str:
    """Where its author looks at a change."""
    return f"{PLACE}{number}"


async def overtake(kind: str, number: int) -> None:
    """What waited for a thing, or was given back, is out of date: its author edited or took away the thing itself."""
    rows = await db.rows(
        "SELECT e.id, h.state FROM held_edit e JOIN held h ON h.subject_kind = ? AND h.subject_id = e.id "
        "WHERE e.subject_kind = ? AND e.subject_id = ? AND h.state IN (?, ?)",
        *(KIND, kind, number, str(HeldState.WAITING), str(HeldState.GONE)),
    )
    for row in rows:  # one waits at most
        await _forget(row["id"], row["state"])


async def take_back(viewer: Viewer, number: int) -> None:
    """Its author wants the change no more: its words are forgotten. What was refused stays for an appeal."""
    async with db.transaction():
        found = await of_author(viewer, number)
        state = await _state(number)
        if state not in (HeldState.WAITING, HeldState.GONE):
            raise Conflict(_("Somebody decided about this change a moment ago."))
        await _forget(found.id, str(state))


async def _forget(number: int, state: str) -> None:
    await HeldEdit.filter(id=number).delete()
    if state == HeldState.WAITING:
        await holding.gone(KIND, [number])


async def accept(viewer: Viewer, number: int) -> None:
    """Put a change in place for its author; one that no longer fits goes back to them. Inside a transaction."""
    found = await _decided(number, HeldState.SHOWN, by=viewer.id)
    if await fits(found) and await _applied(found):
        await HeldEdit.filter(id=number).update(words={}, before="")
    else:
        await _give_back(found)


async def _applied(found: HeldEdit) -> bool:
    """Edit the thing for the change's author; False where that is not open to them any more."""
    author = await sessions.viewer_of(found.author_id)
    try:
        async with db.transaction():
            await entry(found.subject_kind).apply(author, found.subject_id, found.words)
    except Problem:
        return False
    return True


async def accept_if_open(viewer: Viewer, number: int) -> None:
    """The same for a ruling that is undone, which may find it given back already."""
    if await _state(number) in OPEN:
        await accept(viewer, number)


async def give_back(viewer: Viewer, number: int) -> None:
    """Leave a change to its author, who may look at it again: nobody says that it breaks a rule. Inside a transaction."""
    await _give_back(await _decided(number, HeldState.GONE, by=viewer.id))


async def _decided(number: int, state: HeldState, *, by: int | None) -> HeldEdit:
    """The change, decided about; Conflict where it was before, or was taken back."""
    taken = await db.rows(
        "UPDATE held SET state = ?, decided_at = ?, by_id = ? WHERE subject_kind = ? AND subject_id = ? "
        "AND state IN (?, ?) RETURNING id",
        *(str(state), clock.now(), by, KIND, number, *map(str, OPEN)),
    )
    found = await HeldEdit.get_or_none(id=number)
    if not taken or found is None:
        raise Conflict(_("Its author took it back, or somebody decided about it a moment ago."))
    return found


async def _give_back(found: HeldEdit) -> None:
    now = await present(found.subject_kind, found.subject_id)
    await Held.filter(subject_kind=KIND, subject_id=found.id).update(state=HeldState.GONE)
    about: dict[str, Any] = {"person": found.author_id, "title": now.title if now else "", "url": address(found.id)}
    await record("change.returned", actor=None, subject=(KIND, found.id), **about)


async def present(kind: str, number: int) -> Present | None:
    """What a thing says now; None where it is gone."""
    return (await entry(kind).now([number])).get(number)


async def fits(found: HeldEdit) -> bool:
    """Does the thing still say what it said when the change was written?"""
    now = await present(found.subject_kind, found.subject_id)
    return now is not None and digest(now.words) == found.before


async def hindered(number: int) -> str:
    """Why a change cannot be put in place just now; nothing where it can."""
    found = await HeldEdit.get_or_none(id=number)
    if found is not None and await fits(found) and await _state(number) in OPEN:
        return ""
    return _("It was changed or taken away since its author wrote this. Read it again first.")


async def _state(number: int) -> HeldState | None:
    told = await db.value("SELECT state FROM held WHERE subject_kind = ? AND subject_id = ?", KIND, number)
    return HeldState(told) if told else None


async def of_author(viewer: Viewer, number: int) -> HeldEdit:
    """A change of one's own."""
    found = await HeldEdit.get_or_none(id=number)
    require(viewer.id is not None)
    if found is None or found.author_id != viewer.id:
        raise Missing()
    return found
