"""What a host says of a meeting: as typed, as columns, and what of it differs. No I/O."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from community.meetings import recurrence
from kernel import text

HOURS = "minutes"
WHEN = ("begins", "ends", "zone")


@dataclass(frozen=True)
class Details:
    """A meeting's words, hours of its zone, and doors."""

    title: str
    begins: datetime
    ends: datetime
    zone: str
    body: str = ""
    cost: str = ""
    audience: str = "members"
    place: str = ""
    link: str = ""
    seats: int | None = None
    most_guests: int = 0
    takes_strangers: bool = False
    is_link_open: bool = False


def columns(told: Details) -> dict[str, Any]:
    """The columns that say it, those made from others included."""
    return {
        **asdict(told),
        "slug": text.slug(told.title),
        "place_folded": text.fold(told.place)[:200],
        "begins": hour(told.begins),
        "ends": hour(told.ends),
        "begins_at": recurrence.moment(told.begins, told.zone),
        "ends_at": recurrence.moment(told.ends, told.zone),
    }


def of_row(row: dict[str, Any]) -> Details:
    """The same out of a row of the table."""
    told = {field.name: row[field.name] for field in fields(Details)}
    told |= {"begins": datetime.fromisoformat(row["begins"]), "ends": datetime.fromisoformat(row["ends"])}
    told |= {name: bool(row[name]) for name in ("takes_strangers", "is_link_open")}
    return Details(**told)


def differing(old: Details, new: Details) -> list[str]:
    """The names of what changed."""
    return [field.name for field in fields(Details) if getattr(old, field.name) != getattr(new, field.name)]


def hour(local: datetime) -> str:
    return local.isoformat(timespec=HOURS)
