"""Missions, who took them, what they sent as proof and what was answered."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class MissionState(StrEnum):
    """Where a mission stands. An open one may be taken between its two moments."""

    DRAFT = "draft"
    OPEN = "open"
    OVER = "over"
    CANCELLED = "cancelled"


class PartState(StrEnum):
    """How far somebody is with a mission: `again` is a proof that lacks something."""

    TAKEN = "taken"
    SENT = "sent"
    AGAIN = "again"
    DONE = "done"
    REFUSED = "refused"
    LEFT = "left"
    OVER = "over"
    CANCELLED = "cancelled"


class Verdict(StrEnum):
    """What staff said to a proof."""

    ACCEPTED = "accepted"
    AGAIN = "again"
    REFUSED = "refused"


class Mission(Model):
    """Something asked for. `goal` is a kind that the system counts up to `target`, empty where a proof is reviewed.

    `place` says where it counts, such as club:5, tag:fit, board:3, template:tee. `taken` and `done` are counts kept here.
    """

    club_id: int | None
    id = fields.IntField(primary_key=True)
    title = fields.CharField(160)
    brief = fields.TextField(default="")
    goal = fields.CharField(30, default="")
    target = fields.IntField(default=1)
    place = fields.CharField(80, default="")
    club: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Club", null=True, related_name=False
    )
    audience = fields.CharField(60, default="ambassadors")
    places = fields.IntField(null=True)
    points = fields.IntField(default=0)
    state = fields.CharEnumField(MissionState, max_length=10, default=MissionState.DRAFT)
    opens_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    taken = fields.IntField(default=0)
    done = fields.IntField(default=0)
    by_id = fields.IntField(null=True)
    created_at = fields.DatetimeField()
    cancelled_at = fields.DatetimeField(null=True)
    reason = fields.TextField(default="")
    share = fields.IntField(null=True)
    result = fields.TextField(default="")
    result_at = fields.DatetimeField(null=True)

    class Meta:
        table = "mission"
        indexes = [Index(fields=("state", "ends_at", "id")), Index(fields=("club_id",))]


class Part(Model):
    """Somebody's part in a mission. `is_named` says that others may read who did it, `points` what was given so far.

    `due` is what is still to be given: the budget of a month may be used up when a mission is done.
    """

    mission_id: int
    person_id: int
    id = fields.IntField(primary_key=True)
    mission: fields.ForeignKeyRelation[Mission] = fields.ForeignKeyField("ambassadors.Mission", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    state = fields.CharEnumField(PartState, max_length=10, default=PartState.TAKEN)
    progress = fields.IntField(default=0)
    is_named = fields.BooleanField(default=False)
    points = fields.IntField(default=0)
    due = fields.IntField(default=0)
    taken_at = fields.DatetimeField()
    until_at = fields.DatetimeField(null=True)
    reminded_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "mission_part"
        unique_together = (("mission_id", "person_id"),)
        indexes = [Index(fields=("person_id", "id")), Index(fields=("state", "id"))]


class MissionProof(Model):
    """What somebody sent to show that a mission is done, and the answer, one that was taken back has `withdrawn_at`."""

    part_id: int
    id = fields.IntField(primary_key=True)
    part: fields.ForeignKeyRelation[Part] = fields.ForeignKeyField("ambassadors.Part", related_name=False)
    body = fields.TextField(default="")
    sent_at = fields.DatetimeField()
    verdict = fields.CharEnumField(Verdict, max_length=10, null=True)
    answer = fields.TextField(default="")
    by_id = fields.IntField(null=True)
    answered_at = fields.DatetimeField(null=True)
    withdrawn_at = fields.DatetimeField(null=True)

    class Meta:
        table = "mission_proof"
        indexes = [Index(fields=("part_id", "id")), Index(fields=("answered_at", "sent_at"))]


class ProofPicture(Model):
    """A picture of a proof, with words for those who do not see it."""

    id = fields.IntField(primary_key=True)
    proof: fields.ForeignKeyRelation[MissionProof] = fields.ForeignKeyField(
        "ambassadors.MissionProof", related_name=False
    )
    file: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("kernel.File", related_name=False)
    alt = fields.CharField(300, default="")
    position = fields.IntField(default=0)

    class Meta:
        table = "mission_picture"
        unique_together = (("proof_id", "file_id"),)
        indexes = [Index(fields=("file_id",))]
