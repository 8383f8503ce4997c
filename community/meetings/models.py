"""Meetings and their series, who comes, what is on the agenda, and the secret feeds."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class Said(StrEnum):
    """Whether somebody comes."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Series(Model):
    """Meetings that come again, by a rule of RFC 5545 in the hours of a zone."""

    id = fields.IntField(primary_key=True)
    club: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Club", null=True, related_name=False
    )
    rule = fields.CharField(300)
    begins = fields.CharField(20)
    zone = fields.CharField(60)
    made_until = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "meeting_series"


class Meeting(Model):
    """A meeting of a club, or of the brand. `begins` and `ends` are hours of `zone`, `begins_at` and `ends_at` moments.

    `slot` is when its series would have it begin, `is_apart` that it was changed alone. `coming` counts the seats taken,
    `waiting` those asked for by who waits. With `is_link_open` whoever may see the meeting is shown its link.
    """

    club_id: int | None
    series_id: int | None
    host_id: int
    id = fields.IntField(primary_key=True)
    club: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Club", null=True, related_name=False
    )
    series: fields.ForeignKeyNullableRelation[Series] = fields.ForeignKeyField(
        "community.Series", null=True, related_name=False
    )
    slot = fields.CharField(20, default="")
    is_apart = fields.BooleanField(default=False)
    host: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    slug = fields.CharField(80)
    title = fields.CharField(160)
    body = fields.TextField(default="")
    cost = fields.CharField(300, default="")
    audience = fields.CharField(60, default="members")
    zone = fields.CharField(60)
    begins = fields.CharField(20)
    ends = fields.CharField(20)
    begins_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    place = fields.CharField(200, default="")
    place_folded = fields.CharField(200, default="")
    link = fields.CharField(500, default="")
    is_link_open = fields.BooleanField(default=False, db_default=False)
    recording = fields.CharField(500, default="")
    recording_for = fields.CharField(60, default="members")
    seats = fields.IntField(null=True)
    most_guests = fields.IntField(default=0)
    takes_strangers = fields.BooleanField(default=False)
    coming = fields.IntField(default=0)
    waiting = fields.IntField(default=0)
    notes = fields.TextField(default="")
    asked_for = fields.TextField(default="")
    sequence = fields.IntField(default=0)
    created_at = fields.DatetimeField()
    changed_at = fields.DatetimeField()
    reminded_at = fields.DatetimeField(null=True)
    cancelled_at = fields.DatetimeField(null=True)
    reason = fields.CharField(300, default="")
    hidden_at = fields.DatetimeField(null=True)

    class Meta:
        table = "meeting"
        unique_together = (("series_id", "slot"),)
        indexes = [Index(fields=("begins_at", "id")), Index(fields=("club_id", "begins_at"))]


class Reply(Model):
    """What somebody said to a meeting, a member or a proven address. Seats are given by `at`, the earliest first.

    `is_online` is on screen where others sit, and takes no seat. `arrived_guests` has a bit for each guest who came.
    """

    meeting_id: int
    person_id: int | None
    id = fields.IntField(primary_key=True)
    meeting: fields.ForeignKeyRelation[Meeting] = fields.ForeignKeyField("community.Meeting", related_name=False)
    person: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    email = fields.CharField(254, null=True)
    name = fields.CharField(80, default="")
    lang = fields.CharField(10, default="")
    said = fields.CharEnumField(Said, max_length=6)
    guests = fields.IntField(default=0)
    note = fields.CharField(300, default="")
    is_online = fields.BooleanField(default=False)
    is_waiting = fields.BooleanField(default=False)
    is_proven = fields.BooleanField(default=True)
    code = fields.CharField(12)
    token = fields.CharField(64)
    at = fields.DatetimeField()
    arrived_at = fields.DatetimeField(null=True)
    arrived_guests = fields.IntField(default=0)

    class Meta:
        table = "meeting_reply"
        unique_together = (("meeting_id", "person_id"), ("meeting_id", "email"), ("meeting_id", "code"))
        indexes = [Index(fields=("meeting_id", "is_waiting", "at", "id")), Index(fields=("person_id", "id"))]


class AgendaItem(Model):
    """A line of an agenda, `kind` and `subject` name an idea or a ballot it is about."""

    id = fields.IntField(primary_key=True)
    meeting: fields.ForeignKeyRelation[Meeting] = fields.ForeignKeyField("community.Meeting", related_name=False)
    position = fields.IntField()
    words = fields.CharField(300, default="")
    minutes = fields.IntField(default=0)
    kind = fields.CharField(20, default="")
    subject = fields.IntField(default=0)
    decision = fields.TextField(default="")

    class Meta:
        table = "agenda_item"
        unique_together = (("meeting_id", "position"),)


class MeetingLetter(Model):
    """That somebody who answered was written to about an event: the row is what makes the letter go once."""

    id = fields.BigIntField(primary_key=True)
    reply: fields.ForeignKeyRelation[Reply] = fields.ForeignKeyField("community.Reply", related_name=False)
    event_id = fields.BigIntField()

    class Meta:
        table = "meeting_letter"
        unique_together = (("reply_id", "event_id"),)


class Feed(Model):
    """The secret address of a member's calendar, a new one takes its place."""

    id = fields.IntField(primary_key=True)
    person: fields.OneToOneRelation[Model] = fields.OneToOneField("community.Person", related_name=False)
    token = fields.CharField(64, unique=True)
    at = fields.DatetimeField()

    class Meta:
        table = "calendar_feed"
