"""Measures in force, steps of trust, the pace of each person, words that are listed, and what waits to be read."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class MeasureKind(StrEnum):
    WARN = "warn"
    BRAKE = "brake"
    SUSPEND = "suspend"


class Step(StrEnum):
    """How far somebody has come: the first is where everybody begins."""

    NEWCOMER = "newcomer"
    SETTLED = "settled"
    REGULAR = "regular"
    PILLAR = "pillar"


class Listed(StrEnum):
    """How an entry of the list is compared: any form of its words, letter by letter, or the host of a link."""

    WORDS = "words"
    EXACT = "exact"
    HOST = "host"


class Treatment(StrEnum):
    MARK = "mark"
    HOLD = "hold"
    REFUSE = "refuse"


class HeldState(StrEnum):
    WAITING = "waiting"
    SHOWN = "shown"
    REFUSED = "refused"
    GONE = "gone"


class Measure(Model):
    """What a ruling does to a person: in force from `since` until `until`, for good where that is empty.

    `ended_at` is set when it was lifted or its time was over. `why` is what the person is told.
    """

    person_id: int
    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    kind = fields.CharEnumField(MeasureKind, max_length=10)
    since = fields.DatetimeField()
    until = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)
    is_lifted = fields.BooleanField(default=False)
    ruling_id = fields.IntField(null=True, db_index=True)
    rule = fields.CharField(30, default="")
    why = fields.TextField(default="")
    by_id = fields.IntField(null=True)

    class Meta:
        table = "measure"
        indexes = [Index(fields=("person_id", "ended_at")), Index(fields=("ended_at", "until"))]


class Standing(Model):
    """The step that somebody has come to, kept by the worker, `why` holds the facts it was reckoned from."""

    person: fields.OneToOneRelation[Model] = fields.OneToOneField(
        "community.Person", primary_key=True, related_name=False
    )
    step = fields.CharEnumField(Step, max_length=10, default=Step.NEWCOMER)
    since = fields.DatetimeField()
    why: fields.Field[dict[str, object]] = fields.JSONField(default=dict)

    class Meta:
        table = "standing"
        indexes = [Index(fields=("step",))]


class Pace(Model):
    """How much of a kind somebody sent within the hour and the day that began with the first of it."""

    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    kind = fields.CharField(20)
    hour_at = fields.DatetimeField()
    hour_n = fields.IntField(default=0)
    day_at = fields.DatetimeField(db_index=True)
    day_n = fields.IntField(default=0)

    class Meta:
        table = "pace"
        unique_together = (("person_id", "kind"),)


class ListedWord(Model):
    """A word, a phrase or the host of links, and what is done with a text that holds it, `language` is empty for all."""

    id = fields.IntField(primary_key=True)
    how = fields.CharEnumField(Listed, max_length=10)
    language = fields.CharField(5, default="")
    text = fields.CharField(120)
    does = fields.CharEnumField(Treatment, max_length=10)
    note = fields.CharField(200, default="")
    by_id = fields.IntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "listed_word"
        unique_together = (("how", "language", "text"),)


class Held(Model):
    """Something that nobody sees before staff read it, and why the house kept it back."""

    author_id: int
    id = fields.IntField(primary_key=True)
    subject_kind = fields.CharField(30)
    subject_id = fields.BigIntField()
    author: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    reasons: fields.Field[list[dict[str, object]]] = fields.JSONField(default=list)
    state = fields.CharEnumField(HeldState, max_length=10, default=HeldState.WAITING)
    since = fields.DatetimeField()
    decided_at = fields.DatetimeField(null=True)
    by_id = fields.IntField(null=True)

    class Meta:
        table = "held"
        unique_together = (("subject_kind", "subject_id"),)
        indexes = [Index(fields=("state", "since")), Index(fields=("author_id", "state"))]


class HeldEdit(Model):
    """New words for something that stands in sight, kept beside it until staff read them. Why and since when says `held`.

    `before` is the digest of the words it had when they were written, `words` what its author wants them to be.
    """

    author_id: int
    id = fields.IntField(primary_key=True)
    subject_kind = fields.CharField(30)
    subject_id = fields.BigIntField()
    author: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    before = fields.CharField(64)
    words: fields.Field[dict[str, str]] = fields.JSONField(default=dict)
    created_at = fields.DatetimeField()

    class Meta:
        table = "held_edit"
        indexes = [Index(fields=("subject_kind", "subject_id")), Index(fields=("author_id", "subject_kind"))]
