"""What is kept of influence: the weights of a day, each reckoning with its scores and their lines, choices, objections."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class Weighing(Model):
    """What one kind of listening weighs from a moment on: half-life in days, most weight for a pair, most events a day."""

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(30)
    weight = fields.FloatField()
    half_life = fields.FloatField()
    pair_cap = fields.FloatField()
    day_cap = fields.IntField()
    from_at = fields.DatetimeField()
    by_id = fields.IntField(null=True)

    class Meta:
        table = "influence_weighing"
        indexes = [Index(fields=("kind", "from_at"))]


class Run(Model):
    """One reckoning, never changed: `topic` is empty for all, or such as tag:fit, board:3, template:tee, `seed` is public.

    `people` are those who could be reached, `links` the edges, `seeds` where walks begin, `digest` that of the graph.
    `weights` holds what each kind weighed, and the number of the last event that had happened.
    """

    id = fields.IntField(primary_key=True)
    topic = fields.CharField(80, default="")
    as_of = fields.DatetimeField()
    seed = fields.BigIntField()
    walks = fields.IntField()
    people = fields.IntField()
    links = fields.IntField()
    seeds = fields.IntField()
    weights: fields.Field[dict[str, object]] = fields.JSONField(default=dict)
    digest = fields.CharField(64)
    created_at = fields.DatetimeField()

    class Meta:
        table = "influence_run"
        indexes = [Index(fields=("topic", "id"))]


class Score(Model):
    """How many of a run's walks ever reached somebody, only of those reached, places of a hundred, with 95 % either side.

    `parts` are the walks by kind of listening; they sum to `walks`.
    """

    run_id: int
    id = fields.BigIntField(primary_key=True)
    run: fields.ForeignKeyRelation[Run] = fields.ForeignKeyField("ambassadors.Run", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    walks = fields.IntField()
    percentile = fields.FloatField()
    low = fields.FloatField()
    high = fields.FloatField()
    band = fields.CharField(12)
    parts: fields.Field[dict[str, int]] = fields.JSONField(default=dict)

    class Meta:
        table = "influence_score"
        unique_together = (("run_id", "person_id"),)
        indexes = [Index(fields=("person_id", "run_id")), Index(fields=("run_id", "walks"))]


class Line(Model):
    """The walks that first came to somebody by one link: `through` whom, for what, and where.

    The lines of a score sum to its walks. `events` are what the link is made of, between `first_at` and `last_at`.
    """

    run_id: int
    id = fields.BigIntField(primary_key=True)
    run: fields.ForeignKeyRelation[Run] = fields.ForeignKeyField("ambassadors.Run", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    through: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    kind = fields.CharField(30)
    place = fields.CharField(80, default="")
    walks = fields.IntField()
    events = fields.IntField()
    first_at = fields.DatetimeField()
    last_at = fields.DatetimeField()
    subject_kind = fields.CharField(30, default="")
    subject_id = fields.BigIntField(default=0)

    class Meta:
        table = "influence_line"
        indexes = [Index(fields=("person_id", "run_id", "walks")), Index(fields=("run_id",))]


class Choice(Model):
    """What somebody wants of being scored: not at all since `left_at`, shown to everybody since `shown_at`."""

    id = fields.IntField(primary_key=True)
    person: fields.OneToOneRelation[Model] = fields.OneToOneField("community.Person", related_name=False)
    left_at = fields.DatetimeField(null=True)
    shown_at = fields.DatetimeField(null=True)

    class Meta:
        table = "influence_choice"


class ObjectionState(StrEnum):
    OPEN = "open"
    UPHELD = "upheld"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Objection(Model):
    """That somebody says a line, or the whole, of their score is wrong, and what a person answered.

    `evidence` is the line in question with its strongest links as they were then, since runs forget theirs.
    """

    person_id: int
    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    run: fields.ForeignKeyNullableRelation[Run] = fields.ForeignKeyField(
        "ambassadors.Run", null=True, on_delete=fields.SET_NULL, related_name=False
    )
    about = fields.CharField(120, default="")
    evidence: fields.Field[dict[str, object]] = fields.JSONField(default=dict)
    body = fields.TextField()
    state = fields.CharEnumField(ObjectionState, max_length=10, default=ObjectionState.OPEN)
    answer = fields.TextField(default="")
    by_id = fields.IntField(null=True)
    at = fields.DatetimeField()
    due_at = fields.DatetimeField()
    answered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "influence_objection"
        indexes = [Index(fields=("state", "due_at")), Index(fields=("person_id", "id"))]


class Quartering(Model):
    """The newest crossing of worth with influence: where the quarters part, and by which runs."""

    id = fields.IntField(primary_key=True)
    run: fields.ForeignKeyRelation[Run] = fields.ForeignKeyField("ambassadors.Run", related_name=False)
    worth_run: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("voting.WorthRun", related_name=False)
    cut = fields.FloatField()
    least = fields.FloatField()
    most = fields.FloatField()
    customers = fields.IntField()
    at = fields.DatetimeField()

    class Meta:
        table = "influence_quartering"


class Quartered(Model):
    """A customer's quarter by the newest crossing, their place in its drawing, and the member who carries farthest."""

    id = fields.IntField(primary_key=True)
    customer: fields.OneToOneRelation[Model] = fields.OneToOneField("voting.Customer", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    quarter = fields.CharField(12)
    amount = fields.FloatField()
    percentile = fields.FloatField(null=True)
    walks = fields.IntField(default=0)
    is_unsure = fields.BooleanField(default=False)
    across = fields.SmallIntField()
    up = fields.SmallIntField()

    class Meta:
        table = "influence_quartered"
        indexes = [Index(fields=("quarter", "walks", "customer_id")), Index(fields=("person_id",))]
