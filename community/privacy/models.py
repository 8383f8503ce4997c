"""Who looked at whose data, what is contested, what was agreed to and chosen, files to take away, and accounts being erased."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class Look(Model):
    """Somebody of the team saw what is personal about somebody else. `role` is what they were then, `reason` what they gave."""

    by_id: int | None
    person_id: int
    id = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField(db_index=True)
    by: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    role = fields.CharField(10)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    what = fields.CharField(40)
    reason = fields.CharField(200, default="")

    class Meta:
        table = "look"
        indexes = [Index(fields=("person_id", "id"))]


class Fate(StrEnum):
    """What became of what somebody contested."""

    WAITING = "waiting"
    MENDED = "mended"
    KEPT = "kept"


class Contest(Model):
    """A member says that a part of what is known about them is wrong, `by_id` is who answered."""

    person_id: int
    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    part = fields.CharField(60)
    body = fields.TextField()
    state = fields.CharEnumField(Fate, max_length=10, default=Fate.WAITING)
    answer = fields.TextField(default="")
    by_id = fields.IntField(null=True)
    at = fields.DatetimeField()
    due_at = fields.DatetimeField()
    answered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "data_contest"
        indexes = [Index(fields=("state", "due_at")), Index(fields=("person_id", "id"))]


class ConsentEvent(Model):
    """Somebody agreed to something, or took it back. `wording` is the sentence they saw, in `language`, `how` is where."""

    id = fields.BigIntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    what = fields.CharField(40)
    version = fields.CharField(12)
    wording = fields.TextField()
    language = fields.CharField(5)
    is_given = fields.BooleanField()
    how = fields.CharField(20)
    at = fields.DatetimeField()

    class Meta:
        table = "consent_event"
        indexes = [Index(fields=("person_id", "what", "id"))]


class StandingChoice(Model):
    """Somebody chose to be left out of something, since `at`. One who came back has no row."""

    person_id: int
    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    what = fields.CharField(40)
    at = fields.DatetimeField()

    class Meta:
        table = "privacy_choice"
        unique_together = (("what", "person_id"),)


class Stage(StrEnum):
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"
    GONE = "gone"


class Download(Model):
    """A file of all that is known of somebody, made by the worker. `name` is what it is called in the folder of such files."""

    person_id: int
    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    state = fields.CharEnumField(Stage, max_length=10, default=Stage.WAITING)
    name = fields.CharField(64, default="")
    size = fields.BigIntField(default=0)
    asked_at = fields.DatetimeField()
    made_at = fields.DatetimeField(null=True)
    until_at = fields.DatetimeField(null=True)
    fetched_at = fields.DatetimeField(null=True)

    class Meta:
        table = "own_download"
        indexes = [Index(fields=("state", "until_at")), Index(fields=("person_id", "id"))]


class Ending(StrEnum):
    CLOSED = "closed"
    ERASED = "erased"


class Erasure(Model):
    """An account on its way out: closed, to be erased at `due_at`. `kept` is what comes back if its owner thinks again.

    Once erased nothing is left here but the number, the choices and what the search through the storage found.
    """

    person_id: int
    id = fields.IntField(primary_key=True)
    person: fields.OneToOneRelation[Model] = fields.OneToOneField("community.Person", related_name=False)
    state = fields.CharEnumField(Ending, max_length=10, default=Ending.CLOSED)
    choices: fields.JSONField[dict[str, str]] = fields.JSONField()
    kept: fields.JSONField[dict[str, str | int | bool | None]] = fields.JSONField()
    asked_at = fields.DatetimeField()
    due_at = fields.DatetimeField()
    erased_at = fields.DatetimeField(null=True)
    is_clean = fields.BooleanField(null=True)
    found: fields.JSONField[list[str]] = fields.JSONField()

    class Meta:
        table = "erasure"
        indexes = [Index(fields=("state", "due_at"))]
