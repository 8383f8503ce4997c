"""What proves a person beside a password, and ways in that have been begun."""

from __future__ import annotations

from tortoise import fields

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
