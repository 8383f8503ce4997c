"""Going for good: an account is closed on its owner's word, comes back on their word for fourteen days, and then is erased."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from community.people import actions, administrators, handles
from community.people.models import Person, Role
from community.privacy.models import Ending, Erasure
from kernel import clock, db, i18n, mail, sessions, site
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer

UNDO = timedelta(days=14)
LEAVING = "leaving"
NAME = mark("Somebody who left")
KINDS: Mapping[str, tuple[str, ...]] = {
    "votes": ("withdraw", "keep"),
    "ideas": ("keep", "remove"),
    "talk": ("keep", "remove"),
    "designs": ("keep", "remove"),
}
"""What one chooses for, and what each may become; the first where nobody chose."""


@dataclass(frozen=True)
class Obligation:
    """An entry's word of the registry "person.leaving": what is still open, and whether it stands in the way."""

    words: str
    url: str = ""
    stops: bool = False


Obliged = Callable[[int], Awaitable[list[Obligation]]]


async def obligations(person_id: int) -> list[Obligation]:
    """What is still open of somebody, from every wing; that they are the last administrator stands in the way."""
    found = await _last_of_all(person_id)
    for entry in the_house().registered("person.leaving"):
        found += await entry(person_id)
    return found


async def _last_of_all(person_id: int) -> list[Obligation]:
    is_one = await Person.exists(id=person_id, role=Role.ADMIN)
    if not is_one or not await administrators.is_last(person_id):
        return []
    return [
        Obligation(
            _(
                "You are the last administrator. Give somebody else that role first: without one nobody could run this site."
            ),
            "/team/people",
            stops=True,
        )
    ]


async def close(viewer: Viewer, *, choices: Mapping[str, str]) -> Erasure:
    """Close one's account: others see somebody who left, every browser is signed out, keys for programs open nothing."""
    require(viewer.is_member)
    async with db.transaction():
        # first, for it holds the rows of administrators, in order
        await administrators.let_go(await Person.get(id=viewer.id))
        person = await Person.filter(id=viewer.id).select_for_update().get()
        if await Erasure.exists(person_id=person.id):
            raise Conflict(_("Your account is closed already."))
        if any(one.stops for one in await obligations(person.id)):
            raise Conflict(_("Something stands in the way: it is named above."))
        now = clock.now()
        kept = {"name": person.name, "handle": person.handle, "bio": person.bio, "picture": person.picture_id}
        made = await Erasure.create(
            person_id=person.id,
            choices={kind: choices.get(kind, ways[0]) for kind, ways in KINDS.items()},
            kept=kept,
            found=[],
            asked_at=now,
            due_at=now + UNDO,
        )
        await _unname(person)
        await db.execute("UPDATE token SET revoked_at = ? WHERE person_id = ? AND revoked_at IS NULL", now, person.id)
        await sessions.end_all(person.id)
        await record("person.changed", actor=None, subject=("person", person.id))
        await record("person.leaving", actor=None, subject=("person", person.id))
        await _write(person, str(kept["name"]), made)
    return made


async def _unname(person: Person) -> None:
    """What others see of it from now on."""
    with i18n.speaking((await site.current()).language):
        person.name = _(NAME)
    person.handle = handles.LEFT + secrets.token_hex(6)
    person.bio, person.picture_id = "", None
    await person.save(update_fields=["name", "handle", "bio", "picture_id"])


async def _write(person: Person, name: str, made: Erasure) -> None:
    if not person.email or person.email_confirmed_at is None:
        return
    with i18n.speaking(person.language or i18n.language.get(), person.zone):
        await mail.write(
            person.email,
            "leaving",
            subject=_("Your account is closed"),
            person=person.id,
            name=name,
            day=made.due_at,
            url="/sign-in?next=/account/leaving",
            why=_("You get this because you asked for your account to be erased."),
        )


async def undo(viewer: Viewer) -> None:
    """Come back: everything is as it was, but for the browsers and keys that were signed out."""
    async with db.transaction():
        found = await of(int(viewer.id or 0))
        if found is None or found.state != Ending.CLOSED:
            raise Missing()
        kept: dict[str, Any] = dict(found.kept)
        taken = await Person.exists(handle=kept["handle"])
        await Person.filter(id=viewer.id).update(
            name=kept["name"],
            handle=await actions.free_handle(kept["name"]) if taken else kept["handle"],
            bio=kept["bio"],
            picture_id=kept["picture"],
        )
        await Erasure.filter(id=found.id).delete()
        await record("person.changed", actor=viewer.id, subject=("person", int(viewer.id or 0)))
        await record("person.returned", actor=viewer.id, subject=("person", int(viewer.id or 0)))


async def of(person_id: int) -> Erasure | None:
    """How far somebody has gone, None who has not."""
    return await Erasure.get_or_none(person_id=person_id)


async def wanted(person_id: int, kind: str) -> str:
    """What somebody chose for a kind of what they gave; for who erases them, inside that transaction."""
    found = await of(person_id)
    return (found.choices if found else {}).get(kind, KINDS[kind][0])


async def due(*, after: timedelta = timedelta(0)) -> list[int]:
    """Whose fourteen days are over, `after` and more ago, the longest first."""
    rows = await db.rows(
        "SELECT person_id FROM erasure WHERE state = 'closed' AND due_at <= ? ORDER BY due_at, id LIMIT 20",
        clock.now() - after,
    )
    return [row["person_id"] for row in rows]


async def given(person_id: int) -> dict[str, int]:
    """How much there is of each kind, as the page of what becomes of it says."""
    return {kind: await _count(kind, person_id) for kind in KINDS}


async def _count(kind: str, person_id: int) -> int:
    told = {entry.name: entry for entry in the_house().registered("own-data")}
    names = {"votes": ("supports", "scores"), "ideas": ("ideas",), "talk": ("comments",), "designs": ("designs",)}[kind]
    total = 0
    for name in names:
        if name in told:
            found = await told[name].collect(person_id)
            total += len(found) if isinstance(found, list) else 0
    return total
