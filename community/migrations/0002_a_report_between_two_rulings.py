"""One reports a thing once between two rulings, and no longer once for ever."""

from typing import Any

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.migrations.schema_editor.sqlite import SqliteSchemaEditor

ONCE = ["subject_kind", "subject_id", "reporter_id"]


class RemoveUnique(ops.RemoveConstraint):
    """SQLite keeps such a constraint in the words of CREATE TABLE, so that the table is made anew without it."""

    async def database_forward(self, app_label: str, old_state: Any, new_state: Any, state_editor: Any = None) -> None:
        if not isinstance(state_editor, SqliteSchemaEditor):
            await super().database_forward(app_label, old_state, new_state, state_editor)
            return
        model = new_state.apps.get_model(f"{app_label}.{self.model_name}")
        await state_editor._remake_table(model)
        await state_editor.add_index(model, Index(fields=("ruling_id", "created_at")))


class Migration(migrations.Migration):
    dependencies = [("community", "0001_initial"), ("kernel", "0001_initial")]

    initial = False

    operations = [
        RemoveUnique(model_name="Report", name=None, fields=ONCE),
        ops.AddField(model_name="Report", name="follows", field=fields.IntField(default=0, db_default=0)),
        ops.AddConstraint(model_name="Report", constraint=UniqueConstraint(fields=(*ONCE, "follows"), name=None)),
    ]
