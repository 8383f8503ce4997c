"""A meeting and an answer to it, as pages and letters read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from community.clubs.models import Role
from community.meetings.models import Said
from kernel import clock


@dataclass(frozen=True)
class MeetingCard:
    """A meeting as a viewer meets it; `role` is theirs in its club. `link` is asked for by `link_of`, for whom it is."""

    id: int
    club_id: int | None
    series_id: int | None
    slot: str
    is_apart: bool
    host_id: int
    slug: str
    title: str
    body: str
    cost: str
    audience: str
    zone: str
    begins: datetime
    ends: datetime
    begins_at: datetime
    ends_at: datetime
    place: str
    has_link: bool
    is_link_open: bool
    recording: str
    recording_for: str
    seats: int | None
    most_guests: int
    takes_strangers: bool
    coming: int
    waiting: int
    notes: str
    asked_for: str
    sequence: int
    created_at: datetime
    changed_at: datetime
    cancelled_at: datetime | None
    reason: str
    hidden_at: datetime | None
    club_slug: str
    club_name: str
    is_private: bool
    role: Role | None

    @property
    def url(self) -> str:
        return address(self.id, self.slug)

    @property
    def club_url(self) -> str:
        return f"/clubs/{self.club_slug}" if self.club_slug else ""

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_over(self) -> bool:
        return clock.now() >= self.ends_at

    @property
    def has_begun(self) -> bool:
        return clock.now() >= self.begins_at

    @property
    def is_both(self) -> bool:
        """In a place and on screen."""
        return self.has_link and bool(self.place)

    @property
    def is_full(self) -> bool:
        return self.seats is not None and (self.coming >= self.seats or self.waiting > 0)


@dataclass(frozen=True)
class ReplyLine:
    """What somebody said to a meeting; `person_id` is None for one without an account."""

    id: int
    meeting_id: int
    person_id: int | None
    email: str | None
    name: str
    lang: str
    said: Said
    guests: int
    note: str
    is_online: bool
    is_waiting: bool
    is_proven: bool
    code: str
    token: str
    at: datetime
    arrived_at: datetime | None
    arrived_guests: int

    @property
    def size(self) -> int:
        """Seats asked for."""
        return 1 + self.guests if self.said == Said.YES and not self.is_online else 0

    @property
    def comes(self) -> bool:
        """With a seat, or on screen."""
        return self.said == Said.YES and not self.is_waiting and self.is_proven


def address(meeting_id: int, slug: str) -> str:
    return f"/meetings/{meeting_id}-{slug}"
