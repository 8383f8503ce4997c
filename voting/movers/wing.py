"""What the wing of movers registers with the house."""

from __future__ import annotations

from kernel.features import Wing
from voting.movers import commands, everything, jobs, leaving

wing = Wing(
    "movers",
    routes=everything.routes,
    jobs=[*jobs.jobs, *everything.jobs],
    commands=commands.commands,
    registers={"person.erasing": [leaving.erased]},
)
