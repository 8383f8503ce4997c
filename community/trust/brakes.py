"""Brakes: nobody posts faster than their step lets them, counted in the database for all processes together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from community.trust import links, paces, wording
from community.trust.models import MeasureKind, Step
from community.trust.paces import BRAKED, LINK, Count
from kernel import clock, db, security
from kernel.errors import Forbidden, TooMany
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


async def before_posting(viewer: Viewer, kind: str, *texts: str) -> None:
    """Count one more of a kind, and the links of its texts; TooMany with the hour from which there is room again.

    One statement. To be called first inside the action's own transaction, which takes the count back when it fails.
    """
    if viewer.id is None or viewer.is_staff or not security.limited():
        return
    now, wanted = clock.now(), [(kind, 1)]
    if count := _links(texts):
        wanted.append((LINK, count))
    rows = await db.rows(_statement(len(wanted)), *_values(viewer.id, wanted, now))
    if rows and rows[0]["free_at"] and rows[0]["free_at"] > now:
        raise Forbidden(_("Your account is suspended: nothing can be posted meanwhile."))
    _judge(rows, now)


def _judge(rows: Sequence[db.Row], now: datetime) -> None:
    for row in rows:
        column = BRAKED if row["is_braked"] else row["step"] or Step.NEWCOMER
        count = Count(row["kind"], row["hour_at"], row["hour_n"], row["day_at"], row["day_n"])
        refused = paces.refusal(count, str(column))
        if refused:
            after = max(1, round((refused.free_at - now) / timedelta(seconds=1)))
            raise TooMany(wording.too_many(refused), after=after, at=refused.free_at, kind=refused.kind)


def _links(texts: Sequence[str]) -> int:
    home = urlsplit(the_house().settings.base_url).hostname or ""
    return sum(len(links.hosts(text, home=home)) for text in texts if text)


def _values(person_id: int, wanted: Sequence[tuple[str, int]], now: datetime) -> list[object]:
    hour, day = now - paces.HOUR, now - paces.DAY
    lines = [value for kind, n in wanted for value in (person_id, kind, now, n, now, n)]
    return [*lines, hour, hour, day, day, str(MeasureKind.BRAKE), now]


def _statement(lines: int) -> str:
    """The hour and the day of a count begin with the first of its kind, and begin anew when they are over."""
    return (
        "INSERT INTO pace (person_id, kind, hour_at, hour_n, day_at, day_n) VALUES "
        + ", ".join(["(?, ?, ?, ?, ?, ?)"] * lines)
        + " ON CONFLICT (person_id, kind) DO UPDATE SET "
        "hour_n = CASE WHEN pace.hour_at > ? THEN pace.hour_n ELSE 0 END + excluded.hour_n, "
        "hour_at = CASE WHEN pace.hour_at > ? THEN pace.hour_at ELSE excluded.hour_at END, "
        "day_n = CASE WHEN pace.day_at > ? THEN pace.day_n ELSE 0 END + excluded.day_n, "
        "day_at = CASE WHEN pace.day_at > ? THEN pace.day_at ELSE excluded.day_at END "
        "RETURNING kind, hour_at, hour_n, day_at, day_n, "
        "(SELECT p.suspended_until FROM person p WHERE p.id = pace.person_id) AS free_at, "
        "(SELECT s.step FROM standing s WHERE s.person_id = pace.person_id) AS step, "
        "EXISTS (SELECT 1 FROM measure m WHERE m.person_id = pace.person_id AND m.kind = ? AND m.ended_at IS NULL "
        "AND (m.until IS NULL OR m.until > ?)) AS is_braked"
    )
