"""The form of a question while it is being filled in: where one may ask, its rows, and what may be put into it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from community.clubs import queries as clubs
from community.clubs.models import Role
from kernel import db
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from voting.ballots import poll_forms, poll_rules, subjects
from voting.ballots.poll_forms import MOST_ROWS, SPARE

FEWEST = 4


def query(method: str, club: str, meeting: int | None) -> str:
    """Where a question is asked, as an address says it."""
    return urlencode(
        {name: value for name, value in (("method", method), ("club", club), ("meeting", meeting)) if value}
    )


async def places(viewer: Viewer) -> list[tuple[str, str]]:
    """Clubs in which the viewer may ask, and the whole site for managers, as (slug, name)."""
    held = await clubs.of_person(viewer, int(viewer.id or 0))
    own = [(club.slug, club.name) for club in held if poll_rules.may_make(viewer, club)]
    return [*([("", _("The whole site"))] if poll_rules.may_make(viewer, None) else []), *own]


async def meeting(viewer: Viewer, text: str) -> int | None:
    """The meeting that is asked for, where the viewer hosts its club."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        return None
    row = await db.row("SELECT id, club_id FROM meeting WHERE id = ?", int(text))
    if row is None:
        return None
    role = await clubs.role_of(viewer, row["club_id"]) if row["club_id"] else None
    return int(row["id"]) if role in (Role.HOST, Role.TREASURER) or (not row["club_id"] and viewer.is_manager) else None


def rows(form: Filled[Any]) -> list[dict[str, Any]]:
    """The rows of a form, those that say something first, then some that are empty."""
    said = poll_forms.rows_of(form.values)
    many = min(max(len(said) + SPARE, FEWEST), MOST_ROWS)
    blank = {"option": "", "about": "", "cost": "", "subject": ""}
    return [{"place": n, **(said[n - 1] if n <= len(said) else blank)} for n in range(1, many + 1)]


def stepped(filled: Filled[Any], step: str) -> Filled[Any]:
    """The form after a press that does not keep it: a row goes, or something is put into the first empty one."""
    name, _colon, what = step.partition(":")
    said = poll_forms.rows_of(filled.values)
    if name == "without" and what.isdecimal() and 0 < int(what) <= len(said):
        said.pop(int(what) - 1)
    if name == "with":
        kind_and_number, _space, title = what.partition(" ")
        if kind_and_number not in [row["subject"] for row in said]:
            said.append({"option": title, "about": "", "cost": "", "subject": kind_and_number})
    kept = {key: value for key, value in filled.values.items() if key.rpartition("_")[0] not in said_names()}
    for place, row in enumerate(said[:MOST_ROWS], start=1):
        kept |= {f"{key}_{place}": value for key, value in row.items()}
    filled.values = kept
    return filled


def said_names() -> tuple[str, ...]:
    return ("option", "about", "cost", "subject")


def kinds() -> list[tuple[str, str]]:
    """What an option may stand for."""
    return [(kind, _(known.label)) for kind, known in subjects.kinds().items()]


async def offered(viewer: Viewer, kind: str, words: str, form: Filled[Any]) -> list[dict[str, Any]]:
    """What may be put into the question: found by words, without what is in it already."""
    known = {row["subject"] for row in poll_forms.rows_of(form.values)}
    found = await subjects.offered(viewer, kind, words)
    return [
        {"value": f"with:{kind}:{one.id} {one.title}", "title": one.title, "body": one.body, "picture": one.picture}
        for one in found
        if f"{kind}:{one.id}" not in known
    ]
