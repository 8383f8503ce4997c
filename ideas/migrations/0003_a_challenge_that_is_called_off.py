"""A further phase of challenges: the columns are text already, so that nothing changes in the database."""

from tortoise import fields, migrations

from ideas.challenges.models import Phase
from kernel.rewording import Reworded

PHASES = "\n".join(f"{phase.name}: {phase.value}" for phase in Phase)


class Migration(migrations.Migration):
    dependencies = [("ideas", "0002_designs_and_challenges")]

    initial = False

    operations = [
        Reworded(
            model_name="Challenge",
            name="phase",
            field=fields.CharEnumField(default=Phase.DRAFT, description=PHASES, enum_type=Phase, max_length=12),
        ),
        Reworded(
            model_name="PhaseTurn",
            name="phase",
            field=fields.CharEnumField(description=PHASES, enum_type=Phase, max_length=12),
        ),
    ]
