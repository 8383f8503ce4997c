"""Value: customers, their orders, segments and worth."""

from __future__ import annotations

from community.people.owndata import IMPORTED, OwnData
from kernel.features import Audience, Reaction, Wing
from kernel.i18n import mark
from voting.value import api, commands, demo, desk, groups, imports, leaving, links, pages, queries, slots, unweighed
from voting.value.settings import WorthSettings

wing = Wing(
    "value",
    routes=[*pages.routes, *desk.routes, *api.routes],
    slots=slots.slots,
    jobs=desk.jobs,
    commands=commands.commands,
    reactions=[
        Reaction("value.link", ("person.confirmed",), links.confirmed),
        Reaction("value.vouched", ("person.vouched",), links.vouched),
    ],
    audiences=[
        Audience(
            "customers",
            queries.audiences_of,
            groups.audience_choices,
            columns=queries.COLUMNS,
            joins=queries.CUSTOMER_OF,
        ),
    ],
    settings=[WorthSettings],
    demo=[demo.value],
    events={
        "orders.changed": "A file or the API brought orders, or changed some; data: created, changed.",
        "worth.reckoned": "Every customer was valued again; the subject is the run.",
    },
    acts={
        "customer.disown": mark("Said that the customer they are linked to is somebody else"),
        "customer.link": mark("Linked an account to a customer"),
        "customer.own": mark("Let the link between their account and a customer stand again"),
        "customer.unlink": mark("Took the link between an account and a customer away"),
        "import.start": mark("Had a file read, or tried out"),
        "segment.create": mark("Named a segment of customers"),
        "segment.remove": mark("Removed a segment of customers"),
        "segment.restore": mark("Brought a segment of customers back"),
        "worth.reckon": mark("Had the worth of customers reckoned"),
    },
    registers={
        "person.erasing": [leaving.erased],
        "choice": [unweighed.choice],
        "audience.people": [queries.people_of],
        "importers": imports.importers,
        "own-data": [
            OwnData(
                "customer",
                queries.known_of,
                IMPORTED,
                mark("You as a customer"),
                mark(
                    "What the shop's files say you bought, and what that is worth to the brand: how wishes are weighed by value."
                ),
                mend="/account/data#choices",
            ),
            OwnData(
                "customers_you_are_not",
                queries.unlinkings_of,
                IMPORTED,
                mark("Customers that you are not"),
                mark("So that a wrong link is not made a second time."),
            ),
        ],
    },
)
