"""What proves a person beside a password, ways in that have been begun, and ways back."""

from __future__ import annotations

from tortoise import fields

from community.people.models import Person
from kernel.tables import Model


class Attempt(Model):
    """A way in that a browser has begun: bound to it by a cookie of which we keep the digest, gone after minutes.

    `kind` says which way, `data` what it must remember: a challenge, a state, who has proven themselves by half.
    """

    id = fields.CharField(64, primary_key=True)
    kind = fields.CharField(20)
    person_id = fields.IntField(null=True, db_index=True)
    data: fields.Field[dict[str, object]] = fields.JSONField(default=dict)
    tries = fields.IntField(default=0)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "attempt"


class Passkey(Model):
    """A key that a telephone, a computer or a token keeps for its owner: we keep the public half.

    `mark` is what the authenticator knows its owner by: random, one for each person, nothing about them. `refused_at` is
    when its counter had fallen, as that of a copy does.
    """

    person_id: int
    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("community.Person", related_name=False)
    credential = fields.CharField(1400, unique=True)
    public_key = fields.TextField()
    mark = fields.CharField(64, db_index=True)
    counter = fields.BigIntField(default=0)
    name = fields.CharField(80)
    is_synced = fields.BooleanField(default=False)
    created_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)
    refused_at = fields.DatetimeField(null=True)

    class Meta:
        table = "passkey"


class SecondStep(Model):
    """Codes that an app makes every thirty seconds: the secret sealed, and the last step that opened something."""

    person_id: int
    id = fields.IntField(primary_key=True)
    person: fields.OneToOneRelation[Person] = fields.OneToOneField("community.Person", related_name=False)
    secret = fields.CharField(400)
    last_step = fields.BigIntField(default=0)
    created_at = fields.DatetimeField()
    confirmed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "second_step"


class RecoveryCode(Model):
    """A code on paper that stands in for the app once: we keep its digest."""

    person_id: int
    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("community.Person", related_name=False)
    digest = fields.CharField(64, unique=True)
    created_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "recovery_code"


class WayBack(Model):
    """Somebody lost what proves them and asks to be let in again: told to the owner, who may stop it for some days.

    `stop` and `link` are digests of the words in the two letters. It is over when `stopped_at`, `refused_at` or `used_at`
    is set, and `active` is null from then on, so that one person has one under way.
    """

    person_id: int
    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("community.Person", related_name=False)
    active = fields.IntField(null=True, unique=True)
    said = fields.TextField(default="")
    stop = fields.CharField(64, db_index=True)
    link = fields.CharField(64, null=True, db_index=True)
    asked_at = fields.DatetimeField(db_index=True)
    opens_at = fields.DatetimeField()
    linked_at = fields.DatetimeField(null=True)
    stopped_at = fields.DatetimeField(null=True)
    refused_at = fields.DatetimeField(null=True)
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "way_back"


class WayBackVoice(Model):
    """One of the team has made sure that a way back is asked for by its owner, and says how."""

    way_id: int
    staff_id: int
    id = fields.IntField(primary_key=True)
    way: fields.ForeignKeyRelation[WayBack] = fields.ForeignKeyField("community.WayBack", related_name=False)
    staff: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("community.Person", related_name=False)
    reason = fields.TextField()
    at = fields.DatetimeField()

    class Meta:
        table = "way_back_voice"
        unique_together = (("way", "staff"),)
