from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from ambassadors.missions.models import MissionState, PartState, Verdict


class Migration(migrations.Migration):
    dependencies = [
        ("ambassadors", "0005_the_programme_and_its_tiers"),
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
            name="Mission",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("title", fields.CharField(max_length=160)),
                ("brief", fields.TextField(default="", unique=False)),
                ("goal", fields.CharField(default="", max_length=30)),
                ("target", fields.IntField(default=1)),
                ("place", fields.CharField(default="", max_length=80)),
                (
                    "club",
                    fields.ForeignKeyField(
                        "community.Club",
                        source_field="club_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("audience", fields.CharField(default="ambassadors", max_length=60)),
                ("places", fields.IntField(null=True)),
                ("points", fields.IntField(default=0)),
                (
                    "state",
                    fields.CharEnumField(
                        default=MissionState.DRAFT,
                        description="DRAFT: draft\nOPEN: open\nOVER: over\nCANCELLED: cancelled",
                        enum_type=MissionState,
                        max_length=10,
                    ),
                ),
                ("opens_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ends_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("taken", fields.IntField(default=0)),
                ("done", fields.IntField(default=0)),
                ("by_id", fields.IntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("cancelled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("reason", fields.TextField(default="", unique=False)),
                ("share", fields.IntField(null=True)),
                ("result", fields.TextField(default="", unique=False)),
                ("result_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "mission",
                "app": "ambassadors",
                "indexes": [Index(fields=["state", "ends_at", "id"]), Index(fields=["club_id"])],
                "pk_attr": "id",
                "table_description": "Something asked for. `goal` is a kind that the system counts up to `target`, empty where a proof is reviewed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Part",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "mission",
                    fields.ForeignKeyField(
                        "ambassadors.Mission",
                        source_field="mission_id",
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
                (
                    "state",
                    fields.CharEnumField(
                        default=PartState.TAKEN,
                        description="TAKEN: taken\nSENT: sent\nAGAIN: again\nDONE: done\nREFUSED: refused\nLEFT: left\nOVER: over\nCANCELLED: cancelled",
                        enum_type=PartState,
                        max_length=10,
                    ),
                ),
                ("progress", fields.IntField(default=0)),
                ("is_named", fields.BooleanField(default=False)),
                ("points", fields.IntField(default=0)),
                ("due", fields.IntField(default=0)),
                ("taken_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("until_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("reminded_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "mission_part",
                "app": "ambassadors",
                "unique_together": (("mission_id", "person_id"),),
                "indexes": [Index(fields=["person_id", "id"]), Index(fields=["state", "id"])],
                "pk_attr": "id",
                "table_description": "Somebody's part in a mission. `is_named` says that others may read who did it, `points` what was given so far.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MissionProof",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "part",
                    fields.ForeignKeyField(
                        "ambassadors.Part",
                        source_field="part_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("body", fields.TextField(default="", unique=False)),
                ("sent_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "verdict",
                    fields.CharEnumField(
                        null=True,
                        description="ACCEPTED: accepted\nAGAIN: again\nREFUSED: refused",
                        enum_type=Verdict,
                        max_length=10,
                    ),
                ),
                ("answer", fields.TextField(default="", unique=False)),
                ("by_id", fields.IntField(null=True)),
                ("answered_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("withdrawn_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "mission_proof",
                "app": "ambassadors",
                "indexes": [Index(fields=["part_id", "id"]), Index(fields=["answered_at", "sent_at"])],
                "pk_attr": "id",
                "table_description": "What somebody sent to show that a mission is done, and the answer, one that was taken back has `withdrawn_at`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ProofPicture",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "proof",
                    fields.ForeignKeyField(
                        "ambassadors.MissionProof",
                        source_field="proof_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "file",
                    fields.ForeignKeyField(
                        "kernel.File",
                        source_field="file_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("alt", fields.CharField(default="", max_length=300)),
                ("position", fields.IntField(default=0)),
            ],
            options={
                "table": "mission_picture",
                "app": "ambassadors",
                "unique_together": (("proof_id", "file_id"),),
                "indexes": [Index(fields=["file_id"])],
                "pk_attr": "id",
                "table_description": "A picture of a proof, with words for those who do not see it.",
            },
            bases=["Model"],
        ),
    ]
