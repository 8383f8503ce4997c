"""What the wing of movers registers with the house."""

from __future__ import annotations

from kernel.features import Wing
from voting.movers import commands, jobs, leaving

wing = Wing(
    "movers",
    jobs=jobs.jobs,
    commands=commands.commands,
    registers={"person.erasing": [leaving.erased]},
)
