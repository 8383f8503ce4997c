"""What is kept of the programme: its tiers and terms by date, who asked to come in, who belongs, and how they moved."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class TierEdition(Model):
    """What a tier asks and gives from a moment on, never changed: the newest one of a slug counts, until it is dropped.

    `percentile` is the place of a hundred among those reached that somebody needs, nothing for the first tier.
    """

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(30)
    place = fields.IntField()
    percentile = fields.FloatField()
    name_en = fields.CharField(40)
    name_fr = fields.CharField(40)
    gives_en = fields.TextField(default="")
    gives_fr = fields.TextField(default="")
    is_dropped = fields.BooleanField(default=False)
    from_at = fields.DatetimeField()
    by_id = fields.IntField(null=True)

    class Meta:
        table = "programme_tier"
        indexes = [Index(fields=("slug", "from_at"))]


class ProgrammeTerms(Model):
    """A numbered version of what brand and ambassador owe each other, in force from a moment on, never changed."""

    id = fields.IntField(primary_key=True)
    number = fields.IntField(unique=True)
    body_en = fields.TextField()
    body_fr = fields.TextField()
    from_at = fields.DatetimeField()
    at = fields.DatetimeField()
    by_id = fields.IntField(null=True)

    class Meta:
        table = "programme_terms"


class Candidate(Model):
    """That somebody is over the bar of the rule without a break since a moment."""

    person_id: int
    id = fields.IntField(primary_key=True)
    person: fields.OneToOneRelation[Model] = fields.OneToOneField("community.Person", related_name=False)
    since_at = fields.DatetimeField()

    class Meta:
        table = "programme_candidate"


class Nomination(Model):
    """That the rule asked somebody to join, and what it went by on that day, `answer` is empty while it is open."""

    person_id: int
    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    run_id = fields.IntField()
    percentile = fields.FloatField()
    bar = fields.FloatField()
    accepted = fields.IntField()
    upheld = fields.IntField()
    since_at = fields.DatetimeField()
    at = fields.DatetimeField()
    until_at = fields.DatetimeField()
    answer = fields.CharField(10, default="")
    answered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "programme_nomination"
        indexes = [Index(fields=("person_id", "id"))]


class ApplicationState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Application(Model):
    """That somebody asks to come in, `open_for` is the person while it waits, so that one waits at most."""

    person_id: int
    nomination_id: int | None
    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    nomination: fields.ForeignKeyNullableRelation[Nomination] = fields.ForeignKeyField(
        "ambassadors.Nomination", null=True, related_name=False
    )
    open_for = fields.IntField(null=True, unique=True)
    motivation = fields.TextField(default="")
    topics: fields.Field[list[str]] = fields.JSONField(default=list)
    languages: fields.Field[list[str]] = fields.JSONField(default=list)
    town = fields.CharField(60, default="")
    is_listed = fields.BooleanField(default=False)
    terms = fields.IntField()
    state = fields.CharEnumField(ApplicationState, max_length=10, default=ApplicationState.WAITING)
    words = fields.TextField(default="")
    at = fields.DatetimeField()
    decided_at = fields.DatetimeField(null=True)

    class Meta:
        table = "programme_application"
        indexes = [Index(fields=("state", "id")), Index(fields=("person_id", "id"))]


class ApplicationReview(Model):
    """What one of the team thinks of an application: `note` for the others of the team, `words` for who asked."""

    by_id: int
    id = fields.IntField(primary_key=True)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "ambassadors.Application", related_name=False
    )
    by: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    is_for = fields.BooleanField()
    note = fields.TextField(default="")
    words = fields.TextField(default="")
    at = fields.DatetimeField()

    class Meta:
        table = "programme_review"
        unique_together = (("application_id", "by_id"),)


class Ending(StrEnum):
    RETIRED = "retired"
    ENDED = "ended"
    ERASED = "erased"


class Enrolment(Model):
    """That somebody is, or was, an ambassador, `current_for` is the person as long as they are.

    A tier that no longer fits is left at `falls_at` for `falls_to`, unless it fits again before. `words` are why the team
    ended it, `is_thanked` that who left wishes to be thanked in public.
    """

    person_id: int
    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    current_for = fields.IntField(null=True, unique=True)
    tier = fields.CharField(30)
    since_at = fields.DatetimeField()
    tier_since_at = fields.DatetimeField()
    falls_to = fields.CharField(30, default="")
    falls_at = fields.DatetimeField(null=True)
    terms = fields.IntField()
    agreed_at = fields.DatetimeField()
    is_listed = fields.BooleanField(default=False)
    pitch = fields.CharField(300, default="")
    town = fields.CharField(60, default="")
    town_key = fields.CharField(60, default="")
    ending = fields.CharEnumField(Ending, max_length=10, null=True)
    ended_at = fields.DatetimeField(null=True)
    words = fields.TextField(default="")
    is_thanked = fields.BooleanField(default=False)

    class Meta:
        table = "programme_enrolment"
        indexes = [Index(fields=("person_id", "id")), Index(fields=("tier", "current_for"))]


class Expertise(Model):
    """A topic that an ambassador knows, or a language that they speak: what the directory is searched by."""

    id = fields.IntField(primary_key=True)
    enrolment: fields.ForeignKeyRelation[Enrolment] = fields.ForeignKeyField(
        "ambassadors.Enrolment", related_name=False
    )
    kind = fields.CharField(10)
    value = fields.CharField(80)

    class Meta:
        table = "programme_expertise"
        unique_together = (("enrolment_id", "kind", "value"),)
        indexes = [Index(fields=("kind", "value"))]


class TierMove(Model):
    """That somebody came to a tier, or was told that they leave it: how, and what it went by."""

    id = fields.IntField(primary_key=True)
    enrolment: fields.ForeignKeyRelation[Enrolment] = fields.ForeignKeyField(
        "ambassadors.Enrolment", related_name=False
    )
    how = fields.CharField(10)
    before = fields.CharField(30, default="")
    after = fields.CharField(30)
    percentile = fields.FloatField(null=True)
    is_good = fields.BooleanField(default=True)
    run_id = fields.IntField(null=True)
    at = fields.DatetimeField()

    class Meta:
        table = "programme_move"
        indexes = [Index(fields=("enrolment_id", "id"))]
