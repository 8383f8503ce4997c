"""Telling people, marking as read, and wishing to be told less."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from community.inbox import links, queries
from community.inbox.models import Notice
from community.inbox.registry import NoticeKind, Reader, kind_of, kinds, out_of_sight
from community.people import queries as people
from kernel import clock, db, i18n, mail, site
from kernel.errors import Missing
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

AT_ONCE = 25


async def react(event: db.Row) -> None:
    """Tell everybody whom an event concerns, once, however often this runs; one person hears of it by one kind."""
    data = await _data(event)
    told: set[int] = {event["actor_id"], *event["data"].get("leave_out", [])}
    for kind in kinds():
        if event["kind"] in kind.events:
            concerned = [person for person in dict.fromkeys(await kind.recipients(event)) if person not in told]
            told |= set(concerned)
            await tell(kind, event, data, concerned)


async def tell(kind: NoticeKind, event: db.Row, data: dict[str, object], concerned: Sequence[int]) -> None:
    """Notices and letters of one kind, a few people at a time so that nobody waits for the lock."""
    for start in range(0, len(concerned), AT_ONCE):
        readers = await queries.readers(kind, concerned[start : start + AT_ONCE])
        async with db.transaction(quiet=True):
            fresh = await _put([r for r in readers if r.is_shown or r.is_mailed], kind, event, data)
            for reader in readers:
                if reader.is_mailed and reader.id in fresh:
                    await _write(reader, kind, event, data)


async def _put(readers: Sequence[Reader], kind: NoticeKind, event: db.Row, data: dict[str, object]) -> set[int]:
    """Rows for those who have none of this event yet; who wishes letters alone gets one that is read already."""
    if not readers:
        return set()
    text, url, now = json.dumps(data), kind.url(event), event["at"]
    values = [
        (reader.id, kind.kind, url, text, f"{event['id']}:{reader.id}", now, None if reader.is_shown else now)
        for reader in readers
    ]
    rows = await db.rows(
        "INSERT INTO notice (person_id, kind, url, data, key, created_at, read_at) VALUES "
        + ", ".join(["(?, ?, ?, ?, ?, ?, ?)"] * len(values))
        + " ON CONFLICT (key) DO NOTHING RETURNING person_id",
        *[value for row in values for value in row],
    )
    return {row["person_id"] for row in rows}


async def _write(reader: Reader, kind: NoticeKind, event: db.Row, data: dict[str, object]) -> None:
    stop = links.stop(reader.id, kind.kind)
    with i18n.speaking(reader.language or (await site.current()).language, reader.zone or the_house().settings.zone):
        if kind.letter:
            await kind.letter(reader, event, stop)
            return
        await mail.write(
            reader.email,
            "notice",
            subject=kind.line(data)[:200],
            person=reader.id,
            unsubscribe=stop,
            name=reader.name,
            line=kind.line(data),
            excerpt=kind.excerpt(data),
            url=kind.url(event),
            verb=_(kind.verb),
            why=_(kind.why),
        )


async def _data(event: db.Row) -> dict[str, object]:
    """What a sentence about the event is made from: its own data and the name of who did it."""
    actor = await people.card(event["actor_id"]) if event["actor_id"] else None
    return {**event["data"], "actor_id": event["actor_id"], "actor": actor.name if actor else ""}


async def read(viewer: Viewer, notice: int) -> str:
    """Say where a notice leads, and that it is no longer new; Missing where its thing is no longer shown to its reader."""
    found = await Notice.get_or_none(id=notice, person_id=viewer.id)
    if found is None:
        raise Missing()
    if found.read_at is None:
        await Notice.filter(id=notice).update(read_at=clock.now())
    if await out_of_sight(viewer, [found.url]):
        raise Missing()
    return found.url


async def read_all(viewer: Viewer) -> None:
    """Nothing is new any more."""
    await Notice.filter(person_id=viewer.id, read_at=None).update(read_at=clock.now())


async def wish(person_id: int, wishes: Iterable[tuple[str, bool, bool]]) -> None:
    """Keep what somebody wishes of (kind, shown, mailed) each."""
    async with db.transaction(quiet=True):
        await db.execute_many(
            "INSERT INTO preference (person_id, kind, is_shown, is_mailed) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (person_id, kind) DO UPDATE SET is_shown = excluded.is_shown, is_mailed = excluded.is_mailed",
            [(person_id, *entry) for entry in wishes],
        )


async def stop_letters(signed: str) -> NoticeKind:
    """No more letters of one kind; the link in a letter's foot is proof enough."""
    person_id, name = links.read(signed)
    kind = kind_of(name)
    if kind is None:
        raise Missing()
    shown = {w.kind.kind: w.is_shown for w in await queries.wishes(person_id)}
    await wish(person_id, [(name, shown.get(name, True), False)])
    return kind
