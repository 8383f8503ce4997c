"""Meetings as entries of a calendar: a series as its rule, with what is left out of it and what takes its place. No I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from dateutil.rrule import rrulestr

from community.meetings.models import Said
from kernel import feeds, i18n
from kernel.calendars import Entry
from kernel.i18n import gettext as _

LONGEST = 400
"""Letters of a meeting's text that an entry quotes."""
FURTHEST = 5000
"""Hours of a rule that are followed from the first one told to the last."""
Row = Mapping[str, Any]


def of_all(rows: Sequence[Row], *, own: bool = False) -> list[Entry]:
    """Rows of meetings, each with what its reader `said`, as entries; those of one series by its rule.

    On one's `own` calendar what one has not said yes to stays open.
    """
    alone = [row for row in rows if not row["series_id"]]
    ruled = sorted((row for row in rows if row["series_id"]), key=lambda row: (row["series_id"], row["slot"]))
    found = [of_one(row, own=own) for row in alone]
    for _series, group in groupby(ruled, key=lambda row: row["series_id"]):
        found += _of_series(list(group), own=own)
    return found


def of_one(row: Row, *, own: bool = True) -> Entry:
    """One meeting, as its reader is to see it: the address on screen is for those who come, or open."""
    url = feeds.full(f"/meetings/{row['id']}-{row['slug']}")
    comes = _comes(row)
    return Entry(
        f"meeting-{row['id']}",
        row["title"],
        row["begins_at"],
        row["ends_at"],
        row["changed_at"],
        zone=row["zone"],
        words="\n\n".join(part for part in (*_facts(row), _short(row["body"]), url) if part),
        place=row["place"] or (row["link"] if _shows_link(row) else _("On screen") if row["link"] else ""),
        url=url,
        sequence=row["sequence"],
        is_cancelled=bool(row["cancelled_at"]),
        is_open=own and not comes,
    )


def _comes(row: Row) -> bool:
    return bool(row["said"] == Said.YES and not row["is_waiting"])


def _shows_link(row: Row) -> bool:
    return _comes(row) or bool(row["is_link_open"])


def _facts(row: Row) -> list[str]:
    """What comes before a meeting's own words."""
    told = [_("Called off: %(reason)s") % {"reason": row["reason"]} if row["cancelled_at"] else ""]
    told.append(row["club_name"] or "")
    if row["link"] and _shows_link(row):
        told.append(_("On screen: %(link)s") % {"link": row["link"]})
    if row["cost"]:
        told.append(_("Cost: %(cost)s") % {"cost": row["cost"]})
    if row["is_waiting"]:
        told.append(_("You are on the waiting list."))
    return told


def _short(body: str) -> str:
    return body if len(body) <= LONGEST else body[:LONGEST].rsplit(" ", 1)[0] + "…"


def _of_series(rows: Sequence[Row], *, own: bool) -> list[Entry]:
    """The rule from the first meeting told to the last, where enough are alike; else each for itself."""
    master = _common([row for row in rows if _is_plain(row)])
    if master is None:
        return [of_one(row, own=own) for row in rows if not _is_dropped(row)]
    alike = {row["slot"] for row in rows if _is_plain(row) and _looks(row) == _looks(master)}
    first, last = (datetime.fromisoformat(row["slot"]) for row in (rows[0], rows[-1]))
    instead = [row for row in rows if row["slot"] not in alike and not _is_dropped(row)]
    kept = alike | {row["slot"] for row in instead}
    uid = f"series-{master['series_id']}"
    whole = replace(
        of_one(master, own=own),
        uid=uid,
        starts=first,
        ends=first + _length(master),
        zone=master["series_zone"],
        sequence=max(row["sequence"] for row in rows),
        stamp=max(row["changed_at"] for row in rows),
        rule=_bounded(master["rule"], last, master["series_zone"]),
        without=tuple(hour for hour in _hours(master["rule"], first, last) if _slot(hour) not in kept),
    )
    return [whole, *(_instead(row, uid, own=own) for row in instead)]


def _is_plain(row: Row) -> bool:
    """As its rule would have it, and nothing of its own to tell its reader."""
    return not row["is_apart"] and not row["cancelled_at"] and row["said"] is None and row["begins"] == row["slot"]


def _looks(row: Row) -> tuple[Any, ...]:
    return (
        row["title"],
        row["body"],
        row["place"],
        row["link"],
        row["is_link_open"],
        row["cost"],
        row["zone"],
        _length(row),
    )


def _length(row: Row) -> timedelta:
    return datetime.fromisoformat(row["ends"]) - datetime.fromisoformat(row["begins"])


def _common(plain: Sequence[Row]) -> Row | None:
    """Of meetings that look alike the largest group's last; a rule for one alone says nothing."""
    if len(plain) < 2:
        return None
    looks, count = Counter(_looks(row) for row in plain).most_common(1)[0]
    return next(row for row in reversed(plain) if _looks(row) == looks) if count > 1 else None


def _is_dropped(row: Row) -> bool:
    """One of many that does not take place, and that its reader did not mean to come to."""
    return bool(row["cancelled_at"]) and row["said"] is None


def _instead(row: Row, uid: str, *, own: bool) -> Entry:
    return replace(
        of_one(row, own=own), uid=uid, instead_of=datetime.fromisoformat(row["slot"]), zone=row["series_zone"]
    )


def _bounded(rule: str, last: datetime, zone: str) -> str:
    """The rule until a beginning and no further: what comes later is told when it is there."""
    parts = [part for part in rule.split(";") if not part.startswith(("COUNT=", "UNTIL="))]
    until = last.replace(tzinfo=i18n.timezone(zone)).astimezone(UTC)
    return ";".join([*parts, f"UNTIL={until:%Y%m%dT%H%M%SZ}"])


def _hours(rule: str, first: datetime, last: datetime) -> Iterable[datetime]:
    """Every hour that a reader of the rule will work out, one that daylight saving skips too."""
    parts = ";".join(part for part in rule.split(";") if not part.startswith(("COUNT=", "UNTIL=")))
    for number, hour in enumerate(rrulestr(parts, dtstart=first)):
        if hour > last or number > FURTHEST:
            break
        yield hour


def _slot(hour: datetime) -> str:
    return hour.isoformat(timespec="minutes")
