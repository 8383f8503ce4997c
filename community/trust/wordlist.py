"""The list of words and links, and what is read before it is shown: kept by administrators, remembered made ready."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum

from tortoise.exceptions import IntegrityError

from community.trust.matching import Entry, Words
from community.trust.models import Listed, ListedWord, Treatment
from kernel import audit, cache, clock, db
from kernel.errors import Conflict, Missing
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

KEY = "trust.reading"
READ = ("comment", "design")
"""Kinds whose care is set here; ideas are read where their board says so, and wherever the list holds them."""


class Care(StrEnum):
    """What is read before it is shown: nothing, newcomers' texts with links, all of newcomers, everything."""

    NOBODY = "nobody"
    LINKS = "links"
    NEWCOMERS = "newcomers"
    EVERYBODY = "everybody"


_ready: cache.Store[Words] = cache.Store(1, steady=True)
_cares: cache.Store[Mapping[str, Care]] = cache.Store(1, steady=True)


async def ready() -> Words:
    """The list as texts are compared with it."""
    return await _ready.through("words", _read)


async def _read() -> Words:
    rows = await db.rows("SELECT how, language, text, does FROM listed_word ORDER BY id")
    return Words(Entry(Listed(r["how"]), r["text"], Treatment(r["does"]), r["language"]) for r in rows)


async def cares() -> Mapping[str, Care]:
    """What is read before it is shown, by kind."""
    return await _cares.through(KEY, _read_cares)


async def _read_cares() -> Mapping[str, Care]:
    stored = await db.value("SELECT value FROM site_setting WHERE key = ?", KEY)
    told = json.loads(stored) if stored else {}
    return {kind: Care(told.get(kind, Care.NOBODY)) for kind in READ}


async def care_of(kind: str) -> Care:
    return (await cares()).get(kind, Care.NOBODY)


async def set_cares(viewer: Viewer, wanted: Mapping[str, Care]) -> None:
    """Set what is read before it is shown."""
    told = {kind: str(wanted[kind]) for kind in READ}
    async with db.transaction():
        await db.execute(
            "INSERT INTO site_setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            *(KEY, json.dumps(told)),
        )
        await audit.note(viewer, "trust.reading", subject=("site", None), **told)


async def entries() -> list[ListedWord]:
    """The list as it is shown, by how its lines are compared."""
    return await ListedWord.all().order_by("how", "text", "id")


async def add(viewer: Viewer, *, how: Listed, text: str, does: Treatment, language: str = "", note: str = "") -> None:
    """Put a word, a phrase or a host on the list."""
    try:
        async with db.transaction():
            made = await ListedWord.create(
                how=how, text=text, does=does, language=language, note=note, by_id=viewer.id, created_at=clock.now()
            )
            await audit.note(viewer, "word.listed", subject=("word", made.id), text=text, does=str(does), how=str(how))
    except IntegrityError as error:
        raise Conflict(_("This is on the list already.")) from error


async def remove(viewer: Viewer, number: int) -> None:
    """Take an entry off the list."""
    async with db.transaction():
        gone = await db.rows("DELETE FROM listed_word WHERE id = ? RETURNING text", number)
        if not gone:
            raise Missing()
        await audit.note(viewer, "word.unlisted", subject=("word", number), text=gone[0]["text"])
