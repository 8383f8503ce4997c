"""A file of all that is known of somebody: asked for with a fresh proof, made by the worker in steps, fetched within a week."""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from community.people import owndata
from community.people.models import Person
from community.privacy import papers, told
from community.privacy.models import Download, Stage
from community.privacy.settings import PrivacySettings
from kernel import clock, db, events, files, i18n, pages, site
from kernel.behind import behind
from kernel.errors import Conflict, Missing
from kernel.events import record
from kernel.features import Job, the_house
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer

KIND, TRIES = "privacy.takeaway", 5
ABANDONED = timedelta(hours=6)
"""A file that no row names and that is older than this was left by a worker that died."""


def folder() -> Path:
    place: Path = the_house().settings.data_dir / "takeaways"
    place.mkdir(parents=True, exist_ok=True)
    return place


def path_of(name: str) -> Path:
    return folder() / f"{name}.zip"


async def ask(viewer: Viewer) -> None:
    """Have a file made; one at a time."""
    async with db.transaction(quiet=True):
        waits = await Download.filter(person_id=viewer.id, state=Stage.WAITING).exists()
        if waits:
            raise Conflict(_("Your file is being made already."))
        made = await Download.create(person_id=viewer.id, asked_at=clock.now())
        await events.enqueue(KIND, key=f"{KIND}:{made.id}", download=made.id)


async def newest(person_id: int) -> Download | None:
    return await Download.filter(person_id=person_id).order_by("-id").first()


def sign(download: Download) -> str:
    """What the address of a file holds beside its number: nobody makes up another's."""
    said = f"takeaway:{download.id}:{download.person_id}:{download.name}".encode()
    return hmac.new(the_house().settings.key, said, "sha256").hexdigest()[:40]


async def find(viewer: Viewer, number: int, signature: str) -> Download:
    """One's own file, while it can be fetched."""
    found = await Download.get_or_none(id=number, person_id=viewer.id, state=Stage.READY)
    if found is None or not hmac.compare_digest(sign(found).encode(), signature.encode()):
        raise Missing()
    if found.until_at is None or found.until_at < clock.now() or not path_of(found.name).is_file():
        raise Missing(_("The time of this file is over. Ask for a new one."))
    return found


async def make(download: int) -> None:
    """Write the file beside, then put it in its place: part by part, so that others are answered in between.

    The last of several failures is told to whoever asked; a person of the team may give the work another life.
    """
    asked = await Download.get_or_none(id=download, state__in=(Stage.WAITING, Stage.FAILED))
    if asked is None:
        return
    name = secrets.token_hex(24)
    beside = path_of(name).with_suffix(".part")
    try:
        await _archive(beside, await Person.get(id=asked.person_id))
        await asyncio.to_thread(beside.replace, path_of(name))
    except Exception:
        if await _is_last(asked.id):
            await _failed(asked)
        raise
    finally:
        beside.unlink(missing_ok=True)
    if not await _ready(asked, name):
        path_of(name).unlink(missing_ok=True)


async def _archive(path: Path, person: Person) -> None:
    tongue = i18n.speaking(person.language or i18n.language.get(), person.zone)
    with tongue, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        await _write(archive, person)


async def _ready(asked: Download, name: str) -> bool:
    """Note that the file is there; no where whoever it is about was erased meanwhile."""
    now = clock.now()
    async with db.transaction(quiet=True):
        still = await Download.filter(id=asked.id).update(
            state=Stage.READY,
            name=name,
            size=path_of(name).stat().st_size,
            made_at=now,
            until_at=now + timedelta(days=PrivacySettings().download_days),
        )
        if still:
            await record("data.ready", actor=None, subject=("person", asked.person_id), person=asked.person_id)
    return bool(still)


async def _is_last(download: int) -> bool:
    """Is this the last try of its work?"""
    tries = await db.value("SELECT tries FROM job WHERE key = ?", f"{KIND}:{download}")
    return tries is not None and tries >= TRIES


async def _failed(asked: Download) -> None:
    async with db.transaction(quiet=True):
        if await Download.filter(id=asked.id, state=Stage.WAITING).update(state=Stage.FAILED):
            await record("data.failed", actor=None, subject=("person", asked.person_id), person=asked.person_id)


async def _write(archive: zipfile.ZipFile, person: Person) -> None:
    parts = [told.part(_ENTRY, owndata.profile(person), handle=person.handle)]
    await _json(archive, "profile", owndata.profile(person))
    for entry in told.registered():
        known = await entry.collect(person.id)
        await _json(archive, entry.name, known)
        parts.append(await behind(told.part, entry, known, handle=person.handle))
    brand, found = await site.current(), [part for part in parts if part.count]
    context: dict[str, Any] = {"lang": i18n.language.get(), "brand": brand, "person": person, "made": clock.now()}
    for part in found:
        page = await behind(pages.render, "community/privacy/file_part.html", {**context, "part": part})
        await behind(archive.writestr, f"pages/{part.name}.html", page)
    index = await behind(pages.render, "community/privacy/file.html", {**context, "parts": found})
    await behind(archive.writestr, "index.html", index)
    await behind(papers.put_into, archive, brand=brand.css)
    for row in await db.rows("SELECT digest FROM file WHERE owner_id = ? ORDER BY id", person.id):
        path = files.path_of(row["digest"])
        if path.is_file():
            await behind(archive.write, path, f"files/{path.name}", zipfile.ZIP_STORED)


async def _json(archive: zipfile.ZipFile, name: str, known: Any) -> None:
    text = await behind(json.dumps, known, default=str, ensure_ascii=False, indent=1)
    await behind(archive.writestr, f"data/{name}.json", text)


async def _nothing(person_id: int) -> None:
    return None


_ENTRY = owndata.OwnData("profile", _nothing, label="Profile", mend="/account")


async def sweep(now: datetime) -> None:
    """Files whose time is over go, and those that no row names."""
    rows = await db.rows(
        "UPDATE own_download SET state = 'gone' WHERE state = 'ready' AND until_at < ? RETURNING name", now
    )
    for row in rows:
        path_of(row["name"]).unlink(missing_ok=True)
    kept = {row["name"] for row in await db.rows("SELECT name FROM own_download WHERE state = 'ready'")}
    before = (now - ABANDONED).timestamp()
    for path in folder().iterdir():
        if path.stem not in kept and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


async def erased(person_id: int) -> None:
    """An account is being erased: its files go, their rows with it."""
    for row in await db.rows("DELETE FROM own_download WHERE person_id = ? RETURNING name", person_id):
        if row["name"]:
            path_of(row["name"]).unlink(missing_ok=True)


jobs = [Job(KIND, make, tries=TRIES, label=mark("A file of somebody’s own data"))]
