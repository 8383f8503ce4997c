"""That a score is wrong: said by whoever it is of, answered by a person of the team within five days."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ambassadors.influence import lines
from ambassadors.influence.models import Objection, ObjectionState
from kernel import audit, clock, db, lists
from kernel.errors import Conflict, Invalid, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.lists import Listing
from kernel.viewer import Viewer

WITHIN = timedelta(days=5)
AT_ONCE, PER_PAGE, LINKS = 3, 30, 25
WHOLE, STANDING = "whole", "standing"
_COLUMNS = (
    "SELECT o.id, o.person_id, o.run_id, o.about, o.evidence, o.body, o.state, o.answer, o.by_id, o.at, o.due_at, o.answered_at, "
    "r.topic FROM influence_objection o LEFT JOIN influence_run r ON r.id = o.run_id "
)


@dataclass(frozen=True)
class ObjectionCard:
    """An objection with its answer, as far as there is one; `words` say what it is about."""

    id: int
    person_id: int
    run_id: int | None
    topic: str
    about: str
    body: str
    state: ObjectionState
    answer: str
    by_id: int | None
    at: datetime
    due_at: datetime
    answered_at: datetime | None
    evidence: dict[str, Any]

    @property
    def is_open(self) -> bool:
        return self.state == ObjectionState.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_at < clock.now()


def may_answer(viewer: Viewer, person_id: int) -> bool:
    """Of the product team, whoever the score is not of."""
    return viewer.is_editor and not viewer.suspended and viewer.id != person_id


async def object_(viewer: Viewer, *, run_id: int | None, about: str, body: str) -> int:
    """Say that a line, or the whole, is wrong; what it says is kept with it."""
    require(viewer.is_member)
    now, evidence = clock.now(), await _evidence(viewer.id or 0, run_id, about)
    async with db.transaction(light=True):
        await _held(viewer.id or 0)
        waiting = await Objection.filter(person_id=viewer.id, state=ObjectionState.OPEN).count()
        if waiting >= AT_ONCE:
            raise Conflict(_("Three objections of yours wait for their answers already."))
        made = await Objection.create(
            person_id=viewer.id,
            run_id=run_id,
            about=about[:120],
            evidence=evidence,
            body=body,
            at=now,
            due_at=now + WITHIN,
        )
        await record("objection.made", actor=viewer.id, subject=("objection", made.id), excerpt=body[:200])
    return made.id


async def withdraw(viewer: Viewer, objection_id: int) -> None:
    """Take it back before it is answered."""
    async with db.transaction(light=True):
        found = await Objection.filter(id=objection_id, person_id=viewer.id).select_for_update().first()
        if found is None:
            raise Missing()
        if found.state != ObjectionState.OPEN:
            raise Conflict(_("It is answered already."))
        await Objection.filter(id=found.id).update(state=ObjectionState.WITHDRAWN, answered_at=clock.now())
        await record("objection.withdrawn", actor=viewer.id, subject=("objection", found.id))


async def answer(viewer: Viewer, objection_id: int, *, is_right: bool, words: str) -> None:
    """Say whether it is right, why, and what follows; once."""
    if not words.strip():
        raise Invalid(_("Say why, and what follows."))
    async with db.transaction(light=True):
        found = await Objection.filter(id=objection_id).select_for_update().first()
        if found is None:
            raise Missing()
        require(may_answer(viewer, found.person_id), _("Nobody answers an objection to their own score."))
        if found.state != ObjectionState.OPEN:
            raise Conflict(_("It is answered already."))
        state = ObjectionState.UPHELD if is_right else ObjectionState.DECLINED
        await Objection.filter(id=found.id).update(state=state, answer=words, by_id=viewer.id, answered_at=clock.now())
        await audit.note(viewer, "objection.answered", subject=("objection", found.id), state=state.value)
        await record(
            "objection.answered",
            actor=viewer.id,
            subject=("objection", found.id),
            person=found.person_id,
            handle=await db.value("SELECT handle FROM person WHERE id = ?", found.person_id),
            state=state.value,
            excerpt=words[:300],
        )


async def _held(person_id: int) -> None:
    """Two windows of one person come one after the other."""
    if not db.on_sqlite():
        await db.rows("SELECT id FROM person WHERE id = ? FOR UPDATE", person_id)


async def of(person_id: int) -> list[ObjectionCard]:
    """Somebody's objections, newest first."""
    rows = await db.rows(f"{_COLUMNS} WHERE o.person_id = ? ORDER BY o.id DESC LIMIT 100", person_id)
    return [_card(row) for row in rows]


async def find(objection_id: int) -> ObjectionCard:
    row = await db.row(f"{_COLUMNS} WHERE o.id = ?", objection_id)
    if row is None:
        raise Missing()
    return _card(row)


async def waiting() -> list[ObjectionCard]:
    """Those that wait for an answer, the first due first."""
    rows = await db.rows(f"{_COLUMNS} WHERE o.state = 'open' ORDER BY o.due_at, o.id LIMIT 200")
    return [_card(row) for row in rows]


async def answered(after: str | None) -> Listing[ObjectionCard]:
    """Those that were answered or taken back, newest first."""
    place = lists.place(after, int)
    rows = await db.rows(
        f"{_COLUMNS} WHERE o.state <> 'open' AND o.id < ? ORDER BY o.id DESC LIMIT ?",
        place[0] if place else 2**31 - 1,
        PER_PAGE + 1,
    )
    return lists.page_of([_card(row) for row in rows], PER_PAGE, lambda card: (card.id,))


def _card(row: Mapping[str, Any]) -> ObjectionCard:
    kept = row["evidence"]
    evidence = json.loads(kept) if isinstance(kept, str) else kept
    told = {"state": ObjectionState(row["state"]), "topic": row["topic"] or "", "evidence": evidence}
    return ObjectionCard(**{**row, **told})


async def choices(told: Viewer, person_id: int, run_id: int | None) -> list[tuple[str, str]]:
    """What may be objected to: the whole, the standing, and each group of lines in words."""
    rows = (await lines.grouped(person_id, [run_id]))[run_id][: lines.MOST] if run_id else []
    named = await lines.names(told, [row["place"] for row in rows])
    fixed = [(WHOLE, _("The score as a whole")), (STANDING, _("My standing"))]
    return fixed + [(lines.key_of(row)[:120], lines.sentence(row, named)) for row in rows]


async def _evidence(person_id: int, run_id: int | None, about: str) -> dict[str, Any]:
    """The group in question and its strongest links, by numbers alone: names are looked up when they are read."""
    if not run_id:
        return {}
    rows = (await lines.grouped(person_id, [run_id]))[run_id]
    links = await lines.strongest(person_id, run_id, each=LINKS)
    mine = [link for link in links if about in (WHOLE, lines.key_of(link)[:120])]
    found: dict[str, Any] = {"links": [{name: lines.plain(link[name]) for name in lines.LINK} for link in mine[:LINKS]]}
    for row in rows:
        if lines.key_of(row)[:120] == about:
            found["group"] = {name: row[name] for name in ("kind", "place", "subject_kind", "people", "walks")}
    return found


async def words(reader: Viewer, cards: Sequence[ObjectionCard]) -> dict[int, str]:
    """What objections are about, as far as `reader` may see the places."""
    groups = {card.id: group for card in cards if (group := card.evidence.get("group"))}
    named = await lines.names(reader, [group["place"] for group in groups.values()])
    fixed = {WHOLE: _("The score as a whole"), STANDING: _("My standing")}
    return {
        card.id: lines.sentence(groups[card.id], named) if card.id in groups else fixed.get(card.about, fixed[WHOLE])
        for card in cards
    }


async def links(reader: Viewer, card: ObjectionCard) -> list[dict[str, Any]]:
    """The links in question as `reader` may see them."""
    return await lines.written(reader, await lines.joined(card.evidence.get("links", [])))


async def erased(person_id: int) -> None:
    """An account is erased: nothing is kept of what it objected to."""
    await Objection.filter(person_id=person_id).update(body="", answer="", evidence={})
