"""Erasing somebody: every wing's part in one transaction, their files, their words wherever they stand, and the proof."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial

from tortoise import Tortoise

from community.people.models import Person
from community.privacy import leaving, seals, storage, unkept, words
from community.privacy.models import Ending, Erasure
from community.privacy.settings import PrivacySettings
from community.privacy.words import Words
from kernel import audit, clock, db, events, files, i18n, mail
from kernel.events import record
from kernel.features import Job, the_house
from kernel.i18n import gettext as _
from kernel.search import asking, backends

SOON = timedelta(minutes=10)
LONGEST_WAIT = timedelta(days=1)
log = logging.getLogger("tandem.privacy")
Participant = Callable[[int], Awaitable[None]]


def sql(*statements: str, kind: str = "", way: str = "") -> Participant:
    """A participant of "person.erasing" that is statements, each with one mark for the person's number.

    With a `kind` it is done only where the person chose that `way` for it.
    """

    async def erased(person_id: int) -> None:
        if not kind or await leaving.wanted(person_id, kind) == way:
            for statement in statements:
                await db.execute(statement, person_id)

    return erased


async def unsaid(kind: str, titles: Mapping[int, str], *, address: str) -> None:
    """What was removed is told by the house nowhere any more: in no notice, letter or event; for wings, inside that
    transaction. `address` holds `{}` where the number stands.

    What others wrote is theirs, a title in it too; what was frozen with a checksum keeps its line, which names no author.
    """
    for number in titles:  # few for anybody, and each by an index or once in a lifetime
        place = address.format(number)
        await db.execute("DELETE FROM notice WHERE url = ? OR url LIKE ?", place, f"{place}-%")
        await db.execute("DELETE FROM letter WHERE text LIKE ?", f"%{place}-%")
        named = re.compile(rf"{re.escape(place)}-[\w-]+")
        await storage.write_over([f"{place}-"], partial(named.sub, place), within=storage.TOLD)
        await unkept.hush("subject_kind = ? AND subject_id = ?", kind, number)
    whole = sorted((title for title in titles.values() if len(title) > 7), key=len, reverse=True)
    for title in whole:
        forms = storage.spelt(title)
        await storage.write_over([title], partial(_without, forms), within=storage.TOLD)


def _without(forms: Sequence[str], text: str) -> str:
    for form in forms:
        text = text.replace(form, "…")
    return text


async def run() -> None:
    """Erase everybody whose fourteen days are over, one after the other.

    While a wing writes what may name anybody (registry "erasing.waits"), at most a day, the next hour is waited for.
    """
    busy = [await waits() for waits in the_house().registered("erasing.waits")]
    for person_id in await leaving.due(after=LONGEST_WAIT if any(busy) else timedelta(0)):
        await erase(person_id)


async def erase(person_id: int) -> None:
    """All of it: what wings keep, then words of theirs elsewhere, then files and index; then look whether any is left."""
    found = await Erasure.get(person_id=person_id)
    person = await Person.get(id=person_id)
    told, tongue = await words.of(person, found.kept), person.language
    async with db.transaction():
        for participant in the_house().registered("person.erasing"):
            await participant(person_id)
        orphans = await _files(person_id)
        await unkept.forget(person_id, told.email)
        await unkept.letters_of(told.name, told.handle, before=found.asked_at)
        await Person.filter(id=person_id).update(
            email=None,
            email_confirmed_at=None,
            password=None,
            is_claimed=False,
            is_ambassador=False,
            role="member",
            bio="",
            language="",
            zone="",
            picture_id=None,
            suspended_until=None,
        )
        await audit.redact(person_id, holding=told.sought)
        without = told.without(handle=person.handle, name=person.name)
        await seals.renew(told, without)
        await storage.write_over(told.sought, without)
        await Erasure.filter(id=found.id).update(state=Ending.ERASED, erased_at=clock.now(), kept={}, found=[])
        await record("person.changed", actor=None, subject=("person", person_id))
        await record("person.erased", actor=None, subject=("person", person_id))
        await asking.ask(anew=True)
        await events.enqueue("privacy.old-index", key="privacy.old-index", after=SOON)
    for digest in orphans:
        files.path_of(digest).unlink(missing_ok=True)
    await prove(person_id, told, tongue)


async def _files(person_id: int) -> list[str]:
    """Pictures that nothing shows any more go, with their files; those that stay are nobody's. Says what lies on the disk."""
    used = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM {table} u WHERE u.{column} = f.id)" for table, column in _pictured()
    )
    rows = await db.rows(
        f"SELECT f.id, f.digest FROM file f WHERE f.owner_id = ? AND {used}",
        person_id,
    )
    await db.execute_many("DELETE FROM file WHERE id = ?", [(row["id"],) for row in rows])
    await db.execute("UPDATE file SET owner_id = NULL, name = '' WHERE owner_id = ?", person_id)
    return [row["digest"] for row in rows]


def _pictured() -> list[tuple[str, str]]:
    """Every column that names a picture."""
    models = [model for app in (Tortoise.apps or {}).values() for model in app.values()]
    return [
        (model._meta.db_table, f"{name}_id")
        for model in models
        for name in sorted(model._meta.fk_fields | model._meta.o2o_fields)
        if str(getattr(model._meta.fields_map[name], "model_name", "")) == "kernel.File"
    ]


async def prove(person_id: int, told: Words, tongue: str) -> None:
    """Look through the whole storage for what was erased, write down where any is left, and send the receipt."""
    await storage.give_back()
    left = await storage.found(told.sought, but=("search",))
    await Erasure.filter(person_id=person_id).update(is_clean=not left, found=left)
    if left:
        log.error("words of an erased person are left", extra={"person": person_id, "places": left})
    if told.email:
        await _receipt(told.email, tongue, clean=not left)


async def _receipt(address: str, tongue: str, *, clean: bool) -> None:
    """The last letter; its row goes once it is sent, within a day at most."""
    with i18n.speaking(tongue or i18n.language.get()):
        async with db.transaction(quiet=True):
            letter = await mail.write(
                address,
                "erased",
                subject=_("Your account is erased"),
                clean=clean,
                days=PrivacySettings().backup_days,
                why=_("You get this because you asked for your account to be erased."),
            )
            await events.enqueue("privacy.receipt", letter=letter, after=timedelta(days=1))


async def throw_away_old_index() -> None:
    """The index of before goes once the one that was made anew is read; until then look again."""
    if await db.rows("SELECT id FROM job WHERE kind = ?", asking.KIND):
        await db.execute("UPDATE job SET key = NULL WHERE key = 'privacy.old-index'")
        await events.enqueue("privacy.old-index", key="privacy.old-index", after=SOON)
        return
    backend = backends.chosen()
    async with backend.building():
        await backend.discard()


async def forget_receipt(letter: int) -> None:
    await db.execute("DELETE FROM letter WHERE id = ?", letter)


jobs: Sequence[Job] = [
    Job("privacy.erase", run, every=3600),
    Job("privacy.receipt", forget_receipt),
    Job("privacy.old-index", throw_away_old_index),
]
