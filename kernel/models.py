"""Tables that belong to no domain: sessions, events, jobs, files, letters, settings of the site, staff acts."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class Session(Model):
    """A browser that is signed in, its key is a digest of what its cookie holds.

    `method` says what let its person in, `outside` which session of another site did, `proven_at` when they last proved to
    be themselves.
    """

    id = fields.CharField(64, primary_key=True)
    person_id = fields.IntField(null=True, db_index=True)
    data: fields.Field[dict[str, object]] = fields.JSONField(default=dict)
    agent = fields.CharField(200, default="")
    method = fields.CharField(30, default="password", db_default="password")
    outside = fields.CharField(300, null=True)
    created_at = fields.DatetimeField()
    proven_at = fields.DatetimeField(null=True)
    seen_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "session"
        indexes = [Index(fields=("outside",))]


class Event(Model):
    """What happened: written by the action in its own transaction, read by whoever reacts."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(60)
    at = fields.DatetimeField()
    actor_id = fields.IntField(null=True)
    subject_kind = fields.CharField(30)
    subject_id = fields.BigIntField()
    data: fields.Field[dict[str, object]] = fields.JSONField(default=dict)

    class Meta:
        table = "event"
        indexes = [Index(fields=("subject_kind", "subject_id")), Index(fields=("kind", "id"))]


class Job(Model):
    """Work that follows a change: ready, running under a lease, done (gone) or dead."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(60)
    key = fields.CharField(120, null=True, unique=True)
    args: fields.Field[dict[str, object]] = fields.JSONField(default=dict)
    state = fields.CharField(10, default="ready")
    run_at = fields.DatetimeField()
    tries = fields.IntField(default=0)
    owner = fields.CharField(40, null=True)
    error = fields.TextField(default="")
    created_at = fields.DatetimeField()

    class Meta:
        table = "job"
        indexes = [Index(fields=("state", "run_at"))]


class File(Model):
    """An upload, re-encoded, its bytes lie under the digest's name."""

    id = fields.IntField(primary_key=True)
    digest = fields.CharField(64, unique=True)
    media_type = fields.CharField(60)
    name = fields.CharField(200, default="")
    size = fields.IntField()
    width = fields.IntField(default=0)
    height = fields.IntField(default=0)
    owner_id = fields.IntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "file"


class Letter(Model):
    """A mail: sent by SMTP when that is set, and a page of /letters in the demo. `attached` is an invitation to a calendar."""

    id = fields.IntField(primary_key=True)
    person_id = fields.IntField(null=True, db_index=True)
    address = fields.CharField(254)
    subject = fields.CharField(300)
    text = fields.TextField()
    html = fields.TextField()
    headers: fields.Field[dict[str, str]] = fields.JSONField(default=dict)
    attached: fields.Field[dict[str, str] | None] = fields.JSONField(null=True)
    created_at = fields.DatetimeField()
    sent_at = fields.DatetimeField(null=True)

    class Meta:
        table = "letter"


class SiteSetting(Model):
    """What staff set in the browser: brand, accent, language, and marks such as `demo`."""

    key = fields.CharField(60, primary_key=True)
    value: fields.Field[object] = fields.JSONField(null=True)

    class Meta:
        table = "site_setting"


class StaffAct(Model):
    """An act of staff: append-only, each row holding a digest of itself and the one before."""

    id = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField()
    actor_id = fields.IntField(null=True)
    act = fields.CharField(60)
    subject_kind = fields.CharField(30)
    subject_id = fields.BigIntField(null=True)
    reason = fields.TextField(default="")
    detail = fields.TextField(default="{}")
    digest = fields.CharField(64)

    class Meta:
        table = "staff_act"
        indexes = [Index(fields=("subject_kind", "subject_id"))]


class StaffChain(Model):
    """The end of the chain of staff acts, one row: how many there are, the last digest, and a seal made with the site's secret.

    Whoever cuts acts off the end, or writes others in their place, cannot make the seal anew.
    """

    id = fields.IntField(primary_key=True)
    acts = fields.BigIntField()
    digest = fields.CharField(64)
    seal = fields.CharField(64)

    class Meta:
        table = "staff_chain"


class Allowance(Model):
    """A limit kept for all processes together, its key a digest of what is limited and for whom."""

    id = fields.CharField(64, primary_key=True)
    spent_until = fields.FloatField(db_index=True)

    class Meta:
        table = "allowance"


class WriteKey(Model):
    """An idempotency key of the API with the answer it got, so that a retry hears the same."""

    id = fields.BigIntField(primary_key=True)
    person_id = fields.IntField()
    key = fields.CharField(120)
    request = fields.CharField(64)
    status = fields.IntField(default=0)
    body = fields.TextField(default="")
    created_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "write_key"
        unique_together = (("person_id", "key"),)
