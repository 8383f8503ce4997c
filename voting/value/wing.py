"""Value: customers, their orders, segments and worth."""

from __future__ import annotations

from community.people.owndata import OwnData
from kernel.features import Audience, Reaction, Wing
from voting.value import api, commands, demo, desk, groups, imports, links, pages, queries, slots
from voting.value.settings import WorthSettings

wing = Wing(
    "value",
    routes=[*pages.routes, *desk.routes, *api.routes],
    slots=slots.slots,
    jobs=desk.jobs,
    commands=commands.commands,
    reactions=[Reaction("value.link", ("person.confirmed",), links.confirmed)],
    audiences=[
        Audience(
            "customers",
            queries.audiences_of,
            groups.audience_choices,
            columns="customer_of.customer_id",
            joins=queries.CUSTOMER_OF,
        ),
    ],
    settings=[WorthSettings],
    demo=[demo.value],
    events={
        "orders.changed": "A file or the API brought orders, or changed some; data: created, changed.",
        "worth.reckoned": "Every customer was valued again; the subject is the run.",
    },
    registers={
        "audience.people": [queries.people_of],
        "importers": imports.importers,
        "own-data": [
            OwnData("customer", queries.known_of),
            OwnData("customers_you_are_not", queries.unlinkings_of),
        ],
    },
)
