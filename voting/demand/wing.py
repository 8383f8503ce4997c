"""Demand: who wants what, by people, by accounts, by value and as a share of all customers."""

from __future__ import annotations

from kernel.features import Wing
from voting.demand import api, commands, demo, jobs, pages, previews, slots
from voting.demand.settings import DemandSettings

wing = Wing(
    "demand",
    routes=[*pages.routes, *api.routes],
    slots=slots.slots,
    jobs=jobs.jobs,
    reactions=jobs.reactions,
    commands=commands.commands,
    settings=[DemandSettings],
    demo=[demo.figures],
    registers={"idea.merge.preview": [previews.lines]},
)
