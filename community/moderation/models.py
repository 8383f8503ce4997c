"""What was reported, the case it makes, what was ruled, and what became of the ruling."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class Act(StrEnum):
    """What happens to a thing."""

    HIDE = "hide"
    REMOVE = "remove"
    RESTORE = "restore"
    EDIT = "edit"
    NONE = "none"
    GONE = "gone"


class Sanction(StrEnum):
    """What its author meets beside."""

    NONE = "none"
    WARN = "warn"
    BRAKE = "brake"
    SUSPEND = "suspend"


class Source(StrEnum):
    """What brought a thing before moderation."""

    REPORTS = "reports"
    TEAM = "team"
    FILTER = "filter"
    EDITED = "edited"
    APPEAL = "appeal"


class State(StrEnum):
    OPEN = "open"
    EDITING = "editing"
    DONE = "done"


class Outcome(StrEnum):
    """How an appeal ends, moot where the ruling had been reversed before."""

    UPHELD = "upheld"
    REVERSED = "reversed"
    CHANGED = "changed"
    MOOT = "moot"


class RuleVersion(Model):
    """The brand's numbered rules as they stood from a day on, both languages.

    `rules` is a list of {slug, name: {en, fr}, text: {en, fr}} in their order, `changes` says what is new by language.
    """

    id = fields.IntField(primary_key=True)
    number = fields.IntField(unique=True)
    rules: fields.Field[list[dict[str, object]]] = fields.JSONField()
    changes: fields.Field[dict[str, str]] = fields.JSONField(default=dict)
    by: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    at = fields.DatetimeField()

    class Meta:
        table = "rule_version"


class Case(Model):
    """A thing before moderation, one row however often it comes back.

    `heard` is the sum of its reporters' accuracies, `place` where it stands in the queue (weighing.py), `band` is alike for
    words that are nearly the same.
    """

    claimed_by_id: int | None
    author_id: int | None
    id = fields.IntField(primary_key=True)
    subject_kind = fields.CharField(30)
    subject_id = fields.BigIntField()
    author: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    state = fields.CharEnumField(State, max_length=10)
    source = fields.CharEnumField(Source, max_length=10)
    rule = fields.CharField(30)
    reports = fields.IntField(default=0)
    heard = fields.FloatField(default=0)
    reach = fields.IntField(default=0)
    place = fields.FloatField(default=0)
    follows = fields.IntField(default=0)
    reasons: fields.Field[list[str]] = fields.JSONField(default=list)
    band = fields.BigIntField(default=0)
    sketch = fields.CharField(200, default="")
    opened_at = fields.DatetimeField()
    claimed_by: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    claimed_until = fields.DatetimeField(null=True)

    class Meta:
        table = "moderation_case"
        unique_together = (("subject_kind", "subject_id"),)
        indexes = [
            Index(fields=("state", "place", "id")),
            Index(fields=("band", "state")),
            Index(fields=("author_id", "state")),
            Index(fields=("claimed_by_id", "claimed_until")),
        ]


class Report(Model):
    """One person's word that something breaks a rule, open until a ruling ends it.

    `follows` is the last ruling on the same thing when it came, 0 for none: one reports once between two rulings.
    An anonymous one names its reporter to no page. Whoever was erased is gone from it.
    """

    reporter_id: int | None
    id = fields.IntField(primary_key=True)
    subject_kind = fields.CharField(30)
    subject_id = fields.BigIntField()
    reporter: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    rule = fields.CharField(30)
    version = fields.IntField(default=1, db_default=1)
    text = fields.TextField(default="")
    is_anonymous = fields.BooleanField(default=False, db_default=False)
    created_at = fields.DatetimeField()
    follows = fields.IntField(default=0, db_default=0)
    ruling: fields.ForeignKeyNullableRelation[Ruling] = fields.ForeignKeyField(
        "community.Ruling", null=True, related_name=False
    )

    class Meta:
        table = "report"
        unique_together = (("subject_kind", "subject_id", "reporter_id", "follows"),)
        indexes = [Index(fields=("ruling_id", "created_at")), Index(fields=("reporter_id", "ruling_id"))]


class Reporter(Model):
    """How right somebody's reports were: `heeded` were followed by a ruling against the thing, `dismissed` were not."""

    id = fields.IntField(primary_key=True)
    person: fields.OneToOneRelation[Model] = fields.OneToOneField("community.Person", related_name=False)
    heeded = fields.IntField(default=0)
    dismissed = fields.IntField(default=0)

    class Meta:
        table = "reporter"


class Ruling(Model):
    """What was decided, with its rule and reason, `public` is its line in the public log.

    Where the thing was gone before anybody ruled, nobody is the judge and there are no words. `until` ends a brake or a
    suspension, none of it is for good. One that `reverses` another repaired it, `reversed_at` says so on the other.
    """

    author_id: int | None
    by_id: int | None
    reverses_id: int | None
    id = fields.IntField(primary_key=True)
    subject_kind = fields.CharField(30)
    subject_id = fields.BigIntField()
    author: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    by: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    act = fields.CharEnumField(Act, max_length=10)
    measure = fields.CharEnumField(Sanction, max_length=10, default=Sanction.NONE, db_default="none")
    until = fields.DatetimeField(null=True)
    rule = fields.CharField(30)
    version = fields.IntField(default=1, db_default=1)
    reason = fields.TextField()
    public = fields.CharField(300)
    source = fields.CharEnumField(Source, max_length=10, default=Source.REPORTS, db_default="reports")
    is_automated = fields.BooleanField(default=False, db_default=False)
    opened_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField(db_index=True)
    reverses: fields.ForeignKeyNullableRelation[Ruling] = fields.ForeignKeyField(
        "community.Ruling", null=True, related_name=False
    )
    reversed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "ruling"
        indexes = [Index(fields=("subject_kind", "subject_id")), Index(fields=("author_id", "id"))]


class Appeal(Model):
    """Somebody's word against a ruling, by the author or by who had reported, decided by somebody else than who ruled."""

    ruling_id: int
    by_id: int | None
    id = fields.IntField(primary_key=True)
    ruling: fields.ForeignKeyRelation[Ruling] = fields.ForeignKeyField("community.Ruling", related_name=False)
    by: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    is_author = fields.BooleanField(default=True)
    text = fields.TextField()
    created_at = fields.DatetimeField()
    judge: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    outcome = fields.CharEnumField(Outcome, max_length=10, null=True)
    answer = fields.TextField(default="")
    decided_at = fields.DatetimeField(null=True)
    leads_to: fields.ForeignKeyNullableRelation[Ruling] = fields.ForeignKeyField(
        "community.Ruling", null=True, related_name=False
    )

    class Meta:
        table = "appeal"
        unique_together = (("ruling_id", "by_id"),)
        indexes = [Index(fields=("decided_at", "created_at"))]


class SetAside(Model):
    """Words and pictures that a ruling took out of a thing, kept for whoever judges an appeal and for its return."""

    id = fields.IntField(primary_key=True)
    subject_kind = fields.CharField(30)
    subject_id = fields.BigIntField()
    author: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    words: fields.Field[dict[str, object]] = fields.JSONField()
    at = fields.DatetimeField()

    class Meta:
        table = "set_aside"
        unique_together = (("subject_kind", "subject_id"),)


class Desk(Model):
    """How a moderator wants the queue: pictures are blurred until asked for, unless they say otherwise."""

    id = fields.IntField(primary_key=True)
    person: fields.OneToOneRelation[Model] = fields.OneToOneField("community.Person", related_name=False)
    is_blurred = fields.BooleanField(default=True)

    class Meta:
        table = "moderator_desk"
