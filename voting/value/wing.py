"""Value: customers, their orders, segments and worth."""

from __future__ import annotations

from kernel.features import Audience, Reaction, Wing
from voting.value import commands, demo, groups, imports, links, queries
from voting.value.settings import WorthSettings

wing = Wing(
    "value",
    commands=commands.commands,
    reactions=[Reaction("value.link", ("person.confirmed",), links.confirmed)],
    audiences=[
        Audience("customers", queries.audiences_of, groups.audience_choices),
    ],
    settings=[WorthSettings],
    demo=[demo.value],
    events={
        "worth.reckoned": "Every customer was valued again; the subject is the run.",
    },
    registers={"importers": imports.importers},
)
