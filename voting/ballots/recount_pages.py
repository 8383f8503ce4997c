"""Anybody hands in a ballot file and sees its result made again, in a process that may take only so much."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from kernel import db, forms, pages, security
from kernel.forms import Form
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone
from kernel.web import get, post
from voting.ballots import counter, marks, poll_queries, telling, wording
from voting.ballots.counted import Matter, count_of
from voting.ballots.poll_queries import PollCard

LARGEST = 5_000_000
SECONDS, MEMORY = 20, 1_500_000_000
MOST_FIGURES = 4_000
"""More than so many are told as the order alone."""
_one_at_a_time = asyncio.Semaphore(1)
TEMPLATE = "voting/ballots/recount.html"


class RecountForm(Form):
    """A file, and a method where it is not to be the file's own."""

    method: str = ""


async def ask(request: Request) -> Response:
    return await pages.page(request, TEMPLATE, _context(forms.blank()))


async def recount(request: Request) -> Response:
    """Count what was handed in and show it; nothing of it is kept."""
    viewer: Viewer = request.state.viewer
    security.limit("ballot.recount", security.address_of(request), burst=6, per_minute=6)
    filled = await forms.read(request, RecountForm)
    method = filled.valid.method if filled.ok and filled.valid.method in marks.LABELS else ""
    body, name = await _body(filled)
    if filled.errors:
        return await pages.page(request, TEMPLATE, _context(filled), status=422)
    try:
        async with _one_at_a_time:
            told = await counter.apart(body.decode(), name=name, method=method, seconds=SECONDS, memory=MEMORY)
    except (counter.NotCounted, UnicodeDecodeError) as error:
        filled.refuse("file", _("This file cannot be counted."))
        return await pages.page(request, TEMPLATE, _context(filled, reason=str(error)), status=422)
    known = await _known(viewer, body)
    return await pages.page(request, TEMPLATE, _context(filled, told=told, known=known, name=name))


async def _body(filled: forms.Filled[Any]) -> tuple[bytes, str]:
    """The file that came; refused where there is none, or too much of it."""
    upload: UploadFile | None = next(iter(filled.files.get("file", [])), None)
    if upload is None:
        filled.refuse("file", _("Choose a ballot file."))
        return b"", ""
    body = await upload.read(LARGEST + 1)
    if len(body) > LARGEST:
        filled.refuse("file", _("At most 5 MB here; `run.py recount-ballot` counts larger files."))
    elif b"\0" in body or not body.strip():
        filled.refuse("file", _("This is no ballot file."))
    name = (upload.filename or "").replace("\0", "")[:200]
    return body, name if not name.startswith("-") else ""


async def _known(viewer: Viewer, body: bytes) -> PollCard | None:
    """The ballot of this site whose file it is, to the last sign."""
    rows = await db.rows("SELECT id FROM ballot WHERE checksum = ?", hashlib.sha256(body).hexdigest())
    found = await poll_queries.cards(viewer, [row["id"] for row in rows])
    return next(iter(found.values()), None)


def _context(
    form: forms.Filled[Any],
    *,
    told: dict[str, Any] | None = None,
    known: PollCard | None = None,
    name: str = "",
    reason: str = "",
) -> dict[str, Any]:
    methods = [("", _("The file’s own")), *((method, _(label)) for method, label in marks.LABELS.items())]
    return {
        "form": form,
        "methods": methods,
        "told": told,
        "method": wording.method(told["method"]) if told else "",
        "beside": wording.method(told["beside"]["method"]) if told else "",
        "story": _story(told) if told else None,
        "known": known,
        "name": name,
        "reason": reason,
    }


def _story(told: dict[str, Any]) -> telling.Story | None:
    """The count as a result's page tells it; None for a file of so many options that nobody would read it."""
    many = len(told["options"])
    if many * max(many, len(told["rounds"])) > MOST_FIGURES:
        return None
    names = {key: name or key for key, name in told["options"].items()}
    matter = Matter(names, told["seats"], told["cast"], told["cast"], budget=told["budget"], costs=told["costs"])
    return telling.story(count_of(told), matter, count_of(told["beside"]))


routes = [
    get("/ballots/recount", ask, allow=everyone),
    post("/ballots/recount", recount, allow=everyone, tokenless=True),
]
