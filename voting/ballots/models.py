"""Standing support and scores with their ledgers; ballots that close at a minute."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model
from voting.ballots.doubt_models import DaySalt, Doubt, DoubtEvent, Trace
from voting.ballots.states import State

DOUBTS = (Doubt, DoubtEvent, DaySalt, Trace)


class Kind(StrEnum):
    CAST = "cast"
    WITHDRAWN = "withdrawn"
    ON_BEHALF = "on_behalf"
    IMPORTED = "imported"


class BallotState(StrEnum):
    """Where a ballot stands."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Support(Model):
    """A vote that stands: at most one for a member and an idea, gone when it is withdrawn. `state` is what it is held to be."""

    id = fields.BigIntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    at = fields.DatetimeField()
    state = fields.CharEnumField(State, max_length=12, default=State.VALID, db_default=State.VALID)

    class Meta:
        table = "support"
        unique_together = (("idea_id", "person_id"),)
        indexes = [Index(fields=("person_id", "idea_id"))]


class SupportEvent(Model):
    """One line of the ledger, never changed, `at` is when it was given, `recorded_at` when it was written."""

    id = fields.BigIntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    kind = fields.CharEnumField(Kind, max_length=10)
    by_id = fields.IntField(null=True)
    at = fields.DatetimeField()
    recorded_at = fields.DatetimeField()

    class Meta:
        table = "support_event"
        indexes = [Index(fields=("idea_id", "at")), Index(fields=("person_id", "id"))]


class ScoreKind(StrEnum):
    SCORED = "scored"
    UNSCORED = "unscored"
    WISHED = "wished"
    UNWISHED = "unwished"


class Score(Model):
    """What a member gives a design: 0 to 5, and whether they would buy it, one row for a member and a design.

    `is_valid` is untrue once the member turned out to count for the same customer as the design's author.
    """

    id = fields.BigIntField(primary_key=True)
    design: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("ideas.Design", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    value = fields.SmallIntField(null=True)
    wishes = fields.BooleanField(default=False)
    is_valid = fields.BooleanField(default=True)
    at = fields.DatetimeField()

    class Meta:
        table = "score"
        unique_together = (("design_id", "person_id"),)
        indexes = [Index(fields=("person_id", "design_id"))]


class ScoreEvent(Model):
    """One line of the ledger of scores, never changed."""

    id = fields.BigIntField(primary_key=True)
    design: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("ideas.Design", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    kind = fields.CharEnumField(ScoreKind, max_length=10)
    value = fields.SmallIntField(null=True)
    at = fields.DatetimeField()

    class Meta:
        table = "score_event"
        indexes = [Index(fields=("design_id", "at")), Index(fields=("person_id", "id"))]


class Showing(Model):
    """That a design was put before a member for scoring, so that none is shown much oftener than another."""

    id = fields.BigIntField(primary_key=True)
    design: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("ideas.Design", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    is_skipped = fields.BooleanField(default=False)
    at = fields.DatetimeField()

    class Meta:
        table = "showing"
        unique_together = (("person_id", "design_id"),)


class Source(StrEnum):
    """Where a customer said it."""

    CALL = "call"
    MAIL = "mail"
    MEETING = "meeting"
    TICKET = "ticket"
    LINK = "link"
    OTHER = "other"


class Behalf(Model):
    """What staff noted when they wrote down a support that a customer gave elsewhere, beside its line of the ledger.

    `confirmed_at` is when the customer's member said so themselves: from then on it is their own. `changed_at` is when they
    last put it in their words.
    """

    id = fields.BigIntField(primary_key=True)
    event: fields.OneToOneRelation[SupportEvent] = fields.OneToOneField("voting.SupportEvent", related_name=False)
    customer: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("voting.Customer", related_name=False)
    note = fields.CharField(300, default="")
    source = fields.CharEnumField(Source, max_length=10, default=Source.OTHER, db_default=Source.OTHER)
    contact = fields.CharField(120, default="", db_default="")
    quote = fields.TextField(default="", db_default="")
    importance = fields.SmallIntField(default=0, db_default=0)
    confirmed_at = fields.DatetimeField(null=True)
    changed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "support_behalf"
        indexes = [Index(fields=("customer_id", "id"))]


class Ballot(Model):
    """A question that closes at a minute. `audience` may answer, as it stands when the ballot opens or when one casts.
    `salt` ties an answer to its elector while a secret ballot is open, and goes when it closes; `in_doubt` is of `taking_part`.
    """

    club_id: int | None
    meeting_id: int | None
    by_id: int
    id = fields.IntField(primary_key=True)
    club: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Club", null=True, related_name=False
    )
    meeting: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Meeting", null=True, related_name=False
    )
    by: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    slug = fields.CharField(80)
    title = fields.CharField(200)
    body = fields.TextField(default="")
    method = fields.CharField(20)
    audience = fields.CharField(60)
    frozen = fields.CharField(10, default="opening")
    state = fields.CharEnumField(BallotState, max_length=10, default=BallotState.DRAFT)
    is_secret = fields.BooleanField(default=True)
    shows_counts = fields.BooleanField(default=False)
    takes_proxies = fields.BooleanField(default=False)
    seats = fields.IntField(default=1)
    least = fields.IntField(default=0)
    most = fields.IntField(default=0)
    points = fields.IntField(default=0)
    budget = fields.BigIntField(default=0)
    currency = fields.CharField(3, default="")
    quorum = fields.IntField(default=0)
    opens_at = fields.DatetimeField()
    closes_at = fields.DatetimeField()
    opened_at = fields.DatetimeField(null=True)
    closed_at = fields.DatetimeField(null=True)
    reminded_at = fields.DatetimeField(null=True)
    reason = fields.CharField(300, default="")
    electors = fields.IntField(default=0)
    cast = fields.IntField(default=0)
    salt = fields.CharField(64, default="")
    result = fields.TextField(default="")
    checksum = fields.CharField(64, default="")
    in_doubt = fields.CharField(12, default="", db_default="")
    created_at = fields.DatetimeField()
    hidden_at = fields.DatetimeField(null=True)

    class Meta:
        table = "ballot"
        indexes = [Index(fields=("state", "closes_at")), Index(fields=("club_id", "id"))]


class BallotOption(Model):
    """What may be chosen, `kind` and `subject` name an idea, a design or an item of the roadmap. `lot` parts equals."""

    ballot_id: int
    id = fields.IntField(primary_key=True)
    ballot: fields.ForeignKeyRelation[Ballot] = fields.ForeignKeyField("voting.Ballot", related_name=False)
    position = fields.IntField()
    lot = fields.IntField(default=0)
    title = fields.CharField(200)
    body = fields.TextField(default="")
    cost = fields.BigIntField(default=0)
    kind = fields.CharField(20, default="")
    subject = fields.IntField(default=0)
    withdrawn_at = fields.DatetimeField(null=True)

    class Meta:
        table = "ballot_option"
        unique_together = (("ballot_id", "position"),)


class Elector(Model):
    """Somebody who may answer, and when they last did. What they answered is not here."""

    ballot_id: int
    person_id: int
    id = fields.BigIntField(primary_key=True)
    ballot: fields.ForeignKeyRelation[Ballot] = fields.ForeignKeyField("voting.Ballot", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    cast_at = fields.DatetimeField(null=True)
    through: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    reminded_at = fields.DatetimeField(null=True)

    class Meta:
        table = "elector"
        unique_together = (("ballot_id", "person_id"),)
        indexes = [Index(fields=("person_id", "ballot_id"))]


class Answer(Model):
    """What an elector answered. `holder` is the person of an open ballot, or a mark made with the salt of a secret one."""

    ballot_id: int
    id = fields.BigIntField(primary_key=True)
    ballot: fields.ForeignKeyRelation[Ballot] = fields.ForeignKeyField("voting.Ballot", related_name=False)
    holder = fields.CharField(64, null=True)
    receipt = fields.CharField(24)
    marks = fields.TextField()
    is_by_proxy = fields.BooleanField(default=False)

    class Meta:
        table = "ballot_answer"
        unique_together = (("ballot_id", "holder"), ("ballot_id", "receipt"))


class Pick(Model):
    """Of two options that were shown to an elector, the one that was picked. `holder` as in an answer."""

    ballot_id: int
    id = fields.BigIntField(primary_key=True)
    ballot: fields.ForeignKeyRelation[Ballot] = fields.ForeignKeyField("voting.Ballot", related_name=False)
    holder = fields.CharField(64, null=True)
    receipt = fields.CharField(24)
    low = fields.IntField()
    high = fields.IntField()
    picked = fields.IntField()

    class Meta:
        table = "ballot_pick"
        unique_together = (("ballot_id", "holder", "low", "high"),)
        indexes = [Index(fields=("ballot_id", "low", "high"))]


class Proxy(Model):
    """That a member of a club votes through another, for one ballot or until taken back. `stands` is true or null."""

    club_id: int
    giver_id: int
    holder_id: int
    id = fields.IntField(primary_key=True)
    club: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Club", related_name=False)
    giver: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    holder: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    only = fields.IntField(default=0)
    from_at = fields.DatetimeField()
    until_at = fields.DatetimeField(null=True)
    stands = fields.BooleanField(null=True, default=True)

    class Meta:
        table = "proxy"
        unique_together = (("club_id", "giver_id", "only", "stands"),)
        indexes = [Index(fields=("holder_id", "club_id", "stands"))]
