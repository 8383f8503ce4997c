"""What stands beside a form for whoever is slowed: nothing for most, a line for newcomers, a notice under a measure."""

from __future__ import annotations

from datetime import datetime

from community.trust import paces, sides, wording
from community.trust.models import MeasureKind, Step
from community.trust.paces import BRAKED, Count
from kernel import clock, db, pages, security
from kernel.features import Ask, Slot
from kernel.slots import Told
from kernel.viewer import Viewer


async def beside(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """By kind what is to be known before one writes: a suspension, a brake, the pace of the first steps, a full day."""
    if not viewer.is_member or viewer.is_staff:
        return {}
    if viewer.suspended:
        told = pages.fragment("community/trust/_beside.html", state="suspended", line=None, refused=None, until=None)
        return dict.fromkeys(keys, told)
    if not security.limited():
        return {}
    return await _paced(viewer, keys)


async def _paced(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    now = clock.now()
    rows = await db.rows(
        "SELECT p.id, s.step, c.kind, c.hour_at, c.hour_n, c.day_at, c.day_n, "
        "(SELECT max(coalesce(m.until, m.since)) FROM measure m WHERE m.person_id = p.id AND m.kind = ? "
        "AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > ?)) AS braked_at "
        "FROM person p LEFT JOIN standing s ON s.person_id = p.id LEFT JOIN pace c ON c.person_id = p.id "
        f"AND c.kind IN ({db.marks(keys)}) WHERE p.id = ?",
        *(str(MeasureKind.BRAKE), now, *keys, viewer.id),
    )
    column = BRAKED if rows[0]["braked_at"] else rows[0]["step"] or Step.NEWCOMER
    counts = {row["kind"]: _count(row, now) for row in rows if row["kind"]}
    return {kind: _said(kind, str(column), counts.get(kind)) for kind in keys if kind in paces.TABLE}


def _count(row: db.Row, now: datetime) -> Count:
    """What stands of a count at this moment."""
    hour = row["hour_n"] if row["hour_at"] > now - paces.HOUR else 0
    day = row["day_n"] if row["day_at"] > now - paces.DAY else 0
    return Count(row["kind"], row["hour_at"], hour, row["day_at"], day)


def _said(kind: str, column: str, count: Count | None) -> str:
    most = paces.TABLE[kind][column]
    refused = paces.full(count, column) if count else None
    if not refused and column not in (BRAKED, Step.NEWCOMER):
        return ""
    state = "full" if refused else column
    return pages.fragment(
        "community/trust/_beside.html",
        state=state,
        line=(wording.amount(kind, most.hour), wording.amount(kind, most.day)),
        refused=wording.too_many(refused) if refused else "",
        until=None,
    )


def ask_mine(viewer: Viewer, keys: list[str]) -> Ask | None:
    """For keys `kind:number:author`, of which a page has one: is there a change by the author who reads it?"""
    kind, number, author = keys[0].split(":")
    return sides.ask_left(viewer, kind, [int(number)]) if viewer.id == int(author) else None


async def mine(viewer: Viewer, keys: list[str], told: Told) -> dict[str, str]:
    """The way to the author's own change that waits, or was given back."""
    return {
        key: pages.fragment("community/trust/_change.html", kept=kept)
        for key in keys[:1]
        for kept in sides.left(told).values()
    }


slots = [Slot("posting", beside, personal=True), Slot("change.mine", mine, personal=True, asks=ask_mine)]
