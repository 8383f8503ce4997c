"""How long what is personal is kept: one table, which the worker goes by and the page for everyone is made of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from community.privacy import takeaway, told
from community.privacy.settings import PrivacySettings
from kernel import clock, db, pages
from kernel.features import Job
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import everyone
from kernel.web import get

Forget = Callable[[datetime], Awaitable[object]]


@dataclass(frozen=True)
class Kept:
    """Something that is forgotten by the clock: after how many days by which setting, and how; 0 days by their own job."""

    label: str
    setting: str
    forget: Forget | None = None
    days: int = 0

    @property
    def after(self) -> int:
        return self.days or int(getattr(PrivacySettings(), self.setting))


def _sql(statement: str) -> Forget:
    async def forget(before: datetime) -> None:
        await db.execute(statement, before)

    return forget


async def _downloads(before: datetime) -> None:
    await takeaway.sweep(clock.now())


_CHANGES = (
    "DELETE FROM held_edit WHERE created_at < ? AND NOT EXISTS (SELECT 1 FROM held h "
    "WHERE h.subject_kind = 'change' AND h.subject_id = held_edit.id AND h.state = 'waiting')"
)
TABLE: Sequence[Kept] = (
    Kept(mark("Browsers that are signed in, since they were last seen"), "", days=60),
    Kept(mark("Letters that were sent"), "letter_days", _sql("DELETE FROM letter WHERE sent_at < ?")),
    Kept(mark("Notices that were read"), "notice_days", _sql("DELETE FROM notice WHERE read_at < ?")),
    Kept(mark("Who of the team looked at whose data"), "look_days", _sql("DELETE FROM look WHERE at < ?")),
    Kept(mark("Drafts that nobody opened"), "draft_days", _sql("DELETE FROM draft WHERE saved_at < ?")),
    Kept(mark("Changes of texts that were not put in place"), "", _sql(_CHANGES), days=200),
    Kept(mark("Files of one’s own data"), "download_days", _downloads),
    Kept(mark("Links in letters, after their time"), "", days=1),
    Kept(mark("Backups, until whoever runs the site throws them away"), "backup_days"),
)


async def run() -> None:
    """Forget what is older than its setting says."""
    for kept in TABLE:
        if kept.forget:
            async with db.transaction(quiet=True):
                await kept.forget(clock.now() - timedelta(days=kept.after))


async def index(request: Request) -> Response:
    """What is kept, what for and how long, for everyone to read."""

    async def build() -> dict[str, object]:
        return {"table": [(_(kept.label), kept.after) for kept in TABLE], "sources": told.kinds()}

    return await pages.shared(request, "community/privacy/retention.html", build)


routes = [get("/privacy", index, allow=everyone)]
jobs = [Job("privacy.forget", run, every=86_400)]
