from tortoise import migrations
from tortoise.migrations import operations as ops

_TALLIED = "id IN (SELECT design_id FROM score_tally)"
_KEPT = ", ".join(f"n{n} = (SELECT t.n{n} FROM score_tally t WHERE t.design_id = design.id)" for n in range(6))


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0005_how_many_gave_each_score"),
        ("voting", "0005_wishes"),
    ]

    initial = False

    operations = [
        ops.RunSQL(f"UPDATE design SET {_KEPT} WHERE {_TALLIED}"),
        ops.RunSQL(f"UPDATE design SET bound = 0 WHERE n0 + n1 + n2 + n3 + n4 + n5 = 0 AND {_TALLIED}"),
        ops.DeleteModel(name="Tally"),
    ]
