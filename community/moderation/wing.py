"""Moderation: reports, rulings and their public log."""

from __future__ import annotations

from community.moderation import commands, notices, owndata, pages, settling
from kernel.features import Wing

wing = Wing(
    "moderation",
    routes=pages.routes,
    jobs=settling.jobs,
    commands=commands.commands,
    events={
        "report.made": "somebody reported something; data: rule",
        "report.ruled": "reports were answered; data: reporters, act, title (none where it is gone)",
        "ruling.made": "something was hidden or shown again; data: author, act, rule, title, excerpt (the reason)",
    },
    registers={"notices": notices.notices, "own-data": owndata.parts},
)
