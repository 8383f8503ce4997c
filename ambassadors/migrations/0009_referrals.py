from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from ambassadors.referrals.models import State, Why


class Migration(migrations.Migration):
    dependencies = [
        ("ambassadors", "0008_perks_and_codes"),
        ("community", "0006_a_link_for_whoever_may_see"),
        ("ideas", "0001_initial"),
        ("ideas", "0002_designs_and_challenges"),
        ("ideas", "0003_a_challenge_that_is_called_off"),
        ("ideas", "0004_ideas_of_clubs"),
        ("ideas", "0005_how_many_gave_each_score"),
        ("kernel", "0003_letters_with_invitations"),
        ("voting", "0006_scores_are_counted_in_the_design"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="Campaign",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("slug", fields.CharField(unique=True, max_length=60)),
                ("name", fields.CharField(max_length=80)),
                ("words_fr", fields.CharField(default="", max_length=300)),
                ("words_en", fields.CharField(default="", max_length=300)),
                ("audience", fields.CharField(default="members", max_length=60)),
                ("inviter_points", fields.IntField()),
                ("invited_points", fields.IntField()),
                ("return_days", fields.IntField(default=30)),
                ("order_days", fields.IntField(default=90)),
                ("least", fields.BigIntField(default=0)),
                ("currency", fields.CharField(max_length=3)),
                ("monthly", fields.IntField(default=10)),
                ("opens_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ends_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("by_id", fields.IntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "referral_campaign",
                "app": "ambassadors",
                "indexes": [Index(fields=["opens_at", "ends_at"])],
                "pk_attr": "id",
                "table_description": "What is promised from one moment until another to whoever invites and to whoever comes, in points of the house.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="InviteCode",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "campaign",
                    fields.ForeignKeyField(
                        "ambassadors.Campaign",
                        source_field="campaign_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("code", fields.CharField(unique=True, max_length=40)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "referral_code",
                "app": "ambassadors",
                "unique_together": (("person_id", "campaign_id"),),
                "indexes": [Index(fields=["campaign_id"])],
                "pk_attr": "id",
                "table_description": "A member's own link in a campaign, the code is what stands after `via=`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Invite",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "code",
                    fields.ForeignKeyField(
                        "ambassadors.InviteCode",
                        source_field="code_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("address", fields.CharField(default="", max_length=254)),
                ("digest", fields.CharField(null=True, unique=True, max_length=64)),
                ("lang", fields.CharField(max_length=5)),
                ("sent_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("remind_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("reminded_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("until_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("letter_id", fields.IntField(null=True)),
            ],
            options={
                "table": "referral_letter",
                "app": "ambassadors",
                "indexes": [Index(fields=["code_id", "id"]), Index(fields=["remind_at"]), Index(fields=["until_at"])],
                "pk_attr": "id",
                "table_description": "A letter of a member's to somebody. The address is there only while a letter is still to be sent.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Opening",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "code",
                    fields.ForeignKeyField(
                        "ambassadors.InviteCode",
                        source_field="code_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("day", fields.DateField()),
                ("opened", fields.IntField(default=0)),
                ("remembered", fields.IntField(default=0)),
            ],
            options={
                "table": "referral_opening",
                "app": "ambassadors",
                "unique_together": (("code_id", "day"),),
                "pk_attr": "id",
                "table_description": "How often the page behind a code was opened on a day, and how many said that they be remembered. Nothing of whom.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Referral",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "person",
                    fields.OneToOneField(
                        "community.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "inviter",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="inviter_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "code",
                    fields.ForeignKeyField(
                        "ambassadors.InviteCode",
                        source_field="code_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "campaign",
                    fields.ForeignKeyField(
                        "ambassadors.Campaign",
                        source_field="campaign_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("touched_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("joined_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("shows_name", fields.BooleanField(default=False)),
                (
                    "state",
                    fields.CharEnumField(
                        default=State.JOINED,
                        description="JOINED: joined\nORDERED: ordered\nREWARDED: rewarded\nREVERSED: reversed\nLAPSED: lapsed\nREFUSED: refused",
                        enum_type=State,
                        max_length=10,
                    ),
                ),
                (
                    "why",
                    fields.CharEnumField(
                        default=Why.NONE,
                        description="NONE: \nSELF: self\nHOUSEHOLD: household\nCUSTOMER: customer\nKNOWN: known\nSTAFF: staff\nTIME: time\nREFUND: refund\nLIMIT: limit\nBUDGET: budget\nGONE: gone",
                        enum_type=Why,
                        max_length=10,
                    ),
                ),
                ("inviter_points", fields.IntField()),
                ("invited_points", fields.IntField()),
                ("inviter_given", fields.IntField(default=0)),
                ("invited_given", fields.IntField(default=0)),
                ("ordered_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("due_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("cleared_by_id", fields.IntField(null=True)),
            ],
            options={
                "table": "referral",
                "app": "ambassadors",
                "indexes": [
                    Index(fields=["inviter_id", "id"]),
                    Index(fields=["campaign_id", "state"]),
                    Index(fields=["state", "id"]),
                ],
                "pk_attr": "id",
                "table_description": "That somebody came by a member's code, once in the life of an account, with what was promised on that day.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Unwanted",
            fields=[
                ("digest", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "referral_unwanted",
                "app": "ambassadors",
                "pk_attr": "digest",
                "table_description": "An address, as a keyed digest, to which no member's letter goes any more.",
            },
            bases=["Model"],
        ),
    ]
