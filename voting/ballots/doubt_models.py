"""Tables of what is held against votes, and of the day's traces that it is found by."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model
from voting.ballots.states import State


class Voted(StrEnum):
    """What was given."""

    SUPPORT = "support"
    SCORE = "score"


class Doubt(Model):
    """What is held of a support of an idea or a score of a design, from the first time that anything was held against it.

    `reasons` are what was found by arithmetic, in words parted by blanks. `quarantine_id` is the act of a person that set
    it aside. `cleared_at` is when a person found it to be right: from then on arithmetic marks it no more.
    """

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(Voted, max_length=10)
    subject_id = fields.IntField()
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    state = fields.CharEnumField(State, max_length=12)
    reasons = fields.CharField(200, default="")
    quarantine_id = fields.IntField(null=True)
    cleared_at = fields.DatetimeField(null=True)
    changed_at = fields.DatetimeField()

    class Meta:
        table = "doubt"
        unique_together = (("kind", "subject_id", "person_id"),)
        indexes = [Index(fields=("person_id", "id")), Index(fields=("state", "id")), Index(fields=("quarantine_id",))]


class DoubtEvent(Model):
    """One line of the ledger of doubts, never changed. `by_id` is the person who decided, nobody where arithmetic did."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(Voted, max_length=10)
    subject_id = fields.IntField()
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    state = fields.CharEnumField(State, max_length=12)
    reasons = fields.CharField(200, default="")
    by_id = fields.IntField(null=True)
    at = fields.DatetimeField()

    class Meta:
        table = "doubt_event"
        indexes = [Index(fields=("kind", "subject_id", "person_id", "id")), Index(fields=("person_id", "id"))]


class DaySalt(Model):
    """What the traces of a day are mixed with. It is gone when the day is, and with it every way back to an address."""

    id = fields.IntField(primary_key=True)
    day = fields.DateField(unique=True)
    salt = fields.CharField(64)

    class Meta:
        table = "day_salt"


class Trace(Model):
    """That somebody voted on a day from a block of addresses and with a kind of device, both as hashes of that day."""

    id = fields.BigIntField(primary_key=True)
    day = fields.DateField()
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    block = fields.CharField(24)
    device = fields.CharField(24)

    class Meta:
        table = "trace"
        unique_together = (("day", "person_id", "block", "device"),)
        indexes = [Index(fields=("person_id", "day"))]
