"""Reports outlive their reporter and may be without a name; rulings carry measures and what reversed them."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.migrations.schema_editor.sqlite import SqliteSchemaEditor

from community.moderation.models import Act, Sanction, Source
from kernel.rewording import Reworded

ONCE = ("subject_kind", "subject_id", "reporter_id", "follows")
_AGAINST = "(u.act IN ('hide', 'remove', 'edit') OR (u.act <> 'gone' AND u.measure <> 'none'))"
_FOR = "(u.act IN ('none', 'restore') AND u.measure = 'none')"
_HOW_RIGHT = (
    "INSERT INTO reporter (person_id, heeded, dismissed) "
    f"SELECT r.reporter_id, sum(CASE WHEN {_AGAINST} THEN 1 ELSE 0 END), sum(CASE WHEN {_FOR} THEN 1 ELSE 0 END) "
    "FROM report r JOIN ruling u ON u.id = r.ruling_id WHERE r.reporter_id IS NOT NULL GROUP BY r.reporter_id"
)


class Nullable(ops.AlterField):
    """SQLite makes the table anew to alter a column, and forgets what was indexed by a migration of its own."""

    async def database_forward(self, app_label: str, old_state: Any, new_state: Any, state_editor: Any = None) -> None:
        await super().database_forward(app_label, old_state, new_state, state_editor)
        if isinstance(state_editor, SqliteSchemaEditor):
            model = new_state.apps.get_model(f"{app_label}.{self.model_name}")
            await state_editor.add_index(model, Index(fields=("ruling_id", "created_at")))
            await state_editor.add_constraint(model, UniqueConstraint(fields=ONCE, name=None))


class Migration(migrations.Migration):
    dependencies = [("community", "0011_due_process")]

    initial = False

    operations = [
        Nullable(
            model_name="Report",
            name="reporter",
            field=fields.ForeignKeyField(
                "community.Person",
                source_field="reporter_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.CASCADE,
            ),
        ),
        ops.AddField(
            model_name="Report",
            name="is_anonymous",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name="Report",
            name="version",
            field=fields.IntField(default=1, db_default=1),
        ),
        ops.AddIndex(
            model_name="Report",
            index=Index(fields=["reporter_id", "ruling_id"]),
        ),
        ops.AlterModelOptions(
            name="Ruling",
            options={
                "table": "ruling",
                "app": "community",
                "indexes": [Index(fields=["subject_kind", "subject_id"]), Index(fields=["author_id", "id"])],
                "pk_attr": "id",
                "table_description": "What was decided, with its rule and reason, `public` is its line in the public log.",
            },
        ),
        Reworded(
            model_name="Ruling",
            name="act",
            field=fields.CharEnumField(
                description="HIDE: hide\nREMOVE: remove\nRESTORE: restore\nEDIT: edit\nNONE: none\nGONE: gone",
                enum_type=Act,
                max_length=10,
            ),
        ),
        ops.AddField(
            model_name="Ruling",
            name="is_automated",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name="Ruling",
            name="measure",
            field=fields.CharEnumField(
                default=Sanction.NONE,
                description="NONE: none\nWARN: warn\nBRAKE: brake\nSUSPEND: suspend",
                db_default="none",
                enum_type=Sanction,
                max_length=10,
            ),
        ),
        ops.AddField(
            model_name="Ruling",
            name="opened_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Ruling",
            name="reversed_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Ruling",
            name="reverses",
            field=fields.ForeignKeyField(
                "community.Ruling",
                source_field="reverses_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.CASCADE,
            ),
        ),
        ops.AddField(
            model_name="Ruling",
            name="source",
            field=fields.CharEnumField(
                default=Source.REPORTS,
                description="REPORTS: reports\nTEAM: team\nFILTER: filter\nEDITED: edited\nAPPEAL: appeal",
                db_default="reports",
                enum_type=Source,
                max_length=10,
            ),
        ),
        ops.AddField(
            model_name="Ruling",
            name="until",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Ruling",
            name="version",
            field=fields.IntField(default=1, db_default=1),
        ),
        ops.AddIndex(
            model_name="Ruling",
            index=Index(fields=["author_id", "id"]),
        ),
        ops.RunSQL(_HOW_RIGHT),
    ]
