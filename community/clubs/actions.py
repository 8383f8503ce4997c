"""Founding a club, changing what it says of itself, its charter, and who agreed to it."""

from __future__ import annotations

import secrets
from typing import Any

from community.clubs import charters, membership, queries, rules
from community.clubs.models import Club, Membership, Role
from community.clubs.queries import ClubCard
from community.trust import brakes, reading
from kernel import clock, db, text
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

RESERVED = ("-", "new")
SAID = ("name", "summary", "place", "question")
"""Columns that hold words of the club's own."""
HIDDEN = ("folded", "place_folded", "picture_id")
"""Columns whose change is not told by their name."""


async def found(viewer: Viewer, *, charter: str = "", **values: Any) -> ClubCard:
    """A new club with its founder as host, and the first version of its charter."""
    require(rules.may_found(viewer))
    await reading.outright(viewer, "club", [*_said(values), charter], field="name")
    async with db.transaction():
        await brakes.before_posting(viewer, "club", str(values.get("summary", "")), charter)
        slug = await _address(str(values["name"]), is_private=bool(values.get("is_private")))
        told: dict[str, Any] = {**values, **_folded(values)}
        club = await Club.create(slug=slug, created_at=clock.now(), **told)
        number = await charters.write(club.id, viewer.id or 0, charter) if charter else 0
        await membership.begin(club.id, viewer.id or 0, role=Role.HOST, charter=number)
        await record("club.founded", actor=viewer.id, subject=("club", club.id), title=club.name, url=f"/clubs/{slug}")
    return await queries.by_id(viewer, club.id)


async def change(viewer: Viewer, club: ClubCard, **values: Any) -> str:
    """Change what a club says of itself; says its address, which is another once it becomes private."""
    require(rules.may_host(viewer, club), _("A club is changed by its hosts."))
    changed_words = {name: value for name, value in values.items() if value != getattr(club, name, None)}
    await reading.outright(viewer, "club", _said(changed_words), field="name")
    async with db.transaction():
        await membership.hold(club.id)
        held = await Club.get(id=club.id)
        told = {**values, **_folded({**vars(held), **values})}
        changed = sorted(name for name, value in told.items() if getattr(held, name) != value)
        slug = held.slug
        if told.get("is_private") and not held.is_private:
            slug = await _address(str(told.get("name", held.name)), is_private=True)
        await Club.filter(id=club.id).update(slug=slug, **told)
        what = [name for name in changed if name not in HIDDEN]
        if changed:
            await _tell(viewer, club, what=what, title=told.get("name", held.name), url=f"/clubs/{slug}")
    return f"/clubs/{slug}"


async def rewrite(viewer: Viewer, club: ClubCard, body: str) -> int:
    """The next version of the charter, which its writer agrees to by writing it; members hear of it. Says its number."""
    require(rules.may_host(viewer, club), _("A charter is written by the club’s hosts."))
    await reading.outright(viewer, "club", [body], field="body")
    async with db.transaction():
        await membership.hold(club.id)
        before = await charters.newest(club.id)
        if before and before.body == body:
            raise Conflict(_("This is word for word the charter that holds already."))
        number = await charters.write(club.id, viewer.id or 0, body)
        await _agreed(club.id, viewer.id or 0, number)
        await _tell(viewer, club, what=["charter"], number=number, url=f"{club.url}/charter/{number}")
    return number


async def agree(viewer: Viewer, club: ClubCard) -> None:
    """A member agrees to the charter that holds now."""
    require(club.is_member, _("A charter is agreed to by members."))
    newest = await charters.newest(club.id)
    async with db.transaction():
        await _agreed(club.id, viewer.id or 0, newest.number if newest else 0)


async def _agreed(club_id: int, person_id: int, number: int) -> None:
    await Membership.filter(club_id=club_id, person_id=person_id, stands=True).update(charter=number)


async def _tell(viewer: Viewer, club: ClubCard, **data: Any) -> None:
    said = {"title": club.name, "url": club.url, **data}
    await record("club.changed", actor=viewer.id, subject=("club", club.id), **said)


async def _address(name: str, *, is_private: bool) -> str:
    """An address that nobody has; that of a private club cannot be guessed, so that trying it tells nothing."""
    plain = text.slug(name, 48)
    if not is_private and plain not in RESERVED and not await Club.exists(slug=plain):
        return plain
    return f"{'club' if plain in RESERVED else plain}-{secrets.token_hex(5)}"


def _said(values: dict[str, Any]) -> list[str]:
    """The words among what a club says of itself."""
    return [str(values[name]) for name in SAID if values.get(name)]


def _folded(values: dict[str, Any]) -> dict[str, str]:
    """What the directory looks through."""
    words = (str(values.get(name) or "") for name in ("name", "summary", "place"))
    return {"place_folded": text.fold(str(values.get("place") or ""))[:80], "folded": text.fold("\n".join(words))}
