"""What waits to be read: kept beside the thing that is out of sight, until staff show it or leave it so."""

from __future__ import annotations

import json
from collections.abc import Sequence

from community.trust import wording
from community.trust.models import Held, HeldState
from community.trust.reading import Verdict
from community.trust.registry import Reason
from kernel import clock, db
from kernel.events import record
from kernel.features import the_house
from kernel.viewer import Viewer


async def keep(
    viewer: Viewer, kind: str, number: int, verdict: Verdict, *, title: str, url: str, is_queued: bool = True
) -> None:
    """Write that something waits, and bring it before whoever reads; inside the transaction that made it.

    What has a waiting list of its own is not queued with moderation too.
    """
    reasons = [{"kind": reason.kind, "what": reason.what} for reason in verdict.reasons]
    await db.execute(
        "INSERT INTO held (subject_kind, subject_id, author_id, reasons, state, since) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (subject_kind, subject_id) DO UPDATE SET reasons = excluded.reasons, state = excluded.state, "
        "since = excluded.since, decided_at = NULL, by_id = NULL",
        *(kind, number, viewer.id, json.dumps(reasons), str(HeldState.WAITING), clock.now()),
    )
    said = [wording.reason(reason) for reason in verdict.reasons]
    for bring in the_house().registered("held") if is_queued else ():
        await bring(kind, number, author_id=viewer.id, reasons=said)
    await record("thing.held", actor=None, subject=(kind, number), person=viewer.id, title=title, url=url)


async def decided(kind: str, number: int, *, shown: bool, by: int | None) -> bool:
    """Staff read it: says whether it had been waiting. Inside the transaction that shows it or leaves it out of sight."""
    state = HeldState.SHOWN if shown else HeldState.REFUSED
    rows = await db.rows(
        "UPDATE held SET state = ?, decided_at = ?, by_id = ? WHERE subject_kind = ? AND subject_id = ? AND state = ? "
        "RETURNING id",
        *(str(state), clock.now(), by, kind, number, str(HeldState.WAITING)),
    )
    return bool(rows)


async def gone(kind: str, numbers: Sequence[int]) -> None:
    """Their author took them away: they wait no more, and whoever reads is told so. Inside the transaction that does it."""
    await db.execute(
        f"UPDATE held SET state = ?, decided_at = ? WHERE subject_kind = ? AND state = ? "
        f"AND subject_id IN ({db.marks(numbers)})",
        *(str(HeldState.GONE), clock.now(), kind, str(HeldState.WAITING), *numbers),
    )
    for end in the_house().registered("held.ended"):
        await end(kind, numbers)


async def waiting(kind: str, numbers: Sequence[int]) -> set[int]:
    """Of some things those that wait to be read."""
    rows = await db.rows(
        f"SELECT subject_id FROM held WHERE subject_kind = ? AND state = ? AND subject_id IN ({db.marks(numbers)})",
        *(kind, str(HeldState.WAITING), *numbers),
    )
    return {row["subject_id"] for row in rows}


async def reasons(kind: str, number: int) -> list[Reason]:
    """Why something waits, for whoever reads it."""
    found = await Held.get_or_none(subject_kind=kind, subject_id=number, state=HeldState.WAITING)
    return [Reason(str(one["kind"]), str(one["what"])) for one in found.reasons] if found else []


async def waiting_of(person_id: int) -> list[Held]:
    """What of somebody's waits to be read, the oldest first."""
    return await Held.filter(author_id=person_id, state=HeldState.WAITING).order_by("id").limit(50)
