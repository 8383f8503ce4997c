"""Groups of votes that look alike, what a person decided about them, and what voters say to it."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model
from voting.ballots.doubt_models import Voted


class Finding(Model):
    """A group that arithmetic found: `told` says as JSON what its people share. Made anew by every look that finds it."""

    id = fields.IntField(primary_key=True)
    reasons = fields.CharField(200)
    told = fields.TextField()
    people = fields.IntField()
    votes = fields.IntField()
    found_at = fields.DatetimeField()

    class Meta:
        table = "vote_finding"


class FoundVote(Model):
    """A vote of such a group."""

    id = fields.BigIntField(primary_key=True)
    finding: fields.ForeignKeyRelation[Finding] = fields.ForeignKeyField(
        "voting.Finding", related_name=False, on_delete=fields.CASCADE
    )
    kind = fields.CharEnumField(Voted, max_length=10)
    subject_id = fields.IntField()
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)

    class Meta:
        table = "found_vote"
        unique_together = (("finding_id", "kind", "subject_id", "person_id"),)
        indexes = [Index(fields=("person_id", "id"))]


class Quarantine(Model):
    """That a person set votes aside, why, and whether that was undone. `reasons` and `told` are those of what was found."""

    id = fields.IntField(primary_key=True)
    by: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    why = fields.CharField(300)
    reasons = fields.CharField(200, default="")
    told = fields.TextField(default="{}")
    people = fields.IntField()
    votes = fields.IntField()
    at = fields.DatetimeField()
    released_by: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    released_why = fields.CharField(300, default="")
    released_at = fields.DatetimeField(null=True)

    class Meta:
        table = "quarantine"


class VoteObjection(Model):
    """What a voter says to the state of their vote, and what somebody answered. `is_upheld` is null until then."""

    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    kind = fields.CharEnumField(Voted, max_length=10)
    subject_id = fields.IntField()
    body = fields.TextField()
    at = fields.DatetimeField()
    is_upheld = fields.BooleanField(null=True)
    answer = fields.TextField(default="")
    by: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    answered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "vote_objection"
        indexes = [Index(fields=("person_id", "id")), Index(fields=("answered_at", "id"))]
